"""The seal of a Word document or workbook: a digest over its parts, among its properties."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Iterable
from hashlib import sha256
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as Unpackable

PROPERTIES = "docProps/core.xml"
PROPERTIES_END = b"</cp:coreProperties>"
SEAL = re.compile(rb"<dc:identifier>archive-tool sha256 ([0-9a-f]{64})</dc:identifier>")
DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
# What was made here is within these; what is not is never unpacked, whatever it claims.
MOST_PROPERTIES, MOST_PARTS, MOST_DIRECTORY = 1 << 16, 1000, 1 << 20  # bytes, parts, bytes
END = struct.Struct("<4s4H2LH")
LOCATOR = 20  # bytes; of the directory of a package too large for the usual one


def as_it_is(name: str, content: bytes) -> bytes:
    return content


def sealed(content: bytes, mended: Callable[[str, bytes], bytes] = as_it_is) -> bytes:
    """The package with its seal; its parts, each as `mended` by its name, bear no time of their making."""
    again = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(again, "w") as new:
        for name in old.namelist():
            if name != PROPERTIES:
                new.writestr(_part(name), mended(name, old.read(name)))
        properties = mended(PROPERTIES, old.read(PROPERTIES))
        seal = f"<dc:identifier>archive-tool sha256 {_digest(new.infolist(), properties)}</dc:identifier>"
        new.writestr(_part(PROPERTIES), properties.replace(PROPERTIES_END, seal.encode() + PROPERTIES_END))
    return again.getvalue()


def is_untouched(file: IO[bytes]) -> bool:
    """Whether an open file was made here and not saved by any program since.

    It may be anybody's: its list of parts and its properties are all that is read.
    """
    try:
        if not _is_small(file):
            return False
        with ZipFile(file) as package:
            parts = package.infolist()
            info = package.getinfo(PROPERTIES)
            if info.compress_type != ZIP_DEFLATED or info.file_size > MOST_PROPERTIES:
                return False
            with package.open(info) as stream:
                properties = stream.read(MOST_PROPERTIES)
    except (BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, OSError, Unpackable):
        return False
    seal = SEAL.search(properties)
    others = (part for part in parts if part.filename != PROPERTIES)
    return seal is not None and _digest(others, SEAL.sub(b"", properties)) == seal[1].decode()


def _part(name: str) -> ZipInfo:
    part = ZipInfo(name, DAY_OF_ZIP)
    part.compress_type = ZIP_DEFLATED
    part.create_system = 0  # the same on every system
    return part


def _digest(others: Iterable[ZipInfo], properties: bytes) -> str:
    """Over the properties and the list of all other parts, which bears a checksum of each."""
    parts = "".join(f"{part.filename} {part.CRC:08x} {part.file_size}\n" for part in others)
    return sha256(parts.encode("utf-8", "backslashreplace") + properties).hexdigest()


def _is_small(file: IO[bytes]) -> bool:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END.size - LOCATOR))
    last = file.read()
    if len(last) < END.size + LOCATOR or last.startswith(b"PK\6\7"):
        return False
    signature, _, _, _, parts, directory, _, comment = END.unpack(last[LOCATOR:])
    return bool(
        signature == b"PK\5\6" and parts <= MOST_PARTS and directory <= MOST_DIRECTORY and not comment
    )
