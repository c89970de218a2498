"""A score for people: a table by indicator of one screen, then every deduction explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.scored import Reason, Score, Scored
from archive_tool.report import score_words as words
from archive_tool.report.columns import Column, Row
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen

AROUND = 10  # lines of the first screen that are not of the table
STYLES = {"+": "green", "?": "yellow"}
MOST_RECORDS = 3  # of one reason; the others are counted


def show(score: Score, speaker: Speaker, screen: Screen, *, everything: bool = False) -> None:
    """The sums, the table as deep as the screen has room for, and the explanation of each indicator."""
    screen.line(printable(words.head(score.profile, speaker)), style="bold")
    for number, line in enumerate(words.sums(score, speaker)):
        veto = number and score.vetoes
        screen.paragraph(printable(line), style="bold red" if veto else "", hang=2)
    screen.line()
    most = None if everything else screen.height - AROUND
    _table(list(_nodes(score.indicators, _depth(score, most))), speaker, screen)
    for leaf in score.leaves():
        _explained(leaf, speaker, screen, everything=everything)


def _depth(score: Score, most: int | None) -> int:
    """How many levels of indicators fit into so many lines; one at least."""
    depth, level = 1, [one for top in score.indicators for one in top.below]
    shown = len(score.indicators) + len(level)
    while level and (most is None or shown <= most):
        depth += 1
        level = [one for above in level for one in above.below]
        shown += len(level)
    return depth


def _nodes(scored: Sequence[Scored], depth: int, above: int = 0) -> Iterator[tuple[int, Scored]]:
    """Indicators with how deep they lie, those above before those below."""
    for one in scored:
        yield above, one
        if above + 1 < depth:
            yield from _nodes(one.below, depth, above + 1)


def _table(nodes: Sequence[tuple[int, Scored]], speaker: Speaker, screen: Screen) -> None:
    say = speaker.say
    columns = [
        Column(say("score.column.indicator"), least=16),
        Column(say("score.column.possible"), right=True),
        Column(say("score.column.points"), right=True),
        Column(say("score.column.lost"), right=True),
        Column(say("score.column.bonus"), right=True),
        Column("", least=8, spare=1),
    ]
    rows = [_row(depth, one, speaker) for depth, one in nodes]
    bonus = any(one.bonus for _, one in nodes)
    shown = [n for n in range(len(columns)) if bonus or n != 4]
    screen.table([columns[n] for n in shown], [[row[n] for n in shown] for row in rows])


def _row(depth: int, one: Scored, speaker: Speaker) -> Row:
    """What is scored by hand has an empty place for it."""
    lost = one.judged - one.points
    return [
        Text(f"{'  ' * depth}{printable(words.name(one, speaker))}", style="" if depth else "bold"),
        Text(words.points(one.indicator.points)),
        Text(words.left(one)),
        Text(f"-{words.points(lost)}" if lost else "", style="bold red"),
        Text(f"+{words.points(one.bonus)}" if one.bonus else "", style="green"),
        Text(words.beside(one, speaker), style="dim"),
    ]


def _explained(leaf: Scored, speaker: Speaker, screen: Screen, *, everything: bool) -> None:
    """Nothing is to be explained of an indicator that has all its points.

    What cost nothing any more, because a limit was met, is counted unless `everything`.
    """
    taken = leaf.deductions if everything else [one for one in leaf.deductions if one.points]
    notes = [*words.spared(len(leaf.deductions) - len(taken), speaker), *words.remarks(leaf, speaker)]
    state = words.standing(leaf, speaker)
    if not (
        leaf.deductions
        or leaf.bonuses
        or leaf.vetoes
        or leaf.open_doubts
        or notes
        or (state and leaf.state != "manual")
    ):
        return
    screen.line()
    head = Text(printable(words.name(leaf, speaker)), style="bold")
    of = speaker.say("score.of", points=words.left(leaf), judged=words.points(leaf.judged))
    screen.paragraph(head.append(f"  {state or of}", style="dim"), hang=2)
    for sign, reasons in (("-", taken), ("+", leaf.bonuses), ("!", leaf.vetoes)):
        for reason in words.folded(reasons, speaker):
            _reason(sign, reason, speaker, screen)
    for doubt in words.folded(leaf.open_doubts, speaker):
        _reason("?", doubt, speaker, screen)
    for note in notes:
        screen.paragraph(printable(note), style="dim", indent=2)


def _reason(sign: str, reason: Reason, speaker: Speaker, screen: Screen) -> None:
    bare = sign == "!" or (sign == "?" and not reason.points)
    told = sign if bare else f"{sign}{words.points(reason.points)}"
    hang = len(told) + 1
    style = STYLES.get(sign, "red")
    line = Text(f"{told} ", style=style).append(printable(words.what(reason, speaker)), style="default")
    screen.paragraph(line, indent=2, hang=hang)
    records = [printable(record or ".") for record in reason.records[:MOST_RECORDS]]
    if len(reason.records) > MOST_RECORDS:
        records.append(speaker.say("audit.more-places", count=len(reason.records) - MOST_RECORDS))
    for record in records:
        screen.paragraph(record, style="dim", indent=2 + hang, hang=2)
