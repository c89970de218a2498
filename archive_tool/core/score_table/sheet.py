"""The cells of one sheet to the lines that are scored: merged cells, heads anywhere, totals left out."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from archive_tool.core.score_table.numbering import Headings, numbered
from archive_tool.core.score_table.words import LEVELS, Words, plain

FIRST_ROWS = 40  # among which the heads of the columns are looked for
_POINTS = re.compile(r"(?:满分|标准分|计|共|各)?([0-9]{1,4}(?:\.[0-9]{1,2})?)(?:分|\(分\))?")
_OUTER = re.compile(r"[(\[【](.*)[)\]】]")
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
        self.numbers = sorted(self.rows)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell there, or the one above it that reaches down to it."""
        starts = self._starts.get(column, [])
        place = bisect_right(starts, row)
        if not place:
            return None
        cell = self.rows[starts[place - 1]][column]
        return cell if row < cell.row + cell.height else None

    def texts(self, first: int, last: int, column: int) -> tuple[str, ...]:
        """What the column says in these rows, each text once. A merged cell may reach over millions of rows."""
        rows = self.numbers[bisect_right(self.numbers, first) : bisect_right(self.numbers, last)]
        cells = (self.at(row, column) for row in (first, *rows))
        return tuple(dict.fromkeys(cell.text for cell in cells if cell))

    def numeric(self, column: int, below: int) -> int:
        """How many cells below a row are points."""
        starts = self._starts[column]
        rows = starts[bisect_right(starts, below) :]
        return sum(number_of(self.rows[row][column].text) is not None for row in rows)


class _Columns(NamedTuple):
    """Where what stands."""

    levels: tuple[int, ...]  # from the highest to the lowest
    points: int | None
    standard: tuple[int, ...]  # what is asked and what it costs may have a column each
    titled: bool  # whether the highest level has a column


def read(cells: Sequence[Cell], words: Words) -> Table | None:
    """None where no row looks like the heads of a score table."""
    grid = _Grid(cells)
    for row in grid.numbers[:FIRST_ROWS]:
        columns = _columns(grid, row, words)
        if columns is not None:
            return _table(grid, row, columns, words)
    return None


def _columns(grid: _Grid, head: int, words: Words) -> _Columns | None:
    """The columns below a row of heads; None where it is none."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for column, cell in sorted(grid.rows[head].items()):
        found[words.column(cell.text)].append(column)
    # Of two columns of one level (二级指标, 考核要素) the one on the right is the lower.
    levels = tuple(column for name in LEVELS for column in found.get(name, ()))
    # Of several columns of points it is the fuller one; of equally full ones the last, of the lowest level.
    points = max(found.get("points", []), key=lambda c: (grid.numeric(c, head), c), default=None)
    standard = tuple(found.get("standard", ()))
    if not levels or (points is None and (not standard or len(levels) < 2)):
        return None
    return _Columns(levels, points, standard, "first" in found)


def _table(grid: _Grid, head: int, columns: _Columns, words: Words) -> Table:
    lines: list[Line] = []
    passed: list[tuple[int, str]] = []
    stated: Decimal | None = None
    carried = [""] * (len(columns.levels) - 1)
    headings = Headings()
    done = head + grid.rows[head][columns.levels[0]].height - 1
    for row in grid.numbers[bisect_right(grid.numbers, done) :]:
        if row <= done:
            continue
        first = grid.rows[row][min(grid.rows[row])].text
        if plain(first).startswith((*words.total, *words.subtotal)):
            stated = _stated(grid, row, columns) if plain(first).startswith(words.total) else stated
            continue
        _carry(carried, grid, row, columns.levels)
        if not columns.titled and _is_heading(grid, row, columns):
            headings.begin(row, _text(grid, row, columns.levels[-1]) or first)
            continue
        found = _lines(grid, row, columns, (*headings.above(), *filter(None, carried)))
        if found:
            headings.used()
            lines += found
            done = row + _height(grid, row, columns.points) - 1
        else:
            passed.append((row, first))
    passed = sorted([*passed, *headings.unused()])
    return Table(_title(grid, head), tuple(lines), tuple(passed), stated)


def _is_heading(grid: _Grid, row: int, columns: _Columns) -> bool:
    """A row of one text; or one with the sum of those below it, whose number is of a higher level than theirs."""
    if len(grid.rows[row]) == 1 and not _points(grid, row, columns):
        return True
    if any(column in grid.rows[row] for column in columns.standard) or len(columns.levels) > 1:
        return False
    place = bisect_right(grid.numbers, row)
    below = grid.numbers[place] if place < len(grid.numbers) else 0
    mine, next_ = (numbered(_text(grid, one, columns.levels[-1])).level for one in (row, below))
    return mine is not None and next_ is not None and mine < next_


def _text(grid: _Grid, row: int, column: int) -> str:
    cell = grid.rows[row].get(column) if row in grid.rows else None
    return cell.text if cell else ""


def _lines(grid: _Grid, row: int, columns: _Columns, above: tuple[str, ...]) -> list[Line]:
    """What has points in this row; several where points of many rows are one cell and each row says its own."""
    last = row + _height(grid, row, columns.points) - 1
    rows = grid.numbers[bisect_right(grid.numbers, row - 1) : bisect_right(grid.numbers, last)]
    own = [_IN_BRACKETS.search(_text(grid, one, columns.levels[-1])) for one in rows]
    if len(rows) > 1 and all(own):
        return [
            _told(grid, one, one, columns, above, found[1])
            for one, found in zip(rows, own, strict=True)
            if found
        ]
    line = _line(grid, row, columns, above)
    return [line] if line else []


def _line(grid: _Grid, row: int, columns: _Columns, above: tuple[str, ...]) -> Line | None:
    """What has points in this row, with all that stands beside them; None where nothing has."""
    written = _points(grid, row, columns)
    last = row + _height(grid, row, columns.points) - 1
    return _told(grid, row, last, columns, above, written) if written else None


def _told(grid: _Grid, row: int, last: int, columns: _Columns, above: tuple[str, ...], written: str) -> Line:
    titles = grid.texts(row, last, columns.levels[-1])
    standard = [text for column in columns.standard for text in grid.texts(row, last, column)]
    # A table without standards has them among what it asks for.
    told = "；".join(standard if columns.standard else titles)
    title = "；".join(titles) or told or (above[-1] if above else written)
    return Line(row, above, title, number_of(written), written, told)


def _height(grid: _Grid, row: int, points: int | None) -> int:
    cell = grid.rows[row].get(points) if points is not None else None
    return cell.height if cell else 1


def _points(grid: _Grid, row: int, columns: _Columns) -> str:
    """As they stand in their column; in brackets in the text of the lowest level where they have none."""
    if columns.points is not None:
        cell = grid.rows[row].get(columns.points)
        return cell.text if cell else ""
    cell = grid.rows[row].get(columns.levels[-1])
    found = _IN_BRACKETS.search(cell.text) if cell else None
    return found[1] if found else ""


def _stated(grid: _Grid, row: int, columns: _Columns) -> Decimal | None:
    """The sum in the column of points, else the first number of the row."""
    if columns.points is not None:
        cell = grid.rows[row].get(columns.points)
        return number_of(cell.text) if cell else None
    numbers = (number_of(cell.text) for _, cell in sorted(grid.rows[row].items()))
    return next((number for number in numbers if number is not None), None)


def _carry(carried: list[str], grid: _Grid, row: int, levels: Sequence[int]) -> None:
    """What a level says holds until it says something else; a new one above begins those below anew."""
    for place, column in enumerate(levels[:-1]):
        cell = grid.at(row, column)
        if cell is not None and cell.text != carried[place]:
            carried[place:] = [cell.text, *[""] * (len(carried) - place - 1)]


def number_of(text: str) -> Decimal | None:
    """`5`, `5分`, `（５.5 分）`, `满分5分`; None for anything else, ranges and percentages too."""
    said = "".join(unicodedata.normalize("NFKC", text).split())
    outer = _OUTER.fullmatch(said)
    found = _POINTS.fullmatch(outer[1] if outer else said)
    return Decimal(found[1]) if found else None


def unbracketed(title: str) -> str:
    """A title without its number and the points in it: 一、组织建设（20分） is 组织建设."""
    return numbered(_IN_BRACKETS.sub("", title).strip()).title or title


def _title(grid: _Grid, head: int) -> str:
    """The longest text of those before the heads: the name of the table; not 单位（盖章）：____, if there is another."""
    above = list(_above(grid, head))
    names = [text for text in above if not re.search("[:：]", text)] or above
    return max(names, key=lambda text: len(plain(text)), default="")


def _above(grid: _Grid, head: int) -> Iterator[str]:
    for row in grid.rows:
        if row < head:
            yield from (cell.text for cell in grid.rows[row].values())
