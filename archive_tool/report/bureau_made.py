"""How the table of many archives was made: what holds for all of them once, the rest school by school."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.catalog import Speaker
from archive_tool.report import paper_words
from archive_tool.report.bureau import Bureau, Judged
from archive_tool.report.colophon import Row


class Made(NamedTuple):
    """Rows of colophons; `own`: name and rows of each school that was judged, without those of all."""

    common: Sequence[Row]
    own: Sequence[tuple[str, Sequence[Row]]]


def made(bureau: Bureau, speaker: Speaker) -> Made:
    """Of one school alone all rows are common; commands that some name stand below those of all, once."""
    judged = [one for one in bureau.shown if one.made]
    common = [row for row in _rows(judged[0]) if all(row in _rows(one) for one in judged)] if judged else []
    own = [(bureau.name(one.school), [row for row in _rows(one) if row not in common]) for one in judged]
    texts = [line for rows in (common, *(rows for _, rows in own)) for row in rows for line in row.lines]
    return Made(
        [*paper_words.said(common, speaker), *paper_words.commands(texts, speaker)],
        [(name, paper_words.said(rows, speaker)) for name, rows in own if rows],
    )


def whole(bureau: Bureau, speaker: Speaker) -> Iterator[str]:
    """All of it in lines; before what is a school's own its name."""
    found = made(bureau, speaker)
    yield from lines(found.common, speaker)
    for name, rows in found.own:
        yield name
        yield from lines(rows, speaker)


def lines(rows: Sequence[Row], speaker: Speaker) -> Iterator[str]:
    """A line a matter; one of several lines has them below each other."""
    for row in rows:
        yield speaker.say("colophon.row", label=row.label, text="\n".join(row.lines))


def _rows(one: Judged) -> list[Row]:
    return [Row(label, tuple(told)) for label, told in one.made]
