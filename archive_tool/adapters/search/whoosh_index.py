"""The engine whoosh: pure Python, runs anywhere. Its files are used; analysers, formats and matchers are not."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from pickle import PickleError
from typing import Any

from whoosh import index
from whoosh.filedb.filetables import FileFormatError

from archive_tool.adapters.search.damage import own_files
from archive_tool.adapters.search.index import GenerationalIndex, Writer
from archive_tool.adapters.search.texts import TextReader, TextWriter
from archive_tool.adapters.search.whoosh_fields import schema
from archive_tool.adapters.search.whoosh_parts import Parts
from archive_tool.adapters.search.whoosh_query import Evaluation
from archive_tool.adapters.search.whoosh_segment import SegmentWriter
from archive_tool.adapters.search.whoosh_segments import Segments
from archive_tool.core.documents import Document, Found, Hit
from archive_tool.core.query import Query


class WhooshIndex(GenerationalIndex["WhooshReader"]):
    """A SearchIndex in one folder."""

    name = "whoosh"
    layout = "2"

    def _create(self, folder: Path) -> None:
        index.create_in(str(folder), schema()).close()

    def _reader(self, folder: Path) -> WhooshReader:
        with own_files(index.IndexError, FileFormatError, PickleError, AttributeError, ImportError):
            os.listdir(folder)  # of a disk that refuses it says that there is no index
            opened = index.open_dir(str(folder))
            return WhooshReader(opened.reader(), TextReader(folder))

    def _writer(self, folder: Path) -> Writer:
        return WhooshWriter(folder)


class WhooshWriter:
    """A batch of changes; many documents are written by several processes."""

    def __init__(self, folder: Path) -> None:
        """CannotRun `index.busy` where another process writes."""
        self._segment = SegmentWriter(folder, TextWriter(folder))
        self._parts = Parts(folder)
        self.remove = self._segment.remove

    def add(self, document: Document) -> None:
        """CannotRun `index.helper` where a process cannot be started, or ended."""
        if not self._parts.take(document):
            self._segment.add(document)

    def flush(self) -> None:
        """Nothing waits: postings beyond a limit go to the disk by themselves."""

    def commit(self) -> None:
        self._segment.commit(self._parts.finish())

    def cancel(self) -> None:
        self._parts.close()
        self._segment.cancel()


class WhooshReader:
    """The committed state at one moment."""

    def __init__(self, reader: Any, texts: TextReader) -> None:
        self._reader = reader
        self._segments = Segments(reader)
        self._texts = texts

    def close(self) -> None:
        self._reader.close()
        self._texts.close()

    def text_bytes(self) -> int:
        sizes = self._segments.text_size
        return sum(sizes[number] for number in self._segments.live)

    def find(self, query: Query, limit: int, facets: Sequence[str]) -> Found:
        hits = Evaluation(self._segments, self._texts).hits(query.root)
        ranked = self._segments.best(hits, limit or len(hits))
        counted = self._segments.counts(hits, facets) if facets else {}
        return Found(len(hits), tuple(Hit(path, score) for path, score in ranked), counted)
