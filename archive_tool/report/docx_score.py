"""The score in the Word report: a table by indicator with room for a hand score, then why points were lost."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from archive_tool.core.catalog import Speaker
from archive_tool.core.scored import Score, Scored
from archive_tool.report import score_words as words
from archive_tool.report.docx_cells import Hung
from archive_tool.report.docx_page import WIDTH, Page
from archive_tool.report.evidence import named

NUMBER_WIDTH = 16  # millimetres of a column of points
LOST_WIDTH = 20  # of one that may say that nothing was judged
STATE_WIDTH = 44
NAME_WIDTH = 50


def write(score: Score, withheld: Container[str], speaker: Speaker, page: Page) -> None:
    """The sums, the table, the reasons; `withheld`: paths of records that are not named."""
    say = speaker.say
    page.paragraph(words.head(score.profile, speaker))
    for line in words.sums(score, speaker):
        page.paragraph(line)
    head = [say(f"score.column.{key}") for key in ("indicator", "state", "possible", "points")]
    widths = [WIDTH - STATE_WIDTH - 2 * NUMBER_WIDTH, STATE_WIDTH, NUMBER_WIDTH, NUMBER_WIDTH]
    rows = list(_rows(score.indicators, speaker))
    for name, of, left in words.totals(score, speaker):
        rows.append((name, say("score.of-judged", judged=of), "", left))
    page.table(head, widths, rows, numbers=2)
    reasons = list(_reasons(score, withheld, speaker))
    if reasons:
        page.lead(say("score.why"))
        head = [say(f"score.column.{key}") for key in ("indicator", "why", "lost")]
        page.table(head, [NAME_WIDTH, WIDTH - NAME_WIDTH - LOST_WIDTH, LOST_WIDTH], reasons, numbers=1)


def _rows(scored: Sequence[Scored], speaker: Speaker, depth: int = 0) -> Iterator[tuple[str, ...]]:
    for one in scored:
        yield (
            _hung(one, speaker, depth),
            words.beside(one, speaker),
            words.points(one.indicator.points),
            words.left(one),
        )
        yield from _rows(one.below, speaker, depth + 1)


def _hung(one: Scored, speaker: Speaker, depth: int = 0) -> Hung:
    return Hung(one.indicator.id, one.indicator.title.text(speaker.language), depth)


def _reasons(score: Score, withheld: Container[str], speaker: Speaker) -> Iterator[tuple[str, str, str]]:
    """Deductions with their evidence, and what is to be said of an indicator besides."""

    def subject(rule: str) -> str:
        return speaker.label(f"subject:{rule}")

    for leaf in score.leaves():
        name = _hung(leaf, speaker)
        for reason in words.folded((one for one in leaf.deductions if one.points), speaker):
            evidence = "".join(f"\n{path}" for path in named(reason.records, withheld, speaker))
            yield name, words.what(reason, speaker) + evidence, f"-{words.points(reason.points)}"
        for reason in leaf.bonuses:
            yield name, words.what(reason, speaker), f"+{words.points(reason.points)}"
        for reason in words.folded(leaf.open_doubts, speaker):
            evidence = "".join(f"\n{path}" for path in named(reason.records, withheld, speaker))
            yield name, words.what(reason, speaker) + evidence, words.doubt(reason, speaker)
        spared = sum(not one.points for one in leaf.deductions)
        for note in (*words.spared(spared, speaker), *words.remarks(leaf, speaker, subject)):
            yield name, note, ""
