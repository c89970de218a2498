"""What doctor found, as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.health.check import Check, counted
from archive_tool.core.results import Examination
from archive_tool.report.columns import GAP
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen

Json = Mapping[str, Any]
STYLES = {"ok": "green", "warning": "yellow", "problem": "bold red", "unchecked": "dim"}


def show(result: Examination, speaker: Speaker, screen: Screen) -> None:
    """The computer, the archive, then how many of each status."""
    everything = (*result.machine, *result.archive)
    wide = (
        max((cell_len(_status(check, speaker)) for check in everything), default=0),
        max((cell_len(_name(check, speaker)) for check in everything), default=0),
    )
    _section(speaker.say("doctor.machine"), result.machine, wide, speaker, screen)
    screen.line()
    if result.root is None:
        screen.paragraph(speaker.say("doctor.no-archive"))
    else:
        title = speaker.say("doctor.archive", root=printable(result.root))
        _section(title, result.archive, wide, speaker, screen)
    screen.line()
    line = Text()
    for status, number in counted(everything).items():
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


def _section(
    title: str, checks: Sequence[Check], wide: tuple[int, int], speaker: Speaker, screen: Screen
) -> None:
    """A row a check, in columns of these widths; below it, what is to be done and by whom."""
    screen.paragraph(title, style="bold", hang=2)
    indent = sum(wide) + 2 * GAP
    for check in checks:
        row = Text().append(_padded(_status(check, speaker), wide[0]), style=STYLES[check.status])
        row.append(_padded(_name(check, speaker), wide[1])).append(printable(_told(check, speaker)))
        screen.paragraph(row, hang=indent)
        if check.remedy:
            then = f"{screen.symbols.then} "
            screen.paragraph(then + _remedy(check, speaker), indent=indent, hang=cell_len(then))


def _check(section: str, check: Check, speaker: Speaker) -> Json:
    return {
        "section": section,
        "check": check.name,
        "status": check.status,
        "message": _told(check, speaker),
        "remedy": speaker.say(check.remedy, **check.params) if check.remedy else None,
        "who": check.who or None,
    }


def _status(check: Check, speaker: Speaker) -> str:
    return speaker.say(f"doctor.status.{check.status}")


def _name(check: Check, speaker: Speaker) -> str:
    return speaker.say(f"doctor.check.{check.name}")


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


def _padded(word: str, wide: int) -> str:
    return word + " " * (wide - cell_len(word) + GAP)
