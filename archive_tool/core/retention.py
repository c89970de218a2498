"""How long records are kept: when the time of those that are not kept for ever is over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from archive_tool.core.material import Material
from archive_tool.core.records import Record, text
from archive_tool.core.scheme import Scheme
from archive_tool.core.since import year_of_record

_YEARS = re.compile("([1-9][0-9]{0,2})y")  # 10y, 30y; any other word of the vocabulary has no end


class Expiry(NamedTuple):
    """Records of one unit, year and term, and the last day they must be kept."""

    units: tuple[str, ...]
    year: int
    term: str  # a code of the vocabulary `retention`
    ends: date
    records: tuple[str, ...]  # paths


def retention(record: Record, scheme: Scheme) -> str:
    """The record's own term, else that of its leaf; "" where neither is told."""
    leaf = scheme.leaves.get(record.holding.place.leaf)
    return text(record.values, "retention") or (leaf.retention if leaf else "")


def last_day(year: int, term: str) -> date | None:
    """Counted from the first of January after the record's year; None for what is kept for ever."""
    found = _YEARS.fullmatch(term)
    return date(year + int(found[1]), 12, 31) if found else None


def expiries(material: Material) -> Iterator[Expiry]:
    """Of all records with an end; open cases, whose year has not come, and copies have none."""
    found: defaultdict[tuple[tuple[str, ...], int, str], list[str]] = defaultdict(list)
    for record in material.records:
        year = year_of_record(record)
        if year and not record.holding.place.open_case and record.path not in material.copies:
            found[record.units, year, retention(record, material.scheme)].append(record.path)
    for (units, year, term), paths in found.items():
        ends = last_day(year, term)
        if ends is not None:
            yield Expiry(units, year, term, ends, tuple(paths))
