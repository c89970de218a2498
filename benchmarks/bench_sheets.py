"""Workbooks of Excel: one sheet, its words in the table of shared strings, as Excel writes them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape

from bench_packages import OFFICE, filled, frame, relations
from bench_page import Page, rows

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(page: Page) -> bytes:
    """The title over a table."""
    shared: dict[str, int] = {}
    table = [(page.title,), *rows(page)]
    body = "".join(_row(number, row, shared) for number, row in enumerate(table, 1))
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
    return filled(
        _book(),
        {
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{body}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}" uniqueCount="{len(shared)}">{strings}</sst>',
        },
    )


def _row(number: int, values: Sequence[str | int], shared: dict[str, int]) -> str:
    cells = "".join(
        _cell(f"{column}{number}", value, shared) for column, value in zip("ABCDE", values, strict=False)
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: str | int, shared: dict[str, int]) -> str:
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'


@cache
def _book() -> bytes:
    main, sheet, strings = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
    types = {main: "sheet.main", sheet: "worksheet", strings: "sharedStrings"}
    return frame(
        main,
        {file: f"spreadsheetml.{name}" for file, name in types.items()},
        {
            main: f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="登记表" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
            ),
        },
    )
