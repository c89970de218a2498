"""The normal forms beside an index, for the patterns that no index answers alone: one file that only grows.

An engine keeps where the text of each of its documents begins and how long it is; kept among the
engine's own stored values it would be read with every hit. What a crash leaves behind nobody points to.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

_PLACES = ("title", "number", "text")
_LENGTHS = struct.Struct("<3I")  # bytes of each


class Extent(NamedTuple):
    """Where a document's text lies, in bytes."""

    at: int
    size: int


class TextWriter:
    """Appends; the file is created where it is missing."""

    def __init__(self, folder: Path) -> None:
        self._file = _path(folder).open("ab")

    def append(self, plain: Mapping[str, str]) -> Extent:
        """Keep the texts of one document: place -> normal form."""
        parts = [plain[place].encode() for place in _PLACES]
        packed = zlib.compress(_LENGTHS.pack(*map(len, parts)) + b"".join(parts), 1)
        extent = Extent(self._file.tell(), len(packed))
        self._file.write(packed)
        return extent

    def close(self) -> None:
        self._file.close()


class TextReader:
    """Reads single texts; the file is opened with the first."""

    def __init__(self, folder: Path) -> None:
        self._path = _path(folder)
        self._file: BinaryIO | None = None

    def read(self, extent: Extent, place: str) -> str:
        """Raises OSError, ValueError, struct.error or zlib.error where the file is damaged."""
        if self._file is None:
            self._file = self._path.open("rb")
        self._file.seek(extent.at)
        packed = zlib.decompress(self._file.read(extent.size))
        lengths = _LENGTHS.unpack_from(packed)
        begin = _LENGTHS.size + sum(lengths[: _PLACES.index(place)])
        return packed[begin : begin + lengths[_PLACES.index(place)]].decode()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _path(folder: Path) -> Path:
    return folder.parent / "texts.bin"
