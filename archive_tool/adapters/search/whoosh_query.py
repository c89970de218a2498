"""A query tree evaluated over whoosh's postings: sets of documents, and what each phrase adds to their scores."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Set
from functools import reduce
from operator import and_, sub

from archive_tool.adapters.search.damage import own_files
from archive_tool.adapters.search.texts import Extent, TextReader
from archive_tool.adapters.search.whoosh_segments import Postings, Segments
from archive_tool.core.contents import word
from archive_tool.core.grams import Slot, slots
from archive_tool.core.matching import stands_in
from archive_tool.core.query_tree import And, Dates, Field, Node, Not, Or, Phrase, Wild

NAMES_BOOST = 3.0  # how much a word in a record's title or own values outweighs one in its text
MANY_TERMS = 300  # fitting an open word: beyond it, reading the texts is faster than reading their postings


class Evaluation:
    """One query over one state of the index."""

    def __init__(self, segments: Segments, texts: TextReader) -> None:
        self._segments = segments
        self._texts = texts
        self._shares: list[dict[int, float]] = []

    def hits(self, root: Node) -> dict[int, float]:
        """The score of every document that fits: 0 where nothing but fields was asked for."""
        documents = self._documents(root) & self._segments.live
        scores = dict.fromkeys(documents, 0.0)
        for share in self._shares:
            for number in documents & share.keys():
                scores[number] += share[number]
        return scores

    def _documents(self, node: Node) -> Set[int]:
        match node:
            case Phrase():
                return self._phrase(node)
            case Wild():
                return self._wild(node)
            case Field(name, value, pattern):
                return self._field(name, value, pattern)
            case Dates(first, last):
                return self._dates(first, last)
            case And(items):
                wanted = [self._documents(item) for item in items if not isinstance(item, Not)]
                unwanted = [self._documents(item.item) for item in items if isinstance(item, Not)]
                return reduce(sub, unwanted, reduce(and_, sorted(wanted, key=len)))
            case Or(items):
                return set[int]().union(*map(self._documents, items))
            case Not(item):
                return self._segments.live - self._documents(item)

    def _phrase(self, phrase: Phrase) -> set[int]:
        """Worth more where it stands in a title or a record's own values too."""
        wanted = slots(phrase.text, phrase.open_left, phrase.open_right)
        if phrase.opened:
            return self._opened(phrase, wanted)
        weights = self._row(phrase.where, wanted)
        rarity = self._rarity(len(weights))
        self._shares.append({number: rarity * weight for number, weight in weights.items()})
        if phrase.where == "text":
            named = self._row("names", wanted)
            self._shares.append({number: NAMES_BOOST * rarity * weight for number, weight in named.items()})
        return set(weights)

    def _opened(self, phrase: Phrase, wanted: tuple[Slot, ...]) -> set[int]:
        """What an open word becomes says nothing about how well it fits: no share."""
        if self._closed(phrase.where, wanted) != wanted:
            return self._verified(self._loosely(phrase.where, wanted), phrase)
        return set(self._row(phrase.where, wanted))

    def _rarity(self, documents: int) -> float:
        return (
            math.log(1 + (len(self._segments.live) - documents + 0.5) / (documents + 0.5))
            if documents
            else 0.0
        )

    def _row(self, place: str, wanted: tuple[Slot, ...]) -> dict[int, float]:
        """The documents that have the slots in a row at a place, with their weights."""
        if len(wanted) == 1 and wanted[0].atom:
            return self._postings(f"{place}_atoms", wanted[0]).weights
        found = [self._postings(place, slot) for slot in wanted]
        if len(found) == 1:
            return found[0].weights
        pairs = sorted(zip(wanted, found, strict=True), key=lambda pair: len(pair[1].weights))
        candidates = set(pairs[0][1].weights).intersection(*(each.weights for _, each in pairs[1:]))
        with own_files():
            return {
                number: min(each.weights[number] for each in found)
                for number in candidates
                if _in_a_row(pairs, number)
            }

    def _postings(self, field: str, slot: Slot) -> Postings:
        """The postings of a slot; of an open one, those of every term that fits it."""
        if not slot.open_left and not slot.open_right:
            return self._segments.postings(field, slot.token)
        terms = self._fitting(field, slot)
        return reduce(_merged, (self._segments.postings(field, term) for term in terms), Postings({}, {}))

    def _fitting(self, field: str, slot: Slot) -> list[str]:
        fits = _fits(slot)
        return sorted({term for term in self._segments.terms(field) if fits(term)})

    def _closed(self, place: str, wanted: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """The slots but for open ones that fit more terms than are worth reading."""
        field = f"{place}_atoms"
        return tuple(
            slot
            for slot in wanted
            if not (slot.open_left or slot.open_right) or len(self._fitting(field, slot)) <= MANY_TERMS
        )

    def _loosely(self, place: str, wanted: tuple[Slot, ...]) -> set[int]:
        """Documents that may have the slots in a row."""
        closed = self._closed(place, wanted)
        return set(self._row(place, closed)) if closed else set(self._segments.live)

    def _wild(self, wild: Wild) -> set[int]:
        pieces = (slots(piece.text, piece.open_left, piece.open_right) for piece in wild.pieces)
        return self._verified(set.intersection(*(self._loosely(wild.where, piece) for piece in pieces)), wild)

    def _verified(self, candidates: set[int], wanted: Phrase | Wild) -> set[int]:
        """The candidates whose text says that they fit."""
        starts, sizes = self._segments.text_at, self._segments.text_size
        return {
            number
            for number in sorted(candidates & self._segments.live)
            if stands_in(wanted, self._texts.read(Extent(starts[number], sizes[number]), wanted.where))
        }

    def _field(self, name: str, value: str, pattern: bool) -> frozenset[int]:
        term = word(name, value)
        if not pattern:
            return self._segments.filtered(term, lambda: self._segments.documents("words", term))
        fits = re.compile(".*".join(map(re.escape, term.split("*"))), re.DOTALL).fullmatch
        return self._segments.filtered(
            ("*", term), lambda: self._any(filter(fits, self._segments.terms("words")))
        )

    def _any(self, words: Iterable[str]) -> set[int]:
        return set[int]().union(*(self._segments.documents("words", term) for term in set(words)))

    def _dates(self, first: int, last: int) -> frozenset[int]:
        """Undated documents have 0 for both days."""
        days = zip(self._segments.first, self._segments.last, strict=True)
        return self._segments.filtered(
            (first, last),
            lambda: [
                number for number, (begun, over) in enumerate(days) if 0 < begun <= last and over >= first
            ],
        )


def _in_a_row(pairs: list[tuple[Slot, Postings]], number: int) -> bool:
    """Whether one beginning gives every slot of a document its offset."""
    begins: set[int] | None = None
    for slot, postings in pairs:
        here = {position - slot.offset for position in memoryview(postings.places[number]).cast("I")}
        begins = here if begins is None else begins & here
        if not begins:
            return False
    return True


def _merged(one: Postings, other: Postings) -> Postings:
    for number, weight in other.weights.items():
        one.weights[number] = max(weight, one.weights.get(number, 0.0))
        one.places[number] = one.places.get(number, b"") + other.places.get(number, b"")
    return one


def _fits(slot: Slot) -> Callable[[str], bool]:
    """Whether a term is what an open slot asks for."""
    if slot.open_left and slot.open_right:
        return lambda term: slot.token in term
    if slot.open_left:
        return lambda term: term.endswith(slot.token)
    return lambda term: term.startswith(slot.token)
