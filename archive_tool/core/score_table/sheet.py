"""The cells of one sheet to the lines that are scored: merged cells, heads anywhere, totals left out."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from archive_tool.core.score_table.words import LEVELS, Words, plain

FIRST_ROWS = 40  # among which the heads of the columns are looked for
_POINTS = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,2})?)分?")
_IN_BRACKETS = re.compile(r"[(（]\s*([0-9]{1,4}(?:\.[0-9]{1,2})?)\s*分\s*[)）]")


class Cell(NamedTuple):
    """One cell that shows something; of merged cells the first, with how many rows and columns they are."""

    row: int
    column: int
    height: int
    width: int
    text: str


class Line(NamedTuple):
    """One thing that has points of its own."""

    row: int
    above: tuple[str, ...]  # titles of the levels above it
    title: str
    points: Decimal | None  # None: not a number
    written: str  # the points as they stand in the table
    standard: str


class Table(NamedTuple):
    """What one sheet scores."""

    title: str
    lines: tuple[Line, ...]
    passed: tuple[tuple[int, str], ...]  # rows with text and no points: what they say
    stated: Decimal | None  # the sum that the table itself gives


class _Grid:
    """Cells by row and column, a merged cell at each row it covers."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.rows: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
        self._starts: defaultdict[int, list[int]] = defaultdict(list)  # column -> rows of its cells
        for cell in sorted(cells):
            if cell.column not in self.rows[cell.row]:
                self._starts[cell.column].append(cell.row)
            self.rows[cell.row][cell.column] = cell
        self.last = max(self.rows, default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell there, or the one above it that reaches down to it."""
        starts = self._starts.get(column, [])
        place = bisect_right(starts, row)
        if not place:
            return None
        cell = self.rows[starts[place - 1]][column]
        return cell if row < cell.row + cell.height else None


def read(cells: Sequence[Cell], words: Words) -> Table | None:
    """None where no row looks like the heads of a score table."""
    grid = _Grid(cells)
    for row in sorted(grid.rows)[:FIRST_ROWS]:
        columns = _columns(grid.rows[row], words)
        if _is_head(columns):
            return _table(grid, row, columns, words)
    return None


def _columns(row: Mapping[int, Cell], words: Words) -> dict[str, int]:
    """Name -> column. Of several columns of points the last one belongs to the lowest level."""
    found: dict[str, int] = {}
    for column in sorted(row):
        name = words.column(row[column].text)
        if name and (name == "points" or name not in found):
            found[name] = column
    return found


def _is_head(columns: Mapping[str, int]) -> bool:
    levels = [name for name in LEVELS if name in columns]
    return bool(levels) and ("points" in columns or ("standard" in columns and len(levels) > 1))


def _table(grid: _Grid, head: int, columns: Mapping[str, int], words: Words) -> Table:
    levels = [columns[name] for name in LEVELS if name in columns]
    lines: list[Line] = []
    passed: list[tuple[int, str]] = []
    stated: Decimal | None = None
    carried = [""] * (len(levels) - 1)
    heading, done = "", head + grid.rows[head][levels[0]].height - 1
    for row in sorted(number for number in grid.rows if number > done):
        if row <= done:
            continue
        texts = [cell.text for _, cell in sorted(grid.rows[row].items())]
        if texts and plain(texts[0]).startswith(words.total):
            stated = next((n for n in map(number_of, reversed(texts)) if n is not None), stated)
            continue
        _carry(carried, grid, row, levels)
        points = grid.rows[row].get(columns.get("points", 0))
        bracketed = _bracketed(grid, row, levels) if "points" not in columns else ""
        if points is None and not bracketed:
            if len(texts) == 1 and "first" not in columns:
                heading = texts[0]
            else:
                passed.append((row, texts[0]))
            continue
        done = min(row + (points.height if points else 1) - 1, grid.last)
        above = tuple(filter(None, (heading, *carried)))
        titles = [cell.text for r in range(row, done + 1) if (cell := grid.at(r, levels[-1]))]
        standard = [cell.text for r in range(row, done + 1) if (cell := _of(grid, r, columns))]
        title = "；".join(dict.fromkeys(titles)) or "；".join(dict.fromkeys(standard))
        written = points.text if points else bracketed
        lines.append(Line(row, above, title, number_of(written), written, "；".join(dict.fromkeys(standard))))
    return Table(_title(grid, head), tuple(lines), tuple(passed), stated)


def _carry(carried: list[str], grid: _Grid, row: int, levels: Sequence[int]) -> None:
    """What a level says holds until it says something else; a new one above begins those below anew."""
    for place, column in enumerate(levels[:-1]):
        cell = grid.at(row, column)
        if cell is not None and cell.text != carried[place]:
            carried[place:] = [cell.text, *[""] * (len(carried) - place - 1)]


def _of(grid: _Grid, row: int, columns: Mapping[str, int]) -> Cell | None:
    return grid.at(row, columns["standard"]) if "standard" in columns else None


def _bracketed(grid: _Grid, row: int, levels: Sequence[int]) -> str:
    """Points in the text of the lowest level, where the table has no column of them."""
    cell = grid.rows[row].get(levels[-1])
    found = _IN_BRACKETS.search(cell.text) if cell else None
    return found[1] if found else ""


def number_of(text: str) -> Decimal | None:
    """`5`, `5分`, `５.5 分`; None for anything else, ranges and percentages too."""
    found = _POINTS.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    return Decimal(found[1]) if found else None


def unbracketed(title: str) -> str:
    """A title without the points in it: 组织建设（20分） is 组织建设."""
    return _IN_BRACKETS.sub("", title).strip()


def _title(grid: _Grid, head: int) -> str:
    """The longest text of those before the heads: the name of the table."""
    return max(_above(grid, head), key=len, default="")


def _above(grid: _Grid, head: int) -> Iterator[str]:
    for row in grid.rows:
        if row < head:
            yield from (cell.text for cell in grid.rows[row].values())
