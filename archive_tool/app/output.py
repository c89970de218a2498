"""A result written to a file that the user names: outside the archive, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive_tool.adapters.tree_writer.rename import rename_new, sync_folder
from archive_tool.app.writing import on_disk
from archive_tool.core.errors import CannotRun


def ready(target: Path, root: Path | None, may_replace: Callable[[bytes], bool]) -> Path:
    """Where the file will stand, links followed. CannotRun where it must not.

    Below the archive's root it would be a stray, and reading commands change nothing there. A file
    that is there already gives way only if its content says that nothing of a person's is lost.
    `root`: None where it is known that the file lies in no archive.
    """
    return ready_file(target, root, lambda place: may_replace(place.read_bytes()))


def ready_file(target: Path, root: Path | None, may_replace: Callable[[Path], bool]) -> Path:
    """The same, for files too large to be taken into memory: who asks looks into the file."""
    place = outside(target, root)
    with on_disk(target):
        if os.path.lexists(place) and not (place.is_file() and may_replace(place)):
            raise CannotRun("output.kept", file=str(target))
    return place


def outside(target: Path, root: Path | None) -> Path:
    """Where it will stand, links followed. CannotRun where there is no folder for it, or that is in the archive."""
    place = Path(os.path.realpath(target))
    if not place.parent.is_dir():
        raise CannotRun("output.no-folder", file=str(target), folder=str(place.parent))
    if root is not None and is_inside(place.parent, root):
        suggested = str(Path(os.path.realpath(root)).parent / place.name)
        raise CannotRun("output.inside", file=str(target), root=str(root), suggested=suggested)
    return place


def base_of(root: Path, target: Path) -> str | None:
    """The way from the file's folder to the archive, for links in it; None where there is none (other drives)."""
    try:
        way = os.path.relpath(os.path.realpath(root), os.path.dirname(os.path.realpath(target)))
    except ValueError:
        return None
    return way.replace(os.sep, "/")


def write(content: bytes, target: Path, root: Path | None, may_replace: Callable[[bytes], bool]) -> None:
    """Beside the target first, then in its place; on the disk when this returns. CannotRun if refused."""
    place = ready(target, root, may_replace)
    beside = place.with_name(f".archive-tool-{os.getpid()}.tmp")
    with on_disk(target):
        try:
            with open(beside, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            put(beside, place)
        finally:
            with suppress(OSError):
                beside.unlink()
        sync_folder(str(place.parent))


def put(made: Path, place: Path) -> None:
    """A whole file from beside its place into it; where nothing is, nothing that comes meanwhile is overwritten."""
    if place.exists():
        os.replace(made, place)
    else:
        rename_new(str(made), str(place))


def is_inside(folder: Path, root: Path) -> bool:
    """By identity: the same folder may be spelled in more than one way."""
    return os.path.exists(root) and any(
        os.path.samefile(above, root) for above in (folder, *folder.parents) if os.path.exists(above)
    )
