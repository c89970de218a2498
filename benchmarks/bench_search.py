"""Times search in process, and the bare engine on the same index: run as a program, it prints JSON."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
from bench_processes import private
from bench_queries import queries

from archive_tool.adapters.search.texts import Extent, TextReader
from archive_tool.app.find import field_names, search
from archive_tool.app.opening import Archive, open_archive
from archive_tool.app.reindex import open_index
from archive_tool.app.texts import load_catalog
from archive_tool.core.catalog import Speaker
from archive_tool.core.grams import slots
from archive_tool.core.query import parse
from archive_tool.core.query_tree import And, Field, Node, Phrase

TOP = 20
REPEATS = 5
WHO = ("tool", "index", "bare")
Ask = Callable[[], int]  # answers a query, gives its hits
Condition = tuple[str, list[tuple[int, str]]]  # a field, and (position, token) of what must be in it
Conditions = list[Condition]


def measure(archive: Archive, each: int) -> dict[str, Any]:
    """Milliseconds of every query, by kind.

    `tool` is what a user waits for, with snippets and facets; `index` our index behind its port,
    without them; `bare` the engine's own query object.
    """
    engine, index = open_index(archive)
    names, asks = field_names(archive), _bare(engine, archive.cache / "index" / engine)
    kinds: dict[str, dict[str, list[float]]] = {}
    found = 0
    for kind, texts in queries(archive.root, each).items():
        timed = kinds[kind] = {who: [] for who in WHO}
        for text in texts:
            query = parse(text, names)
            found += _times(lambda text=text: search(archive, text, TOP).total, timed["tool"])  # type: ignore[misc]
            _times(lambda query=query: index.search(query, TOP).total, timed["index"])  # type: ignore[misc]
            _times(asks(list(_conditions(query.root))), timed["bare"])
    return {
        "engine": engine,
        "hits": found,
        "own_mib": round(private(psutil.Process()) / (1 << 20), 1),
        "kinds": kinds,
    }


def _times(ask: Ask, times: list[float]) -> int:
    """One try unmeasured, then some measured: adds their median, which no other work on the machine moves; the hits."""
    hits = ask()
    tries = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        ask()
        tries.append((time.perf_counter() - started) * 1000)
    times.append(statistics.median(tries))
    return hits


def _bare(engine: str, folder: Path) -> Callable[[Conditions], Ask]:
    """The engine's own query objects on the index that the tool made: 20 hits with their stored text, count."""
    return {"tantivy": _tantivy, "whoosh": _whoosh}[engine](max(folder.glob("gen-*/engine")))


def _conditions(node: Node) -> Iterator[Condition]:
    match node:
        case And(items):
            for item in items:
                yield from _conditions(item)
        case Phrase(text):
            wanted = slots(text)
            yield ("text_atoms" if wanted[0].atom else "text"), [(slot.offset, slot.token) for slot in wanted]
        case Field(name, value):
            yield "words", [(0, f"{name}\x1f{value}")]


def _tantivy(folder: Path) -> Callable[[Conditions], Ask]:
    import tantivy

    index = tantivy.Index.open(str(folder))
    searcher, schema, texts = index.searcher(), index.schema, TextReader(folder)

    def make(conditions: Conditions) -> Ask:
        parts = [
            tantivy.Query.phrase_query(schema, field, [*tokens])
            if len(tokens) > 1
            else tantivy.Query.term_query(schema, field, tokens[0][1], "freq" if field == "text" else "basic")
            for field, tokens in conditions
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])

        def ask() -> int:
            found = searcher.search(query, TOP)
            addresses = [address for _, address in found.hits]
            places = (searcher.fast_field_values(name, addresses) for name in ("text_at", "text_size"))
            for address, at, size in zip(addresses, *places, strict=True):
                searcher.doc(address).to_dict()
                texts.read(Extent(at, size), "text")
            return int(found.count)  # type: ignore[attr-defined]  # not in its stubs

        return ask

    return make


def _whoosh(folder: Path) -> Callable[[Conditions], Ask]:
    from whoosh import index, query, scoring

    searcher = index.open_dir(str(folder)).searcher(weighting=scoring.TF_IDF())
    texts = TextReader(folder)
    rows = [row for leaf, _ in searcher.reader().leaf_readers() for row in leaf._perdoc.table.rows()]

    def make(conditions: Conditions) -> Ask:
        # The tool packs positions in its own way, so that whoosh can't check phrases here: a lower bound.
        terms = [query.Term(field, token.encode()) for field, tokens in conditions for _, token in tokens]
        wanted = query.And(terms)

        def ask() -> int:
            found = searcher.search(wanted, limit=TOP)
            for _, number in found.top_n:
                texts.read(Extent(rows[number].text_at, rows[number].text_size), "text")
            return len(found)

        return ask

    return make


def main() -> None:
    with open_archive(Path(sys.argv[1]), Speaker(load_catalog(), "zh")) as archive:
        print(json.dumps(measure(archive, int(sys.argv[2]))))


if __name__ == "__main__":
    main()
