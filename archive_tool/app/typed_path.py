"""A path as a person typed it, to the one that the archive knows."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from archive_tool.app.opening import Archive
from archive_tool.core.errors import CannotRun
from archive_tool.core.tree_path import spelled


def relative(archive: Archive, given: str, known: Collection[str]) -> str:
    """A path relative to the archive ("" is the root), as it is spelt among the known ones.

    It may be meant from the working folder or from the archive's root; the one that is there wins.
    One that is not known stays as it was typed; CannotRun for one outside the archive.
    """
    candidates = [Path(os.path.normpath(folder / given)) for folder in (archive.start, archive.root)]
    there = [path for path in candidates if os.path.lexists(path)]
    inside = list(_inside(there or candidates, archive.root))
    if not inside:
        raise CannotRun("path.not-inside", path=given, root=str(archive.root))
    found = (spelled(path, known) for path in inside)
    return next((path for path in found if path == "" or path in known), inside[0])


def _inside(candidates: list[Path], root: Path) -> Iterator[str]:
    for path in candidates:
        above = next((one for one in (path, *path.parents) if one == root), None) or next(
            (one for one in (path, *path.parents) if _is_same(one, root)), None
        )
        if above is not None:
            told = path.relative_to(above).as_posix()
            yield "" if told == "." else told


def _is_same(folder: Path, root: Path) -> bool:
    """Whether the folder is the root under another spelling, as disks blind to case or Unicode form have it."""
    try:
        return os.path.samefile(folder, root)
    except (OSError, ValueError):  # of a name with a zero byte a value is said to be wrong
        return False
