"""Where postings are gathered by term before they are written, and what memory does not hold, in runs on the disk."""

from __future__ import annotations

import heapq
import marshal
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from archive_tool.adapters.search.whoosh_blocks import STEPS, Block, joined
from archive_tool.core.grams import BORDER

Row: TypeAlias = tuple[str, str, Block]  # field, term, its postings

LIMIT = 1_000_000  # postings in memory: some 80 MB
# BM25 with a fixed average length, worked out when a document is written: a posting's weight is
# the term's whole share of the score but for its rarity.
_SATURATION, _LENGTH_SHARE, _AVERAGE = 1.2, 0.75, 1000

_by_term = itemgetter(0, 1)


class Pool:
    """Documents come in ascending order; what `merge_in` is given comes after them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Number, weight and positions of one posting after the other: one object for a term, not one for each.
        self._placed: dict[str, dict[str, list[Any]]] = {}
        self._exact: dict[str, dict[str, array[int]]] = {}
        self._held = 0
        self._runs: list[BinaryIO] = []
        self._merged: list[Iterable[Row]] = []
        self._single: list[bytes] = []  # most tokens stand in one place, and most places are the same

    def tokens(self, field: str, number: int, text: str) -> None:
        """Tokens divided by spaces: their positions are kept."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        tokens = text.split(" ")
        for position, token in enumerate(tokens):
            places[token].append(position)
        places.pop(BORDER, None)  # no phrase contains it
        while len(self._single) < len(tokens):
            self._single.append(array("I", (len(self._single),)).tobytes())
        rows, single = self._placed.setdefault(field, {}), self._single
        known = rows.get
        damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * len(tokens) / _AVERAGE)
        once = round(STEPS / (1 + damping))
        for token, positions in places.items():
            times = len(positions)
            if times == 1:
                posting = number, once, single[positions[0]]
            else:
                weight = round(STEPS * times / (times + damping))
                posting = number, weight, array("I", positions).tobytes()
            row = known(token)
            if row is None:
                rows[token] = [*posting]
            else:
                row += posting
        self._count(len(places))

    def terms(self, field: str, number: int, terms: Collection[str]) -> None:
        """Exact terms, each once."""
        rows = self._exact.setdefault(field, defaultdict(_integers))
        for term in terms:
            rows[term].append(number)
        self._count(len(terms))

    def merge_in(self, rows: Iterable[Row]) -> None:
        """Postings of later documents, sorted by field and term."""
        self._merged.append(rows)

    def iter_postings(self) -> Iterator[Row]:
        """All postings by field and term; whoosh's writer hands them on to its field writer."""
        sources = [*map(_read, self._runs), self._sorted(), *self._merged]
        if len(sources) == 1:
            yield from sources[0]
            return
        for (field, term), rows in groupby(heapq.merge(*sources, key=_by_term), _by_term):
            yield field, term, joined([block for _, _, block in rows])

    def cleanup(self) -> None:
        """Forget everything."""
        for run in self._runs:
            run.close()
        self._runs, self._merged = [], []
        self._placed, self._exact = {}, {}

    def _count(self, postings: int) -> None:
        self._held += postings
        if self._held >= LIMIT:
            self._spill()

    def _sorted(self) -> Iterator[Row]:
        for field in sorted({*self._placed, *self._exact}):
            if field in self._placed:
                rows = self._placed[field]
                for term in sorted(rows):
                    yield field, term, _placed(rows[term])
            else:
                exact = self._exact[field]
                for term in sorted(exact):
                    yield field, term, Block(exact[term].tobytes(), b"", b"", b"")

    def _spill(self) -> None:
        run = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - open until `cleanup`
        for field, term, block in self._sorted():
            marshal.dump((field, term, *block), run)
        self._runs.append(run)
        self._placed, self._exact, self._held = {}, {}, 0


def _placed(row: list[Any]) -> Block:
    places: list[bytes] = row[2::3]
    sizes = array("I", map(len, places))
    return Block(array("I", row[::3]).tobytes(), bytes(row[1::3]), sizes.tobytes(), b"".join(places))


def _integers() -> array[int]:
    return array("I")


def _read(run: BinaryIO) -> Iterator[Row]:
    run.seek(0)
    try:
        while True:
            field, term, *block = marshal.load(run)
            yield field, term, Block(*block)
    except EOFError:
        return
