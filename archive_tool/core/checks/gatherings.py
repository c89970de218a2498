"""What sidecars say of meetings: the event of a record, and every entry of a minute book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.model import Finding, Params, Severity
from archive_tool.core.records import Record, Values


class Gathering(NamedTuple):
    """One meeting as its record tells of it."""

    record: Record
    date: str  # "" where nobody says
    units: tuple[str, ...]
    values: Values  # those of `event`


def gatherings(context: RuleContext) -> Iterator[Gathering]:
    """Those of records that count, in the judged years; what is still to come is not judged yet."""
    years = {f"{year}" for year in context.material.years}
    today = context.material.as_of.isoformat()
    for record in context.records:
        if "event" not in record.values and not record.events:
            continue
        for one in _told(record):
            if one.date[:4] in years and one.date <= today:
                yield one


def _told(record: Record) -> Iterator[Gathering]:
    own = record.values.get("event")
    if isinstance(own, dict):
        yield Gathering(record, record.date, record.units, own)
    for event in record.events:
        yield Gathering(record, event.date, event.units, event.values)


def finding(
    setting: CheckSetting,
    record: Record,
    date: str,
    params: Params,
    context: RuleContext,
    *,
    units: tuple[str, ...] | None = None,
    whom: str | None = None,
) -> Finding:
    """A finding about what a record says of a day; `units` where they are others than the record's."""
    about = record.units if units is None else units
    several: Params = {"units": list(about)} if len(about) > 1 else {}
    return Finding(
        setting.code,
        severity(setting, context),
        record.path,
        {**params, **several},
        unit=about[0] if about else None,
        whom=whom,
        period=date or None,
        record=record.path,
        record_id=record.id or None,
    )


def severity(setting: CheckSetting, context: RuleContext) -> Severity:
    """What place or scheme have set, else the code's own."""
    return cast(Severity, setting.severity or context.material.severities[setting.code])
