"""How an index lies in whoosh's files: a whole term at a time, where its own codec goes posting by posting."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Any
from zlib import crc32

from whoosh.codec.whoosh3 import W3Codec, W3TermsReader
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numlists import GrowableArray

from archive_tool.adapters.search.damage import own_files
from archive_tool.adapters.search.whoosh_blocks import Block, integers, pack, unpack, weights_of
from archive_tool.adapters.search.whoosh_documents import TableReader, TableWriter
from archive_tool.adapters.search.whoosh_pool import Row

_CRC = 1  # the hash of a term; whoosh's choice, MD5, takes three times as long
_FIELD = struct.Struct("!H")  # the field a term belongs to: begins its key
_EXTENT = struct.Struct("<QI")  # where a block lies in the postings file, and its size
_SIZES = struct.Struct("!ii")  # of a key and its value, as whoosh reads them
_PIECES = 10_000  # keys written at once
_HERE, _THERE = b"\0", b"\1"  # a small block stands beside its term
_SMALL = 64  # bytes


class PackedCodec(W3Codec):  # type: ignore[misc]
    """whoosh's segments, with terms, postings and documents in a form of our own."""

    length_stats = False  # of fields: unused here, and asked of the disk for every single posting

    def per_document_writer(self, storage: Any, segment: Any) -> TableWriter:
        return TableWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> TableReader:
        return TableReader(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        return FieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        name = segment.make_filename(self.TERMS_EXT)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return TermsReader(self, storage.open_file(name), storage.file_length(name), postings)


class FieldWriter:
    """Has the methods that whoosh's writer calls."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._terms = _TermsFile(segment.create_file(storage, W3Codec.TERMS_EXT))
        self._fields: dict[str, int] = {}
        self._terms.extras["fieldmap"] = self._fields
        self._postings = segment.create_file(storage, W3Codec.POSTS_EXT)
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, rows: Iterable[Row]) -> None:
        """Write rows sorted by field and term."""
        at = self._postings.tell()
        for field, term, block in rows:
            key = _FIELD.pack(self._fields.setdefault(field, len(self._fields))) + term.encode()
            packed = pack(block)
            if len(packed) <= _SMALL:
                self._terms.add(key, _HERE + packed)
            else:
                self._postings.write(packed)
                self._terms.add(key, _THERE + _EXTENT.pack(at, len(packed)))
                at += len(packed)

    def close(self) -> None:
        self._terms.close()
        self._postings.close()
        self.is_closed = True


class TermsReader(W3TermsReader):  # type: ignore[misc]
    """Blocks by term; the postings of deleted documents are among them."""

    def block(self, field: str, term: str) -> Block | None:
        """None where no document has the term; Damaged where nobody wrote the files so."""
        key = self._keycoder(field, term.encode())
        with own_files():
            value = self._tindex.get(key)
            return None if value is None else self._block(value)

    def terms_of(self, field: str) -> list[str]:
        """Every term of a field, ascending."""
        number = self._fieldmap.get(field)
        if number is None:
            return []
        begin = _FIELD.pack(number)
        found = []
        with own_files():
            for key in self._tindex.keys_from(begin):
                if not key.startswith(begin):
                    break
                found.append(key[_FIELD.size :].decode())
        return found

    def rows(self) -> Iterator[Row]:
        """Everything, sorted by field and term; the terms in memory, which a merged segment is small enough for."""
        begin, end = self._tindex.startofdata, self._tindex.endofdata
        data, at = self._tindex.dbfile.get(begin, end - begin), 0
        while at < len(data):
            with own_files():
                key, value = _SIZES.unpack_from(data, at)
                at += _SIZES.size
                (number,) = _FIELD.unpack_from(data, at)
                term = data[at + _FIELD.size : at + key].decode()
                at += key + value
                row = self._fieldunmap[number], term, self._block(data[at - value : at])
            yield row

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        """For whoosh's own queries, as the next one."""
        found = self.block(fieldname, tbytes.decode())
        if found is None:
            raise TermNotFound(f"{fieldname}:{tbytes!r}")
        numbers, weights = integers(found.numbers), weights_of(found)
        return TermInfo(sum(weights), len(numbers), 1, 1, max(weights), numbers[0], numbers[-1])

    def matcher(self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        info = self.term_info(fieldname, tbytes)
        found = self.block(fieldname, tbytes.decode())
        assert found is not None
        numbers, weights = integers(found.numbers), weights_of(found)
        term = fieldname, tbytes
        return ListMatcher(numbers, weights, None, format_, scorer, term=term, terminfo=info)

    def _block(self, value: bytes) -> Block:
        if value[:1] == _HERE:
            return unpack(value[1:])
        at, size = _EXTENT.unpack(value[1:])
        return unpack(self._postfile.get(at, size))


class _TermsFile(OrderedHashWriter):  # type: ignore[misc]
    """whoosh's file of sorted keys, written in larger pieces."""

    def __init__(self, file: Any) -> None:
        super(OrderedHashWriter, self).__init__(file, hashtype=_CRC)
        self.index = GrowableArray("q")
        self._at = file.tell()
        self._pieces: list[bytes] = []

    def add(self, key: bytes, value: bytes) -> None:
        """Keys come in ascending order."""
        hashed = crc32(key)
        self.buckets[hashed & 255].append((hashed, self._at))
        self.index.array.append(self._at)
        piece = _SIZES.pack(len(key), len(value)) + key + value
        self._at += len(piece)
        self._pieces.append(piece)
        if len(self._pieces) >= _PIECES:
            self._flush()

    def close(self) -> None:
        self._flush()
        super().close()

    def _flush(self) -> None:
        self.dbfile.write(b"".join(self._pieces))
        self._pieces = []

    def _write_hashes(self) -> None:
        for entries in self.buckets:
            slots = 2 * len(entries)
            self.directory.append((self.dbfile.tell(), slots))
            table: list[tuple[int, int]] = [(0, 0)] * slots
            for hashed, at in entries:
                slot = (hashed >> 8) % slots
                while table[slot][1]:
                    slot = (slot + 1) % slots
                table[slot] = (hashed, at)
            flat = [number for pair in table for number in pair]
            self.dbfile.write(struct.pack("!" + "Iq" * slots, *flat))
