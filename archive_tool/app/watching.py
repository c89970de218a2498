"""What the watcher works with: an archive that stays open, scoped syncs, the alarm bell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from archive_tool.adapters import places
from archive_tool.app.ids import new_id
from archive_tool.app.opening import CONFIG, Archive, open_archive
from archive_tool.app.sync import sync
from archive_tool.core.catalog import Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.core.litter import matcher
from archive_tool.core.results import SyncResult
from archive_tool.core.scope import widened


class Bell(Protocol):
    """Rings for paths in which something happened."""

    def wait(self, seconds: float) -> list[str]:
        """Relative paths, as soon as there are any; empty after so many seconds."""


class Watched:
    """An archive kept open; opened anew when archive.yaml changes."""

    config_file = CONFIG

    def __init__(self, start: Path, speaker: Speaker, today: Callable[[], date]) -> None:
        self._start = start
        self._speaker = speaker
        self._today = today
        self._stack = ExitStack()
        self.archive: Archive = self._stack.enter_context(open_archive(start, speaker))
        self._is_litter = matcher(self.archive.scheme.litter)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def reopen(self) -> CannotRun | None:
        """Read archive.yaml and the scheme again; what is wrong with them, and then the old ones stay."""
        stack = ExitStack()
        try:
            self.archive = stack.enter_context(open_archive(self._start, self._speaker))
        except CannotRun as error:
            return error
        self._stack.close()
        self._stack = stack
        return None

    def sync(self, folders: Sequence[str] | None) -> SyncResult:
        """Sync the folders in which something happened, widened to whole records; None: everything."""
        archive = self.archive
        scope = None if folders is None else widened(archive.scheme, archive.config, folders)
        return sync(archive, self._today(), new_id, scope=scope)

    def expect(self) -> None:
        """Something was dropped: while the tree is not quiet yet, make ready to read it."""
        self.archive.readers.expect()

    @contextmanager
    def bell(self) -> Iterator[Bell | None]:
        """The system's file events; None on a network share, which sends none that can be trusted."""
        if places.is_on_network(self.archive.root):
            yield None
            return
        from archive_tool.adapters.alarm import alarm  # watchdog takes its time to load

        with alarm(self.archive.root, self.matters) as bell:
            yield bell

    def matters(self, path: str) -> bool:
        """Not the tool's own cache and temp files, nor litter."""
        first, name = path.partition("/")[0], path.rpartition("/")[2]
        return not first.startswith(".") and not self._is_litter(name)
