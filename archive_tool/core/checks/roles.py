"""Rule kind `roles`: each occasion of an activity has parts with these roles."""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.checks.context import Judged, RuleContext, applies
from archive_tool.core.model import Finding
from archive_tool.core.occasions import Occasion
from archive_tool.core.periods import of_date
from archive_tool.core.records import lookup
from archive_tool.core.scheme import Rule


def judge(rule: Rule, context: RuleContext) -> Judged:
    """One finding per occasion that lacks roles, naming all of them."""
    return Judged(findings=tuple(_findings(rule, context)))


def _findings(rule: Rule, context: RuleContext) -> Iterator[Finding]:
    for occasion in context.occasions.get(rule.activity, ()):
        if not _judged(occasion, rule, context):
            continue
        missing = [
            need.role for need in rule.roles if not _served(need.role, need.any_of, need.when, occasion)
        ]
        if missing:
            record = occasion.main
            yield context.finding(
                rule,
                "complete/role",
                record.path,
                {
                    "roles": missing,
                    "subject": f"activity:{rule.activity}",
                    "date": occasion.date,
                    "basis": f"rule:{rule.id}",
                },
                unit=occasion.unit,
                period=occasion.date or None,
                record=record,
            )


def _served(role: str, others: tuple[str, ...], when: str, occasion: Occasion) -> bool:
    if when and lookup(occasion.values, when) in (None, "", [], {}):
        return True
    return role in occasion.roles or not occasion.roles.isdisjoint(others)


def _judged(occasion: Occasion, rule: Rule, context: RuleContext) -> bool:
    """Occasions in the judged years that can be looked into: not on paper, not unreadable, not future."""
    if occasion.pointer or occasion.uncertain or not occasion.date:
        return False
    day = of_date(occasion.date)
    unit = context.material.config.units.get(occasion.unit)
    if unit is None or day.first > context.material.as_of or day.last.year not in context.material.years:
        return False
    return applies(rule, unit, context, day.first, day.last)
