"""Records that share one id, as after a folder was copied in the file manager: which had it first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from archive_tool.core.model import Entry
from archive_tool.core.records import Record

Twins = tuple[tuple[Record, ...], ...]


def twins(records: Iterable[Record]) -> Twins:
    """The described records of every id that more than one has."""
    by_id: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.id and record.described:
            by_id[record.id].append(record)
    return tuple(tuple(same) for same in by_id.values() if len(same) > 1)


def copies(found: Twins, known_since: Mapping[str, int], entries: Iterable[Entry]) -> Mapping[str, Record]:
    """By path, the records that took their id from another, and that other.

    First is who was seen with the id first (`known_since`: sidecar -> ns). Where that says nothing,
    whose files are oldest: the sidecar's own time comes last, because the tool changes it.
    """
    written = {entry.path: entry.mtime_ns for entry in entries} if found else {}

    def age(record: Record) -> tuple[int | str, ...]:
        sidecar = record.holding.sidecar
        files = min((file.mtime_ns for file in record.holding.files), default=0)
        seen = known_since.get(sidecar, max(known_since.values(), default=0))
        return (seen, files, written.get(sidecar, 0), len(record.path), record.path)

    firsts = ((min(same, key=age), same) for same in found)
    return {record.path: first for first, same in firsts for record in same if record is not first}
