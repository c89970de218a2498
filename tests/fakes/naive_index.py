"""A search index that scans everything: the plain truth the engines are held against."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive_tool.core.documents import Document, Found, Hit
from archive_tool.core.errors import CannotRun
from archive_tool.core.grams import HAN, normalise
from archive_tool.core.query import Query
from archive_tool.core.query_tree import And, Dates, Field, Node, Not, Or, Phrase, Wild


class NaiveIndex:
    """Keeps documents in a dict; knows nothing of tokens."""

    def __init__(self) -> None:
        self._documents: dict[str, Document] | None = None

    def fingerprints(self) -> Mapping[str, str]:
        return {path: document.fingerprint for path, document in (self._documents or {}).items()}

    def update(self, add: Iterable[Document], remove: Iterable[str]) -> None:
        kept = dict(self._documents or {})
        for path in remove:
            kept.pop(path, None)
        self._documents = {**kept, **{document.path: document for document in add}}

    def rebuild(self, documents: Iterable[Document]) -> None:
        self._documents = {document.path: document for document in documents}

    def is_overgrown(self) -> bool:
        return False

    def search(self, query: Query, limit: int, facets: Sequence[str] = ()) -> Found:
        if self._documents is None:
            raise CannotRun("index.absent")
        found = [document for document in self._documents.values() if holds(query.root, document)]
        hits = sorted((-score(query.root, document), -document.last_day, document.path) for document in found)
        counts = {
            facet: dict(Counter(value for document in found for value in document.facets.get(facet, ())))
            for facet in facets
        }
        return Found(len(hits), tuple(Hit(path, -worth) for worth, _, path in hits[: limit or None]), counts)


def holds(node: Node, document: Document) -> bool:
    match node:
        case Phrase() | Wild():
            wanted = re.compile(expression(node))
            return any(wanted.search(paragraph) for paragraph in paragraphs(document, node.where))
        case Field(name, value, pattern):
            values = [normalise(each).strip() for each in document.fields.get(name, ())]
            star = re.compile(".*".join(map(re.escape, value.split("*"))), re.DOTALL)
            return any(star.fullmatch(each) for each in values) if pattern else value in values
        case Dates(first, last):
            return document.first_day > 0 and document.first_day <= last and document.last_day >= first
        case And(items):
            return all(holds(item, document) for item in items)
        case Or(items):
            return any(holds(item, document) for item in items)
        case Not(item):
            return not holds(item, document)


def score(node: Node, document: Document) -> float:
    """Titles before text: all that the contract says of ranking."""
    match node:
        case Phrase() if not node.opened:
            named = any(re.search(expression(node), line) for line in paragraphs(document, "title"))
            return (3.0 if named else 1.0) * holds(node, document)
        case And(items) | Or(items):
            return sum(score(item, document) for item in items)
        case _:
            return 0.0


def paragraphs(document: Document, where: str) -> Iterator[str]:
    texts = {
        "text": (document.title, *(passage.segment.text for passage in document.passages)),
        "title": (document.title,),
        "number": document.fields.get("number", ()),
    }[where]
    for text in texts:
        yield from normalise(text).split("\n")


MARK = "[" + "".join(chr(c) for c in range(0x1E000) if unicodedata.category(chr(c)) in ("Mn", "Mc")) + "]"
LATIN = rf"(?:(?![{HAN}])(?:[^\W_]|{MARK}))"


def expression(node: Phrase | Wild) -> str:
    """A regular expression over one normalised paragraph."""
    if isinstance(node, Wild):
        return rf"(?:{LATIN}|[{HAN}])*".join(expression(piece) for piece in node.pieces)
    left = rf"(?<!{LATIN})" if re.match(LATIN, node.text) and not node.open_left else ""
    right = rf"(?!{LATIN})" if re.search(rf"{LATIN}\Z", node.text) and not node.open_right else ""
    return left + re.escape(node.text) + right
