"""The engine tantivy: fast, where its wheel is installed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Engine

from archive_tool.adapters.search.damage import own_files
from archive_tool.adapters.search.index import GenerationalIndex, Writer, key_of, path_of
from archive_tool.adapters.search.merges import Merges
from archive_tool.adapters.search.mirror import mirrored
from archive_tool.adapters.search.tantivy_disk import disk_errors
from archive_tool.adapters.search.tantivy_entries import Entries, Entry
from archive_tool.adapters.search.tantivy_errors import reading_errors
from archive_tool.adapters.search.tantivy_query import Compiler
from archive_tool.adapters.search.texts import Extent, TextReader, TextWriter
from archive_tool.core.contents import PLACES, counted
from archive_tool.core.documents import Document, Found, Hit
from archive_tool.core.errors import CannotRun
from archive_tool.core.query import Query
from archive_tool.core.query_tree import Phrase, texts

MERGE_SECONDS = 60.0  # merges of another process are waited for so long
HEAP = 24_000_000  # bytes; the engine asks for 15 MB at least
FEW = 1000  # hits; so many are cheaper read than asked about
MANY = 200  # hits; beyond it, keys are cheaper read all at once and sorted here
MARGIN = 30  # hits fetched beyond those wanted, so that most often all equals of the last one are there
WIDER, WIDENED = 300, 4  # hits read at once to find the equals of one, and how many times as many then
FACET_VALUES = 65_000  # distinct combinations of counted values


def _schema() -> tantivy.Schema:
    """Tokens come divided by spaces; nothing but the key is stored, so that a hit is cheap to fetch."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for place in PLACES:
        builder.add_text_field(place, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(f"{place}_atoms", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("words", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    for number in ("first", "last", "text_at", "text_size"):
        builder.add_unsigned_field(number, indexed=number in ("first", "last"), fast=True)
    return builder.build()


class TantivyIndex(GenerationalIndex["TantivyReader"]):
    """A SearchIndex in one folder."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._merges = Merges()

    def close(self) -> None:
        super().close()
        self._merges.wait()

    def _create(self, folder: Path) -> None:
        with disk_errors(folder):
            tantivy.Index(_schema(), path=str(folder))

    def _reader(self, folder: Path) -> TantivyReader:
        with own_files(), reading_errors(folder):  # no query has a part in it yet
            try:
                return TantivyReader(tantivy.Index.open(str(folder)), folder)
            except ValueError as error:
                if "Lockfile" not in str(error):
                    raise
            # It locks what it reads, also where nothing can be written.
            mirror = mirrored(folder)
            return TantivyReader(tantivy.Index.open(mirror.name), folder, mirror)

    def _writer(self, folder: Path) -> Writer:
        self._merges.wait()
        patience = time.monotonic() + MERGE_SECONDS
        while True:
            try:
                with disk_errors(folder):
                    writer = tantivy.Index.open(str(folder)).writer(HEAP, 1)
                return TantivyWriter(writer, TextWriter(folder), folder, self._merges)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                # Who holds the archive's lock waits here only for the merges of the one before.
                if time.monotonic() > patience:
                    raise CannotRun("index.busy") from error
            time.sleep(0.05)


class TantivyWriter:
    """A batch of changes."""

    def __init__(self, writer: Any, texts: TextWriter, folder: Path, merges: Merges) -> None:
        self._writer = writer
        self._texts = texts
        self._folder = folder
        self._merges = merges
        self._entries = Entries()

    def add(self, document: Document) -> None:
        """CannotRun `index.helper` where a process that helps has ended."""
        self._take(self._entries.of(document))

    def remove(self, path: str) -> None:
        self._writer.delete_documents_by_term("key", key_of(path))

    def flush(self) -> None:
        """The engine itself lets ten thousand documents wait; a commit is the only thing that empties its queue."""
        with disk_errors(self._folder):
            self._writer.commit()

    def commit(self) -> None:
        self._take(self._entries.rest())
        self._texts.close()
        with disk_errors(self._folder):
            self._writer.commit()
        self._merges.begin(self._writer)
        self._writer = None

    def cancel(self) -> None:
        self._entries.close()
        self._texts.close()
        self._writer = None  # what was not committed is dropped with the writer, and its lock

    def _take(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            document = _document(entry, self._texts.append(entry.packed))
            with disk_errors(self._folder):
                self._writer.add_document(document)


def _document(entry: Entry, extent: Extent) -> tantivy.Document:
    document = tantivy.Document()
    for field, text in entry.texts:
        document.add_text(field, text)
    numbers = (*entry.days, *extent)
    for field, number in zip(("first", "last", "text_at", "text_size"), numbers, strict=True):
        document.add_unsigned(field, number)
    return document


class TantivyReader:
    """The committed state at one moment."""

    def __init__(self, index: Any, folder: Path, mirror: object = None) -> None:
        """`folder`: of the index; `mirror`: what has to live as long as this reader."""
        self._folder = folder
        self._mirror = mirror
        self._schema = index.schema
        self._searcher = index.searcher()
        self._texts = TextReader(folder)
        self._by_place: dict[int, str] | None = None

    def close(self) -> None:
        self._searcher = None
        self._texts.close()

    def find(self, query: Query, limit: int, facets: Sequence[str]) -> Found:
        if self._searcher.num_docs == 0:
            return Found(0, (), {facet: {} for facet in facets})
        with reading_errors(self._folder):
            compiler = Compiler(self._schema, self._searcher, self._texts)
            compiled = compiler.query(query.root)
            wanted = min(limit or self._searcher.num_docs, self._searcher.num_docs)
            total, hits = self._hits(compiler, compiled, query, wanted)
            return Found(total, tuple(hits), self._facets(compiled, facets) if facets else {})

    def text_bytes(self) -> int:
        with reading_errors(self._folder):
            summed = {"sum": {"field": "text_size"}}
            return int(self._searcher.aggregate(Engine.all_query(), {"all": summed})["all"]["value"])

    def _hits(self, compiler: Compiler, compiled: Any, query: Query, wanted: int) -> tuple[int, list[Hit]]:
        tiers = compiler.tiers(query.root)
        if wanted <= MANY and tiers:
            return self._tiered(tiers, wanted)
        scored = any(isinstance(each, Phrase) and not each.opened for each in texts(query.root))
        if wanted <= MANY and not scored:
            return self._tiered([(compiled, 0.0)], wanted)
        return self._best(compiled, wanted)

    def _tiered(self, tiers: Sequence[tuple[Any, float]], wanted: int) -> tuple[int, list[Hit]]:
        """One query after the other, the hits of each equal in score."""
        total, hits = 0, list[Hit]()
        for compiled, score in tiers:
            count, keys = self._newest(compiled, wanted - len(hits))
            total += count
            hits += [Hit(path_of(key), score) for key in keys]
        return total, hits

    def _newest(self, compiled: Any, wanted: int) -> tuple[int, list[str]]:
        """Keys by day, newest first, then by key.

        Numbers are ordered fast and keys are not: only the hits of the last day that has a place are
        asked for by key.
        """
        fetch = min(wanted + MARGIN, self._searcher.num_docs)
        found = self._by_day(compiled, fetch)
        if not wanted or not found.hits:
            return found.count, []
        days = [day for day, _ in found.hits]
        last = days[min(wanted, len(days)) - 1]
        if fetch >= found.count or days[-1] != last:
            ranked = sorted(self._dated([address for _, address in found.hits]))
            return found.count, [key for _, key in ranked[:wanted]]
        newer = sorted(self._dated([address for day, address in found.hits if day != last]))
        narrowed = Engine.boolean_query([(Occur.Must, compiled), (Occur.Must, self._on_day(last))])
        rest = self._searcher.search(
            narrowed, wanted - len(newer), count=False, order_by_field="key", order=tantivy.Order.Asc
        )
        return found.count, [*(key for _, key in newer), *(key for key, _ in rest.hits)]

    def _best(self, compiled: Any, wanted: int) -> tuple[int, list[Hit]]:
        """By score, then day and path: of the hits that share the last score, the first of these."""
        fetch = min(wanted + MARGIN, self._searcher.num_docs)
        found = self._searcher.search(compiled, fetch)
        if not found.hits:
            return 0, []
        last = found.hits[min(wanted, len(found.hits)) - 1][0]
        better = [(score, address) for score, address in found.hits if score > last]
        places = min(wanted, found.count) - len(better)
        if fetch < found.count and found.hits[-1][0] == last:
            equal = self._equals(compiled, last, places, found.count)
        else:
            equal = [address for score, address in found.hits if score == last]
        dated = self._dated([address for _, address in better])
        ranked = sorted((-score, *one) for (score, _), one in zip(better, dated, strict=True))
        ranked += [(-last, *one) for one in nsmallest(places, self._dated(equal))]
        return found.count, [Hit(path_of(key), -score) for score, _, key in ranked]

    def _equals(self, compiled: Any, score: float, places: int, total: int) -> list[Any]:
        """Hits with a score that many share, those among them that come first by day and key.

        The engine orders by score or by a field. So the newest are asked for their scores; only if
        too few have this one, or there are not many hits, the best are read until they have a lower one.
        """
        if total > FEW:
            newest = self._by_day(compiled, min(4 * places + MARGIN, total)).hits
            # Of the last day there may be more than were given.
            equal = self._scored(compiled, score, [each for day, each in newest if day != newest[-1][0]])
            if len(equal) >= places:
                return equal
        size = WIDER
        while True:
            # They stand together: most often they end long before all hits do.
            hits = self._searcher.search(compiled, min(size, total), count=False).hits
            if size >= total or hits[-1][0] < score:
                return [address for each, address in hits if each == score]
            size *= WIDENED

    def _scored(self, compiled: Any, score: float, addresses: Sequence[Any]) -> list[Any]:
        """Those of some hits that have this score."""
        keys = self._keys(addresses)
        if not keys:
            return []
        narrowed = Engine.const_score_query(Engine.term_set_query(self._schema, "key", keys), 0.0)
        both = Engine.boolean_query([(Occur.Must, compiled), (Occur.Must, narrowed)])
        found = self._searcher.search(both, len(keys), count=False)
        return [address for each, address in found.hits if each == score]

    def _dated(self, addresses: Sequence[Any]) -> list[tuple[int, str]]:
        """(how old, key) of hits: they sort newest first, then by key."""
        days = self._searcher.fast_field_values("last", addresses) if addresses else []
        return [(-day, key) for day, key in zip(days, self._keys(addresses), strict=True)]

    def _by_day(self, compiled: Any, first: int) -> Any:
        return self._searcher.search(compiled, first, order_by_field="last", order=tantivy.Order.Desc)

    def _on_day(self, day: int) -> Any:
        return Engine.range_query(self._schema, "last", FieldType.Unsigned, day, day)

    def _keys(self, addresses: Sequence[Any]) -> list[str]:
        """A few are read one by one; for more, all are read once and kept by where their texts begin."""
        if len(addresses) <= MANY:
            return [self._searcher.doc(address)["key"][0] for address in addresses]
        if self._by_place is None:
            everything = self._searcher.search(Engine.all_query(), self._searcher.num_docs, count=False)
            every = [address for _, address in everything.hits]
            keys = (self._searcher.doc(address)["key"][0] for address in every)
            self._by_place = dict(zip(self._searcher.fast_field_values("text_at", every), keys, strict=True))
        return [self._by_place[place] for place in self._searcher.fast_field_values("text_at", addresses)]

    def _facets(self, compiled: Any, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        terms = {"terms": {"field": "facets", "size": FACET_VALUES}}
        buckets = self._searcher.aggregate(compiled, {"all": terms})["all"]["buckets"]
        return counted(((bucket["key"], bucket["doc_count"]) for bucket in buckets), facets)
