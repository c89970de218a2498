"""The normal forms beside an index, for the patterns that no index answers alone: files that only grow.

An engine keeps where the text of each of its documents begins and how long it is; kept among the
engine's own stored values it would be read with every hit. To what a crash leaves behind, and to the
texts of documents that are gone, nobody points: a new index leaves them out.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from archive_tool.adapters.search.damage import own_files

_PLACES = ("title", "number", "text")
_LENGTHS = struct.Struct("<3I")  # bytes of each
_FILE = 1 << 40  # bytes: a place is the number of a file times this, and where the text begins in it


class Extent(NamedTuple):
    """Where a document's text lies, in bytes; which file, see `_FILE`."""

    at: int
    size: int


def pack(plain: Mapping[str, str]) -> bytes:
    """The texts of one document: place -> normal form."""
    parts = [plain[place].encode() for place in _PLACES]
    return zlib.compress(_LENGTHS.pack(*map(len, parts)) + b"".join(parts), 1)


class TextWriter:
    """Appends; the file is created where it is missing. Writers at the same time have each a file of their own."""

    def __init__(self, folder: Path, number: int = 0) -> None:
        self._file = _path(folder, number).open("ab")
        self._base = number * _FILE

    def append(self, packed: bytes) -> Extent:
        """Keep the packed texts of one document."""
        extent = Extent(self._base + self._file.tell(), len(packed))
        self._file.write(packed)
        return extent

    def close(self) -> None:
        self._file.close()


class TextReader:
    """Reads single texts; a file is opened with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[int, BinaryIO] = {}

    def read(self, extent: Extent, place: str) -> str:
        """Damaged where nobody wrote it so."""
        number, at = divmod(extent.at, _FILE)
        with own_files():
            if number not in self._files:
                self._files[number] = _path(self._folder, number).open("rb")
            self._files[number].seek(at)
            packed = zlib.decompress(self._files[number].read(extent.size))
            lengths = _LENGTHS.unpack_from(packed)
            begin = _LENGTHS.size + sum(lengths[: _PLACES.index(place)])
            return packed[begin : begin + lengths[_PLACES.index(place)]].decode()

    def close(self) -> None:
        for file in self._files.values():
            file.close()
        self._files = {}


def size_beside(folder: Path) -> int:
    """Bytes of all texts beside an engine's folder, those that nobody points to among them."""
    return sum(path.stat().st_size for path in folder.parent.glob("texts*.bin"))


def _path(folder: Path, number: int) -> Path:
    return folder.parent / (f"texts-{number}.bin" if number else "texts.bin")
