"""Which segments of an index become one at a commit, and how: block by block."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from whoosh.reading import SegmentReader

from archive_tool.adapters.search.whoosh_blocks import Block, integers
from archive_tool.adapters.search.whoosh_pool import Row

TOGETHER = 8  # segments of like size become one
LEVELS = (
    1,
    8,
    64,
)  # documents from which on a segment is of the next size; of the last, larger ones are let alone


def merge_small(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """The segments that stay; the others become part of the one being written.

    So a document is written again three times in all, there are few segments, and no commit takes so
    long that a search for what has just been written has to wait for it.
    """
    limit = max((TOGETHER * level for level in LEVELS if _are_many(segments, level)), default=0)
    kept = []
    for segment in segments:
        if segment.doc_count() < limit:
            _take_in(writer, segment)
        elif segment.doc_count():
            kept.append(segment)
    return kept


def _are_many(segments: Sequence[Any], level: int) -> bool:
    counts = [int(segment.doc_count()) for segment in segments]
    return sum(level <= count < TOGETHER * level for count in counts) >= TOGETHER


def _take_in(writer: Any, segment: Any) -> None:
    """Copy what is not deleted: the documents now, postings when the writer comes to them."""
    if not segment.doc_count():
        return
    reader = SegmentReader(writer.storage, writer.schema, segment)
    numbers: dict[int, int] = {}
    for number, row in enumerate(reader._perdoc.table.rows()):
        if not segment.is_deleted(number):
            numbers[number] = writer.docnum
            writer.perdocwriter.add(row)
            writer.docnum += 1
    writer._added = True
    writer.pool.merge_in(_renumbered(reader, numbers))


def _renumbered(reader: Any, numbers: Mapping[int, int]) -> Iterator[Row]:
    """The segment's postings under their new numbers; closes the reader at their end."""
    whole = len(numbers) == reader.doc_count_all()
    change: Callable[[Block, Mapping[int, int]], Block] = _moved if whole else _thinned
    try:
        for field, term, block in reader._terms.rows():
            block = change(block, numbers)
            if block.numbers:
                yield field, term, block
    finally:
        reader.close()


def _moved(block: Block, numbers: Mapping[int, int]) -> Block:
    return block._replace(numbers=array("I", map(numbers.__getitem__, integers(block.numbers))).tobytes())


def _thinned(block: Block, numbers: Mapping[int, int]) -> Block:
    """Without the deleted documents."""
    old = integers(block.numbers)
    live = [at for at, number in enumerate(old) if number in numbers]
    if len(live) == len(old):
        return _moved(block, numbers)
    new = array("I", [numbers[old[at]] for at in live]).tobytes()
    if not block.steps:
        return Block(new, b"", b"", b"")
    sizes, places, begin = integers(block.sizes), [], 0
    for size in sizes:
        places.append(block.places[begin : begin + size])
        begin += size
    return Block(
        new,
        bytes([block.steps[at] for at in live]),
        array("I", [sizes[at] for at in live]).tobytes(),
        b"".join([places[at] for at in live]),
    )
