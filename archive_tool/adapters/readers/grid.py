"""A workbook as a table that somebody filled in: every cell by its place, with what kind of value it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused, words_of
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from lxml import etree

    from archive_tool.adapters.readers.package import Package
    from archive_tool.adapters.readers.sheet_xml import Book

# What a cell costs beside its characters, so that very many small ones are too many as well.
OF_A_CELL = 20


def read(path: str) -> Reading:
    """A segment a sheet: its name as locator, and as text JSON in the grammar of core/grid.py.

    Runs in a worker process; never raises. What cannot be read whole is a problem and gives no sheet:
    half a table would look like one that somebody has shortened.
    """
    try:
        return _read(path)
    except Refused as refused:
        return Reading(problem=refused.problem)
    except MemoryError:
        return Reading(problem=Problem("memory", "MemoryError"))
    except Exception as error:
        return Reading(problem=Problem("damaged", words_of(error)))


def _read(path: str) -> Reading:
    from archive_tool.adapters.readers.losses import Losses
    from archive_tool.adapters.readers.package import opened
    from archive_tool.adapters.readers.sniff import is_encrypted_package, sniff
    from archive_tool.adapters.readers.xlsx import book_of, places_of

    form = sniff(path)
    if form != "xlsx":
        if form == "ole" and is_encrypted_package(path):
            raise Refused(Problem("encrypted", because("password")))
        damaged = form in ("unknown", "zip")
        raise Refused(Problem("damaged", because("content")) if damaged else Problem("unsupported", form))
    losses = Losses()
    with opened(path, "xlsx") as package:
        main = package.main("xl/workbook.xml")
        root = package.root(main)
        book = book_of(package, main, root, losses)
        left = _Room(MAX_CHARACTERS)
        segments = tuple(
            Segment(place.name, _sheet(package, place.part, book, left))
            for place in places_of(package, main, root)
            if not place.locator.startswith("hidden")
        )
    return Reading(problem=losses.problem) if losses.problem else Reading(segments, {"format": "xlsx"})


class _Room:
    """How much may still be taken in; raises Refused where that is not enough."""

    def __init__(self, characters: int) -> None:
        self._left = characters

    def take(self, text: str) -> str:
        self._left -= len(text) + OF_A_CELL
        if self._left < 0:
            raise Refused(Problem("too-large", because("characters", MAX_CHARACTERS)))
        return text


def _sheet(package: Package, part: str, book: Book, left: _Room) -> str:
    from archive_tool.adapters.readers.sheet_xml import S, done, elements, ranges, whole

    cells: list[list[int | str]] = []
    merged: list[list[int]] = []
    number = 0
    for element in elements(package.content(part), f"{S}row", f"{S}mergeCell"):
        if element.tag == f"{S}row":
            number = whole(element.get("r"), number + 1)
            cells += ([number, at, kind, left.take(text)] for at, kind, text in _cells(element, book))
            done(element)
        else:
            merged += (list(area) for area in ranges(element.get("ref", "")))
            left.take("")
    return json.dumps({"cells": cells, "merged": merged}, ensure_ascii=False)


def _cells(row: etree._Element, book: Book) -> Iterator[tuple[int, str, str]]:
    from archive_tool.adapters.readers.sheet_xml import S, placed

    for column, cell in placed(row):
        kind, text = _value(cell, book, cell.find(f"{S}f") is not None)
        if text or kind != "text":
            yield column, kind, text


def _value(cell: etree._Element, book: Book, formula: bool) -> tuple[str, str]:
    """text, number, day or error, and the value; a formula counts as what it gave last."""
    from archive_tool.adapters.readers.number_codes import GENERAL, TEXT
    from archive_tool.adapters.readers.sheet_xml import S, code_of, shown_in

    kind, value = cell.get("t", "n"), cell.findtext(f"{S}v") or ""
    if kind == "e" or (formula and not value):
        return "error", value or "="
    if kind in ("n", "d") and value:
        day = _day(value, kind, code_of(cell, book), epoch_1904=book.epoch_1904)
        if day:
            return "day", day
        # In a cell formatted as text a number is what a formula gave, or a program wrote.
        if kind == "n" and code_of(cell, book) in (GENERAL, TEXT):
            return "number", value
    return "text", shown_in(cell, book)


def _day(value: str, kind: str, code: str, *, epoch_1904: bool) -> str:
    """YYYY-MM-DD of a cell that shows a date; "" for others."""
    from archive_tool.adapters.readers.number_codes import sections
    from archive_tool.adapters.readers.number_format import shown

    if kind == "d":
        return value[:10]
    dated = any(t.kind == "date" and t.text[0].casefold() in "yd" for t in sections(code)[0].tokens)
    # Formats "of the system" have no codes that say so.
    if not dated and not sections(code)[0].locale.endswith("F800"):
        return ""
    try:
        return shown(float(value), "yyyy-mm-dd", epoch_1904=epoch_1904)
    except ValueError:
        return ""
