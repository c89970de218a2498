"""Papers of many days that were all made within a few, long after."""

from __future__ import annotations

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
    tardy = sorted(
        (one for one in records if one.made > later(one.day, apart)), key=lambda one: (one.made, one.path)
    )
    at = 0
    while at < len(tardy):
        end = later(tardy[at].made, within - 1)
        run = [one for one in tardy[at:] if one.made <= end]
        if len({one.day for one in run}) >= least:
            yield Burst(run[0].made, run[-1].made, tuple(one.path for one in run))
            at += len(run)
        else:
            at += 1
