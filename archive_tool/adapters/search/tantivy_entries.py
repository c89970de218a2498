"""What tantivy is given of each document; of many, worked out in other processes."""

from __future__ import annotations

from collections.abc import Iterable
from multiprocessing.connection import Connection
from typing import NamedTuple

from archive_tool.adapters.search import helpers
from archive_tool.adapters.search.helpers import Helpers
from archive_tool.adapters.search.index import key_of
from archive_tool.adapters.search.texts import pack
from archive_tool.core.contents import combined, contents
from archive_tool.core.documents import Document


class Entry(NamedTuple):
    """One document, cut up: cheap to send, and to hand to the engine."""

    texts: tuple[tuple[str, str], ...]  # field, value
    days: tuple[int, int]  # first, last
    packed: bytes  # its normal forms, for `TextWriter`


def entry(document: Document) -> Entry:
    """Normalise and cut up a document: nearly all the work there is with it."""
    kept = contents(document)
    texts = [("key", key_of(document.path))]
    for place, gram in kept.grams.items():
        texts += (place, gram.tokens), (f"{place}_atoms", " ".join(gram.atoms))
    texts += (("words", word) for word in kept.words)
    texts += (("facets", term) for term in combined(kept.facets))
    return Entry(tuple(texts), (document.first_day, document.last_day), pack(kept.plain))


class Entries:
    """Documents in, entries out, in any order; other processes are started when there are many."""

    def __init__(self) -> None:
        # This process reads the documents and feeds the engine meanwhile.
        self._wanted = helpers.processes() - 1
        self._helpers = Helpers()
        self._batch: list[Document] = []
        self._seen = 0

    def of(self, document: Document) -> Iterable[Entry]:
        """What is ready by now. CannotRun `index.helper` where a process has ended."""
        self._seen += 1
        if self._seen <= helpers.FEW or self._wanted < 1:
            return [entry(document)]
        if not self._helpers and not self._start():
            self._wanted = 0
            return [entry(document)]
        self._batch.append(document)
        if len(self._batch) < helpers.BATCH:
            return []
        return self._send()

    def rest(self) -> Iterable[Entry]:
        """All that is not out yet."""
        if self._batch:
            yield from self._send()
        for answer in self._helpers.rest():
            yield from answer
        self.close()

    def close(self) -> None:
        """End the processes, whatever they do."""
        self._helpers.close()

    def _send(self) -> list[Entry]:
        batch, self._batch = self._batch, []
        return [ready for answer in self._helpers.send(batch) for ready in answer]

    def _start(self) -> bool:
        while len(self._helpers) < self._wanted and self._helpers.start(cut):
            pass
        return bool(self._helpers)


def cut(connection: Connection) -> None:
    """A process of its own: batches of documents in, lists of entries out."""
    try:
        for batch in helpers.batches(connection):
            connection.send([entry(document) for document in batch])
    except (EOFError, OSError):
        return
