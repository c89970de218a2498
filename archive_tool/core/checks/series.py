"""Rule kind `series`: what there was last year and is not there this year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from archive_tool.core.checks.asked import grace
from archive_tool.core.checks.context import Judged, RuleContext, applies
from archive_tool.core.checks.items import Item, falls, items_of
from archive_tool.core.checks.matters import Matter, row, years
from archive_tool.core.config import Unit
from archive_tool.core.model import CoverageRow, Finding
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import Period, later, of_date
from archive_tool.core.records import Record
from archive_tool.core.scheme import Rule


def judge(rule: Rule, context: RuleContext) -> Judged:
    """A row for every unit and year; a finding for each year that is over and did not continue the last one."""
    items = tuple(items_of(rule, context))
    rows: list[CoverageRow] = []
    findings: list[Finding] = []
    for unit in context.material.config.units.values():
        mine = [item for item in items if unit.id in item.units]
        for period in years(rule, unit, context):
            before = (
                _in(mine, of_date(f"{period.last.year - 1}"))
                if _is_asked(rule, unit, period, context)
                else []
            )
            found = row(
                rule,
                unit.id,
                period.label,
                _matters(rule, before, mine, period, context),
                context,
                end=period.last,
            )
            rows.append(found)
            if found.status == "missing":
                findings.append(_finding(rule, unit, period, before, context))
    return Judged(tuple(rows), tuple(findings))


def _in(items: Iterable[Item], year: Period) -> list[Item]:
    return [item for item in items if item.evident and falls(item, year)]


def _matters(
    rule: Rule, before: Sequence[Item], mine: Sequence[Item], period: Period, context: RuleContext
) -> list[Matter]:
    """One matter, whether it went on; where what is there can't be read, nobody can tell."""
    if not before:
        return []
    now = _in(mine, period)
    unread = any(item.uncertain and falls(item, period) for item in mine)
    records = tuple(record for item in now for record in item.records)
    due = later(period.last, grace(rule, context))
    return [Matter(bool(now), due, records, uncertain=not now and unread)]


def _is_asked(rule: Rule, unit: Unit, period: Period, context: RuleContext) -> bool:
    """Of units that lived all the year and in the one before; not of what a count asks for anyway."""
    last_year = of_date(f"{period.last.year - 1}")
    lived = unit.lives_in(last_year.first, last_year.last) and (unit.dissolved or date.max) > period.last
    return lived and not any(
        other.kind == "count" and other.period != "once" and _is_same(other, rule)
        and applies(other, unit, context, period.first, period.last)
        for other in context.material.rules
    )  # fmt: skip


def _is_same(count: Rule, rule: Rule) -> bool:
    """Whether the count is about what the series is about."""
    apart = count.in_leaf and rule.in_leaf and count.leaf != rule.leaf
    return count.subject == rule.subject and not apart


def _finding(rule: Rule, unit: Unit, period: Period, before: Sequence[Item], context: RuleContext) -> Finding:
    record: Record = before[0].records[0]
    leaf = record.holding.place.leaf or rule.leaf
    return context.finding(
        rule,
        "complete/series",
        context.folders.get((unit.id, leaf, period.last.year), ""),
        {
            "subject": Coded(f"subject:{rule.id}"),
            "period": Coded(f"period:{period.label}"),
            "last": [record.path for item in before for record in item.records],
            "basis": Coded(f"rule:{rule.id}"),
        },
        unit=unit.id,
        period=period.label,
    )
