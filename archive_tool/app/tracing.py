"""What is kept of texts for checks of consistency, taken anew where other words are asked for."""

from __future__ import annotations

from itertools import islice

from archive_tool.app.opening import Archive
from archive_tool.core.material import Material
from archive_tool.core.periods import Calendar
from archive_tool.core.records import Record, time_told
from archive_tool.core.traces import Traces

_BATCH = 300


def traces_of(archive: Archive, material: Material) -> Traces:
    """By digest, of the texts of judged years; those that were not asked by these words are asked now."""
    state, tracer = archive.state, archive.tracer
    facts, years = material.snapshot.facts, tuple(f"{year}" for year in material.years)
    calendar = material.config.calendar
    wanted = {
        fact.sha256: None
        for record in material.records
        if (record.date.startswith(years) if record.date else _is_of(record, calendar, material))
        for entry in record.holding.files
        if (fact := facts.get(entry.path)) is not None and fact.sha256
    }
    readings = state.readings(state.untraced(wanted, tracer.edition))
    while some := [(sha256, tracer.trace(reading)) for sha256, reading in islice(readings, _BATCH)]:
        state.keep_traces(some, tracer.edition)
    return state.traces(wanted, tracer.edition)


def _is_of(record: Record, calendar: Calendar, material: Material) -> bool:
    """Whether what is not dated yet may be of a judged year: by what it says, the day in its name, or its place."""
    place, told = record.holding.place, time_told(record, calendar)
    return place.open_case or (told.last.year if told else place.year) in material.years
