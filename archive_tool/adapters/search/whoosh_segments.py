"""What is read from whoosh's files: postings, terms and columns over all segments, by one document number."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching import FilterMatcher
from whoosh.reading import TermNotFound

from archive_tool.adapters.search.index import path_of


class Postings(NamedTuple):
    """Where a term occurs: document -> share of the score, document -> packed positions."""

    weights: dict[int, float]
    places: dict[int, bytes]


class Segments:
    """One state of an index. Postings may name deleted documents: `live` tells."""

    def __init__(self, reader: Any) -> None:
        self._leaves = [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]
        self._columns: dict[str, list[Any]] = {}
        self._terms: dict[str, list[str]] = {}
        self.live = {base + number for leaf, base in self._leaves for number in leaf.all_doc_ids()}

    def postings(self, field: str, term: str) -> Postings:
        """Empty where no document has the term."""
        found = Postings({}, {})
        for leaf, base in self._leaves:
            try:
                matcher = leaf.postings(field, term)
            except TermNotFound:
                continue
            for ids, weights, values in _blocks(matcher):
                numbers = [base + number for number in ids] if base else ids
                found.weights.update(zip(numbers, weights, strict=True))
                found.places.update(zip(numbers, values, strict=True))
        return found

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in no order, some twice."""
        if field not in self._terms:
            self._terms[field] = [term.decode() for leaf, _ in self._leaves for term in leaf.lexicon(field)]
        return self._terms[field]

    def column(self, name: str) -> Sequence[Any]:
        """One value for every document number."""
        if name not in self._columns:
            self._columns[name] = [value for leaf, _ in self._leaves for value in _column(leaf, name)]
        return self._columns[name]

    def best(self, scores: Mapping[int, float], limit: int) -> list[tuple[str, float]]:
        """Paths with scores: high ones first, equals by day, newest first, then by path."""
        if 0 < limit < len(scores):
            least = heapq.nlargest(limit, scores.values())[-1]
            scores = {number: score for number, score in scores.items() if score >= least}
        keys, days = self.column("key"), self.column("last")
        ranked = sorted((-score, -days[number], keys[number].decode()) for number, score in scores.items())
        return [(path_of(key), -score) for score, _, key in ranked[:limit]]

    def facet_rows(self, documents: Collection[int]) -> Counter[bytes]:
        """How often each combination of facet values occurs among some documents."""
        rows = self.column("facets")
        return Counter(rows[number] for number in documents)


def _blocks(matcher: Any) -> Iterator[tuple[Sequence[int], Sequence[float], Sequence[bytes]]]:
    """Documents, weights and values, a block at a time: one by one takes five times as long."""
    if isinstance(matcher, FilterMatcher):
        matcher = matcher.child
    assert isinstance(matcher, W3LeafMatcher)
    while matcher.is_active():
        matcher.id(), matcher.weight(), matcher.value()
        yield matcher._ids, matcher._weights, matcher._values
        matcher._next_block()


def _column(leaf: Any, name: str) -> Iterator[Any]:
    reader = leaf.column_reader(name, translate=False)
    return (reader[number] for number in range(leaf.doc_count_all()))
