"""What sidecars say of meetings: the event of a record, and every entry of a minute book."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from archive_tool.core.records import Record, Values


class Gathering(NamedTuple):
    """One meeting as its record tells of it."""

    record: Record
    date: str  # "" where nobody says
    units: tuple[str, ...]
    values: Values  # those of `event`
    activities: tuple[str, ...] = ()


def gatherings(records: Iterable[Record], years: Collection[str], today: str) -> Iterator[Gathering]:
    """Those dated in these years (YYYY) until today (YYYY-MM-DD): what is still to come is not judged yet."""
    for record in records:
        if record.events or "event" in record.values:
            for one in _told(record):
                if one.date[:4] in years and one.date <= today:
                    yield one


def _told(record: Record) -> Iterator[Gathering]:
    own = record.values.get("event")
    if isinstance(own, dict):
        yield Gathering(record, record.date, record.units, own, record.activities)
    for event in record.events:
        yield Gathering(record, event.date, event.units, event.values, event.activities or record.activities)
