"""The processes that read documents for an open archive: one that stays for the next, several for many."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_tool.adapters.workers import ReaderPool
    from archive_tool.adapters.workers.pool import Read

FEW = 8  # documents that one process reads sooner than others are started
SECONDS, MEGABYTES = 30, 1024


class Readers:
    """Nothing is started, nor even imported, before there is something to read."""

    def __init__(self) -> None:
        self._staying: ReaderPool | None = None

    def read_all(self, paths: Collection[str]) -> Iterator[Read]:
        """An answer for every absolute path, in the order in which they are done."""
        if len(paths) <= FEW:
            yield from self._one().read_all(paths) if paths else ()
            return
        with _pool(min(os.cpu_count() or 1, 4)) as several:
            yield from several.read_all(paths)

    def expect(self) -> None:
        """There will be something to read soon: a process takes longer to start than to read a page."""
        self._one().warm()

    def close(self) -> None:
        """Ends the one that stayed."""
        if self._staying is not None:
            self._staying.close()
            self._staying = None

    def _one(self) -> ReaderPool:
        if self._staying is None:
            self._staying = _pool(1)
        return self._staying


def _pool(processes: int) -> ReaderPool:
    from archive_tool.adapters.workers import ReaderPool  # 60 ms, which most commands need not pay

    return ReaderPool(processes, SECONDS, MEGABYTES)
