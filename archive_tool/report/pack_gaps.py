"""What a pack names as lacking, not due yet, or not to be judged: what is alike in several periods in one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from archive_tool.core.model import CoverageRow, Finding
from archive_tool.core.pack import Chapter
from archive_tool.core.standing import unsure
from archive_tool.report import json
from archive_tool.report.folded import alike, each_of
from archive_tool.report.pack_words import Words

MOST_ALIKE = 20  # lines of one kind of finding: who wants all of them reads the report
OF_SECRETS = "guard/"  # of these nothing is told but that they are there
Block = tuple[str, Sequence[str]]  # heading, lines


def one_by_one(chapter: Chapter, words: Words) -> Iterator[str]:
    """What is lacking, what was expected, by when: each gap by itself, for programs."""
    yield from singly(chapter.gaps, words)
    yield from (_fault(fault, words) for fault in chapter.faults)


def lacking(chapter: Chapter, words: Words) -> Iterator[Block]:
    """The same for people; nothing where nothing is lacking."""
    if chapter.lacking:
        lines = [*folded(chapter.gaps, words), *(_fault(fault, words) for fault in chapter.faults)]
        yield words.say("pack.gaps", count=chapter.lacking), lines


def flaws(chapter: Chapter, words: Words) -> list[str]:
    """What else was found: where and what, each by itself."""
    return [_flaw(flaw, words) for flaw in chapter.flaws]


def flawed(chapter: Chapter, words: Words) -> Iterator[Block]:
    """The same for people: of each kind the first ones; nothing where nothing was found."""
    kinds: defaultdict[str, list[Finding]] = defaultdict(list)
    for flaw in chapter.flaws:
        kinds[flaw.code].append(flaw)
    lines = []
    for code, those in kinds.items():
        lines += [_flaw(flaw, words) for flaw in those[:MOST_ALIKE]]
        if len(those) > MOST_ALIKE:
            more = len(those) - MOST_ALIKE
            lines.append(words.say("pack.flaws.more", count=more, what=_kind(code, words)))
    if lines:
        yield words.say("pack.flaws", count=len(chapter.flaws)), lines


def singly(rows: Iterable[CoverageRow], words: Words) -> list[str]:
    """A line each."""
    return [_row([row], words) for row in rows]


def folded(rows: Iterable[CoverageRow], words: Words) -> list[str]:
    """A line for all that differ in their periods alone."""

    def but_its_period(row: CoverageRow) -> Hashable:
        """All that is told of it, and whether its time is over."""
        numbers = (row.expected, row.found, unsure(row) and row.uncertain)
        over = row.due and row.due < words.report.as_of
        return (row.status, row.rule, row.unit, row.whom, *numbers, over)

    return [_row(those, words) for those in alike(rows, but_its_period)]


def apart(
    chapter: Chapter, words: Words, lines: Callable[[Sequence[CoverageRow], Words], Sequence[str]] = folded
) -> Iterator[Block]:
    """What is not there and is no gap, each kind by itself: not due yet, or nobody can tell."""
    for key, rows in (("pack.due", chapter.due), ("pack.unsure", chapter.unsure)):
        if rows:
            yield words.say(key, count=len(rows)), lines(rows, words)


def _row(rows: Sequence[CoverageRow], words: Words) -> str:
    """`rows`: one, or several that differ in their periods alone."""
    row, speaker = rows[0], words.speaker
    whom = "" if row.rule in words.pack.closed else row.whom or ""
    gap = words.say(
        f"pack.gap.{row.status}",
        period=each_of([one.period for one in rows], speaker),
        subject=speaker.label(f"subject:{row.rule}"),
        who=[speaker.label(f"unit:{one}") for one in (row.unit, whom) if one],
        expected=row.expected,
        found=row.found,
        time=_time([one.due for one in rows if one.due], words),
    )
    count = row.uncertain if unsure(row) else 0
    return words.safe(gap) + (words.say("score.uncertain", count=count) if count else "")


def _time(due: Sequence[date], words: Words) -> str:
    """Until when; of several days the first and the last."""
    if not due:
        return words.say("pack.gap.always")
    first, last = min(due), max(due)
    over = last < words.report.as_of
    if first == last:
        return words.say("pack.gap.was" if over else "pack.gap.by", day=first.isoformat())
    key = "pack.gap.was-all" if over else "pack.gap.by-all"
    return words.say(key, first=first.isoformat(), last=last.isoformat())


def _fault(fault: Finding, words: Words) -> str:
    """What a record lacks; of one that is not open to all no more than the kind of it."""
    pack, told, about = words.pack, words.told, fault.record or fault.path
    item = words.items.get(about)
    if words.discreet and not (told.rights or told.personal):
        fault = replace(words.discreet.finding(fault, ""), record=fault.record)
    if fault.kept or fault.rule in pack.closed or (fault.record or fault.path) in pack.hidden:
        # The message names the matter, and with it often a person.
        what = _kind(fault.code, words)
    else:
        what = words.safe(json.message(fault, words.speaker))
    return words.say("pack.gap.of", number=item.number, what=what) if item else what


def _flaw(flaw: Finding, words: Words) -> str:
    """Where something is not as it should be, and what it is; of what is not open to all only what kind."""
    about = flaw.record or flaw.path
    item, discreet = words.items.get(about), words.discreet
    hidden = flaw.code.startswith(OF_SECRETS) or flaw.rule in words.pack.closed or about in words.pack.hidden
    # Of what is no record nobody has said who may read it.
    if discreet and (item is None or not (words.told.rights or words.told.personal)):
        flaw = replace(discreet.finding(flaw, ""), record=flaw.record)
    if hidden or flaw.kept or (item is not None and item.withheld):
        what = _kind(flaw.code, words)
        return words.say("pack.gap.of", number=item.number, what=what) if item else what
    what = json.message(flaw, words.speaker)
    return words.safe(words.say("pack.flaw", path=flaw.path, what=what) if flaw.path else what)


def _kind(code: str, words: Words) -> str:
    return words.speaker.catalog.findings[code].title.text(words.speaker.language)
