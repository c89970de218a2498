"""Word documents of 2003 and before ([MS-DOC]): text by the piece table, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from struct import unpack_from
from typing import NamedTuple

from archive_tool.adapters.readers.losses import Losses
from archive_tool.adapters.readers.refused import Refused
from archive_tool.core.locators import Kind, at
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

_FORMAT = {"format": "doc"}
_WORD, _ENCRYPTED, _TABLE_1 = 0xA5EC, 0x0100, 0x0200
_WORD_97 = 0x00C1
_LENGTHS = 0x4C  # where the lengths of the parts of the text stand, in their order
_PIECES, _HEADERS = 0x01A2, 0x00F2  # where offset and length of a table stand
_COMPRESSED = 0x40000000
# The parts of the text one behind the other; macros, the fourth, hold none that is shown.
_PARTS: tuple[Kind | None, ...] = (
    None, "footnote", "header", None, "comment", "endnote", "text-box", "header",
)  # fmt: skip
# Six separators of notes, then for every section headers (even, odd), footers, and those of a first page.
_SEPARATORS, _FOOTERS = 6, frozenset({2, 3, 5})
_INSTRUCTION = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_ROW_END = re.compile("\x07\x07+")
_SHOWN = str.maketrans({0x07: "\t", 0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x1E: "-", 0x1F: None, 0x0D: "\n"})


class _File(NamedTuple):
    """The two streams that matter: what is where, and the tables."""

    document: bytes
    table: bytes


def read(path: str) -> Reading:
    """The body (locator ""), then notes, headers, comments and text boxes. Raises Refused.

    Text that was deleted while changes were tracked is still there, as Word keeps it.
    """
    from archive_tool.adapters.readers.ole import properties

    losses = Losses()
    file = _opened(path)
    text = _text(file, losses)
    return Reading(tuple(_segments(file, text)), properties(path, "doc"), losses.problem)


def _opened(path: str) -> _File:
    # olefile takes 20 ms to import: only who reads an old document pays.
    from olefile import OleFileIO

    with OleFileIO(path) as streams:
        document = streams.openstream("WordDocument").read()
        kind, version = unpack_from("<HH", document)
        (flags,) = unpack_from("<H", document, 0x0A)
        if flags & _ENCRYPTED:
            raise Refused(Problem("encrypted", because("password")), _FORMAT)
        if kind != _WORD or version < _WORD_97:
            raise Refused(
                Problem("unsupported", because("old-version", detail=f"Word before 97, {version}")), _FORMAT
            )
        return _File(document, streams.openstream("1Table" if flags & _TABLE_1 else "0Table").read())


def _text(file: _File, losses: Losses) -> str:
    """All characters of the document in the order of their positions, spaces for those that are gone.

    Positions count halves of characters beyond the first 65,536: they are joined where they are shown.
    """
    pieces = _piece_table(file)
    count = (len(pieces) - 4) // 12
    positions = unpack_from(f"<{count + 1}I", pieces)
    found = []
    for number in range(count):
        length = positions[number + 1] - positions[number]
        (place,) = unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)
        width = 1 if place & _COMPRESSED else 2
        start = (place & ~_COMPRESSED) // 2 if place & _COMPRESSED else place
        content = file.document[start : start + width * length]
        if len(content) < width * length:
            losses.say(because("end-missing"))
        found.append(_decoded(content, width).ljust(length))
    return "".join(found)


def _decoded(content: bytes, width: int) -> str:
    """A character for every one or two bytes."""
    if width == 1:
        return content.decode("cp1252", "replace")
    return "".join(map(chr, unpack_from(f"<{len(content) // 2}H", content)))


def _piece_table(file: _File) -> bytes:
    """Behind any number of formatting blocks; raises Refused where there is none."""
    at, length = unpack_from("<II", file.document, _PIECES)
    end = min(at + length, len(file.table))
    while at + 5 <= end and file.table[at] == 1:
        at += 3 + int.from_bytes(file.table[at + 1 : at + 3], "little")
    size = int.from_bytes(file.table[at + 1 : at + 5], "little")
    if at + 5 > end or file.table[at] != 2 or size < 16 or at + 5 + size > end:
        raise Refused(Problem("damaged", because("incomplete", detail="no piece table")), _FORMAT)
    return file.table[at + 5 : at + 5 + size]


def _segments(file: _File, text: str) -> Iterator[Segment]:
    start = 0
    lengths = unpack_from(f"<{len(_PARTS)}I", file.document, _LENGTHS)
    for number, (kind, length) in enumerate(zip(_PARTS, lengths, strict=True)):
        part = text[start : start + length]
        start += length
        if number == 2:
            yield from _margins(file, part)
        elif number == 0 or kind:
            yield Segment(at(kind) if kind else "", _shown(part))


def _margins(file: _File, part: str) -> Iterator[Segment]:
    place, size = unpack_from("<II", file.document, _HEADERS)
    count = min(size, max(len(file.table) - place, 0)) // 4
    ends = unpack_from(f"<{count}I", file.table, place) if count else ()
    for number, (start, end) in enumerate(pairwise(ends)):
        footer = (number - _SEPARATORS) % 6 in _FOOTERS
        if number >= _SEPARATORS:
            yield Segment(at("footer" if footer else "header"), _shown(part[start:end]))


def _shown(text: str) -> str:
    """Of fields only what they came to; cells and rows of tables as tabs and lines."""
    before = ""
    while before != text:  # fields stand in fields
        before, text = text, _INSTRUCTION.sub(lambda found: found[1] or "", text)
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _ROW_END.sub("\n", joined).translate(_SHOWN)
