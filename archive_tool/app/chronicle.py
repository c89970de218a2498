"""`report chronicle`: the year on one page, from what lies there; nothing is judged, nothing is written."""

from __future__ import annotations

from datetime import date

from archive_tool.app.gather import gather
from archive_tool.app.judge import units_of
from archive_tool.app.opening import Archive
from archive_tool.core.audit import context_of
from archive_tool.core.chronicle import Chronicle
from archive_tool.core.chronicle import chronicle as told


def chronicle(archive: Archive, as_of: date, year: int, unit: str | None = None) -> Chronicle:
    """The year as it stood on that day; `unit` (id, name or alias): of it and those below it."""
    units = units_of(archive, unit)
    material = gather(archive, archive.reader.snapshot(), as_of, year)
    return told(year, context_of(material), units)
