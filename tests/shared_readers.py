"""One set of reader processes for many archives: starting them takes longer than most tests."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pytest

from archive_tool.adapters.workers import ReaderPool
from archive_tool.adapters.workers.pool import Read
from archive_tool.app import opening
from archive_tool.app.reading import Readers


def share(pool: ReaderPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every archive that is opened from now on reads with this pool."""

    class Shared(Readers):
        def read_all(self, paths: Collection[str]) -> Iterator[Read]:
            return pool.read_all(paths)

    monkeypatch.setattr(opening, "Readers", Shared)
