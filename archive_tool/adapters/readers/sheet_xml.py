"""One sheet of an Excel package: what its cells show, what is printed above and below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple

from lxml import etree

from archive_tool.adapters.readers.number_codes import BUILT_IN, GENERAL
from archive_tool.adapters.readers.number_format import shown, text_shown
from archive_tool.adapters.readers.package import refuse_entities
from archive_tool.adapters.readers.sheet_rows import Cell, Range, Rows

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _CELL, _VALUE, _MERGED, _INLINE = f"{S}row", f"{S}c", f"{S}v", f"{S}mergeCell", f"{S}is"
_TEXT, _PHONETIC, _STRING = f"{S}t", f"{S}rPh", f"{S}si"
_MARGINS = {
    f"{S}{which}{where}": where.casefold()
    for which in ("odd", "even", "first")
    for where in ("Header", "Footer")
}
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# In headers and footers: font, colour and size; where a part begins; numbers of pages, the date, …
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K[0-9]{2}[+-][0-9]{3}|[0-9]+|[PNDTAFZGBIUESXYOH])')
_PARTS = re.compile("&[LCR]")


class Book(NamedTuple):
    """What all sheets of a workbook share."""

    strings: Sequence[str]
    codes: Sequence[str]  # number format of every style of a cell
    epoch_1904: bool


class Sheet(NamedTuple):
    """The texts of one sheet; "" where there is none."""

    cells: str
    header: str
    footer: str


def strings(content: bytes) -> list[str]:
    """The shared strings of a workbook, without the phonetic guides in them."""
    found = []
    for element in elements(content, _STRING):
        found.append(plain(element))
        done(element)
    return found


def codes(root: etree._Element) -> list[str]:
    """The number format of every style a cell may have, from the part that holds the styles."""
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iter(f"{S}numFmt")}
    styles = root.find(f"{S}cellXfs")
    ids = [] if styles is None else [style.get("numFmtId", "0") for style in styles.iter(f"{S}xf")]
    return [own.get(number) or _built_in(number) for number in ids]


def sheet(content: bytes, book: Book) -> Sheet:
    """Reads a sheet from its beginning to its end, a row in memory at a time."""
    margins: dict[str, list[str]] = {"header": [], "footer": []}
    rows, merged = _read(content, book, margins)
    return Sheet(rows.text(merged), *("\n".join(dict.fromkeys(said)) for said in margins.values()))


def places(content: bytes, book: Book) -> str:
    """A cell a line, with where it stands and how far it reaches: row, column, rows, columns, text; by tabs."""
    rows, merged = _read(content, book, {"header": [], "footer": []})
    return rows.places(merged)


def _read(content: bytes, book: Book, margins: dict[str, list[str]]) -> tuple[Rows, list[Range]]:
    """The rows and the merged ranges; what is printed above and below goes into `margins`."""
    rows, merged, number = Rows(), list[Range](), 0
    for element in elements(content, _ROW, _MERGED, *_MARGINS):
        if element.tag == _ROW:
            number = whole(element.get("r"), number + 1)
            rows.add(number, (Cell(at, shown_in(cell, book)) for at, cell in placed(element)))
            done(element)
        elif element.tag == _MERGED:
            merged += ranges(element.get("ref", ""))
        else:
            margins[_MARGINS[str(element.tag)]].append(_margin(element.text or ""))
    return rows, merged


def plain(element: etree._Element) -> str:
    """The text of a string, without the phonetic guides in it."""
    parts = [t.text or "" for t in element.iter(_TEXT) if t.getparent().tag != _PHONETIC]  # type: ignore[union-attr]
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(parts))


def elements(content: bytes, *tags: str) -> Iterator[etree._Element]:
    """The elements of these names as they end."""
    walker = etree.iterparse(BytesIO(content), ("end",), tag=tags, resolve_entities=False, no_network=True)
    for number, (_, element) in enumerate(walker):
        if not number:
            refuse_entities(element)
        yield element


def done(element: etree._Element) -> None:
    """Free what has been read: sheets may be large."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def placed(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row, each with the number of its column."""
    column = 0
    for element in row.iterchildren(_CELL):
        reference = _REFERENCE.fullmatch(element.get("r", ""))
        column = column_of(reference[1]) if reference else column + 1
        yield column, element


def code_of(cell: etree._Element, book: Book) -> str:
    """The number format of a cell."""
    style = whole(cell.get("s"), 0)
    return book.codes[style] if style < len(book.codes) else GENERAL


def shown_in(cell: etree._Element, book: Book) -> str:
    """What a cell shows."""
    kind, code = cell.get("t", "n"), code_of(cell, book)
    if kind == "inlineStr":
        inline = cell.find(_INLINE)
        return "" if inline is None else text_shown(plain(inline), code)
    value = cell.findtext(_VALUE) or ""
    if not value:
        return ""
    if kind == "s":
        at = whole(value, -1)
        return text_shown(book.strings[at], code) if 0 <= at < len(book.strings) else ""
    if kind == "b":
        return "FALSE" if value == "0" else "TRUE"
    if kind in ("str", "e"):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return _numeric(value, kind, code, book.epoch_1904)


def _numeric(value: str, kind: str, code: str, epoch_1904: bool) -> str:
    try:
        number = _serial(value) if kind == "d" else float(value)
    except ValueError:
        return value
    return shown(number, code, epoch_1904=epoch_1904 and kind != "d")


def _serial(value: str) -> float:
    """A date in ISO 8601 as the number a cell would hold."""
    since = datetime.fromisoformat(value).replace(tzinfo=UTC) - datetime(1899, 12, 30, tzinfo=UTC)
    return since.days + since.seconds / 86_400


def ranges(reference: str) -> list[Range]:
    """The cells that are merged into one; none for what is no reference."""
    corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    if len(corners) != 2 or not corners[0] or not corners[1]:
        return []
    (left, top), (right, bottom) = ((column_of(c[1]), int(c[2])) for c in corners if c)
    return [Range(top, left, bottom, right)]


def column_of(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def whole(text: str | None, otherwise: int) -> int:
    """A number without a sign; `otherwise` for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _built_in(number: str) -> str:
    return BUILT_IN.get(whole(number, 0), GENERAL)


def _margin(text: str) -> str:
    parts = (_CODES.sub("", part).replace("&&", "&").strip() for part in _PARTS.split(text))
    return "\n".join(part for part in parts if part)
