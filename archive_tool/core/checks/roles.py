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
                    "subject": rule.subject,
                    "date": occasion.date,
                    "basis": f"rule:{rule.id}",
                },
                unit=occasion.unit,
                period=occasion.date or None,
                record=record,
            )


def _served(role: str, others: tuple[str, ...], when: str, occasion: Occasion) -> bool:
    if when and all(lookup(values, when) in (None, "", [], {}) for values in occasion.values):
        return True
    return role in occasion.roles or not occasion.roles.isdisjoint(others)


def _judged(occasion: Occasion, rule: Rule, context: RuleContext) -> bool:
    """Occasions in the judged years that took place and can be looked into: what is on paper can't."""
    on_paper = any(record.pointer for record in occasion.records)
    if on_paper or occasion.uncertain or not occasion.date or not _took_place(occasion, context):
        return False
    day = of_date(occasion.date)
    unit = context.material.config.units.get(occasion.unit)
    if unit is None or day.first > context.material.as_of or day.last.year not in context.material.years:
        return False
    return applies(rule, unit, context, day.first, day.last)


def _took_place(occasion: Occasion, context: RuleContext) -> bool:
    """A notice alone only announces: that is said by the count, once."""
    rules = [r for r in context.material.scheme.rules.values() if r.activity == occasion.activity]
    evidence = {role for rule in rules for role in rule.evidence}
    return not evidence or not evidence.isdisjoint(occasion.roles)
