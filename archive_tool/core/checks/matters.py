"""What a rule judges one by one (a pair, an occasion, an entry), summed up as coverage rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from archive_tool.core.checks.context import RuleContext, applies, in_force
from archive_tool.core.config import Unit
from archive_tool.core.model import CoverageRow, CoverageStatus
from archive_tool.core.periods import Period, of_date
from archive_tool.core.records import Record
from archive_tool.core.rule_details import Kind
from archive_tool.core.scheme import Rule


class Matter(NamedTuple):
    """One thing that the rule asks something of."""

    met: bool
    due: date  # through this day what is not met is only due
    records: tuple[Record, ...]
    uncertain: bool = False  # nobody can tell: it is counted apart


def details(rule: Rule, kind: type[Kind]) -> Kind:
    """The rule's own value of this kind; TypeError for a rule of another."""
    if not isinstance(rule.details, kind):
        raise TypeError(f"{rule.id} is no rule of {kind.__name__}")
    return rule.details


def years(rule: Rule, unit: Unit, context: RuleContext) -> Iterator[Period]:
    """The judged years that have begun and in which the rule is for this unit."""
    for year in sorted(context.material.years):
        period = of_date(f"{year}")
        begun = context.material.has_begun(period.first)
        if begun and applies(rule, unit, context, period.first, period.last):
            yield period


def is_asked_on(rule: Rule, units: Iterable[str], day: Period, context: RuleContext) -> bool:
    """Whether the rule is in force on some of these days, and one of the units is there."""
    known = context.material.config.units
    return in_force(rule, day.first, day.last) and any(
        known[unit].lives_in(day.first, day.last) for unit in units if unit in known
    )


def yearly(
    rule: Rule, matters: Iterable[tuple[str, int, Matter]], context: RuleContext
) -> tuple[CoverageRow, ...]:
    """A row for every unit and year in which the rule is for it, of (unit, year, matter) in any order.

    A group that files with the unit above it has a row only where it has something to be judged.
    """
    found: dict[tuple[str, int], list[Matter]] = {}
    for unit_id, year, matter in matters:
        found.setdefault((unit_id, year), []).append(matter)
    return tuple(
        row(
            rule,
            unit.id,
            period.label,
            found.get((unit.id, period.last.year), ()),
            context,
            end=period.last,
        )
        for unit in context.material.config.units.values()
        for period in years(rule, unit, context)
        if unit.files or (unit.id, period.last.year) in found
    )


def asked_of(units: Iterable[str], year: int, rows: Iterable[CoverageRow]) -> str:
    """The first of the units that has a row for the year; "" where the rule is for none of them."""
    asked = {row.unit for row in rows if row.period == f"{year}"}
    return next((unit for unit in units if unit in asked), "")


def row(
    rule: Rule,
    unit: str,
    period: str,
    matters: Sequence[Matter],
    context: RuleContext,
    *,
    end: date,
    whom: str | None = None,
) -> CoverageRow:
    """So many matters, so many of them met; due until the first that is not met falls due, else `end`."""
    asked = [matter for matter in matters if not matter.uncertain]
    due = min((matter.due for matter in asked if not matter.met), default=end)
    records = _distinct(record for matter in matters for record in matter.records)
    found = sum(matter.met for matter in asked)
    return CoverageRow(
        rule=rule.id,
        kind=rule.kind,
        subject=f"rule:{rule.id}",
        unit=unit,
        whom=whom,
        period=period,
        expected=len(asked),
        found=found,
        drafts=sum(record.status == "draft" for record in records),
        uncertain=len(matters) - len(asked),
        pointers=sum(record.pointer for record in records),
        status=_status(len(asked), found, context.material.as_of <= due),
        due=due,
        records=tuple(record.path for record in records),
    )


def _distinct(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple({record.path: record for record in records}.values())


def _status(expected: int, found: int, waiting: bool) -> CoverageStatus:
    if expected == 0:
        return "not-applicable"
    if found >= expected:
        return "met"
    if waiting:
        return "due"
    return "insufficient" if found else "missing"
