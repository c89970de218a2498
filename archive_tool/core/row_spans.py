"""The days that a row of coverage is about."""

from __future__ import annotations

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.model import CoverageRow
from archive_tool.core.periods import Period, parse


def span(row: CoverageRow, config: ArchiveConfig) -> Period | None:
    """Its period by the archive's calendar, an election term by what the unit's lasts; None if it is none."""
    unit = config.units.get(row.unit)
    if unit is None:
        return parse(row.period, config.calendar)
    return parse(row.period, config.calendar, term_years=unit.term_years)
