"""A result written to a file that the user names: outside every archive, whole or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO

from archive_tool.adapters import places, written
from archive_tool.adapters.leftovers import sweep
from archive_tool.adapters.tree_writer.rename import rename_new, sync_folder
from archive_tool.app.opening import CONFIG
from archive_tool.app.writing import refused
from archive_tool.core.errors import CannotRun

Untouched = Callable[[IO[bytes]], bool]  # whether an open file is as this tool wrote it


def ready(target: Path, root: Path | None, may_replace: Untouched | None) -> Path:
    """Where the file will stand, links followed. CannotRun where it must not.

    Below an archive's root it would be a stray, and reading commands change nothing there. A file
    that is there already gives way only if it bears its seal, or, of formats without room for one
    (`may_replace` is None), if it is remembered as written here: then nothing of a person's is lost.
    `root`: the archive that is open, if one is.
    """
    place = outside(target, root)
    if os.path.lexists(place):
        _give_way(place, target, may_replace)
    return place


def outside(target: Path, root: Path | None) -> Path:
    """Where it will stand, links followed, as the disk takes it at any length.

    CannotRun where there is no folder for it, that is in an archive, be it the open one or another, or its
    name is that of an archive's settings.
    """
    place = Path(os.path.realpath(target))
    if not os.path.isdir(places.long_path(str(place.parent))):
        raise CannotRun("output.no-folder", file=str(target), folder=str(place.parent))
    if place.name.casefold() == CONFIG:
        # It would make an archive of the folder it lies in.
        raise CannotRun("output.config", file=str(target))
    around = root_around(place.parent, root)
    if around is not None:
        suggested = str(above(around) / place.name)
        raise CannotRun("output.inside", file=str(target), root=str(around), suggested=suggested)
    return Path(places.long_path(str(place)))


def root_around(folder: Path, root: Path | None) -> Path | None:
    """The root of the archive that a real folder lies in: `root`, or any other; None where it lies in none."""
    return root if root is not None and is_inside(folder, root) else places.find_root(folder)


def above(root: Path) -> Path:
    """The nearest folder above an archive that lies in none."""
    folder = Path(os.path.realpath(root)).parent
    while (around := places.find_root(folder)) is not None and around != around.parent:
        folder = around.parent
    return folder


def base_of(root: Path, target: Path) -> str | None:
    """The way from the file's folder to the archive, for links in it; None where there is none (other drives)."""
    try:
        way = os.path.relpath(os.path.realpath(root), os.path.dirname(os.path.realpath(target)))
    except ValueError:
        return None
    return way.replace(os.sep, "/")


def made(make: Callable[[], bytes]) -> bytes:
    """What is to be written. CannotRun where the disk for temporary files refuses, which some formats need."""
    try:
        return make()
    except OSError as error:
        raise refused(error, tempfile.tempdir or error.filename or os.curdir) from error


def write(content: bytes, target: Path, root: Path | None, may_replace: Untouched | None) -> None:
    """Beside the target first, then in its place; on the disk when this returns. CannotRun if refused."""
    write_at(ready(target, root, may_replace), content, target, may_replace)


def write_at(place: Path, content: bytes, target: Path, may_replace: Untouched | None) -> None:
    """The same where it is known that it may stand at `place`, which is what the user calls `target`."""
    with beside(place, target) as new:
        with naming(target), open(new, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if may_replace is None:
            written.remember(content, places.user_state())
        put(new, place, target, may_replace)


@contextmanager
def beside(place: Path, target: Path) -> Iterator[Path]:
    """An empty file beside its place, under a name that nobody else has; gone afterwards, wherever it ended."""
    new = unused(place)
    with naming(target):
        open(new, "xb").close()
    try:
        yield new
    finally:
        with suppress(OSError):
            new.unlink()


def unused(place: Path, parts: Collection[str] = ()) -> Path:
    """A name beside a place, drawn: two computers may share the folder, and numbers of processes recur.

    What killed runs have left there is removed, of folders those of nothing but `parts`.
    """
    sweep(str(place.parent), parts, time.time())
    return place.with_name(f".archive-tool-{token_hex(8)}.tmp")


def put(new: Path, place: Path, target: Path, may_replace: Untouched | None) -> None:
    """A whole file from beside its place into it; what came or was changed meanwhile is asked once more."""
    with naming(target):
        if os.path.lexists(place):
            _give_way(place, target, may_replace)
            try:
                os.replace(new, place)
            except PermissionError:
                raise CannotRun("output.locked", file=str(target)) from None
        else:
            try:
                rename_new(str(new), str(place))
            except FileExistsError:
                raise CannotRun("output.kept", file=str(target)) from None
        sync_folder(str(place.parent))


@contextmanager
def naming(target: Path) -> Iterator[None]:
    """Whatever file the disk refuses meanwhile, the user is told the one that was asked for."""
    try:
        yield
    except OSError as error:
        raise refused(error, str(target)) from error


def _give_way(place: Path, target: Path, may_replace: Untouched | None) -> None:
    """CannotRun where what is there is a person's, or cannot be replaced now: better told before the work."""
    with naming(target):
        try:
            if place.is_file():
                # For writing: what another program has open refuses that, on the system that would
                # refuse to replace it too.
                with place.open("r+b") as file:
                    if (may_replace or _is_remembered)(file):
                        return
        except PermissionError:
            raise CannotRun("output.locked", file=str(target)) from None
    raise CannotRun("output.kept", file=str(target))


def _is_remembered(file: IO[bytes]) -> bool:
    return written.is_known(file, places.user_state())


def is_inside(folder: Path, root: Path) -> bool:
    """By identity: the same folder may be spelled in more than one way."""
    return os.path.exists(root) and any(
        os.path.samefile(upward, root) for upward in (folder, *folder.parents) if os.path.exists(upward)
    )
