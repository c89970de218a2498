"""Rule kind `count`: at least so many occasions or records in every period, for every unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archive_tool.core.checks.belonging import Belonging, by_person
from archive_tool.core.checks.context import Judged, RuleContext, applies, groups
from archive_tool.core.checks.items import Item, falls, items_of
from archive_tool.core.config import Unit
from archive_tool.core.model import CoverageRow, CoverageStatus, Finding
from archive_tool.core.periods import ONCE, Period, contains, exempt, spans
from archive_tool.core.scheme import Rule


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom one series of rows is about, and how much is expected of them."""

    unit: Unit
    whom: str | None
    expected: int


_Series = list[tuple[Period, _Subject]]


def judge(rule: Rule, context: RuleContext) -> Judged:
    """Coverage rows of every unit and period, and a finding for each that is not met."""
    rows: list[CoverageRow] = []
    findings: list[Finding] = []
    items = Belonging(items_of(rule, context))
    for unit in context.material.config.units.values():
        periods = [p for p in _periods(rule, unit, context) if applies(rule, unit, context, p.first, p.last)]
        for series, mine, nobodys in _shared_out(rule, unit, periods, items, context):
            for period, row, announced in _rows(rule, series, mine, context):
                unread = row.uncertain
                stray = [item for item in nobodys if falls(item, period)]
                row = replace(row, uncertain=unread + len(stray))
                rows.append(row)
                # Where what can't be read may be what is missing, that is the one finding.
                if row.status in ("missing", "insufficient") and row.found + unread < row.expected:
                    findings.append(_finding(rule, row, period, announced, stray, context))
    return Judged(tuple(rows), tuple(findings))


def _shared_out(
    rule: Rule, unit: Unit, periods: Sequence[Period], items: Belonging, context: RuleContext
) -> Iterator[tuple[_Series, Sequence[Item], Sequence[Item]]]:
    """Each series with the items that are its own, and those that may be of any group."""
    of_unit = items.of(unit.id)
    groups = context.material.config.groups_of(unit.id) if rule.per == "group" else ()
    nobodys = items.of_no_group(unit, groups)
    persons: Mapping[str, Sequence[Item]] | None = None
    for whom, series in _series(rule, unit, periods, context):
        if whom is None:
            yield series, of_unit, ()
        elif rule.per == "group":
            yield series, items.of_group(whom, unit, groups), nobodys
        else:
            persons = by_person(of_unit) if persons is None else persons
            yield series, persons.get(whom, ()), ()


def _periods(rule: Rule, unit: Unit, context: RuleContext) -> Iterable[Period]:
    """Periods that have begun and end in the judged years; with a tolerance also in the year before.

    An occasion that serves the last period of that year does not count in its own.
    """
    material = context.material
    years = set(material.years)
    if _tolerance(rule, context) and years and min(years) - 1 >= (material.config.since or 0):
        years.add(min(years) - 1)
    found = spans(
        rule.period,
        years,
        material.config.calendar,
        start=unit.last_election or unit.founded,
        term_years=unit.term_years,
    )
    return (period for period in found if period.first <= material.as_of)


def _series(
    rule: Rule, unit: Unit, periods: Sequence[Period], context: RuleContext
) -> Iterator[tuple[str | None, _Series]]:
    """One series of (period, subject) per name; None where names are not known."""
    by_name: dict[str | None, _Series] = {}
    for period in periods:
        for subject in _subjects(rule, unit, period, context):
            by_name.setdefault(subject.whom, []).append((period, subject))
    yield from by_name.items()


def _subjects(rule: Rule, unit: Unit, period: Period, context: RuleContext) -> Iterator[_Subject]:
    at_least = context.setting(rule).at_least or rule.at_least
    if not rule.per:
        yield _Subject(unit, None, at_least)
        return
    if rule.per == "group":
        named = [
            g for g in context.material.config.groups_of(unit.id) if g.lives_in(period.first, period.last)
        ]
        yield from (_Subject(unit, group.id, at_least) for group in named)
        if not named:
            yield _Subject(unit, None, at_least * groups(unit, context, period.first, period.last))
        return
    count = {"member": unit.members, "leader": unit.leaders, "committee": unit.committee}[rule.per]
    head = count.at(min(period.last, context.material.as_of)) if count else None
    if head and head.names:
        yield from (_Subject(unit, name, at_least) for name in head.names)
    else:
        yield _Subject(unit, None, at_least * (head.total if head else 0))


def _rows(
    rule: Rule, series: _Series, items: Sequence[Item], context: RuleContext
) -> Iterator[tuple[Period, CoverageRow, tuple[Item, ...]]]:
    """The row of each period, with the items that were only announced."""
    placed = [[item for item in items if falls(item, period)] for period, _ in series]
    _serve_empty(placed, items, [period for period, _ in series], _tolerance(rule, context))
    for (period, subject), here in zip(series, placed, strict=True):
        if period.label != ONCE.label and period.last.year not in context.material.years:
            continue
        found = [item for item in here if item.evident]
        announced = tuple(item for item in here if not item.evident and not item.uncertain)
        row = _row(rule, period, subject, found, sum(i.uncertain for i in here), context)
        yield period, row, announced


def _tolerance(rule: Rule, context: RuleContext) -> int:
    chosen = context.setting(rule).tolerance_days
    return rule.tolerance_days if chosen is None else chosen


def _serve_empty(
    placed: list[list[Item]], items: Sequence[Item], periods: Sequence[Period], tolerance: int
) -> None:
    """Let an occasion held shortly after an empty period serve that period instead of its own."""
    if not tolerance:
        return
    for number, period in enumerate(periods):
        if any(item.evident for item in placed[number]):
            continue
        window = Period("", period.last + timedelta(days=1), period.last + timedelta(days=tolerance))
        late = next((i for i in items if i.evident and any(contains(window, s) for s in i.spans)), None)
        if late is not None:
            for others in placed:
                if late in others:
                    others.remove(late)
            placed[number].append(late)


def _row(
    rule: Rule,
    period: Period,
    subject: _Subject,
    found: Sequence[Item],
    uncertain: int,
    context: RuleContext,
) -> CoverageRow:
    setting = context.setting(rule)
    grace = setting.grace_days if setting.grace_days is not None else rule.grace_days
    due = _later(_end(rule, period, subject.unit), grace)
    row = CoverageRow(
        rule=rule.id,
        kind=rule.kind,
        subject=rule.subject,
        unit=subject.unit.id,
        whom=subject.whom,
        period=period.label,
        expected=subject.expected,
        found=_number(found, rule, subject, context.setting(rule).at_least or rule.at_least),
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


def _number(items: Sequence[Item], rule: Rule, subject: _Subject, at_least: int) -> int:
    """How many the items stand for: of a person no more than is asked of each."""
    if subject.whom is not None:
        return len(items)
    if rule.per not in ("member", "leader"):
        return sum(1 if item.covered else item.number for item in items)
    persons = Counter(person for item in items for person in item.persons)
    nameless = sum(max(item.number - len(item.persons), 0) for item in items)
    return nameless + sum(min(times, at_least) for times in persons.values())


def _end(rule: Rule, period: Period, unit: Unit) -> date:
    """When the period is over; what is asked `once` is asked from the unit's or the rule's first day."""
    if rule.period != "once":
        return period.last
    return max(day for day in (unit.founded, rule.effective_from, date.min) if day is not None)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def _status(row: CoverageRow, as_of: date, exempted: bool) -> CoverageStatus:
    if row.expected == 0 or exempted:
        return "not-applicable"
    if row.found >= row.expected:
        return "met"
    if as_of <= row.due:
        return "due"
    return "insufficient" if row.found else "missing"


def _finding(
    rule: Rule,
    row: CoverageRow,
    period: Period,
    announced: Sequence[Item],
    nobodys: Sequence[Item],
    context: RuleContext,
) -> Finding:
    year = max(period.last.year if period.last < date.max else context.material.as_of.year, 1)
    return context.finding(
        rule,
        f"complete/{row.status}",
        context.folders.get((row.unit, rule.leaf, year), ""),
        {
            "subject": f"subject:{rule.id}",
            "period": f"period:{row.period}",
            "expected": row.expected,
            "found": row.found,
            "announced": _paths(announced),
            **({"unattributed": _paths(nobodys)} if nobodys else {}),
            "basis": f"rule:{rule.id}",
        },
        unit=row.unit,
        whom=row.whom,
        period=row.period,
    )


def _paths(items: Iterable[Item]) -> list[str]:
    return [record.path for item in items for record in item.records]
