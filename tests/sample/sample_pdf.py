"""Text lines -> the bytes of a small PDF with Chinese text, the same from every library version.

The font is Adobe's predefined Song face, which readers bring along: no font file, no compression and no
clock stand in the file. The encoding is UTF-16 because pypdf knows that one and not its older brother UCS-2.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sample_text import Block, blocks

LEFT, TOP, BOTTOM, WIDTH = 72, 770, 72, 451  # points on an A4 page
BODY, TITLE, LEADING = 12, 18, 21


class Line(NamedTuple):
    """One piece of text at a place; `down` points below the piece before it."""

    text: str
    x: float
    down: float
    size: int


def pdf_bytes(text: str, made: date, author: str) -> bytes:
    """A PDF of the text (see sample_text), dated and signed in its properties."""
    pages = [_content(lines) for lines in _pages(text)]
    first = 6  # objects 1 to 5: catalogue, page tree, font, properties, descendant font
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    stamp = f"D:{made:%Y%m%d}100000+08'00'"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UTF16-H /Encoding /UniGB-UTF16-H"
            b" /DescendantFonts [5 0 R] >>"
        ),
        f"<< /Author <{_hex(author)}> /CreationDate ({stamp}) /ModDate ({stamp}) >>".encode(),
        (
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor"
            b" << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
            b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>"
        ),
    ]
    for number, content in enumerate(pages):
        stream = first + 2 * number + 1
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            + f" /Contents {stream} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    start = len(out)
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _pages(text: str) -> Iterator[list[Line]]:
    page: list[Line] = []
    height = float(TOP)
    for block in blocks(text):
        for line in _lines(block):
            if height - line.down < BOTTOM:
                yield page
                page, height = [], float(TOP)
            page.append(line)
            height -= line.down
    yield page


def _lines(block: Block) -> Iterator[Line]:
    if block.kind == "table":
        step = WIDTH / len(block.rows[0])
        for row in block.rows:
            for column, cell in enumerate(row):
                yield Line(cell, LEFT + column * step, 0 if column else LEADING, BODY)
        return
    size = TITLE if block.kind == "title" else BODY
    pieces = _wrapped(block.text, WIDTH / size)
    for piece in pieces:
        x = LEFT + (WIDTH - _ems(piece) * size) / 2 if block.kind == "title" else LEFT
        yield Line(piece, x, LEADING * size / BODY, size)


def _wrapped(text: str, ems: float) -> list[str]:
    pieces = [""]
    for character in text:
        if _ems(pieces[-1] + character) > ems:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _ems(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _content(lines: list[Line]) -> bytes:
    height = float(TOP)
    out = ["BT"]
    for line in lines:
        height -= line.down
        out.append(
            f"/F1 {line.size} Tf 1 0 0 1 {line.x:.1f} {height:.1f} Tm <{line.text.encode('utf-16-be').hex()}> Tj"
        )
    return "\n".join([*out, "ET"]).encode()


def _hex(text: str) -> str:
    return "feff" + text.encode("utf-16-be").hex()
