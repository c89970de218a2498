"""A query tree as the engine tantivy's own query objects."""

from __future__ import annotations

import re
from typing import Any

from tantivy import FieldType, Occur
from tantivy import Query as Engine

from archive_tool.adapters.search.texts import Extent, TextReader
from archive_tool.core.contents import word
from archive_tool.core.grams import Slot, slots
from archive_tool.core.matching import stands_in
from archive_tool.core.query_tree import And, Dates, Field, Node, Not, Or, Phrase, Wild

NAMES_BOOST = 3.0  # how much a word in a record's title or own values outweighs one in its text
NAMED = 1.0  # the score of a single character in a record's title or own values; in its text: none
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$#&\-~/]")


class Compiler:
    """Compiles against one searcher; patterns are answered on the way, by reading the texts of candidates."""

    def __init__(self, schema: Any, searcher: Any, texts: TextReader) -> None:
        self.schema = schema
        self.searcher = searcher
        self.texts = texts

    def query(self, node: Node) -> Any:
        """The whole tree; only phrases without open words score."""
        match node:
            case Phrase():
                return self.phrase(node)
            case Wild():
                return self.wild(node)
            case Field(name, value, pattern):
                return _silent(self.field(name, value, pattern))
            case Dates(first, last):
                return _silent(self.dates(first, last))
            case And(items):
                return Engine.boolean_query([self.clause(item) for item in items])
            case Or(items):
                return Engine.boolean_query([(Occur.Should, self.query(item)) for item in items])
            case Not():
                return Engine.boolean_query([(Occur.Must, Engine.all_query()), self.clause(node)])

    def clause(self, node: Node) -> tuple[Any, Any]:
        return (
            (Occur.MustNot, self.query(node.item))
            if isinstance(node, Not)
            else (Occur.Must, self.query(node))
        )

    def phrase(self, phrase: Phrase) -> Any:
        """Worth more where it stands in a title or a record's own values too."""
        wanted = slots(phrase.text, phrase.open_left, phrase.open_right)
        found = self.opened(phrase, wanted) if phrase.opened else self.row(phrase.where, wanted)
        if phrase.where != "text" or phrase.opened:
            return found
        if _is_atom(wanted):
            # Nearly every text has it: how often, or among how many others, says nothing.
            named = Engine.const_score_query(self.row("names", wanted), NAMED)
            return Engine.boolean_query([(Occur.Must, _silent(found)), (Occur.Should, named)])
        named = Engine.boost_query(self.row("names", wanted), NAMES_BOOST)
        return Engine.boolean_query([(Occur.Must, found), (Occur.Should, named)])

    def tiers(self, node: Node) -> list[tuple[Any, float]]:
        """A query of one character as two, one for each score, best first; of all others none."""
        if not isinstance(node, Phrase) or node.where != "text" or node.opened:
            return []
        wanted = slots(node.text, node.open_left, node.open_right)
        if not _is_atom(wanted):
            return []
        found, named = self.row("text", wanted), self.row("names", wanted)
        return [
            (Engine.boolean_query([(Occur.Must, found), (Occur.Must, named)]), NAMED),
            (Engine.boolean_query([(Occur.Must, found), (Occur.MustNot, named)]), 0.0),
        ]

    def opened(self, phrase: Phrase, wanted: tuple[Slot, ...]) -> Any:
        """What an open word becomes says nothing about how well it fits: no score."""
        found = self.row(phrase.where, wanted)
        whole = len(wanted) == 1 or self.answers(found)
        return _silent(found if whole else self.verified(self.pieces(phrase.where, wanted), phrase))

    def row(self, place: str, wanted: tuple[Slot, ...]) -> Any:
        """Slots in a row at one place of the documents."""
        opened = any(slot.open_left or slot.open_right for slot in wanted)
        if len(wanted) == 1:
            slot = wanted[0]
            field = f"{place}_atoms" if slot.atom else place
            if opened:
                return Engine.regex_query(self.schema, field, _regex(slot))
            return Engine.term_query(self.schema, field, slot.token, "basic" if slot.atom else "freq")
        if opened:
            return Engine.regex_phrase_query(
                self.schema, place, [(slot.offset, _regex(slot)) for slot in wanted]
            )
        return Engine.phrase_query(self.schema, place, [(slot.offset, slot.token) for slot in wanted])

    def answers(self, query: Any) -> bool:
        """False for a row whose open word fits more terms than the engine takes on."""
        try:
            self.searcher.search(query, 1, count=False)
        except ValueError as error:
            if "max expansions" in str(error):
                return False
            raise
        return True

    def pieces(self, place: str, wanted: tuple[Slot, ...]) -> Any:
        """Slots at one place of the documents, in whatever order."""
        alone = [slot._replace(atom=slot.open_left or slot.open_right) for slot in wanted]
        return Engine.boolean_query([(Occur.Must, self.row(place, (slot,))) for slot in alone])

    def wild(self, wild: Wild) -> Any:
        """Pieces that hold open words in a row are looked for singly: the text decides anyway."""
        pieces = [slots(piece.text, piece.open_left, piece.open_right) for piece in wild.pieces]
        closed = [not piece[0].open_left and not piece[-1].open_right for piece in pieces]
        candidates = [
            (Occur.Must, (self.row if whole else self.pieces)(wild.where, piece))
            for piece, whole in zip(pieces, closed, strict=True)
        ]
        return _silent(self.verified(Engine.boolean_query(candidates), wild))

    def verified(self, candidates: Any, wanted: Phrase | Wild) -> Any:
        """The candidates whose text says that they fit."""
        found = self.searcher.search(candidates, max(self.searcher.num_docs, 1))
        addresses = [address for _, address in found.hits]
        starts = self.searcher.fast_field_values("text_at", addresses)
        sizes = self.searcher.fast_field_values("text_size", addresses)
        keys = [
            self.searcher.doc(address)["key"][0]
            for address, at, size in zip(addresses, starts, sizes, strict=True)
            if stands_in(wanted, self.texts.read(Extent(at, size), wanted.where))
        ]
        return Engine.term_set_query(self.schema, "key", keys) if keys else Engine.empty_query()

    def field(self, name: str, value: str, pattern: bool) -> Any:
        term = word(name, value)
        if pattern:
            return Engine.regex_query(self.schema, "words", ".*".join(map(_escaped, term.split("*"))))
        return Engine.term_query(self.schema, "words", term, "basic")

    def dates(self, first: int, last: int) -> Any:
        """Undated documents have 0 for both days."""
        begun = Engine.range_query(self.schema, "first", FieldType.Unsigned, 1, last)
        not_over = Engine.range_query(self.schema, "last", FieldType.Unsigned, first, None)
        return Engine.boolean_query([(Occur.Must, begun), (Occur.Must, not_over)])


def _is_atom(wanted: tuple[Slot, ...]) -> bool:
    return len(wanted) == 1 and wanted[0].atom


def _silent(query: Any) -> Any:
    return Engine.const_score_query(query, 0.0)


def _regex(slot: Slot) -> str:
    return (".*" if slot.open_left else "") + _escaped(slot.token) + (".*" if slot.open_right else "")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
