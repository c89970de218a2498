"""A result written to a file that the user names: outside the archive, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive_tool.adapters.tree_writer.rename import rename_new, sync_folder
from archive_tool.app.writing import on_disk
from archive_tool.core.errors import CannotRun


def ready(target: Path, root: Path, may_replace: Callable[[bytes], bool]) -> Path:
    """Where the file will stand, links followed. CannotRun where it must not.

    Below the archive's root it would be a stray, and reading commands change nothing there. A file
    that is there already gives way only if its content says that nothing of a person's is lost.
    """
    place = Path(os.path.realpath(target))
    if not place.parent.is_dir():
        raise CannotRun("output.no-folder", file=str(target), folder=str(place.parent))
    if _is_inside(place.parent, root):
        suggested = str(Path(os.path.realpath(root)).parent / place.name)
        raise CannotRun("output.inside", file=str(target), root=str(root), suggested=suggested)
    with on_disk(target):
        if os.path.lexists(place) and not (place.is_file() and may_replace(place.read_bytes())):
            raise CannotRun("output.kept", file=str(target))
    return place


def base_of(root: Path, target: Path) -> str | None:
    """The way from the file's folder to the archive, for links in it; None where there is none (other drives)."""
    try:
        way = os.path.relpath(os.path.realpath(root), os.path.dirname(os.path.realpath(target)))
    except ValueError:
        return None
    return way.replace(os.sep, "/")


def write(content: bytes, target: Path, root: Path, may_replace: Callable[[bytes], bool]) -> None:
    """Beside the target first, then in its place; on the disk when this returns. CannotRun if refused."""
    place = ready(target, root, may_replace)
    beside = place.with_name(f".archive-tool-{os.getpid()}.tmp")
    with on_disk(target):
        try:
            with open(beside, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if place.exists():
                os.replace(beside, place)
            else:
                rename_new(str(beside), str(place))
        finally:
            with suppress(OSError):
                beside.unlink()
        sync_folder(str(place.parent))


def _is_inside(folder: Path, root: Path) -> bool:
    """By identity: the same folder may be spelled in more than one way."""
    return any(os.path.samefile(above, root) for above in (folder, *folder.parents))
