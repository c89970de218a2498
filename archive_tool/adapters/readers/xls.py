"""Excel workbooks of 2003 and before, by xlrd."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive_tool.adapters.readers.losses import Losses
from archive_tool.adapters.readers.number_codes import BUILT_IN, GENERAL
from archive_tool.adapters.readers.number_format import shown, text_shown
from archive_tool.adapters.readers.refused import Refused, words_of
from archive_tool.adapters.readers.sheet_rows import Cell, Range, Rows, named
from archive_tool.core.locators import at
from archive_tool.core.model import Problem, Reading, Segment

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_FORMAT = {"format": "xls"}
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
# What the file does not spell out, because it is the system's to say.
_SYSTEM = frozenset((14, 22, *range(27, 37), *range(50, 59)))


def read(path: str) -> Reading:
    """For every sheet a segment with its cells, and its comments; hidden sheets come last.

    A row is a line, the last line is the sheet's name. Raises Refused. Where single sheets cannot be
    read the others are given, with a problem that names the first.
    """
    # xlrd takes 40 ms to import: only who reads an old workbook pays.
    from archive_tool.adapters.readers.ole import properties

    losses = Losses()
    book = _opened(path)
    try:
        order = sorted(range(book.nsheets), key=lambda number: book._sheet_visibility[number] != 0)
        segments = tuple(s for number in order for s in _sheet(book, number, losses))
    finally:
        book.release_resources()
    return Reading(segments, properties(path, "xls"), losses.problem)


def _opened(path: str) -> Book:
    import xlrd

    try:
        # What xlrd has to complain of, it would print.
        return xlrd.open_workbook(
            path, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
    except (MemoryError, PermissionError):
        raise
    except Exception as error:
        encrypted = isinstance(error, xlrd.XLRDError) and "encrypted" in str(error)
        raise Refused(Problem("encrypted" if encrypted else "damaged", words_of(error)), _FORMAT) from error


def _sheet(book: Book, number: int, losses: Losses) -> Iterator[Segment]:
    name = book.sheet_names()[number]
    hidden = book._sheet_visibility[number] != 0
    locator = at("hidden-sheet" if hidden else "sheet", name)
    with losses.at(f"sheet {number + 1}"):
        sheet = book.sheet_by_index(number)
        yield Segment(locator, named(name, _cells(book, sheet)))
        notes = (sheet.cell_note_map[place].text for place in sorted(sheet.cell_note_map))
        yield Segment(at("comment", within=locator), "\n".join(notes))
    book.unload_sheet(number)


def _cells(book: Book, sheet: Sheet) -> str:
    rows = Rows()
    for row in range(sheet.nrows):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        cells = (
            Cell(column, _shown(book, kind, value, sheet.cell_xf_index(row, column)))
            for column, (kind, value) in enumerate(zip(kinds, values, strict=True))
            if kind in (_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR)
        )
        rows.add(row, cells)
    merged = (Range(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    return rows.text(merged)


def _shown(book: Book, kind: int, value: object, style: int) -> str:
    from xlrd import error_text_from_code

    if kind == _BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == _ERROR:
        return str(error_text_from_code.get(value, ""))
    code = _code(book, style)
    if isinstance(value, float):
        return shown(value, code, epoch_1904=book.datemode == 1)
    return text_shown(str(value), code)


def _code(book: Book, style: int) -> str:
    key = book.xf_list[style].format_key if style < len(book.xf_list) else 0
    own = book.format_map.get(key)
    if own is None or key in _SYSTEM:
        return BUILT_IN.get(key, GENERAL)
    return str(own.format_str)
