"""What is read from an index: postings, terms and documents of all segments, by one document number."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from archive_tool.adapters.search.damage import own_files
from archive_tool.adapters.search.index import path_of
from archive_tool.adapters.search.whoosh_blocks import Block, integers, weights_of
from archive_tool.core.contents import FACET_END, split_word

FILTERS = 100  # answers that are kept


class Postings(NamedTuple):
    """Where a term occurs: document -> share of the score, document -> packed positions."""

    weights: dict[int, float]
    places: dict[int, bytes]


class Segments:
    """One state of an index. Postings may name deleted documents: `live` tells."""

    def __init__(self, reader: Any) -> None:
        self._leaves = [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]
        self._terms: dict[str, list[str]] = {}
        self._filters: dict[Hashable, frozenset[int]] = {}
        tables = [leaf._perdoc.table for leaf, _ in self._leaves]
        self._keys: list[str] = [key for table in tables for key in table.keys]
        self.first, self.last, self.text_at, self.text_size = (
            array(code, [number for table in tables for number in getattr(table, name)])
            for code, name in (("I", "first"), ("I", "last"), ("Q", "text_at"), ("I", "text_size"))
        )
        kinds = {kind: at for at, kind in enumerate({kind: 0 for table in tables for kind in table.kinds})}
        self._kinds = [_pairs(kind) for kind in kinds]
        self._kind = [kinds[table.kinds[number]] for table in tables for number in table.kind]
        deleted = (base + number for leaf, base in self._leaves for number in leaf._perdoc.deleted_docs())
        self.live = set(range(len(self._keys))).difference(deleted)

    def postings(self, field: str, term: str) -> Postings:
        """Empty where no document has the term."""
        found = Postings({}, {})
        for leaf, base in self._leaves:
            block = leaf._terms.block(field, term)
            if block is not None:
                with own_files():
                    _add(block, base, found)
        return found

    def documents(self, field: str, term: str) -> set[int]:
        """The same without weights and positions."""
        found: set[int] = set()
        for leaf, base in self._leaves:
            block = leaf._terms.block(field, term)
            if block is not None:
                numbers = integers(block.numbers)
                found.update([base + number for number in numbers] if base else numbers)
        return found

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in no order, some twice."""
        if field not in self._terms:
            self._terms[field] = [term for leaf, _ in self._leaves for term in leaf._terms.terms_of(field)]
        return self._terms[field]

    def filtered(self, asked: Hashable, answer: Callable[[], Collection[int]]) -> frozenset[int]:
        """What a filter lets through; people ask for the same year and category again and again."""
        if asked not in self._filters:
            if len(self._filters) >= FILTERS:
                del self._filters[next(iter(self._filters))]
            self._filters[asked] = frozenset(answer())
        return self._filters[asked]

    def best(self, scores: Mapping[int, float], limit: int) -> list[tuple[str, float]]:
        """Paths with scores: high ones first, equals by day, newest first, then by path."""
        if 0 < limit < len(scores):
            least = heapq.nlargest(limit, scores.values())[-1]
            scores = {number: score for number, score in scores.items() if score >= least}
        ranked = sorted((-score, -self.last[number], self._keys[number]) for number, score in scores.items())
        return [(path_of(key), -score) for score, _, key in ranked[:limit]]

    def counts(self, documents: Collection[int], facets: Sequence[str]) -> dict[str, dict[str, int]]:
        """How often the values of these facets occur among some documents."""
        found: dict[str, dict[str, int]] = {facet: {} for facet in facets}
        for kind, times in Counter(map(self._kind.__getitem__, documents)).items():
            for facet, value in self._kinds[kind]:
                if facet in found:
                    found[facet][value] = found[facet].get(value, 0) + times
        return found


def _pairs(joined: str) -> list[tuple[str, str]]:
    return [split_word(term) for term in joined.split(FACET_END)] if joined else []


def _add(block: Block, base: int, found: Postings) -> None:
    """Add what a segment says, whose documents are counted from `base`."""
    numbers: Sequence[int] = integers(block.numbers)
    if base:
        numbers = [base + number for number in numbers]
    found.weights.update(zip(numbers, weights_of(block), strict=True))
    begin = 0
    for number, size in zip(numbers, integers(block.sizes), strict=False):  # none where no positions are kept
        found.places[number] = block.places[begin : begin + size]
        begin += size
