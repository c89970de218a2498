"""Stands in for the processes that read documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from archive_tool.adapters.workers.pool import Read, ReaderPool
from archive_tool.core.model import Reading


def read_as(patched: pytest.MonkeyPatch, reading: Reading, sha256: str = "") -> list[str]:
    """What they say of every file; gives the list of files that they are asked for from now on."""
    asked: list[str] = []

    def read_all(self: ReaderPool, paths: Iterable[str]) -> Iterator[Read]:
        for path in paths:
            asked.append(path)
            yield Read(path, sha256, reading)

    patched.setattr(ReaderPool, "read_all", read_all)
    return asked
