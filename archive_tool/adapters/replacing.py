"""Patience with programs that hold a file, and files that give way to new content as a whole."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from archive_tool.core.barred import is_in_the_way

Result = TypeVar("Result")
Pause = Callable[[float], None]
_SECONDS_TO_RETRY = (0.05, 0.1, 0.2, 0.4)


def patiently(act: Callable[[], Result], pause: Pause = time.sleep) -> Result:
    """Does it, a little later once more while another program is in the way (Windows); its last error is raised."""
    for seconds in _SECONDS_TO_RETRY:
        try:
            return act()
        except OSError as error:
            if not is_in_the_way(error):
                raise
        pause(seconds)
    return act()


def replaced(
    file: Path, pieces: Iterable[bytes], *, beside: Path | None = None, pause: Pause = time.sleep
) -> int:
    """All of the new content or all of the old, whatever happens; gives the bytes written.

    Written under the name of `beside` first, which a writer that is not alone has to choose. Raises
    OSError as the disk does, and where somebody keeps reading the old (Windows); nothing is left then.
    """
    new = beside or file.with_name(file.name + ".new")
    try:
        with open(new, "wb") as written:
            size = sum(written.write(piece) for piece in pieces)
            written.flush()
            os.fsync(written.fileno())
        patiently(lambda: os.replace(new, file), pause)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    return size
