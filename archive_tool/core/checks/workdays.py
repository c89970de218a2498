"""Was a meeting held on a working day?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.telling import finding
from archive_tool.core.model import Finding
from archive_tool.core.records import Record

_SATURDAY = 5


def check(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a meeting on a Saturday, Sunday or holiday."""
    years = {f"{year}" for year in context.material.years}
    today = context.material.as_of.isoformat()
    for record in context.records:
        for day, units in _held(record):
            if day[:4] in years and day <= today and len(day) == len(today):
                kind = free(date.fromisoformat(day), setting.holidays, setting.workdays)
                if kind:
                    params = {"date": day, "day_key": f"calendar.{kind}"}
                    yield finding(setting, record, day, params, context, units=units)


def free(day: date, holidays: Collection[str], workdays: Collection[str]) -> str:
    """`holiday`, `weekend` or "". Days are YYYY-MM-DD, or MM-DD of every year; one of both lists is worked."""
    written = (day.isoformat(), f"{day:%m-%d}")
    if any(one in workdays for one in written):
        return ""
    if any(one in holidays for one in written):
        return "holiday"
    return "weekend" if day.weekday() >= _SATURDAY else ""


def _held(record: Record) -> Iterator[tuple[str, tuple[str, ...]]]:
    if record.events:
        yield from ((event.date, event.units) for event in record.events)
    elif record.activities:
        yield record.date, record.units
