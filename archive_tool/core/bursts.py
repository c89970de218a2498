"""Papers of many days that were all made within a few, long after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from archive_tool.core.periods import later


class Made(NamedTuple):
    """A record's day, and when the first of its files was made."""

    path: str
    day: date  # its last, where it is of several
    made: date


class Burst(NamedTuple):
    """So many records, from the first to the last day on which they were made."""

    first: date
    last: date
    paths: tuple[str, ...]


def bursts(records: Iterable[Made], *, least: int, within: int, apart: int) -> Iterator[Burst]:
    """Runs of at least so many records of different days that were made within so many days.

    Only those count that were made more than `apart` days after their own day.
    """
    if within < 1:  # a scheme may leave it out
        return
    tardy = sorted(
        (one for one in records if one.made > later(one.day, apart)), key=lambda one: (one.made, one.path)
    )
    days: Counter[date] = Counter()  # of the papers from `at` to `after`
    at = after = 0
    while at < len(tardy):
        end = later(tardy[at].made, within - 1)
        while after < len(tardy) and tardy[after].made <= end:
            days[tardy[after].day] += 1
            after += 1
        if len(days) >= least:
            yield Burst(tardy[at].made, tardy[after - 1].made, tuple(one.path for one in tardy[at:after]))
            days.clear()
            at = after
        else:
            days[tardy[at].day] -= 1
            if not days[tardy[at].day]:
                del days[tardy[at].day]
            at += 1
