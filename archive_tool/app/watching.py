"""What the watcher works with: an archive that stays open, scoped syncs, the alarm bell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from archive_tool.adapters import memory, places
from archive_tool.adapters.scan import entry_of
from archive_tool.app.ids import new_id
from archive_tool.app.look import Progress, silent
from archive_tool.app.opening import CONFIG, Archive, open_archive
from archive_tool.app.sync import sync
from archive_tool.core.catalog import Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.core.litter import matcher
from archive_tool.core.model import Snapshot
from archive_tool.core.ports import RecordReader
from archive_tool.core.quiet import Rung
from archive_tool.core.results import Notice, SyncResult
from archive_tool.core.scope import widened
from archive_tool.core.waiting import is_owner_mark, waiting


class Bell(Protocol):
    """Rings for folders in which something happened."""

    @property
    def polled(self) -> tuple[str, ...]:
        """Folders that are looked at from time to time instead; "" is the whole tree."""

    @property
    def period(self) -> float:
        """Seconds between two such looks."""

    def wait(self, seconds: float) -> Rung:
        """What was rung for, as soon as there is anything; empty after so many seconds."""

    def writing(self) -> frozenset[str]:
        """Files that are known to be open for writing."""

    def renew(self) -> None:
        """Begin anew."""


class Watched:
    """An archive kept open; opened anew when archive.yaml changes."""

    def __init__(self, start: Path, speaker: Speaker, today: Callable[[], date], quiet: float = 1.0) -> None:
        """`quiet`: seconds for which nothing has to happen before folders are synced, to a file before it is opened."""
        self.quiet = quiet
        self._start = start
        self._speaker = speaker
        self._today = today
        self._bell: Bell | None = None
        self._stack = ExitStack()
        self.archive = self._open(self._stack)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def changed(self) -> bool:
        """Whether archive.yaml is another one than was read."""
        return self._config != _seen(self.archive.root / CONFIG)

    def reopen(self) -> CannotRun | None:
        """Read archive.yaml and the scheme again; what is wrong with them, and then the old ones stay."""
        stack = ExitStack()
        try:
            self.archive = self._open(stack)
        except CannotRun as error:
            stack.close()
            self._config = _seen(self.archive.root / CONFIG)  # it is told once
            return error
        self._stack.close()
        self._stack = stack
        return None

    def sync(self, folders: Sequence[str] | None, progress: Progress = silent) -> SyncResult:
        """Sync the folders in which something happened, widened to whole records; None: everything."""
        archive = self.archive
        scope = None if folders is None else widened(archive.scheme, archive.config, folders)
        return sync(archive, self._today(), new_id, progress, scope=scope)

    def notices(self) -> tuple[Notice, ...]:
        """What else there is to be said since they were last asked for."""
        told = tuple(self.archive.notices)
        self.archive.notices.clear()
        return told

    def stands(self, path: str) -> tuple[int, int] | None:
        """Size and time (ns) of a file or folder as they are now, as `SyncResult.own` has them; None where it is gone."""
        try:
            entry = entry_of(path, os.lstat(os.path.join(self.archive.root, *path.split("/"))))
        except OSError:
            return None
        return entry.size, entry.mtime_ns

    def rest(self) -> None:
        """Nothing is to be done for a while."""
        memory.give_back()

    def expect(self) -> None:
        """Something was dropped: while the tree is not quiet yet, make ready to read it."""
        self.archive.readers.expect()

    @contextmanager
    def bell(self) -> Iterator[Bell]:
        """The system's file events, and looks from time to time at folders for which it sends none."""
        from archive_tool.adapters.alarm import alarm  # watchdog takes its time to load

        root = self.archive.root
        with alarm(root, self.matters, places.silent_folders(root)) as bell:
            self._bell = bell
            try:
                yield bell
            finally:
                self._bell = None

    def matters(self, path: str) -> bool:
        """Not the tool's own cache and temp files, nor litter; but who opens and closes documents."""
        first, name = path.partition("/")[0], path.rpartition("/")[2]
        return not first.startswith(".") and (is_owner_mark(name) or not self._is_litter(name))

    def _open(self, stack: ExitStack) -> Archive:
        """Raises CannotRun as `open_archive` does."""
        root = places.find_root(self._start) or self._start
        config = _seen(root / CONFIG)  # before it is read: what changes meanwhile is seen as changed
        archive = stack.enter_context(open_archive(self._start, self._speaker))
        reader = _Considerate(archive.reader, self._writing, int(self.quiet * 1e9))
        self._config = config
        self._is_litter = matcher(archive.scheme.litter)
        return replace(archive, reader=reader)

    def _writing(self) -> frozenset[str]:
        return self._bell.writing() if self._bell else frozenset()


class _Considerate:
    """A reader that leaves alone what somebody is busy with."""

    def __init__(self, reader: RecordReader, writing: Callable[[], frozenset[str]], quiet_ns: int) -> None:
        self._reader = reader
        self._writing = writing
        self._quiet_ns = quiet_ns
        self.read = reader.read

    def snapshot(self, scope: Sequence[str] | None = None) -> Snapshot:
        seen = self._reader.snapshot(scope)
        busy = waiting(seen.entries, seen.taken_ns, self._writing(), self._quiet_ns)
        return replace(seen, waiting=busy)


def _seen(file: Path) -> tuple[int, int]:
    """Size and time of a file; of one that is gone, neither."""
    try:
        info = os.stat(file)
    except OSError:
        return (-1, -1)
    return info.st_size, info.st_mtime_ns
