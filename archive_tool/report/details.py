"""Every finding: under each cause each place once with all that is said of it, each remedy once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import CoverageRow, Finding
from archive_tool.core.periods import ONCE
from archive_tool.core.standing import asks, state, whole
from archive_tool.report import json
from archive_tool.report.causes import Cause, causes, severity_word, whose
from archive_tool.report.columns import Column
from archive_tool.report.folded import folded
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen

STATUS_STYLES = {"due": "dim", "insufficient": "bold red", "missing": "bold red", "uncertain": "yellow"}


def rules(rows: Sequence[CoverageRow], speaker: Speaker, screen: Screen) -> None:
    """One line a rule that counts and unit: how many periods are met, and which are not."""
    lines = [
        [
            Text(printable(speaker.label(f"subject:{rule}"))),
            Text(printable(speaker.label(f"unit:{who}"))),
            Text(f"{met(mine)}/{len(mine)}", style="green" if met(mine) == len(mine) else ""),
            lacking(mine, speaker),
        ]
        for (rule, who), mine in by_rule(filter(asks, rows)).items()
    ]
    columns = [
        Column(speaker.say("audit.column.rule"), least=12),
        Column(speaker.say("audit.column.unit"), least=8),
        Column(speaker.say("audit.column.met"), right=True),
        Column(speaker.say("audit.column.open"), least=8),
    ]
    screen.table(columns, lines)


def by_rule(rows: Iterable[CoverageRow]) -> Mapping[tuple[str, str], Sequence[CoverageRow]]:
    """Rows in which something is asked, by rule and by whom it asks."""
    grouped: defaultdict[tuple[str, str], list[CoverageRow]] = defaultdict(list)
    for row in rows:
        if state(row) != "not-applicable":
            grouped[row.rule, row.whom or row.unit].append(row)
    return grouped


def met(rows: Iterable[CoverageRow]) -> int:
    """In how many of them nothing lacks, or is waived."""
    return sum(state(row) in ("met", "waived") for row in rows)


def lacking(rows: Iterable[CoverageRow], speaker: Speaker) -> Text:
    """The periods that are not met, in the colour of their state."""
    text = Text()
    for row in rows:
        if (told := state(row)) not in ("met", "waived"):
            text.append(" " if text else "")
            numbers = f"({row.found}/{whole(row)})" if whole(row) > 1 else ""
            besides = speaker.say(f"audit.open.{told}") if told in ("due", "uncertain") else ""
            period = speaker.period(row.period) if row.period == ONCE.label else row.period
            text.append(period + numbers + besides, style=STATUS_STYLES.get(told, ""))
    return text


def findings(items: Iterable[Finding], judged: Collection[str], speaker: Speaker, screen: Screen) -> None:
    """Cause by cause; `judged`: the units that something is asked of."""
    for cause in causes(items):
        screen.line()
        head = Text().append_text(severity_word(cause, speaker)).append("  ")
        head.append(cause.title(speaker), style="bold")
        head.append(f"  {cause.code}", style="dim")
        if len(cause.findings) > 1:
            head.append(f"  {screen.symbols.times}{len(cause.findings)}")
        screen.paragraph(head, hang=2)
        _places(cause, judged, speaker, screen)


def by_remedy(items: Iterable[Finding], speaker: Speaker) -> Mapping[str, Mapping[str, Sequence[Finding]]]:
    """Remedy -> place -> what was found there; each remedy and each place once, in the order they came."""
    found: defaultdict[str, defaultdict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        where = printable(item.path or ".") + (f":{item.line}" if item.line else "")
        found[json.remedy(item, speaker)][where].append(item)
    return found


def _places(cause: Cause, judged: Collection[str], speaker: Speaker, screen: Screen) -> None:
    for remedy, places in by_remedy(cause.findings, speaker).items():
        for where, items in places.items():
            screen.paragraph(where, indent=2, hang=2)
            for item in folded(items, speaker):
                screen.paragraph(printable(told(item, judged, speaker)), indent=4)
                if item.waived:
                    reason = speaker.say("audit.waived-because", reason=item.waived)
                    screen.paragraph(printable(reason), indent=4)
        then = f"{screen.symbols.then} "
        screen.paragraph(then + printable(remedy), style="dim", indent=4, hang=len(then))


def all_told(items: Iterable[Finding], judged: Collection[str], speaker: Speaker) -> list[str]:
    """What is told of one place: of several periods alike once."""
    return [told(item, judged, speaker) for item in folded(items, speaker)]


def told(item: Finding, judged: Collection[str], speaker: Speaker) -> str:
    """What happened; where several units are judged, to which of them."""
    message = json.message(item, speaker)
    who = whose(item, judged, speaker)
    return speaker.say("audit.told", who=who, message=message) if who else message
