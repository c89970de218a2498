"""Findings gathered by cause, and the first screen of them: one row a cause, with its first places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import Finding
from archive_tool.report.columns import Column, Row
from archive_tool.report.folded import spelt
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen

STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
RANKS = {"error": 0, "warning": 1, "info": 2}
FIRST = "guard/secret"  # before everything else: the law asks for it at once
MOST_PLACES = 3  # of one cause on the first screen
MOST_PERIODS = 3  # more are told by the first two
CODE_FROM = 100  # columns from which the code has room beside everything else


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings with one code and rule, all open or all waived."""

    severity: str
    code: str
    rule: str
    waived: bool
    findings: tuple[Finding, ...]

    def title(self, speaker: Speaker) -> str:
        """The cause in a few words, with what it is about where that is the same for all."""
        title = speaker.catalog.findings[self.code].title.text(speaker.language)
        subjects = {item.params.get("subject") for item in self.findings}
        subject = subjects.pop() if len(subjects) == 1 else None
        if not isinstance(subject, str):
            return title
        return speaker.say("audit.cause", title=title, subject=printable(speaker.told(subject)))


def causes(findings: Iterable[Finding]) -> tuple[Cause, ...]:
    """Open ones first, errors before warnings, each in the order in which its first finding came."""
    groups: dict[tuple[str, str, str, bool], list[Finding]] = {}
    for item in findings:
        key = (item.severity, item.code, item.rule or "", bool(item.waived))
        groups.setdefault(key, []).append(item)
    found = [Cause(*key, tuple(items)) for key, items in groups.items()]
    return tuple(sorted(found, key=lambda c: (c.waived, c.code != FIRST, RANKS[c.severity])))


def first_rows(
    found: Sequence[Cause], judged: Collection[str], lines: int, speaker: Speaker, screen: Screen
) -> None:
    """As many causes as fit into so many lines, at least one; what is left out is counted.

    `judged`: the units that something is asked of.
    """
    shown = found if len(found) <= max(1, lines) else found[: max(1, lines - 1)]
    hidden = found[len(shown) :]
    left = max(0, lines - len(shown) - bool(hidden))  # the last line says what is left out
    rows: list[Row] = []
    with_code = screen.width is None or screen.width >= CODE_FROM
    for cause in shown:
        places = places_of(cause, judged, speaker, screen.symbols.more)
        room = min(MOST_PLACES - 1, left, len(places) - 1)
        left -= room
        rows.extend(_rows(cause, places, 1 + room, speaker, screen, with_code=with_code))
    screen.table(
        [Column(), Column(least=12), Column(right=True), Column(), Column(least=12, keep="end")], rows
    )
    if hidden:
        count = sum(len(cause.findings) for cause in hidden)
        screen.line(speaker.say("audit.more", causes=len(hidden), count=count), style="dim")


def severity_word(cause: Cause, speaker: Speaker) -> Text:
    """错误, 警告, 提示 in their colours; waived findings are dim, whatever they would be."""
    if cause.waived:
        return Text(speaker.say("audit.waived-mark"), style="dim")
    return Text(speaker.say(f"severity.{cause.severity}"), style=STYLES[cause.severity])


def _rows(
    cause: Cause, places: Sequence[str], most: int, speaker: Speaker, screen: Screen, *, with_code: bool
) -> Iterable[Row]:
    """One row, and one more for every further place there is room for; the last may count the others."""
    count = len(cause.findings)
    told = list(places[:most])
    if most > 1 and len(places) > most:
        told[-1] = speaker.say("audit.more-places", count=len(places) - most + 1)
    head = [
        severity_word(cause, speaker),
        Text(cause.title(speaker), style="dim" if cause.waived else ""),
        Text(f"{screen.symbols.times}{count}" if count > 1 else ""),
        Text(cause.code if with_code else "", style="dim"),
    ]
    yield [*head, Text(told[0])]
    for place in told[1:]:
        yield [Text(), Text(), Text(), Text(), Text(place)]


def places_of(cause: Cause, judged: Collection[str], speaker: Speaker, more: str = "") -> list[str]:
    """Each place once, with whom it concerns and the periods in which something lacks there.

    `more`: the sign for periods that are left out where there is little room; without it all are told, in words.
    """
    periods: dict[tuple[str, str], list[str]] = {}
    for item in cause.findings:
        lines = f":{item.line}" if item.line else ""
        key = (whose(item, judged, speaker), printable(item.path or ".") + lines)
        here = periods.setdefault(key, [])
        if item.period and not item.record:
            here.append(item.period)
    return [_place(who, path, told, speaker, more) for (who, path), told in periods.items()]


def whose(item: Finding, judged: Collection[str], speaker: Speaker) -> str:
    """The person or group that a rule's finding concerns, or the units where several are judged; else ""."""
    who = (item.whom,) if item.whom else item.units if len(judged) > 1 else ()
    names = [printable(speaker.label(f"unit:{one}")) for one in who] if item.rule else []
    return speaker.listed(names)


def _place(who: str, path: str, periods: Sequence[str], speaker: Speaker, more: str) -> str:
    if more:
        told = " ".join([*periods[: MOST_PERIODS - 1], more] if len(periods) > MOST_PERIODS else periods)
    else:
        told = spelt(periods, speaker)
    return "  ".join(word for word in (who, path, told) if word)
