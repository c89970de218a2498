"""From the cells of a sheet to the lines of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused
from archive_tool.core.model import Problem
from archive_tool.core.reasons import because

_ENDS = r"\r\n\x0b\x0c\x85\u2028\u2029"
# A line end or tab with the blanks beside it. A run of blanks alone is looked at once, at its beginning.
_BREAK = re.compile(rf"(?:(?<![ \t])[ \t]++)?+[{_ENDS}][{_ENDS}\t]*+[ \t]*+|(?<![ \t]) *+\t[ \t]*+")

# Names that no person gave.
_UNNAMED = re.compile(r"(?:Sheet|工作表|Chart|图表)\s?[0-9]*", re.IGNORECASE)


class Cell(NamedTuple):
    """What one cell shows."""

    column: int
    text: str


class Range(NamedTuple):
    """Cells merged into one, borders included."""

    top: int
    left: int
    bottom: int
    right: int


class Rows:
    """The rows of one sheet as they come; raises Refused where they hold more than a document may."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell]] = {}
        self._characters = 0

    def add(self, row: int, cells: Iterable[Cell]) -> None:
        """Cells that show nothing leave nothing; a line break in a cell does not end its row."""
        shown = [Cell(c.column, text) for c in cells if (text := _BREAK.sub(" ", c.text).strip())]
        self._characters += sum(len(cell.text) for cell in shown)
        if self._characters > MAX_CHARACTERS:
            raise Refused(Problem("too-large", because("characters", MAX_CHARACTERS)))
        if shown:
            self._rows.setdefault(row, []).extend(shown)

    def text(self, merged: Iterable[Range] = ()) -> str:
        """A row a line, cells divided by tabs; of merged cells only the first is there."""
        self._uncover(merged)
        lines = ("\t".join(cell.text for cell in self._rows[row]) for row in sorted(self._rows))
        return "\n".join(line for line in lines if line)

    def places(self, merged: Iterable[Range] = ()) -> str:
        """A cell a line: row, column, how many rows and columns it covers, text; divided by tabs."""
        merged = tuple(merged)
        self._uncover(merged)
        sizes = {(m.top, m.left): (m.bottom - m.top + 1, m.right - m.left + 1) for m in merged}
        return "\n".join(
            "\t".join((*map(str, (row, cell.column, *sizes.get((row, cell.column), (1, 1)))), cell.text))
            for row in sorted(self._rows)
            for cell in self._rows[row]
        )

    def _uncover(self, merged: Iterable[Range]) -> None:
        numbers = sorted(self._rows)
        for area in merged:
            for row in _between(numbers, area.top, area.bottom):
                first = area.left + 1 if row == area.top else area.left
                self._rows[row] = [c for c in self._rows[row] if not first <= c.column <= area.right]


def named(name: str, cells: str) -> str:
    """The text of a sheet and its name, last, as a sheet begins with its title; "" for an empty sheet."""
    return f"{cells}\n{name}" if cells and not _UNNAMED.fullmatch(name) else cells


def _between(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_left(numbers, last + 1)]
