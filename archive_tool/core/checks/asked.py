"""What a count asks: of whom, in which periods, and how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.checks.context import RuleContext, counting_day, groups
from archive_tool.core.config import ArchiveConfig, Unit
from archive_tool.core.periods import Period, spans
from archive_tool.core.scheme import Rule


class Subject(NamedTuple):
    """Whom one series of rows is about, and how much is expected of them."""

    unit: Unit
    whom: str | None
    expected: int


Series = list[tuple[Period, Subject]]


def periods(rule: Rule, unit: Unit, context: RuleContext) -> Iterable[Period]:
    """Periods that have begun and end in the judged years; with a tolerance also in the year before.

    An occasion that serves the last period of that year does not count in its own.
    """
    material = context.material
    years = set(material.years)
    if tolerance(rule, context) and years and min(years) - 1 >= (material.config.since or 0):
        years.add(min(years) - 1)
    found = spans(
        rule.period,
        years,
        material.config.calendar,
        start=unit.last_election or unit.founded,
        term_years=unit.term_years,
    )
    return (period for period in found if material.has_begun(period.first))


def series(
    rule: Rule, unit: Unit, asked: Sequence[Period], context: RuleContext
) -> Iterator[tuple[str | None, Series]]:
    """One series of (period, subject) per name; None where names are not known."""
    by_name: dict[str | None, Series] = {}
    for period in asked:
        for subject in _subjects(rule, unit, period, context):
            by_name.setdefault(subject.whom, []).append((period, subject))
    yield from by_name.items()


def tolerance(rule: Rule, context: RuleContext) -> int:
    """Days after an empty period in which an occasion still serves it."""
    chosen = context.setting(rule).tolerance_days
    return rule.tolerance_days if chosen is None else chosen


def grace(rule: Rule, context: RuleContext) -> int:
    """Days after the time is up in which what lacks is only due."""
    return grace_of(rule, context.material.config)


def grace_of(rule: Rule, config: ArchiveConfig) -> int:
    """The same as the place has set it, else as the rule says."""
    setting = config.settings.get(rule.id)
    chosen = setting.grace_days if setting else None
    return rule.grace_days if chosen is None else chosen


def at_least(rule: Rule, context: RuleContext) -> int:
    """How many are asked for, of each where the rule asks each."""
    return context.setting(rule).at_least or rule.at_least


def _subjects(rule: Rule, unit: Unit, period: Period, context: RuleContext) -> Iterator[Subject]:
    least = at_least(rule, context)
    if not rule.per:
        yield Subject(unit, None, least)
        return
    if rule.per == "group":
        named = [
            g for g in context.material.config.groups_of(unit.id) if g.lives_in(period.first, period.last)
        ]
        yield from (Subject(unit, group.id, least) for group in named)
        if not named:
            yield Subject(unit, None, least * groups(unit, context, period.first, period.last))
        return
    count = {
        "member": unit.members,
        "leader": unit.leaders,
        "committee": unit.committee,
        "staff": unit.staff,
    }[rule.per]
    head = count.at(counting_day(unit, period.last, context)) if count else None
    if head and head.names:
        yield from (Subject(unit, name, least) for name in head.names)
    else:
        yield Subject(unit, None, least * (head.total if head else 0))
