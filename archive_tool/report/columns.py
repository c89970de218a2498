"""Rows of cells side by side: columns of equal cells, narrowed or left out where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from archive_tool.report.wrapping import Side, cut

GAP = 2
Row = Sequence[Text]


@dataclass(frozen=True, slots=True)
class Column:
    """How one column gives way when the rows are too wide."""

    title: str = ""
    right: bool = False
    least: int = 0  # cells it may be narrowed to; 0: it keeps what it needs
    wants: int = 0  # cells for which others are left out
    keep: Side = "start"  # which end of a long cell stays
    spare: int = 0  # columns may be left out whole, the highest number first; 0: this one never


def rows(columns: Sequence[Column], cells: Sequence[Row], width: int | None, mark: str) -> Iterator[Text]:
    """The title row, unless no column has a title, and the rows, at most `width` cells wide (None: any).

    Nothing follows the last cell of a row.
    """
    titled = (
        [[Text(column.title, style="bold") for column in columns]] if any(c.title for c in columns) else []
    )
    table = [*titled, *(list(row) for row in cells)]
    wide = [max((row[n].cell_len for row in table), default=0) for n in range(len(columns))]
    shown = [n for n in range(len(columns)) if wide[n]]
    if width is not None:
        shown = _spared(columns, wide, shown, width)
        _narrow(columns, wide, shown, width)
    for row in table:
        line = _joined([_fitted(row[n], columns[n], wide[n], mark) for n in shown])
        yield line if width is None else cut(line, width, "start", mark)


def _spared(columns: Sequence[Column], wide: Sequence[int], shown: list[int], width: int) -> list[int]:
    """The columns that are left when those that may go have gone, one by one, until the rest fits."""
    for n in sorted(shown, key=lambda n: -columns[n].spare):
        if not columns[n].spare or _total([_wanted(columns[m], wide[m]) for m in shown]) <= width:
            break
        shown = [m for m in shown if m != n]
    return shown


def _narrow(columns: Sequence[Column], wide: list[int], shown: Sequence[int], width: int) -> None:
    """Takes cells from the widest column that can give some, until all fit or none can."""
    while _total([wide[n] for n in shown]) > width:
        giving = [n for n in shown if wide[n] > _least(columns[n], wide[n])]
        if not giving:
            return
        wide[max(giving, key=lambda n: wide[n])] -= 1


def _least(column: Column, wide: int) -> int:
    return min(column.least, wide) if column.least else wide


def _wanted(column: Column, wide: int) -> int:
    return min(max(column.wants, column.least), wide) if column.least else wide


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * max(0, len(widths) - 1)


def _fitted(cell: Text, column: Column, wide: int, mark: str) -> Text:
    shown = cut(cell, wide, column.keep, mark)
    blank = Text(" " * (wide - shown.cell_len))
    return blank + shown if column.right else shown + blank


def _joined(cells: Sequence[Text]) -> Text:
    line = Text(" " * GAP).join(cells)
    line.rstrip()
    return line
