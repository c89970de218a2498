"""When were the documents of a unit made: at their time, or many of them at once?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from archive_tool.core.bursts import Burst, Made, bursts
from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.gatherings import severity
from archive_tool.core.model import Finding, Params
from archive_tool.core.periods import of_date
from archive_tool.core.records import Record

CODE = "consistency/burst"


def check(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a unit and burst, at the folder in which all of them lie."""
    for unit, found in _by_unit(setting, context).items():
        for burst in found:
            params: Params = {
                "count": len(burst.paths),
                "from": burst.first.isoformat(),
                "to": burst.last.isoformat(),
                "records": list(burst.paths),
            }
            yield Finding(
                CODE,
                severity(setting, context),
                _common(burst.paths),
                params,
                unit=unit or None,
                period=burst.first.isoformat(),
            )


def in_bursts(context: RuleContext) -> frozenset[str]:
    """Paths of records of which a burst is told, so that nothing else is said of when they were made."""
    setting = context.material.config.checks.get(CODE)
    if setting is None or not setting.enabled:
        return frozenset()
    found = _by_unit(setting, context).values()
    return frozenset(path for several in found for burst in several for path in burst.paths)


def made(record: Record, context: RuleContext) -> date | None:
    """When the first of its files was made, of a paper of the unit's own or of an activity; None: unknown."""
    form = context.material.scheme.forms.get(record.form)
    if record.events or not (record.activities or (form is not None and form.own)):
        return None
    facts, traces = context.material.snapshot.facts, context.material.traces
    told = (traces.get(facts[entry.path].sha256) for entry in record.holding.files if entry.path in facts)
    days = [of_date(trace.created).first for trace in told if trace is not None and _is_day(trace.created)]
    first = min(days, default=None)
    # A clock that was wrong says nothing.
    return first if first is not None and first <= context.material.as_of else None


def _is_day(text: str) -> bool:
    return len(text) == len("2025-03-14")


def _by_unit(setting: CheckSetting, context: RuleContext) -> Mapping[str, list[Burst]]:
    if not context.material.traces:
        return {}
    years = {f"{year}" for year in context.material.years}
    by_unit: dict[str, list[Made]] = {}
    for record in context.records:
        day = made(record, context) if record.date[:4] in years else None
        if day is not None:
            one = Made(record.path, of_date(record.date).last, day)
            by_unit.setdefault(record.units[0] if record.units else "", []).append(one)
    numbers = {"least": setting.records, "within": setting.within_days, "apart": setting.apart_days}
    return {unit: list(bursts(several, **numbers)) for unit, several in by_unit.items()}


def _common(paths: tuple[str, ...]) -> str:
    """The folder in which all lie; the archive itself where they have none."""
    first, *others = (path.split("/")[:-1] for path in paths)
    depth = 0
    while depth < len(first) and all(one[: depth + 1] == first[: depth + 1] for one in others):
        depth += 1
    return "/".join(first[:depth])
