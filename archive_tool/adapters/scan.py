"""The tree as the disk shows it: one listing per folder, one stat per name, no link followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path

from archive_tool.core.errors import CannotRun
from archive_tool.core.ignoring import Ignored
from archive_tool.core.model import Entry, EntryKind
from archive_tool.core.tree_path import is_inside, lineage

_OPERATION = ".archive"
# Opening such a file would fetch it: OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS; macOS SF_DATALESS.
_WINDOWS_PLACEHOLDER = 0x1000 | 0x40000 | 0x400000
_MACOS_DATALESS = 0x40000000
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003)
_KINDS: dict[int, EntryKind] = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}


def scan(
    root: Path, ignored: Ignored, scope: Sequence[str] | None = None
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Everything below the root, sorted by path, and the paths `ignored` left out.

    `ignored(path, is_folder)` closes a folder with all it holds. With a scope: its folders
    themselves and what lies below them; one that is gone gives nothing. An unreadable folder is an
    entry with its reason; only an unreadable root stops the run (CannotRun `archive.unreadable`).
    """
    found: list[Entry] = []
    left_out: list[str] = []
    starts = [""] if scope is None else _outermost(scope)
    for start in starts:
        if start:
            _reach(root, start, ignored, found, left_out)
        if not start or (found and found[-1].path == start and found[-1].kind == "folder"):
            _walk(root, start, ignored, found, left_out)
    found.sort(key=itemgetter(0))
    return tuple(found), tuple(sorted(left_out))


def _walk(root: Path, start: str, ignored: Ignored, found: list[Entry], left_out: list[str]) -> None:
    """Adds what lies below `start` ("" is the root) to both lists, in no order."""
    top = os.path.join(root, *start.split("/")) if start else os.fspath(root)
    waiting = [(top, start, len(found) - 1)]
    while waiting:
        absolute, folder, place = waiting.pop()
        try:
            with os.scandir(absolute) as listing:
                names = list(listing)
        except OSError as error:
            if not folder:
                raise CannotRun("archive.unreadable", file=absolute, reason=_words(error)) from error
            if not isinstance(error, FileNotFoundError):  # else it was removed while we looked
                found[place] = found[place]._replace(kind="unreadable", reason=_words(error))
            continue
        prefix = f"{folder}/" if folder else ""
        for item in names:
            name = item.name
            if name == _OPERATION or (not prefix and name[0] == "."):
                continue
            path = prefix + name
            entry = _entry(item, path)
            if entry is None:
                continue
            is_folder = entry.kind == "folder"
            if ignored(path, is_folder):
                left_out.append(path)
                continue
            if is_folder:
                waiting.append((item.path, path, len(found)))
            found.append(entry)


def _entry(item: os.DirEntry[str], path: str) -> Entry | None:
    """One stat, on Windows a second one for the identity; None when the file is gone by now."""
    try:
        info = item.stat(follow_symlinks=False)
        if not info.st_ino:
            info = os.stat(item.path, follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Entry(path, "unreadable", 0, 0, (0, 0), False, _words(error))
    return entry_of(path, info)


def entry_of(path: str, info: os.stat_result) -> Entry:
    """An entry from a stat that followed no link."""
    inode = info.st_ino
    identity = (_shared(info.st_dev), inode) if inode else (0, 0)
    kind = _KINDS.get(stat.S_IFMT(info.st_mode), "special")
    if kind == "file":
        return Entry(path, kind, info.st_size, info.st_mtime_ns, identity, _is_placeholder(info))
    if kind == "folder" and getattr(info, "st_reparse_tag", 0) == _JUNCTION:
        kind = "link"
    return Entry(path, kind, 0, info.st_mtime_ns, identity)


@cache
def _shared(device: int) -> int:
    """The same number, once: every stat brings one of its own, and there are as many as files."""
    return device


def _is_placeholder(info: os.stat_result) -> bool:
    attributes: int = getattr(info, "st_file_attributes", 0)
    flags: int = getattr(info, "st_flags", 0)
    return bool(attributes & _WINDOWS_PLACEHOLDER or flags & _MACOS_DATALESS)


def _outermost(scope: Sequence[str]) -> list[str]:
    """The folders of a scope, without those inside another; "" is the whole tree."""
    outermost: list[str] = []
    for path in sorted({folder.rstrip("/") for folder in scope}):
        if path in ("", "."):
            return [""]
        if not is_inside(path, windows=os.name == "nt"):
            raise CannotRun("path.outside", file=path)
        if not any(path.startswith(f"{above}/") for above in outermost):
            outermost.append(path)
    return outermost


def _reach(root: Path, path: str, ignored: Ignored, found: list[Entry], left_out: list[str]) -> None:
    """Adds the entry of a path, unless a link, an ignored folder or the tool's own is on the way."""
    if path.startswith(".") or _OPERATION in path.split("/"):
        return
    for step in lineage(path):
        try:
            entry = entry_of(step, os.lstat(os.path.join(root, *step.split("/"))))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            entry = Entry(step, "unreadable", 0, 0, (0, 0), False, _words(error))
        if ignored(step, entry.kind == "folder"):
            left_out.append(step)
            return
        if step == path or entry.kind == "unreadable":
            found.append(entry)
        if entry.kind != "folder":
            return


def _words(error: OSError) -> str:
    return error.strerror or type(error).__name__
