"""Finds the ledger in a returned workbook: its head, its rows, and the columns that mean nothing to us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from archive_tool.core.catalog import Catalog
from archive_tool.core.cell_text import settled
from archive_tool.core.grid import EMPTY, Cell, Grid
from archive_tool.core.ledger_rows import entry_fields
from archive_tool.core.scheme import Scheme
from archive_tool.core.words import fold

OTHERS = ("standing", "unit", "record", "key")  # columns of ours that are no field of an entry
FIRST_ROWS = 30  # among which a head is looked for: titles stand above it
TEXT = "text"
LEAST = 3  # columns that make a row a head, the problem among them


class Row(NamedTuple):
    """One row of a ledger."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]  # by field; every column that the sheet has
    others: Mapping[str, str]


class Stray(NamedTuple):
    """A column that no field stands for."""

    sheet: str
    head: str
    filled: int  # cells of it that hold something


class Table(NamedTuple):
    """A ledger as it stands in one sheet."""

    sheet: str
    rows: tuple[Row, ...]
    strays: tuple[Stray, ...]


def heads(catalog: Catalog, scheme: Scheme) -> Mapping[str, str]:
    """What may stand above a column, folded -> its field: in either language, ledgers' words and sidecars'."""
    fields = entry_fields(scheme)
    found: dict[str, str] = {}
    for name in (*fields, *OTHERS):
        label = catalog.messages[f"ledger.column.{name}"]
        found.update({_plain(word): name for word in label.spellings()})
    for name, spec in fields.items():
        for word in (spec.id, *spec.label.spellings()):
            found.setdefault(_plain(word), name)
    return found


def tables(grids: Iterable[Grid], known: Mapping[str, str]) -> Iterator[Table]:
    """One for every sheet that has a head; other sheets are none of ours."""
    for grid in grids:
        for number in sorted(grid.rows)[:FIRST_ROWS]:
            columns = _columns(grid.rows[number], known)
            if TEXT in columns.values() and len(columns) >= LEAST:
                yield _table(grid, number, columns)
                break


def _columns(row: Mapping[int, Cell], known: Mapping[str, str]) -> dict[int, str]:
    """Column -> field, the first where a head stands twice."""
    found: dict[int, str] = {}
    for column in sorted(row):
        name = known.get(_plain(row[column].text))
        if name and name not in found.values():
            found[column] = name
    return found


def _table(grid: Grid, head: int, columns: Mapping[int, str]) -> Table:
    below = grid.filled(head, columns)
    rows = tuple(
        _row(grid.name, number, cells, columns) for number, cells in below.items() if _says(cells, columns)
    )
    others = sorted({column for cells in below.values() for column in cells} - columns.keys())
    above = grid.rows[head]
    strays = (
        Stray(grid.name, settled(above.get(column, EMPTY).text), filled)
        for column in others
        if (filled := sum(bool(settled(cells.get(column, EMPTY).text)) for cells in below.values()))
    )
    return Table(grid.name, rows, tuple(strays))


def _says(cells: Mapping[int, Cell], columns: Iterable[int]) -> bool:
    return any(
        settled(cells[column].text) or cells[column].kind == "error" for column in columns if column in cells
    )


def _row(sheet: str, number: int, cells: Mapping[int, Cell], columns: Mapping[int, str]) -> Row:
    named = {name: cells.get(column, EMPTY) for column, name in columns.items()}
    others = {name: settled(cell.text) for name, cell in named.items() if name in OTHERS}
    return Row(sheet, number, {n: c for n, c in named.items() if n not in OTHERS}, others)


def _plain(word: str) -> str:
    """As heads are compared: letter case, width, line breaks and blanks aside."""
    return "".join(fold(word).split())
