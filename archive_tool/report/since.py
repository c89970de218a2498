"""What is new and what was solved since an earlier audit: before everything else, and no more than some lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.changes import Changes
from archive_tool.core.model import Finding
from archive_tool.report.causes import Cause, causes, first_rows, places_of, severity_word
from archive_tool.report.screen import Screen

NEW, SOLVED, UNREAD = 5, 3, 2  # lines on a first screen


def show(
    changes: Changes, judged: Collection[str], speaker: Speaker, screen: Screen, *, everything: bool = False
) -> None:
    """The numbers, what is not compared, then new ones and solved ones by cause."""
    screen.line()
    screen.paragraph(counts(changes, speaker), style="bold")
    for line in reserves(changes, speaker):
        screen.paragraph(line, style="dim")
    for key, findings, lines in groups(changes):
        if findings:
            screen.line(speaker.say(f"changes.{key}"))
            if everything:
                _all(causes(findings), judged, speaker, screen)
            else:
                first_rows(causes(findings), judged, lines, speaker, screen)


def groups(changes: Changes) -> Sequence[tuple[str, Sequence[Finding], int]]:
    """What is listed, in its order, each with the lines it may take on a first screen."""
    return (
        ("new", changes.new, NEW),
        ("solved", changes.solved, SOLVED),
        ("unread", changes.unread, UNREAD),
    )


def _all(found: Sequence[Cause], judged: Collection[str], speaker: Speaker, screen: Screen) -> None:
    """Each cause with all its places."""
    for cause in found:
        head = Text.assemble(severity_word(cause, speaker), f"  {cause.title(speaker)}")
        screen.paragraph(head.append(f"  {cause.code}", style="dim"), hang=2)
        for place in places_of(cause, judged, speaker):
            screen.paragraph(place, indent=2, hang=2)


def counts(changes: Changes, speaker: Speaker) -> str:
    """In one sentence."""
    numbers = {"new": len(changes.new), "solved": len(changes.solved), "waived": len(changes.waived)}
    key = "changes.counts" if any(numbers.values()) else "changes.none"
    return speaker.say(key, as_of=changes.as_of.isoformat(), **numbers)


def reserves(changes: Changes, speaker: Speaker) -> Iterator[str]:
    """How the two audits differ in what they looked at."""
    years = [str(year) for year in changes.years]
    yield from (speaker.say(key, years=years) for key in changes.differs)
    if changes.unread:
        yield speaker.say("changes.unread-count", count=len(changes.unread))
    if changes.unjudged:
        yield speaker.say("changes.unjudged", count=changes.unjudged)


def most_lines(changes: Changes) -> int:
    """How many lines of a first screen it may take, where none has to be wrapped."""
    rows = [most + 1 for _, found, most in groups(changes) if found]
    return 2 + len(changes.differs) + bool(changes.unread) + bool(changes.unjudged) + sum(rows)
