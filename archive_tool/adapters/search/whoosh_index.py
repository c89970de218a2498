"""The engine whoosh: pure Python, runs anywhere. Its files and postings are used, its analysers are not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from whoosh import columns, fields, index

from archive_tool.adapters.search.index import GenerationalIndex, Writer, key_of
from archive_tool.adapters.search.texts import TextReader, TextWriter
from archive_tool.adapters.search.whoosh_fields import Atoms, Tokens, codec
from archive_tool.adapters.search.whoosh_pool import Pool
from archive_tool.adapters.search.whoosh_query import Evaluation
from archive_tool.adapters.search.whoosh_segments import Segments
from archive_tool.core.contents import FACET_END, PLACES, contents, counted
from archive_tool.core.documents import Document, Found, Hit
from archive_tool.core.errors import CannotRun
from archive_tool.core.query import Query


def _schema() -> fields.Schema:
    """Numbers and facets are columns: read for the hits alone."""
    schema = fields.Schema(
        key=Atoms(columns.VarBytesColumn()),
        words=Atoms(),
        facets=fields.COLUMN(columns.VarBytesColumn()),
        **{name: fields.COLUMN(columns.NumericColumn("I")) for name in ("first", "last", "text_size")},
        text_at=fields.COLUMN(columns.NumericColumn("Q")),
    )
    for place in PLACES:
        schema.add(place, Tokens())
        schema.add(f"{place}_atoms", Atoms())
    return schema


class WhooshIndex(GenerationalIndex["WhooshReader"]):
    """A SearchIndex in one folder."""

    name = "whoosh"

    def _create(self, folder: Path) -> None:
        index.create_in(str(folder), _schema()).close()

    def _reader(self, folder: Path) -> WhooshReader:
        opened = index.open_dir(str(folder))
        return WhooshReader(opened.reader(), TextReader(folder))

    def _writer(self, folder: Path) -> Writer:
        try:
            writer = index.open_dir(str(folder)).writer(codec=codec())
        except index.LockError as error:
            raise CannotRun("index.busy") from error
        writer.pool = Pool(folder)
        return WhooshWriter(writer, TextWriter(folder))


class WhooshWriter:
    """A batch of changes."""

    def __init__(self, writer: Any, texts: TextWriter) -> None:
        self._writer = writer
        self._texts = texts

    def add(self, document: Document) -> None:
        kept = contents(document)
        extent = self._texts.append(kept.plain)
        values: dict[str, object] = {
            "key": [key_of(document.path)],
            "words": kept.words,
            "facets": FACET_END.join(kept.facets).encode(),
            "first": document.first_day,
            "last": document.last_day,
            "text_at": extent.at,
            "text_size": extent.size,
        }
        for place, gram in kept.grams.items():
            values[place] = gram.tokens
            values[f"{place}_atoms"] = gram.atoms
        self._writer.add_document(**values)

    def remove(self, path: str) -> None:
        self._writer.delete_by_term("key", key_of(path))

    def commit(self) -> None:
        self._texts.close()
        self._writer.commit()

    def cancel(self) -> None:
        self._texts.close()
        if not self._writer.is_closed:
            self._writer.cancel()


class WhooshReader:
    """The committed state at one moment."""

    def __init__(self, reader: Any, texts: TextReader) -> None:
        self._reader = reader
        self._segments = Segments(reader)
        self._texts = texts

    def close(self) -> None:
        self._reader.close()
        self._texts.close()

    def find(self, query: Query, limit: int, facets: Sequence[str]) -> Found:
        hits = Evaluation(self._segments, self._texts).hits(query.root)
        ranked = self._segments.best(hits, limit or len(hits))
        counted = self._facets(hits, facets) if facets else {}
        return Found(len(hits), tuple(Hit(path, score) for path, score in ranked), counted)

    def _facets(self, hits: Collection[int], facets: Sequence[str]) -> dict[str, dict[str, int]]:
        rows = self._segments.facet_rows(hits)
        return counted(((joined.decode(), times) for joined, times in rows.items()), facets)
