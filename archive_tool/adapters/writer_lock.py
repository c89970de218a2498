"""One writer at a time: an operating system's lock in `.archive/lock`, gone when its process is."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from archive_tool.core.errors import CannotRun


@contextmanager
def writer_lock(root: Path, now: Callable[[], datetime]) -> Iterator[None]:
    """Hold the archive's writer lock; who holds it stands in `.archive/lock.json`.

    Does not wait: raises CannotRun `lock.held` (pid, host, since) where another process, or this one
    a second time, holds it; `lock.unwritable` where no lock can be made.
    """
    with lock_in(root / ".archive", now):
        yield


@contextmanager
def lock_in(folder: Path, now: Callable[[], datetime]) -> Iterator[None]:
    """The same in any folder, such as a cache that lies outside the archive."""
    # 90 ms of import, for those who write.
    from filelock import FileLock, Timeout

    holder = folder / "lock.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", blocking=False)
        lock.acquire()
    except Timeout:
        raise _held(holder) from None
    except (OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotRun("lock.unwritable", file=f"{folder.name}/lock", reason=reason) from error
    try:
        _tell(holder, now())
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def held_by(root: Path) -> dict[str, str | int]:
    """Who is writing now (pid, host, since), as far as it says so; empty when nobody is."""
    holder = _said(root / ".archive" / "lock.json")
    if holder is None:
        return {}
    from psutil import pid_exists

    pid, host, since = holder
    gone = host == socket.gethostname() and not pid_exists(pid)
    return {} if gone else {"pid": pid, "host": host, "since": since}


def _tell(holder: Path, since: datetime) -> None:
    """Says who holds the lock; only for the message, so a failure does not matter."""
    said = {"pid": os.getpid(), "host": socket.gethostname(), "since": since.isoformat(timespec="seconds")}
    with suppress(OSError):
        holder.write_text(json.dumps(said, ensure_ascii=False) + "\n", encoding="utf-8")


def _held(holder: Path) -> CannotRun:
    pid, host, since = _said(holder) or (0, "?", "?")
    return CannotRun("lock.held", pid=pid, host=host, since=since)


def _said(holder: Path) -> tuple[int, str, str] | None:
    """pid, host and since of the holder, once it has said so."""
    try:
        said = json.loads(holder.read_text(encoding="utf-8"))
        return int(said["pid"]), str(said["host"]), str(said["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
