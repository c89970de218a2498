"""Tries in a folder of the tool's own what the tool does with files: write, rename, lock, sync, listen."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from archive_tool.core.health.disk import LONGEST_NAME, Scratch

PREFIX = "doctor-"
# A run that was killed cannot clean up: the next one does, when nobody can be using the folder any more.
STALE_SECONDS = 3600.0
_COMPOSED = unicodedata.normalize("NFC", "é件.txt")
_SHORTER = (60, 47, 30, 15)  # 47: what an encrypted share of a storage box takes

Rename = Callable[[str, str], None]
Listen = Callable[[Path, Callable[[], object]], bool]


@contextmanager
def scratch_folder(operation: Path) -> Iterator[Path]:
    """A new folder inside `operation` (`.archive`), gone afterwards, and `operation` too if it was not there.

    Raises OSError where nothing can be written.
    """
    made = not operation.exists()
    if made:
        operation.mkdir()
    try:
        _sweep(operation)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=operation))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        if made:
            with suppress(OSError):
                operation.rmdir()


def try_out(operation: Path, rename: Rename, sync_folder: Callable[[str], None], listen: Listen) -> Scratch:
    """Everything that can be found out by writing; only `write` where that is refused.

    `rename` and `sync_folder`: the ones the tool uses; `listen(folder, act)`: whether `act` in the
    folder was heard of.
    """
    try:
        with scratch_folder(operation) as folder:
            found = Scratch(write=_refusal(lambda: _write(folder / "write.txt")))
            if found.write:
                return found
            events, deaf = _heard(folder, listen)
            return replace(
                found,
                fsync=_refusal(lambda: sync_folder(os.fspath(folder))),
                rename=_refusal(lambda: _rename(folder, rename)),
                lock=_refusal(lambda: _lock(folder / "lock")),
                case_sensitive=not (folder / "WRITE.TXT").exists(),
                name_kept=_keeps_name(folder),
                longest_name=_longest_name(folder),
                skew=_skew(folder),
                events=events,
                deaf=deaf,
            )
    except OSError as error:
        return Scratch(write=_words(error))


def _sweep(operation: Path) -> None:
    for left in operation.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _refusal(act: Callable[[], None]) -> str:
    """The system's words, "" where it worked."""
    try:
        act()
    except OSError as error:
        return _words(error)
    return ""


def _words(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__


def _write(path: Path) -> None:
    content = b"archive-tool\n" * 400
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != content:
        raise OSError("what was read is not what was written")


def _rename(folder: Path, rename: Rename) -> None:
    first, second, third = (folder / name for name in ("first.txt", "second.txt", "third.txt"))
    first.write_bytes(b"1")
    rename(os.fspath(first), os.fspath(second))
    third.write_bytes(b"3")
    with suppress(FileExistsError):
        rename(os.fspath(third), os.fspath(second))
    if second.read_bytes() != b"1" or first.exists() or not third.exists():
        raise OSError("a file was overwritten, or is still under its old name")


def _lock(path: Path) -> None:
    from filelock import FileLock, Timeout

    held, other = FileLock(path, blocking=False), FileLock(path, blocking=False)
    with held:
        try:
            other.acquire()
        except Timeout:
            return
        other.release()
    raise OSError("a second lock was given while the first was held")


def _keeps_name(folder: Path) -> bool:
    with suppress(OSError):
        (folder / _COMPOSED).write_bytes(b"")
        return _COMPOSED in os.listdir(folder)
    return False


def _longest_name(folder: Path) -> int:
    """How many Chinese characters a name with an ending may have here, as far as the tool needs them."""
    for count in (LONGEST_NAME, *_SHORTER):
        with suppress(OSError):
            (folder / ("件" * count + ".txt")).write_bytes(b"")
            return count
    return 0


def _skew(folder: Path) -> float:
    """Seconds by which the disk's clock is ahead of ours."""
    before = time.time()
    file = folder / "time.txt"
    file.write_bytes(b"")
    after, stamp = time.time(), file.stat().st_mtime
    return stamp - after if stamp > after else min(0.0, stamp - before)


def _heard(folder: Path, listen: Listen) -> tuple[bool | None, str]:
    try:
        return listen(folder, lambda: (folder / "event.txt").write_bytes(b"")), ""
    except OSError as error:
        return None, _words(error)
