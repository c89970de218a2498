"""`report chronicle`: the year on one page, from what lies there; nothing is judged, nothing is written."""

from __future__ import annotations

from datetime import date

from archive_tool import __version__
from archive_tool.app.gather import gather, waivers_of
from archive_tool.app.judge import units_of
from archive_tool.app.opening import Archive
from archive_tool.core.audit import context_of
from archive_tool.core.chronicle import Chronicle, for_others
from archive_tool.core.chronicle import chronicle as told
from archive_tool.core.colophon import Colophon, Made, colophon
from archive_tool.core.discreet import Discreet
from archive_tool.core.lists import withheld
from archive_tool.core.material import Material
from archive_tool.core.model import NotRun, Report


def chronicle(
    archive: Archive, as_of: date, year: int, unit: str | None = None
) -> tuple[Chronicle, Colophon]:
    """The year as it stood on that day, and how it was made, both as others may read them; `unit` (id, name or alias): and those below it."""
    units = units_of(archive, unit)
    material = gather(archive, archive.reader.snapshot(), as_of, year)
    found = told(year, context_of(material), units)
    made = Made(__version__, archive.archive_yaml, unit)
    report = _report(found, material)
    how = colophon(report, material, waivers_of(archive, material), made, units or ())
    discreet = Discreet.of(material, withheld(material))
    hidden = archive.speaker.say("pack.hidden")
    return for_others(found, discreet.discretion, hidden), discreet.colophon(how, hidden)


def _report(found: Chronicle, material: Material) -> Report:
    """What was looked at; nothing of it was judged."""
    records = material.records
    not_run = tuple(NotRun("file", "", "not-run.unread") for _ in range(found.unread))
    pointers = sum(record.pointer for record in records)
    return Report(found.as_of, (found.year,), len(records), 0, pointers, (), (), not_run)
