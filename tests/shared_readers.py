"""One process that reads documents for all archives of a test run: starting one takes longer than most tests."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import pytest

from archive_tool.adapters.workers import ReaderPool
from archive_tool.adapters.workers.pool import Read
from archive_tool.app import opening
from archive_tool.app.reading import Readers


@contextmanager
def shared() -> Iterator[None]:
    """Every archive that is opened meanwhile in this process reads with the same pool."""
    with ReaderPool(processes=1) as pool, pytest.MonkeyPatch.context() as patch:

        class Shared(Readers):
            def read_all(self, paths: Collection[str]) -> Iterator[Read]:
                return pool.read_all(paths)

            def expect(self) -> None:
                pool.warm()

        patch.setattr(opening, "Readers", Shared)
        yield
