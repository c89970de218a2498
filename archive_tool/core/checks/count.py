"""Rule kind `count`: at least so many occasions or records in every period, for every unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archive_tool.core.checks.context import Judged, RuleContext, applies, groups
from archive_tool.core.config import Unit
from archive_tool.core.model import CoverageRow, CoverageStatus, Finding
from archive_tool.core.occasions import Occasion, unread
from archive_tool.core.periods import Period, contains, exempt, of_date, parse, spans
from archive_tool.core.records import Record, texts
from archive_tool.core.scheme import Rule


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing that may count: an occasion, or a record of a form."""

    units: tuple[str, ...]
    persons: tuple[str, ...]
    spans: tuple[Period, ...]  # the periods it stands for
    records: tuple[Record, ...]
    evident: bool  # there is proof that it took place
    uncertain: bool
    pointer: bool
    draft: bool


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom one series of rows is about, and how much is expected of them."""

    unit: Unit
    whom: str | None
    expected: int


def judge(rule: Rule, context: RuleContext) -> Judged:
    """Coverage rows of every unit and period, and a finding for each that is not met."""
    rows: list[CoverageRow] = []
    findings: list[Finding] = []
    items = list(_items(rule, context))
    for unit in context.material.config.units.values():
        periods = [p for p in _periods(rule, unit, context) if applies(rule, unit, context, p.first, p.last)]
        for name, series in _series(rule, unit, periods, context):
            mine = [item for item in items if _belongs(item, rule, unit, name, context)]
            for period, row, announced in _rows(rule, series, mine, context):
                rows.append(row)
                if row.status in ("missing", "insufficient"):
                    findings.append(_finding(rule, row, period, announced, context))
    return Judged(tuple(rows), tuple(findings))


def _items(rule: Rule, context: RuleContext) -> Iterator[_Item]:
    facts = context.material.snapshot.facts
    if rule.activity:
        yield from (_from_occasion(o, rule, context) for o in context.occasions.get(rule.activity, ()))
        return
    for record in context.records:
        if record.form == rule.form:
            uncertain = unread(record, facts)
            yield _Item(
                record.units,
                texts(record.values, "persons"),
                _spans_of(record, record.date, context),
                (record,),
                not uncertain,
                uncertain,
                record.pointer,
                record.status == "draft",
            )


def _from_occasion(occasion: Occasion, rule: Rule, context: RuleContext) -> _Item:
    evident = occasion.pointer or not rule.evidence or not occasion.roles.isdisjoint(rule.evidence)
    main = occasion.main
    return _Item(
        (occasion.unit,),
        texts(main.values, "persons"),
        _spans_of(main, occasion.date, context, of_entry=bool(main.events)),
        occasion.records,
        evident and not occasion.uncertain,
        occasion.uncertain,
        occasion.pointer,
        occasion.draft,
    )


def _spans_of(
    record: Record, day: str, context: RuleContext, *, of_entry: bool = False
) -> tuple[Period, ...]:
    """The periods a record stands for: `covers`, else `period`, else the span of its date."""
    if not day or of_date(day).first > context.material.as_of:
        return ()  # undated, or dated later than the day of the audit
    calendar = context.material.config.calendar
    covers = record.values.get("covers")
    listed = texts(covers, "periods") if isinstance(covers, dict) else ()
    written = listed or ((record.period,) if record.period and not of_entry else ())
    periods = tuple(period for text in written if (period := parse(text, calendar)))
    return periods or (of_date(day),)


def _periods(rule: Rule, unit: Unit, context: RuleContext) -> Iterable[Period]:
    """Periods that end in the judged years and have begun."""
    material = context.material
    found = spans(
        rule.period,
        material.years,
        material.config.calendar,
        start=unit.last_election or unit.founded,
        term_years=unit.term_years,
    )
    return (period for period in found if period.first <= material.as_of)


def _series(
    rule: Rule, unit: Unit, periods: Sequence[Period], context: RuleContext
) -> Iterator[tuple[str | None, list[tuple[Period, _Subject]]]]:
    """One series of (period, subject) per name; None where names are not known."""
    by_name: dict[str | None, list[tuple[Period, _Subject]]] = {}
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


def _belongs(item: _Item, rule: Rule, unit: Unit, whom: str | None, context: RuleContext) -> bool:
    if rule.per == "group":
        listed = context.material.config.groups_of(unit.id)
        if whom is not None:
            return whom in item.units or (len(listed) == 1 and unit.id in item.units)
        return unit.id in item.units
    return unit.id in item.units and (whom is None or whom in item.persons)


def _rows(
    rule: Rule, series: Sequence[tuple[Period, _Subject]], items: Sequence[_Item], context: RuleContext
) -> Iterator[tuple[Period, CoverageRow, tuple[_Item, ...]]]:
    """The row of each period, with the items that were only announced."""
    placed = [[item for item in items if _falls(item, period)] for period, _ in series]
    _serve_empty(
        placed,
        items,
        [period for period, _ in series],
        context.setting(rule).tolerance_days or rule.tolerance_days,
    )
    for (period, subject), here in zip(series, placed, strict=True):
        found = [item for item in here if item.evident]
        announced = tuple(item for item in here if not item.evident and not item.uncertain)
        row = _row(rule, period, subject, found, sum(i.uncertain for i in here), context)
        yield period, row, announced


def _falls(item: _Item, period: Period) -> bool:
    return any(contains(period, span) for span in item.spans)


def _serve_empty(
    placed: list[list[_Item]], items: Sequence[_Item], periods: Sequence[Period], tolerance: int
) -> None:
    """Let an occasion held shortly after an empty period serve that period instead of its own."""
    if not tolerance:
        return
    for number, period in enumerate(periods):
        if any(item.evident for item in placed[number]):
            continue
        window = Period("", period.last + timedelta(days=1), period.last + timedelta(days=tolerance))
        late = next((i for i in items if i.evident and _falls(i, window)), None)
        if late is not None:
            for others in placed:
                if late in others:
                    others.remove(late)
            placed[number].append(late)


def _row(
    rule: Rule,
    period: Period,
    subject: _Subject,
    found: Sequence[_Item],
    uncertain: int,
    context: RuleContext,
) -> CoverageRow:
    setting = context.setting(rule)
    grace = setting.grace_days if setting.grace_days is not None else rule.grace_days
    due = _later(_end(rule, period, subject.unit), grace)
    row = CoverageRow(
        rule=rule.id,
        kind=rule.kind,
        subject=f"activity:{rule.activity}" if rule.activity else f"form:{rule.form}",
        unit=subject.unit.id,
        whom=subject.whom,
        period=period.label,
        expected=subject.expected,
        found=len(found),
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
    rule: Rule, row: CoverageRow, period: Period, announced: Sequence[_Item], context: RuleContext
) -> Finding:
    year = max(period.last.year if period.last < date.max else context.material.as_of.year, 1)
    return context.finding(
        rule,
        f"complete/{row.status}",
        context.folders.get((row.unit, rule.leaf, year), ""),
        {
            "subject": row.subject,
            "period": f"period:{row.period}",
            "expected": row.expected,
            "found": row.found,
            "announced": [record.path for item in announced for record in item.records],
            "basis": f"rule:{rule.id}",
        },
        unit=row.unit,
        whom=row.whom,
        period=row.period,
    )
