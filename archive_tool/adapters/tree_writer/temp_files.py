"""Temp files of plans: how they are called, where they are found again, how they go."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from archive_tool.adapters.replacing import Pause, patiently
from archive_tool.adapters.tree_writer.rename import is_link

_NAME = re.compile(r"\.~archive-tool-([0-9a-f]+)-([0-9]+)\.tmp")
_OPERATION = ".archive"


def temp_name(plan_id: str, number: int) -> str:
    """The name of the temp file for a plan's action of this number."""
    return f".~archive-tool-{plan_id}-{number}.tmp"


def number_in(name: str, plan_id: str) -> int | None:
    """Whose temp file of that plan it is, as the number of the action; None where it is none."""
    found = _NAME.fullmatch(name)
    return int(found[2]) if found and found[1] == plan_id else None


def is_gone(temp: str, pause: Pause = time.sleep) -> bool:
    """Removes it; False where the disk refuses, or another program holds it for long (Windows)."""
    try:
        patiently(lambda: remove(temp), pause)
    except OSError:
        return False
    return True


def remove(temp: str) -> None:
    """OSError where the disk refuses; one that is gone needs nothing."""
    with suppress(FileNotFoundError):
        try:
            os.unlink(temp)
        except PermissionError:
            os.chmod(temp, stat.S_IRUSR | stat.S_IWUSR)  # Windows removes nothing that is read-only
            os.unlink(temp)


def found_below(root: str, is_wanted: Callable[[str], bool]) -> Iterator[str]:
    """Places of files with a wanted name, anywhere in the archive: a folder may have been renamed meanwhile."""
    waiting = [root]
    while waiting:
        below, names = _listed(waiting.pop())
        waiting += below
        yield from (place for place in names if is_wanted(os.path.basename(place)))


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and the other things in a folder; none where it cannot be listed."""
    folders: list[str] = []
    others: list[str] = []
    with suppress(OSError), os.scandir(folder) as listing:
        for item in listing:
            info = item.stat(follow_symlinks=False)
            is_folder = stat.S_ISDIR(info.st_mode) and not is_link(info)
            if item.name != _OPERATION:
                (folders if is_folder else others).append(item.path)
    return folders, others
