"""What tantivy says of a disk that refuses to be written, as the OSError that it is."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# "… 'No space left on device (os error 28) at path …'", "… Os { code: 28, …, message: "No space …" }".
_TOLD = (
    re.compile(r"(?:.*['\"])?(?P<reason>.+?) \(os error (?P<code>\d+)\)", re.DOTALL),
    re.compile(r"Os \{ code: (?P<code>\d+),.*?message: \"(?P<reason>.*?)\" \}", re.DOTALL),
)
_KILLED = "index writer was killed"
PROBE = 1 << 20  # bytes


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Around whatever writes in the folder; what the disk has nothing to do with stays a ValueError."""
    try:
        yield
    except ValueError as error:
        told = next((found for one in _TOLD if (found := one.search(str(error)))), None)
        if told:
            raise _os_error(int(told["code"]), told["reason"], folder) from error
        if _KILLED in str(error):
            # Its thread died and took the reason along; most likely it was the disk, which can be asked.
            _probe(folder)
        raise


def _os_error(code: int, reason: str, folder: Path) -> OSError:
    """On Windows the code is the system's own, from which Python finds the errno."""
    return OSError(0, reason, str(folder), code) if os.name == "nt" else OSError(code, reason, str(folder))


def _probe(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(PROBE))
        file.flush()
        os.fsync(file.fileno())
