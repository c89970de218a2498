"""What falls due, for people and as JSON: what is overdue first, then day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.due import DueList
from archive_tool.core.due_item import Due
from archive_tool.core.scheme import Scheme
from archive_tool.report.columns import Column, Row
from archive_tool.report.inspection import about
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen
from archive_tool.report.text import not_run

Json = Mapping[str, Any]
LEAST_OVERDUE = 6  # rows that are shown of what is overdue, however much there is
LINES = 10  # of a screen, besides rows: heads, titles, what is left out, the prompt
STYLES = {"overdue": "bold red", "grace": "yellow", "due": ""}


@dataclass(frozen=True, slots=True)
class Agenda:
    """What falls due, with what its formats say of the archive."""

    found: DueList
    speaker: Speaker
    scheme: Scheme
    tool: str  # version
    root: str
    fonds: str  # code and name: they stay when the archive is moved
    name: str  # whose archive it is
    everything: bool = False

    def uid(self, item: Due) -> str:
        """The same for the same thing in the same archive, on whatever day it is asked for."""
        told = "\n".join((self.scheme.id, self.fonds, *item.identity))
        return f"{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@archive-tool"


def title(item: Due, speaker: Speaker) -> str:
    """What it is about."""
    if item.kind in ("retention", "waiver"):
        return speaker.say(item.title)
    return printable(speaker.told(item.title))


def lacks(item: Due, speaker: Speaker) -> str:
    """What is still to be done."""
    params = {key: value for key, value in item.lacks.items() if key != "key"}
    text = speaker.catalog.messages[str(item.lacks["key"])].text(speaker.language)
    return printable(speaker.fill(text, params))


def who(item: Due, speaker: Speaker) -> str:
    """The units, and for whom of theirs."""
    names = [*item.units, *([item.whom] if item.whom else [])]
    return printable(speaker.listed(dict.fromkeys(speaker.label(f"unit:{name}") for name in names)))


def period(item: Due, speaker: Speaker) -> str:
    """In words; "" for what is about no time of its own."""
    return "" if item.period in (None, "once") else speaker.label(f"period:{item.period}")


def text(agenda: Agenda, screen: Screen) -> None:
    """Two tables: what is overdue and still open, and what is to come."""
    found, say = agenda.found, agenda.speaker.say
    overdue, coming = found.having("overdue"), found.having("grace", "due")
    screen.line(say("due.head", as_of=found.as_of.isoformat(), until=found.until.isoformat()), style="bold")
    screen.line(say("due.counts", overdue=len(overdue), coming=len(coming)))
    if overdue:
        other = LINES + len(coming) + (2 if found.not_run else 0)
        most = len(overdue) if agenda.everything else max(LEAST_OVERDUE, screen.height - other)
        shown = overdue[:most]
        screen.line()
        screen.line(say("due.overdue"), style="bold red")
        _table(shown, agenda, screen)
        if len(shown) < len(overdue):
            screen.line(say("due.more", count=len(overdue) - len(shown)), style="dim")
    if coming:
        screen.line()
        screen.line(say("due.coming"), style="bold")
        _table(coming, agenda, screen)
    if not found.items:
        screen.line(say("due.nothing"), style="green")
    if found.not_run:
        screen.line()
        not_run(found.not_run, agenda.speaker, screen)


def _table(items: Sequence[Due], agenda: Agenda, screen: Screen) -> None:
    say = agenda.speaker.say
    everyone = {(item.units, item.whom) for item in agenda.found.items}
    columns = [
        Column(say("due.column.ends")),
        Column(say("due.column.grace")),
        Column(say("due.column.who"), least=8, wants=18),
        Column(say("due.column.title"), least=12, wants=24),
        Column(say("due.column.period"), least=8, wants=14),
        Column(say("due.column.lacks"), least=8, wants=22),
        Column(say("due.column.rule"), spare=1),
    ]
    screen.table(columns, [_row(item, agenda.speaker, several=len(everyone) > 1) for item in items])


def _row(item: Due, speaker: Speaker, *, several: bool) -> Row:
    style = STYLES[item.status]
    ends = item.ends.isoformat() if item.ends else speaker.say("due.always")
    grace = item.due.isoformat() if item.due and item.due != item.ends else ""
    return [
        Text(ends, style=style),
        Text(grace, style="yellow" if item.status == "grace" else "dim"),
        Text(who(item, speaker) if several else ""),
        Text(title(item, speaker)),
        Text(period(item, speaker)),
        Text(lacks(item, speaker)),
        Text(item.rule or "", style="dim"),
    ]


def json(agenda: Agenda) -> Json:
    """The document of `due`."""
    found = agenda.found
    counts = Counter(item.status for item in found.items)
    return {
        **about(agenda.tool, agenda.scheme, agenda.root),
        "as_of": found.as_of.isoformat(),
        "until": found.until.isoformat(),
        "summary": {
            "overdue": counts["overdue"],
            "grace": counts["grace"],
            "due": counts["due"],
            "not_run": len(found.not_run),
        },
        "items": [_item(item, agenda) for item in found.items],
        "not_run": [
            {"check": item.check, "path": item.path, "reason": agenda.speaker.say(item.reason)}
            for item in found.not_run
        ],
    }


def _item(item: Due, agenda: Agenda) -> Json:
    return {
        "rule": item.rule,
        "kind": item.kind,
        "subject": item.subject,
        "unit": item.unit,
        "whom": item.whom,
        "period": item.period,
        "expected": item.expected,
        "found": item.found,
        "uncertain": item.uncertain,
        "status": item.status,
        "ends": item.ends.isoformat() if item.ends else None,
        "due": item.due.isoformat() if item.due else None,
        "title": title(item, agenda.speaker),
        "lacks": lacks(item, agenda.speaker),
        "basis": agenda.speaker.label(f"rule:{item.rule}") if item.rule else None,
        "path": item.path or None,
        "records": list(item.records),
        "uid": agenda.uid(item),
    }
