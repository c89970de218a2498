"""A ledger as values, sent out as a workbook, changed as people change workbooks, and read again."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from judged import BRANCH, CATALOG, material, paper, school
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from archive_tool.adapters.readers.grid import read
from archive_tool.core.catalog import Speaker
from archive_tool.core.colophon import Edition
from archive_tool.core.evidence import Evidence
from archive_tool.core.grid import Grid, parse
from archive_tool.core.ledger import entries, ledgers
from archive_tool.core.ledger_match import Book
from archive_tool.core.ledger_return import Returned, StandingWords, returned
from archive_tool.core.ledger_table import Row, heads, tables
from archive_tool.core.material import Material
from archive_tool.report import ledger_sheet
from archive_tool.report.colophon import Origin

FOLDER = "2025/10_检查整改/03_整改方案与台账"
PATH = f"{FOLDER}/2025-04-10 整改台账"
PROOF = "2025/05_组织生活/02_支委会/2025-05-06 支委会"
AS_OF = date(2025, 6, 1)
STANDINGS = StandingWords(
    frozenset({"已销号", "销号缺佐证", "closed", "closed without evidence"}),
    frozenset({"整改中", "open", "已逾期", "overdue"}),
    frozenset({"待列入台账", "in no ledger yet"}),
)
MADE = Origin("9.9", Edition("school-party-building", "1", "a" * 64), "0" * 64, AS_OF)
KNOWN = heads(CATALOG, school())
Items = Sequence[Mapping[str, Any]]
Edit = Callable[[Worksheet], None]


def ledger_of(items: Items) -> Material:
    """An archive with one ledger of these entries, and a record that may be evidence."""
    record = paper("rectification-ledger", "2025-04-10", id="ledger000001", items=list(items))
    proof = paper("minutes", "2025-05-06", id="proof0000001")
    return material({PATH: record, PROOF: proof}, AS_OF, scheme=school(), units=[BRANCH])


def sent(items: Items, lang: str = "zh") -> bytes:
    found = ledger_of(items)
    speaker = Speaker(CATALOG, lang, school(), {"b": "支部"})
    return ledger_sheet.make(entries(ledgers(found), found), speaker, "甲校", MADE)


def edited(content: bytes, edit: Edit) -> bytes:
    """Opened in another program, changed and saved."""
    book = load_workbook(io.BytesIO(content))
    edit(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def grids(content: bytes, folder: Path) -> list[Grid]:
    file = folder / "交回.xlsx"
    file.write_bytes(content)
    reading = read(str(file))
    assert reading.problem is None, reading.problem
    return [parse(segment.locator, segment.text) for segment in reading.segments]


def rows_of(content: bytes, folder: Path) -> list[Row]:
    return [row for table in tables(grids(content, folder), KNOWN) for row in table.rows]


def taken_back(items: Items, content: bytes, folder: Path) -> Returned:
    """What the workbook makes of a ledger that has these entries now."""
    found = ledger_of(items)
    (record,) = ledgers(found)
    book = Book.of(record, list(items), school(), Evidence(found))
    return returned(book, rows_of(content, folder), AS_OF, STANDINGS)
