"""What an index keeps of its documents besides their terms: one table a segment, read in one go."""

from __future__ import annotations

import marshal
import zlib
from array import array
from collections.abc import Iterator
from typing import Any, NamedTuple

from whoosh.codec.base import PerDocumentReader

EXTENSION = ".doc"


class Row(NamedTuple):
    """One document."""

    key: str  # see `key_of`
    facets: str  # counted values, joined
    first: int  # the span of its date; 0, 0: undated
    last: int
    text_at: int  # where its text lies
    text_size: int


class Table(NamedTuple):
    """All documents of a segment, deleted ones too, by their numbers in it."""

    keys: list[str]
    kinds: list[str]  # the different joined facets
    kind: array[int]  # which of these a document has
    first: array[int]
    last: array[int]
    text_at: array[int]
    text_size: array[int]

    def rows(self) -> Iterator[Row]:
        facets = map(self.kinds.__getitem__, self.kind)
        return map(Row, self.keys, facets, self.first, self.last, self.text_at, self.text_size)


_TYPES = "IIIQI"  # of the arrays


class TableWriter:
    """Has the methods that whoosh's writer calls, and `add`."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._rows: list[Row] = []
        self.is_closed = False

    def add(self, row: Row) -> None:
        """The next document."""
        self._rows.append(row)

    def close(self) -> None:
        """Write the table."""
        keys, facets, *numbers = zip(*self._rows, strict=True) if self._rows else [()] * 6
        kinds = {kind: at for at, kind in enumerate(dict.fromkeys(facets))}
        arrays = map(array, _TYPES, (map(kinds.__getitem__, facets), *numbers))
        packed = marshal.dumps((list(keys), list(kinds), *(each.tobytes() for each in arrays)))
        with self._segment.create_file(self._storage, EXTENSION) as file:
            file.write(zlib.compress(packed, 1))
        self.is_closed = True


class TableReader(PerDocumentReader):  # type: ignore[misc]
    """What whoosh asks about documents, and the table."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._segment = segment
        with segment.open_file(storage, EXTENSION) as file:
            keys, kinds, *packed = marshal.loads(zlib.decompress(file.read()))
        arrays = [array(code) for code in _TYPES]
        for numbers, content in zip(arrays, packed, strict=True):
            numbers.frombytes(content)
        self.table = Table(keys, kinds, *arrays)
        if {len(column) for column in (keys, *arrays)} != {segment.doc_count_all()}:
            raise ValueError("documents missing")

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> frozenset[int]:
        return frozenset(self._segment.deleted_docs())
