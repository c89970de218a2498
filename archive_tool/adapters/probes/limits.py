"""What the system allows: free space, long paths, folders that may be watched, files that can be opened."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from heapq import nlargest
from pathlib import Path

from archive_tool.core.model import Entry

_FILE_SYSTEM = r"SYSTEM\CurrentControlSet\Control\FileSystem"
_WATCHES = "/proc/sys/fs/inotify/max_user_watches"


def free_bytes(place: Path) -> int:
    """Free space where a folder is or would be made."""
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    return shutil.disk_usage(there).free


def watch_limit() -> int | None:
    """How many folders one user may watch; None where the system has no such limit."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        with open(_WATCHES, encoding="ascii") as file:
            return int(file.read())
    except (OSError, ValueError):
        return None


def long_paths() -> bool | None:
    """Whether Windows is set to let programs use paths of more than 259 characters; None elsewhere."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _FILE_SYSTEM) as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except OSError:
        return False


def unopenable(root: Path, entries: Sequence[Entry], most: int) -> tuple[int, tuple[str, ...]]:
    """How many of the youngest files were opened, and which of them, or which folders, cannot be.

    Placeholders of clouds are not touched: opening would fetch them.
    """
    files = [entry for entry in entries if entry.kind == "file" and not entry.offline]
    young = nlargest(most, files, key=lambda entry: entry.mtime_ns)
    closed = [f"{entry.path} ({entry.reason})" for entry in entries if entry.kind == "unreadable"]
    return len(young), (*closed, *_refused(root, young))


def _refused(root: Path, entries: Iterable[Entry]) -> Iterable[str]:
    for entry in entries:
        try:
            with open(os.path.join(root, *entry.path.split("/")), "rb") as file:
                file.read(1)
        except FileNotFoundError:
            continue  # removed while we looked
        except OSError as error:
            yield f"{entry.path} ({error.strerror or type(error).__name__})"
