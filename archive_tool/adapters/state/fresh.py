"""Rows that still hold: of files that have the size and time they had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive_tool.adapters.state.by_path import named, path_of
from archive_tool.adapters.state.database import Database
from archive_tool.core.model import Entry

# A file changed this shortly before it was seen (ns) may change again at the same time stamp. A time
# far in the future is a wrong clock of long ago: a change now would not repeat it.
_RACY = 2 * 10**9
_DAY = 86_400 * 10**9
YOUNG = f"(mtime_ns > scanned_ns - {_RACY} AND mtime_ns < scanned_ns + {_DAY})"
_LARGEST = 2**63


def fresh(
    db: Database,
    table: str,
    columns: str,
    wanted: Mapping[str, Entry],
    *,
    racy: bool = False,
    where: str = "TRUE",
) -> Iterator[tuple[str, Any]]:
    """(path, columns) of the rows that still hold; `racy`: also those that may have changed unseen."""
    where = f"{where} AND {'scanned_ns IS NOT NULL' if racy else f'NOT {YOUNG}'}"
    columns = f"path, size, mtime_ns, {columns}"
    for key, size, mtime_ns, *rest in named(db, table, columns, where, wanted):
        entry = wanted.get(path_of(key))
        if entry and entry.mtime_ns == mtime_ns and entry.size == size:
            yield entry.path, rest  # the entry's own text: equal ones would be kept twice


def fits(entry: Entry) -> bool:
    """Whether its time can be kept at all."""
    return -_LARGEST <= entry.mtime_ns < _LARGEST
