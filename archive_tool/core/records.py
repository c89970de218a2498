"""Records as the checks see them: a holding with the typed view of its sidecar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from archive_tool.core.model import Complaint, Interpreted, Value
from archive_tool.core.names import read_name
from archive_tool.core.periods import Calendar, Period, of_date, parse
from archive_tool.core.tree import Holding

Values = Mapping[str, Value]


class Part(NamedTuple):
    """A file of a record as its sidecar describes it; `path` is below the record, "" for the one file.

    A tuple, like a record: there are as many as files, and a tuple is made in a third of the time.
    """

    path: str
    role: str = ""
    size: int | None = None
    sha256: str = ""
    date: str = ""
    step: str = ""
    caption: str = ""


class Event(NamedTuple):
    """One entry of a minute book."""

    date: str
    activities: tuple[str, ...]
    units: tuple[str, ...]
    values: Values


class Record(NamedTuple):
    """One record: where it lies and what is said of it. Absent texts are empty, absent lists too."""

    holding: Holding
    described: bool  # has a readable sidecar; else the values are derived in memory
    id: str
    status: str
    title: str
    date: str
    period: str
    form: str
    activities: tuple[str, ...]
    units: tuple[str, ...]
    parts: tuple[Part, ...]
    events: tuple[Event, ...]
    values: Values
    lines: Mapping[str, int]
    complaints: tuple[Complaint, ...] = ()
    broken: bool = False  # its sidecar is there but cannot be read
    encoding: str = "utf-8"

    @property
    def path(self) -> str:
        return self.holding.path

    @property
    def pointer(self) -> bool:
        """The paper book, the plaque: described here, kept elsewhere."""
        return not self.holding.files and bool(self.values.get("original_location"))


def make_record(
    holding: Holding,
    read: Interpreted,
    units: Mapping[str, str],
    *,
    described: bool,
    broken: bool = False,
) -> Record:
    """The typed view of canonical values. `units`: what a unit may be called -> its id."""
    values = read.values
    unit = ("unit" in values and _units(values, units)) or (
        (holding.place.unit,) if holding.place.unit else ()
    )
    return Record(
        holding,
        described,
        text(values, "id"),
        text(values, "status") or "draft",
        text(values, "title"),
        text(values, "date"),
        text(values, "period"),
        text(values, "record_form"),
        texts(values, "activity"),
        unit,
        tuple(_part(part) for part in mappings(values, "parts")),
        tuple(_event(event, unit, units) for event in mappings(values, "events")),
        values,
        read.lines,
        read.complaints,
        broken,
        read.encoding,
    )


def told_units(record: Record) -> tuple[str, ...]:
    """Every unit the record is about, those of a minute book's entries too."""
    entries = (unit for event in record.events for unit in event.units)
    return tuple(dict.fromkeys((*record.units, *entries)))


def named_day(record: Record) -> Period | None:
    """The day that the name of a record without a date bears; None where it bears none.

    What time its title says it is about makes it no less: 2025-06-14 第二季度支部党员大会.
    """
    if record.date or record.events:
        return None
    reading = read_name(record.holding.name, folder=record.holding.folder)
    return of_date(reading.date) if not reading.camera and reading.date.count("-") == 2 else None


def time_told(record: Record, calendar: Calendar) -> Period | None:
    """The days of its date, else of the period it says it is about, else the day in its name."""
    if record.date:
        return of_date(record.date)
    told = parse(record.period, calendar) if record.period else None
    return told or named_day(record)


def text(values: Values, key: str) -> str:
    """A text value, "" when it is absent or of another type."""
    value = values.get(key, "")
    return value if isinstance(value, str) else ""


def texts(values: Values, key: str) -> tuple[str, ...]:
    """A list of texts; a single text is a list of one."""
    value = values.get(key)
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str))
    return ()


def mappings(values: Values, key: str) -> Sequence[Values]:
    """A list of mappings."""
    value = values.get(key)
    return [cast(Values, item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def lookup(values: Values, dotted: str) -> Value:
    """A value by dotted key ("event.votes"); None when absent."""
    found: Value = dict(values)
    for key in dotted.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found


def _part(values: Values) -> Part:
    size = values.get("size")
    return Part(
        text(values, "path"),
        text(values, "role"),
        size if isinstance(size, int) else None,
        text(values, "sha256").lower(),
        text(values, "date"),
        text(values, "step"),
        text(values, "caption"),
    )


def _event(values: Values, record_units: tuple[str, ...], units: Mapping[str, str]) -> Event:
    own = _units(values, units)
    return Event(text(values, "date"), texts(values, "activity"), own or record_units, values)


def _units(values: Values, units: Mapping[str, str]) -> tuple[str, ...]:
    """Unit ids, each once; a word that means no unit stays as it is."""
    return tuple(dict.fromkeys(units.get(word, word) for word in texts(values, "unit")))
