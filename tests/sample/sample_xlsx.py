"""Text lines -> the bytes of a small workbook: `# heading` begins a sheet, numbers are cells with numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape

from sample_package import HEAD, OFFICE, package, relations
from sample_text import Block, blocks

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
PLAIN, TITLE, CELL, HEADER = range(4)  # places in cellXfs

EDGES = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
STYLES = f"""{HEAD}<styleSheet xmlns="{SHEET}">\
<fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="宋体"/></font>\
<font><b/><sz val="11"/><name val="宋体"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="2"><border/><border>{EDGES}</border></borders>\
<cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="4"><xf/>\
<xf fontId="1" applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>\
<xf borderId="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>\
<xf fontId="2" borderId="1" applyFont="1" applyBorder="1" applyAlignment="1">\
<alignment horizontal="center" vertical="center"/></xf></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


class Row(NamedTuple):
    """Cells of one row and the style they have."""

    cells: tuple[str, ...]
    style: int = PLAIN


class Sheet(NamedTuple):
    """One sheet: its name and its rows from the first."""

    name: str
    rows: list[Row]


def xlsx_bytes(text: str, made: date, author: str) -> bytes:
    """A workbook of the text (see sample_text), dated and signed in its properties."""
    sheets = _sheets(text)
    numbers = range(1, len(sheets) + 1)
    types = {"xl/workbook.xml": f"{MAIN_TYPE}.sheet.main+xml", "xl/styles.xml": f"{MAIN_TYPE}.styles+xml"}
    types |= {f"xl/worksheets/sheet{number}.xml": f"{MAIN_TYPE}.worksheet+xml" for number in numbers}
    targets = {f"rId{number}": (f"{OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers}
    listed = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    parts = {
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations({**targets, "rId0": (f"{OFFICE}/styles", "styles.xml")}),
        "xl/styles.xml": STYLES,
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": _sheet(one) for n, one in enumerate(sheets, start=1)}
    return package("xl/workbook.xml", types, parts, made, author)


def _sheets(text: str) -> list[Sheet]:
    title, *rest = blocks(text)
    sheets = [Sheet("Sheet1", [Row((title.text,), TITLE)])]
    for block in rest:
        if block.kind == "heading" and len(sheets[-1].rows) == 1 and len(sheets) == 1:
            sheets[0] = sheets[0]._replace(name=block.text)
        elif block.kind == "heading":
            sheets.append(Sheet(block.text, []))
        else:
            sheets[-1].rows.extend(_rows(block))
    return sheets


def _rows(block: Block) -> Iterator[Row]:
    if block.kind != "table":
        yield Row((block.text,))
    for number, cells in enumerate(block.rows):
        yield Row(cells, CELL if number else HEADER)


def _sheet(sheet: Sheet) -> str:
    wide = max(len(row.cells) for row in sheet.rows)
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{_width(sheet.rows, n)}" customWidth="1"/>'
        for n in range(1, wide + 1)
    )
    rows = "".join(_row(number, row) for number, row in enumerate(sheet.rows, start=1))
    spans = [n for n, row in enumerate(sheet.rows, start=1) if row.style == TITLE and wide > 1]
    merged = "".join(f'<mergeCell ref="A{n}:{_letter(wide)}{n}"/>' for n in spans)
    merges = f'<mergeCells count="{len(spans)}">{merged}</mergeCells>' if spans else ""
    page = '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
    return (
        f'{HEAD}<worksheet xmlns="{SHEET}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f"<cols>{columns}</cols><sheetData>{rows}</sheetData>{merges}{page}</worksheet>"
    )


def _row(number: int, row: Row) -> str:
    high = ' ht="30" customHeight="1"' if row.style == TITLE else ""
    cells = "".join(_cell(f"{_letter(n)}{number}", cell, row.style) for n, cell in enumerate(row.cells, 1))
    return f'<row r="{number}"{high}>{cells}</row>'


def _cell(place: str, text: str, style: int) -> str:
    if NUMBER.fullmatch(text):
        return f'<c r="{place}" s="{style}"><v>{text}</v></c>'
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _width(rows: Sequence[Row], column: int) -> int:
    """Of a column in digits: its longest cell, a Han character counting two, within reason."""
    cells = [row.cells[column - 1] for row in rows if row.style >= CELL and len(row.cells) >= column]
    return min(46, max([8, *(sum(1 if c.isascii() else 2 for c in cell) + 2 for cell in cells)]))


def _letter(column: int) -> str:
    assert column <= 26
    return chr(ord("A") + column - 1)
