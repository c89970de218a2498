"""Word documents of 2003 as bytes: an OLE file with the streams and tables that hold the text."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LEAST = 4096  # smaller streams would have to lie elsewhere


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file with these streams at its top, each filled up with zeros."""
    filled = {name: content.ljust(-(-max(len(content), LEAST) // SECTOR) * SECTOR, b"\0") for name, content in streams.items()}  # fmt: skip
    directory = -(-(len(filled) + 1) // 4)
    table = [FAT, *_chain(1, directory)]
    entries = []
    for name, content in sorted(filled.items(), key=lambda item: (len(item[0]), item[0].upper())):
        start, length = len(table), len(content) // SECTOR
        table += _chain(start, length)
        entries.append((name, start, len(content)))
    sectors = [struct.pack("<128I", *table, *[FREE] * (128 - len(table)))]
    root = _entry("Root Entry", 5, 1 if entries else -1, -1, END, 0)
    files = [_entry(name, 2, -1, at + 1 if at < len(entries) else -1, start, size)
             for at, (name, start, size) in enumerate(entries, 1)]  # fmt: skip
    sectors.append(b"".join([root, *files]).ljust(directory * SECTOR, b"\0"))
    sectors += [filled[name] for name, _, _ in entries]
    return _header(len(filled)) + b"".join(sectors)


def word(body: str, *, notes: str = "", header: str = "", comments: str = "", box: str = "", flags: int = 0) -> bytes:  # fmt: skip
    """A Word document; cells end with \\x07, paragraphs with \\r."""
    margins = f"{header}\r" if header else ""
    parts = [f"{body}\r", notes, margins, "", comments, "", box, ""]
    text = "".join(parts)
    encoded = text.encode("utf-16-le")
    stories = [0] * 8 + [len(margins), len(margins)] if header else []
    pieces = struct.pack("<IIHIH", 0, len(encoded) // 2, 0, 0x400, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces + struct.pack(f"<{len(stories)}I", *stories)
    document = bytearray(0x400)
    struct.pack_into("<HH", document, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", document, 0x0A, 0x0200 | flags)
    struct.pack_into("<8I", document, 0x4C, *(len(part.encode("utf-16-le")) // 2 for part in parts))
    struct.pack_into("<II", document, 0x01A2, 0, 5 + len(pieces))
    struct.pack_into("<II", document, 0x00F2, 5 + len(pieces), 4 * len(stories))
    return ole({"WordDocument": bytes(document) + encoded, "1Table": table})


def _chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), END]


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    spelled = (name + "\0").encode("utf-16-le")
    none = (value & FREE for value in (-1, right, child))
    return struct.pack(
        "<64sHBB3I16sI8s8sIQ", spelled, len(spelled), kind, 1, *none, b"", 0, b"", b"", start, size
    )


def _header(streams: int) -> bytes:
    magic = bytes.fromhex("d0cf11e0a1b11ae1")
    fixed = struct.pack("<8s16sHHHHH6s", magic, b"", 0x3E, 3, 0xFFFE, 9, 6, b"")
    counts = struct.pack("<9I", 0, 1, 1, 0, LEAST, END, 0, END, 0)
    return fixed + counts + struct.pack("<109I", 0, *[FREE] * 108)
