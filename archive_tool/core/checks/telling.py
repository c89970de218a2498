"""Findings about what a record says of a day."""

from __future__ import annotations

from typing import cast

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.model import Finding, Params, Severity
from archive_tool.core.records import Record


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
