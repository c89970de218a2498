"""What tantivy says of a disk that refuses, as the OSError that it is."""

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
        told = said_of_disk(error)
        if told:
            raise os_error(told, folder) from error
        if _KILLED in str(error):
            # Its thread died and took the reason along; most likely it was the disk, which can be asked.
            _probe(folder)
        raise


def said_of_disk(error: ValueError) -> re.Match[str] | None:
    """Where a message of the engine holds what the disk said, for `os_error`."""
    return next((found for one in _TOLD if (found := one.search(str(error)))), None)


def os_error(told: re.Match[str], folder: Path) -> OSError:
    """To be raised at once: who keeps it in a variable keeps all that its frames hold, a writer's lock too.

    On Windows the code is the system's own, from which Python finds the errno.
    """
    code, reason = int(told["code"]), told["reason"]
    return OSError(0, reason, str(folder), code) if os.name == "nt" else OSError(code, reason, str(folder))


def _probe(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(PROBE))
        file.flush()
        os.fsync(file.fileno())
