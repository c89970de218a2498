"""Where whoosh's writer gathers postings before it sorts them: by term, which spares most of its own pool's work."""

from __future__ import annotations

import heapq
import marshal
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, TypeAlias

Posting: TypeAlias = tuple[int, float, bytes]  # document, weight, value
Item: TypeAlias = tuple[str, bytes, int, float, bytes]  # field, term, posting
Row: TypeAlias = tuple[str, bytes, list[Posting]]

LIMIT = 250_000  # postings in memory: some 50 MB


class Pool:
    """Has the methods of whoosh's PostingPool that its writer calls."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[tuple[str, bytes], list[Posting]] = {}
        self._held = 0
        self._runs: list[BinaryIO] = []

    def add(self, item: Item) -> None:
        """Take a posting; documents come in ascending order."""
        key = item[:2]
        if key in self._rows:
            self._rows[key].append(item[2:])
        else:
            self._rows[key] = [item[2:]]
        self._held += 1
        if self._held >= LIMIT:
            self._spill()

    def iter_postings(self) -> Iterator[Item]:
        """All postings by field, term and document."""
        merged = heapq.merge(*map(_read, self._runs), self._sorted(), key=_key)
        for (field, term), rows in groupby(merged, _key):
            for row in rows:
                for number, weight, value in row[2]:
                    yield field, term, number, weight, value

    def cleanup(self) -> None:
        """Forget everything."""
        for run in self._runs:
            run.close()
        self._runs.clear()
        self._rows.clear()

    def _sorted(self) -> Iterator[Row]:
        for field, term in sorted(self._rows):
            yield field, term, self._rows[field, term]

    def _spill(self) -> None:
        run = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - open until `cleanup`
        for row in self._sorted():
            marshal.dump(row, run)
        self._runs.append(run)
        self._rows = {}
        self._held = 0


def _key(row: Row) -> tuple[str, bytes]:
    return row[0], row[1]


def _read(run: BinaryIO) -> Iterator[Row]:
    run.seek(0)
    try:
        while True:
            yield marshal.load(run)
    except EOFError:
        return
