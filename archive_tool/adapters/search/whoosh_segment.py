"""One segment being written, and what is deleted from the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh import index

from archive_tool.adapters.search.index import key_of
from archive_tool.adapters.search.texts import TextWriter, pack
from archive_tool.adapters.search.whoosh_blocks import integers
from archive_tool.adapters.search.whoosh_codec import PackedCodec
from archive_tool.adapters.search.whoosh_documents import Row
from archive_tool.adapters.search.whoosh_merge import merge_small
from archive_tool.adapters.search.whoosh_pool import Pool
from archive_tool.core.contents import FACET_END, contents
from archive_tool.core.documents import Document
from archive_tool.core.errors import CannotRun


class SegmentWriter:
    """whoosh's writer, past its way of taking documents, which goes field by field and posting by posting."""

    def __init__(self, folder: Path, texts: TextWriter) -> None:
        """CannotRun `index.busy` where another process writes."""
        try:
            self._writer = index.open_dir(str(folder)).writer(codec=PackedCodec(), compound=False)
        except index.LockError as error:
            texts.close()
            raise CannotRun("index.busy") from error
        self._pool = self._writer.pool = Pool(folder)
        self._texts = texts
        self._others: Any = None

    def add(self, document: Document) -> None:
        kept = contents(document)
        extent = self._texts.append(pack(kept.plain))
        key, number = key_of(document.path), self._writer.docnum
        for place, gram in kept.grams.items():
            self._pool.tokens(place, number, gram.tokens)
            self._pool.terms(f"{place}_atoms", number, gram.atoms)
        self._pool.terms("words", number, kept.words)
        self._pool.terms("key", number, (key,))
        facets = FACET_END.join(kept.facets)
        self._writer.perdocwriter.add(Row(key, facets, document.first_day, document.last_day, *extent))
        self._writer.docnum += 1
        self._writer._added = True

    def remove(self, path: str) -> None:
        """From what was committed before."""
        if self._others is None:
            self._others = self._writer.reader()
        for leaf, base in self._others.leaf_readers():
            block = leaf._terms.block("key", key_of(path))
            for number in integers(block.numbers) if block else ():
                self._writer.delete_document(base + number)

    def commit(self, parts: Sequence[Any] = ()) -> None:
        """`parts`: further segments, whose files are there."""
        self._texts.close()
        self._close_others()
        self._writer.commit(mergetype=lambda writer, segments: [*merge_small(writer, segments), *parts])

    def cancel(self) -> None:
        self._texts.close()
        self._close_others()
        if not self._writer.is_closed:
            self._writer.cancel()

    def _close_others(self) -> None:
        if self._others is not None:
            self._others.close()
            self._others = None
