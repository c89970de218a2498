"""When were the documents of a unit made: at their time, or many of them at once?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive_tool.core.bursts import Burst, Made, bursts
from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.telling import severity
from archive_tool.core.model import Finding, Params
from archive_tool.core.periods import of_date

CODE = "consistency/burst"


def check(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a unit and burst, at the folder in which all of them lie."""
    for unit, found in _by_unit(setting, context).items():
        for burst in found:
            params: Params = {
                "count": len(burst.paths),
                "from": burst.first.isoformat(),
                "to": burst.last.isoformat(),
                "days_key": f"made.{'day' if burst.first == burst.last else 'days'}",
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


def _by_unit(setting: CheckSetting, context: RuleContext) -> Mapping[str, list[Burst]]:
    by_unit: dict[str, list[Made]] = {}
    for record in context.judged if context.made else ():
        if record.path in context.made:
            one = Made(record.path, of_date(record.date).last, context.made[record.path])
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
