"""What doctor found, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.health.check import Check, counted
from archive_tool.core.results import Examination
from archive_tool.report.columns import Row
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen

Json = Mapping[str, Any]
STYLES = {"ok": "green", "warning": "yellow", "problem": "bold red", "unchecked": "dim"}


def show(result: Examination, speaker: Speaker, screen: Screen) -> None:
    """The computer, the archive, then how many of each status."""
    rows = [_title(speaker.say("doctor.machine")), *_rows(result.machine, speaker, screen), [Text()]]
    if result.root is None:
        rows.append([Text(speaker.say("doctor.no-archive"))])
    else:
        rows.append(_title(speaker.say("doctor.archive", root=printable(result.root))))
        rows.extend(_rows(result.archive, speaker, screen))
    screen.listing(rows)
    screen.line()
    line = Text()
    for status, number in counted((*result.machine, *result.archive)).items():
        told = speaker.say("doctor.count", status=speaker.say(f"doctor.status.{status}"), count=number)
        line.append(told, style=STYLES[status] if number else "dim").append("  ")
    screen.paragraph(line)


def as_json(result: Examination, speaker: Speaker, about: Json) -> Json:
    """`about`: what stands before everything else."""
    numbers = counted((*result.machine, *result.archive))
    sections = {"machine": result.machine, "archive": result.archive}
    return {
        **about,
        "archive": result.root,
        "summary": {
            "ok": numbers["ok"],
            "warnings": numbers["warning"],
            "problems": numbers["problem"],
            "unchecked": numbers["unchecked"],
        },
        "checks": [
            _check(section, check, speaker) for section, checks in sections.items() for check in checks
        ],
    }


def _title(text: str) -> Row:
    return [Text().append(text, style="bold")]


def _rows(checks: Iterable[Check], speaker: Speaker, screen: Screen) -> Iterator[Row]:
    """A row a check; below it, what is to be done and by whom."""
    for check in checks:
        status = Text(speaker.say(f"doctor.status.{check.status}"), style=STYLES[check.status])
        name = Text(speaker.say(f"doctor.check.{check.name}"))
        yield [status, name, Text(printable(_told(check, speaker)))]
        if check.remedy:
            yield [Text(), Text(), Text(f"{screen.symbols.then} {_remedy(check, speaker)}")]


def _check(section: str, check: Check, speaker: Speaker) -> Json:
    return {
        "section": section,
        "check": check.name,
        "status": check.status,
        "message": _told(check, speaker),
        "remedy": speaker.say(check.remedy, **check.params) if check.remedy else None,
        "who": check.who or None,
    }


def _told(check: Check, speaker: Speaker) -> str:
    return speaker.say(check.told, **_grouped(check, speaker)).strip()


def _remedy(check: Check, speaker: Speaker) -> str:
    what = speaker.say(check.remedy, **check.params)
    return speaker.say("doctor.do", who=speaker.say(f"doctor.who.{check.who}"), what=what)


def _grouped(check: Check, speaker: Speaker) -> dict[str, str | int | list[str]]:
    """Parameters with the groups that nearly everybody is in called by name."""
    params = dict(check.params)
    groups = params.get("groups")
    if isinstance(groups, list):
        params["groups"] = [speaker.say(f"doctor.group.{group}") for group in groups]
    return params
