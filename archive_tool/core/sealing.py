"""Digests by which a file is known again as it was written."""

from __future__ import annotations

from hashlib import sha256
from typing import IO

CHUNK = 1 << 20  # bytes; the file may be anybody's, and of any size


def digest(file: IO[bytes], length: int) -> str:
    """SHA-256 of its first `length` bytes, in hexadecimal; of all there is where that is less."""
    file.seek(0)
    found, left = sha256(), length
    while left > 0 and (piece := file.read(min(CHUNK, left))):
        found.update(piece)
        left -= len(piece)
    return found.hexdigest()
