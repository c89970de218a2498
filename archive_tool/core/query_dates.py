"""Spans of days as a query writes them: 2025, 2025-03, 2025-01..2025-06, ..2024."""

from __future__ import annotations

import re
from calendar import monthrange

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
EARLIEST, LATEST = 1, 99991231  # open ends; 0 stands for undated


def span(text: str) -> tuple[int, int] | None:
    """First and last day as YYYYMMDD, or None where the text is no date or the span is empty."""
    begin, dots, end = text.partition("..")
    if not begin and not end:
        return None
    first = _days(begin) if begin else (EARLIEST, EARLIEST)
    last = (_days(end) if end else (LATEST, LATEST)) if dots else first
    if first is None or last is None or first[0] > last[1]:
        return None
    return first[0], last[1]


def _days(text: str) -> tuple[int, int] | None:
    found = _DAY.fullmatch(text)
    if found is None or int(found[1]) == 0:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if found[2] is None:
        return year * 10000 + 101, year * 10000 + 1231
    if not 1 <= month <= 12:
        return None
    longest = monthrange(year, month)[1]
    if found[3] is None:
        return year * 10000 + month * 100 + 1, year * 10000 + month * 100 + longest
    if not 1 <= day <= longest:
        return None
    return (year * 10000 + month * 100 + day,) * 2
