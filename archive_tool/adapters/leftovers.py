"""What a run that was killed left half made beside its result: removed by a later one, if it is ours and old."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress

_NAME = re.compile(r"\.archive-tool-[0-9a-f]+\.tmp")
# No run takes as long, and no clock of a share is as wrong, that a living one were taken for dead.
OLD_SECONDS = 24 * 3600.0


def sweep(folder: str, parts: Collection[str], now: float) -> None:
    """Removes such files of the user's own and such folders with nothing in them but `parts`; `now`: seconds since 1970.

    What cannot be looked at or removed stays: nothing depends on it.
    """
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if _NAME.fullmatch(entry.name):
                with suppress(OSError):
                    _remove(entry, parts, now - OLD_SECONDS)


def _remove(entry: os.DirEntry[str], parts: Collection[str], before: float) -> None:
    info = entry.stat(follow_symlinks=False)
    if not _is_mine(info) or info.st_mtime > before:
        return
    if stat.S_ISREG(info.st_mode):
        os.unlink(entry.path)
    elif stat.S_ISDIR(info.st_mode) and _holds_only(entry.path, parts, before):
        shutil.rmtree(entry.path)  # which follows no link and refuses a junction


def _is_mine(info: os.stat_result) -> bool:
    """Whether this user made it; Windows tells no number of a user here, and lets nobody remove another's."""
    return not hasattr(os, "geteuid") or info.st_uid == os.geteuid()


def _holds_only(folder: str, parts: Collection[str], before: float) -> bool:
    """Whether there is nothing else in it, and nothing younger."""
    return set(os.listdir(folder)) <= set(parts) and max(_times(folder)) <= before


def _times(folder: str) -> Iterator[float]:
    for place, _, files in os.walk(folder):
        for path in (place, *(os.path.join(place, name) for name in files)):
            yield os.lstat(path).st_mtime
