"""The cells of a workbook that somebody filled in, as a worker hands them over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, cast, get_args

Kind = Literal["text", "number", "day", "error"]
_KINDS = frozenset(get_args(Kind))


class Cell(NamedTuple):
    """What stands in one cell."""

    kind: Kind
    text: str


EMPTY = Cell("text", "")


class Area(NamedTuple):
    """Cells merged into one, borders included."""

    top: int
    left: int
    bottom: int
    right: int


class Grid(NamedTuple):
    """One sheet: rows and columns by their numbers, from 1; only cells that hold something."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[Area, ...] = ()

    def filled(self, after: int, columns: Iterable[int]) -> Mapping[int, Mapping[int, Cell]]:
        """The rows below `after` that hold anything; of cells merged downwards each row has the value.

        Only of these columns: what is merged sideways is a title or a remark, and stays where it begins.
        """
        found = {number: dict(cells) for number, cells in self.rows.items() if number > after}
        wanted = frozenset(columns)
        for area in self.merged:
            first = self.rows.get(area.top, {}).get(area.left)
            if first is None or area.left not in wanted or area.left != area.right or area.top <= after:
                continue
            for number in found:
                if area.top < number <= area.bottom:
                    found[number][area.left] = first
        return {number: found[number] for number in sorted(found)}


def parse(name: str, text: str) -> Grid:
    """Raises ValueError for what no worker of ours says."""
    try:
        data = cast("Mapping[str, list[list[object]]]", json.loads(text))
        rows: dict[int, dict[int, Cell]] = {}
        for row, column, kind, value in data["cells"]:
            if kind not in _KINDS or not isinstance(value, str):
                raise ValueError(name)
            rows.setdefault(_place(row), {})[_place(column)] = Cell(cast("Kind", kind), value)
        merged = tuple(Area(*(_place(number) for number in area)) for area in data["merged"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(name) from error
    return Grid(name, rows, merged)


def letters(column: int) -> str:
    """1 is A, 27 is AA."""
    told = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        told = chr(ord("A") + rest) + told
    return told


def _place(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value
