"""Presentations of 2003 as bytes: records in a stream, and the directory that says where they are."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from old_word import ole

NORMAL, ENCRYPTED = 0xE391C05F, 0xF3D1C4DF


def record(kind: int, content: bytes, *, instance: int = 0, container: bool = False) -> bytes:
    return struct.pack("<HHI", instance << 4 | (0xF if container else 0), kind, len(content)) + content


def text(words: str) -> bytes:
    return record(0x0FA0, words.encode("utf-16-le"))


def presentation(
    slides: Sequence[tuple[str, str, str]], *, footer: str = "", old: str = "", token: int = NORMAL
) -> bytes:
    """Slides as (title in the outline, text box, notes); `old` is what a slide said before the last save."""
    stream, places = b"", []

    def put(content: bytes) -> None:
        nonlocal stream
        places.append(len(stream))
        stream += content

    stream += record(0x03EE, text(old), container=True)
    listed, pages = b"", b""
    for number, (title, box, notes) in enumerate(slides):
        listed += record(0x03F3, struct.pack("<IIIII", len(places) + 1, 0, 0, 256 + number, 0)) + text(title)
        put(record(0x03EE, record(0x0F0D, text(box), container=True), container=True))
        if notes:
            pages += record(0x03F3, struct.pack("<IIIII", len(places) + 1, 0, 0, 512 + number, 0))
            about = record(0x03F1, struct.pack("<II", 256 + number, 0))
            put(record(0x03F0, about + text(notes), container=True))
    margins = record(0x0FBA, footer.encode("utf-16-le"), instance=2) if footer else b""
    put(record(
        0x03E8,
        record(0x0FF0, listed, container=True)
        + record(0x0FF0, pages, instance=2, container=True)
        + record(0x0FD9, margins, instance=3, container=True),
        container=True,
    ))  # fmt: skip
    directory = len(stream)
    stream += record(0x1772, struct.pack(f"<I{len(places)}I", 1 | len(places) << 20, *places))
    edit = len(stream)
    stream += record(0x0FF5, struct.pack("<IIIIIII", 256, 0, 0, directory, len(places), 0, 0))
    user = record(0x0FF6, struct.pack("<III", 0x14, token, edit))
    return ole({"Current User": user, "PowerPoint Document": stream})
