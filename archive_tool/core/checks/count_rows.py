"""The rows of a count: what falls into each period, what it stands for, how the period stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from archive_tool.core.checks.asked import Series, Subject, at_least, grace, tolerance
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.items import Item, falls
from archive_tool.core.checks.numbered_groups import number_of_group
from archive_tool.core.config import Unit
from archive_tool.core.model import CoverageRow, CoverageStatus
from archive_tool.core.periods import ONCE, Period, contains, exempt, later
from archive_tool.core.scheme import Rule


def rows_of(
    rule: Rule, line: Series, items: Sequence[Item], context: RuleContext
) -> Iterator[tuple[Period, CoverageRow, dict[str, list[Item]]]]:
    """The row of each period, with the items that prove nothing: only announced, or nothing in them."""
    placed = [[item for item in items if falls(item, period)] for period, _ in line]
    _serve_empty(placed, items, line, context, tolerance(rule, context))
    for (period, subject), here in zip(line, placed, strict=True):
        if period.label != ONCE.label and period.last.year not in context.material.years:
            continue
        found = [item for item in here if item.evident]
        unproven: dict[str, list[Item]] = {"announced": [], "hollow": []}
        for item in here:
            if not item.evident and not item.uncertain:
                unproven["hollow" if _is_hollow(item) else "announced"].append(item)
        row = _row(rule, period, subject, found, sum(i.uncertain for i in here), context)
        yield period, row, unproven


def _serve_empty(
    placed: list[list[Item]], items: Sequence[Item], line: Series, context: RuleContext, days: int
) -> None:
    """Let the first that was held shortly after an empty period serve that period instead of its own.

    What says itself which time it is about stays there.
    """
    if not days:
        return
    by_day = sorted(
        (i for i in items if i.evident and i.spans and not i.told), key=lambda i: i.spans[0].first
    )
    calendar = context.material.config.calendar
    for number, (period, subject) in enumerate(line):
        spared = subject.expected == 0 or exempt(period, calendar) or period.label == ONCE.label
        if spared or any(item.evident for item in placed[number]):
            continue
        window = Period("", period.last + timedelta(days=1), later(period.last, days))
        late = next((i for i in by_day if any(contains(window, s) for s in i.spans)), None)
        if late is not None:
            for others in placed:
                if late in others:
                    others.remove(late)
            placed[number].append(late)


def _row(
    rule: Rule,
    period: Period,
    subject: Subject,
    found: Sequence[Item],
    uncertain: int,
    context: RuleContext,
) -> CoverageRow:
    end = _end(rule, period, subject.unit)
    due = later(end, grace(rule, context)) if end is not None else None
    row = CoverageRow(
        rule=rule.id,
        kind=rule.kind,
        subject=rule.subject,
        unit=subject.unit.id,
        whom=subject.whom,
        period=period.label,
        expected=subject.expected,
        found=_number(found, rule, subject, at_least(rule, context)),
        drafts=sum(item.draft for item in found),
        uncertain=uncertain,
        pointers=sum(item.pointer for item in found),
        status="met",
        due=due,
        records=tuple(dict.fromkeys(record.path for item in found for record in item.records)),
    )
    return replace(
        row, status=_status(row, context.material.as_of, exempt(period, context.material.config.calendar))
    )


def _number(items: Sequence[Item], rule: Rule, subject: Subject, least: int) -> int:
    """How many the items stand for: of a person no more than is asked of each."""
    if subject.whom is not None:
        return len(items)
    if rule.per == "group":
        items = _of_each_group(items, least)
    if rule.per not in ("member", "leader", "staff"):
        return sum(1 if item.covered else item.number for item in items)
    persons = Counter(person for item in items for person in item.persons)
    nameless = sum(max(item.number - len(item.persons), 0) for item in items)
    return nameless + sum(min(times, least) for times in persons.values())


def _of_each_group(items: Sequence[Item], least: int) -> Sequence[Item]:
    """Where groups are only numbered: of one that met more often than is asked, no more; its papers stay named."""
    met: Counter[int] = Counter()
    counted = []
    for item in items:
        number = number_of_group(item)
        met[number] += 1
        if not number or met[number] <= least:
            counted.append(item)
    return counted


def _end(rule: Rule, period: Period, unit: Unit) -> date | None:
    """When the period is over; what is asked `once` is asked from the unit's or the rule's first day.

    None where nobody says when either began: it was always asked.
    """
    if rule.period != "once":
        return period.last
    return max((day for day in (unit.founded, rule.effective_from) if day is not None), default=None)


def _status(row: CoverageRow, as_of: date, exempted: bool) -> CoverageStatus:
    if row.expected == 0 or exempted:
        return "not-applicable"
    if row.found >= row.expected:
        return "met"
    if row.due is not None and as_of <= row.due:
        return "due"
    return "insufficient" if row.found else "missing"


def _is_hollow(item: Item) -> bool:
    """Whether nothing lies in it: it does not even announce anything."""
    return not any(record.holding.files for record in item.records)
