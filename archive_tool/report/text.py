"""Audit and check for people: one screen first, everything when asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.changes import Changes
from archive_tool.core.model import NotRun, Report
from archive_tool.core.standing import Standing, asks, by_unit
from archive_tool.report import colophon, details, json, next_steps, since, standing
from archive_tool.report.causes import STYLES, causes, first_rows
from archive_tool.report.screen import Screen

if TYPE_CHECKING:
    from archive_tool.core.scored import Score

LEAST_ROWS, LEAST_LOW = 6, 3  # causes that are shown even where that takes more than one screen


def report(
    found: Report,
    standings: Sequence[Standing],
    speaker: Speaker,
    screen: Screen,
    *,
    command: str,
    further: Sequence[str] = (),
    everything: bool = False,
    changes: Changes | None = None,
    score: Score | None = None,
) -> None:
    """The score, if there is one, and nothing but counts after it unless `everything`. What changed, counts, the table by category, findings by cause, what to do next.

    `standings`: none for a check. `command`: what shows every finding; `further`: steps to name
    after that.
    """
    if score is not None:
        from archive_tool.report import score as scores  # only where one was asked for

        scores.show(score, speaker, screen, everything=everything)
        screen.line()
        if not everything:
            counts(found, speaker, screen)
            not_run(found.not_run, speaker, screen)
            next_steps.show([speaker.say("next.all", command=command)], speaker, screen)
            if found.colophon:
                screen.paragraph(colophon.line(found.colophon, speaker), style="dim")
            return
    if everything:
        _everything(found, standings, speaker, screen, changes)
        return
    most = 1 if screen.is_low else next_steps.MOST
    steps = [speaker.say(key) for key in next_steps.steps(found)[:most]]
    if found.findings:
        steps.append(speaker.say("next.all", command=command))
    _first_screen(found, standings, [*steps, *further], speaker, screen, changes)


def counts(found: Report, speaker: Speaker, screen: Screen) -> None:
    """What was looked at and how much there is to mend."""
    screen.paragraph(_counts(found, speaker))


def _counts(found: Report, speaker: Speaker) -> Text:
    numbers = json.summary(found)
    line = Text(
        speaker.say("audit.counts", **{key: numbers[key] for key in ("records", "files", "pointers")})
    )
    line.append("  ")
    for key, style in zip(("errors", "warnings", "infos"), STYLES.values(), strict=True):
        told = speaker.say(f"audit.{key}", count=numbers[key])
        line.append("  ").append(told, style=style if numbers[key] else "dim")
    if numbers["waived"]:
        line.append("  ").append(speaker.say("audit.waived", count=numbers["waived"]), style="dim")
    return line


def not_run(items: Sequence[NotRun], speaker: Speaker, screen: Screen) -> None:
    """What was not checked, by reason: never a silent pass."""
    for told in _not_run(items, speaker):
        screen.paragraph(told, style="cyan", hang=2)


def _first_screen(
    found: Report,
    standings: Sequence[Standing],
    steps: Sequence[str],
    speaker: Speaker,
    screen: Screen,
    changes: Changes | None,
) -> None:
    _head(found, speaker, screen)
    if changes:
        since.show(changes, _judged(found), speaker, screen)
    if found.coverage:
        screen.line()
        standing.categories(standings, speaker, screen)
    if found.findings:
        screen.line()
        screen.line(speaker.say("audit.causes"), style="bold")
        lines = screen.height - _taken(found, standings, steps, speaker, screen)
        lines -= since.most_lines(changes) if changes else 0
        least = LEAST_LOW if screen.is_low else LEAST_ROWS
        first_rows(causes(found.findings), _judged(found), max(lines, least), speaker, screen)
    if found.not_run:
        screen.line()
        not_run(found.not_run, speaker, screen)
    if not found.findings and not found.not_run:
        screen.line(speaker.say("audit.nothing"), style="green")
    if steps:
        screen.line()
        next_steps.show(steps, speaker, screen)
    if found.colophon:
        screen.paragraph(colophon.line(found.colophon, speaker), style="dim")


def _everything(
    found: Report,
    standings: Sequence[Standing],
    speaker: Speaker,
    screen: Screen,
    changes: Changes | None,
) -> None:
    _head(found, speaker, screen)
    if changes:
        since.show(changes, _judged(found), speaker, screen, everything=True)
    if found.coverage:
        screen.line()
        standing.categories(standings, speaker, screen)
        units = by_unit(found)
        if units:
            screen.line()
            standing.units(units, speaker, screen)
        screen.line()
        details.rules(found.coverage, speaker, screen)
    details.findings(found.findings, _judged(found), speaker, screen)
    if found.not_run:
        screen.line()
        not_run(found.not_run, speaker, screen)
    if found.colophon:
        screen.line()
        colophon.show(found.colophon, speaker, screen)


def _head(found: Report, speaker: Speaker, screen: Screen) -> None:
    if found.coverage:
        years = speaker.listed(map(str, found.years))
        screen.line(speaker.say("audit.head", as_of=found.as_of.isoformat(), years=years), style="bold")
    counts(found, speaker, screen)


def _taken(
    found: Report, standings: Sequence[Standing], steps: Sequence[str], speaker: Speaker, screen: Screen
) -> int:
    """Lines of the first screen that are not for causes, with one for the prompt that follows."""
    table = 1 + standing.lines_of(standings, speaker, screen) if found.coverage else 0
    reasons = _not_run(found.not_run, speaker)
    unrun = 1 + sum(screen.lines_of(told, hang=2) for told in reasons) if reasons else 0
    last = 2 + sum(screen.lines_of(step, hang=3) for step in next_steps.numbered(steps)) if steps else 0
    head = screen.lines_of(_counts(found, speaker).plain) + bool(found.coverage)
    last += screen.lines_of(colophon.line(found.colophon, speaker)) if found.colophon else 0
    return head + table + 2 + unrun + last + 1


def _judged(found: Report) -> frozenset[str]:
    return frozenset(row.unit for row in found.coverage if asks(row))


def _not_run(items: Sequence[NotRun], speaker: Speaker) -> list[str]:
    return [
        speaker.say("audit.not-run", count=count, reason=speaker.say(reason))
        for reason, count in Counter(item.reason for item in items).items()
    ]
