"""Digests of the files that this user had written and that have no room for a seal: text, JSON, calendars."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from archive_tool.adapters.replacing import replaced
from archive_tool.core.sealing import digest

FILE = "written.sha256"
LINE = 65  # bytes
MOST = 20_000  # files; beyond, the older half is forgotten


def remember(content: bytes, folder: Path) -> None:
    """Adds a file that is about to be written. Where that is refused, the file will not be known again."""
    known = folder / FILE
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with open(known, "ab") as lines:
            lines.write(hashlib.sha256(content).hexdigest().encode() + b"\n")
            full = lines.tell() > MOST * LINE
        if full:
            _forget_half(known)


def is_known(file: IO[bytes], folder: Path) -> bool:
    """Whether an open file is, byte for byte, one that was written."""
    try:
        known = (folder / FILE).read_bytes().split()
    except OSError:
        return False
    return digest(file, os.fstat(file.fileno()).st_size).encode() in known


def _forget_half(known: Path) -> None:
    # What another process adds at this moment may be lost: then it asks for another name once.
    newer = known.with_name(f"{FILE}.{os.getpid()}")
    replaced(known, known.read_bytes().splitlines(keepends=True)[-MOST // 2 :], beside=newer)
