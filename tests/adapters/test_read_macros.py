"""Macro projects of old Office documents: a program, or nothing but the empty frame of one."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from typing import Any, cast

import pytest

from archive_tool.adapters.readers.macros import has_macros

FRAME = 'Attribute VB_Name = "Sheet1"\r\nAttribute VB_Base = "0"\r\nOption Explicit\r\n\' 说明\r\n'


class Streams:
    """What stands in an OLE file, as olefile tells it."""

    def __init__(self, content: Mapping[str, bytes]) -> None:
        self._content = content

    def listdir(self) -> list[list[str]]:
        return [path.split("/") for path in self._content]

    def openstream(self, path: list[str]) -> io.BytesIO:
        return io.BytesIO(self._content["/".join(path)])


def packed(source: str, *tail: bytes) -> bytes:
    """A module's stream: compiled code, then its source packed without copies, and raw tokens behind."""
    text = source.encode("gb18030")
    tokens = b"".join(b"\0" + text[at : at + 8] for at in range(0, len(text), 8))
    chunk = b"".join((tokens, *tail))
    return b"\x99" * 40 + b"\x01" + struct.pack("<H", 0xB000 | len(chunk) - 1) + chunk


def told(content: Mapping[str, bytes]) -> bool:
    return has_macros(cast(Any, Streams(content)))


@pytest.mark.parametrize("project", ["_VBA_PROJECT_CUR/VBA/Sheet1", "Macros/VBA/ThisDocument", "VBA/Modul1"])
def test_a_program_is_told_and_an_empty_frame_is_not(project: str) -> None:
    assert told({project: packed(FRAME + "Sub a()\r\nEnd Sub\r\n")})
    assert not told({project: packed(FRAME)})


def test_copies_of_what_came_before_are_unpacked() -> None:
    source = "Attribute VB_Name = 1\r\n "
    assert len(source) == 24
    # "ute" from 18 back: of the 16 bits the upper 5 say how far, as 24 characters are there already.
    copy = b"\x01" + struct.pack("<H", (18 - 1) << 11 | (3 - 3))
    assert not told({"VBA/Module1": packed(source)})
    assert told({"VBA/Module1": packed(source, copy)})


@pytest.mark.parametrize(
    "stream",
    [b"", b"\0Attribut", packed(FRAME)[:60], packed(FRAME, b"\x01\xff\xff"), b"x" * 50 + b"\0Attribute x"],
)
def test_what_cannot_be_unpacked_is_no_program(stream: bytes) -> None:
    assert not told({"VBA/Module1": stream})


def test_other_streams_are_not_looked_at() -> None:
    program = packed(FRAME + "Sub a()\r\nEnd Sub\r\n")
    assert not told({"WordDocument": program, "ObjectPool/VBA": program})
