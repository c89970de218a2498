"""Rule kind `timing`: a date that the name, the text, a photo or a studied document contradicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from archive_tool.core.checks import inner_days, making, studied
from archive_tool.core.checks.context import Judged, RuleContext
from archive_tool.core.checks.matters import Matter, asked_of, details, is_asked_on, yearly
from archive_tool.core.checks.said_days import said_day
from archive_tool.core.model import Finding, Params
from archive_tool.core.name_dates import leading_date
from archive_tool.core.names import read_name, stem
from archive_tool.core.parsed import Coded
from archive_tool.core.parts import told
from archive_tool.core.periods import Period, contains, later, of_date, parse
from archive_tool.core.photo_days import photo_day
from archive_tool.core.records import Record, named_day
from archive_tool.core.rule_details import Timing
from archive_tool.core.scheme import Form, Rule

_PARTS_OF_A_DATE = 3
Odd = tuple[str, Params]  # finding code, and what is said
AGREED: Odd = ("", {})


def judge(rule: Rule, context: RuleContext) -> Judged:
    """A row for every unit and year: how many dates were compared; a finding for each that is contradicted."""
    compares = details(rule, Timing).compares
    compare = COMPARED[compares]
    told_apart = making.in_bursts(context) if compares == "made" else frozenset()
    compared = [
        (record, day, odd)
        for record in _records(rule, context)
        if record.path not in told_apart
        for day, odd in compare(rule, record, context)
        if is_asked_on(rule, record.units, day, context)
    ]
    rows = yearly(
        rule,
        (
            (unit, day.last.year, Matter(not code, day.first, (record,)))
            for record, day, (code, _) in compared
            for unit in record.units
        ),
        context,
    )
    findings = (
        _finding(rule, unit, record, day, odd, context)
        for record, day, odd in compared
        if odd[0] and (unit := asked_of(record.units, day.last.year, rows))
    )
    return Judged(rows, tuple(findings))


def _records(rule: Rule, context: RuleContext) -> Iterator[Record]:
    """Those of the rule's activity or form, else all."""
    for record in (*context.timely, *context.undated):
        if rule.form not in ("", record.form):
            continue
        if rule.activity:
            held = {*record.activities, *(one for event in record.events for one in event.activities)}
            if rule.activity not in held:
                continue
        yield record


def _dated(record: Record, context: RuleContext) -> Period | None:
    day = of_date(record.date) if record.date else None
    return day if day is not None and day.first <= context.material.as_of else None


def _name(rule: Rule, record: Record, context: RuleContext) -> Iterator[tuple[Period, Odd]]:
    """The day or month that the name begins with; of a stretch of days the record's may be any."""
    day, name = _dated(record, context), record.holding.name
    if day is None:
        return
    if day.first == day.last and name.startswith(f"{day.label} "):  # nearly always
        yield day, AGREED
        return
    reading = read_name(name, folder=record.holding.folder)
    if reading.camera or "-" not in reading.date:
        return
    named = of_date(reading.date)
    title = name if record.holding.folder else stem(name)
    leading = leading_date(title.strip())
    numbers = re.findall("[0-9]+", title.strip()[: leading.end]) if leading else []
    if len(numbers) > _PARTS_OF_A_DATE:
        named = Period(named.label, named.first, later(named.first, 31))
    yield day, _differ(named, day)


def _differ(named: Period, day: Period) -> Odd:
    if named.first <= day.last and day.first <= named.last:
        return AGREED
    return "consistency/date", {"date": day.label, "named": named.label, "reason_key": "date.name"}


def _studied(rule: Rule, record: Record, context: RuleContext) -> Iterator[tuple[Period, Odd]]:
    for day, params in studied.compared(rule, record, context):
        yield day, ("consistency/anachronism", params) if params else AGREED


def _photos(rule: Rule, record: Record, context: RuleContext) -> Iterator[tuple[Period, Odd]]:
    """Photos of an activity that were taken long after it."""
    day = _dated(record, context)
    if day is None or record.events or not record.activities:
        return
    written, facts = told(record), context.material.snapshot.facts
    made: list[date] = []
    for entry in record.holding.files:
        part = written.get(entry.path[len(record.holding.path) + 1 :] if record.holding.folder else "")
        if taken := (part.date if part else "") or photo_day(entry.path, facts.get(entry.path)):
            made.append(of_date(taken).first)
    if made:
        within = context.setting(rule).within_days or details(rule, Timing).within_days
        late = max(made) > later(day.last, within)
        params: Params = {"date": day.label, "made": max(made).isoformat(), "of_key": "made.held"}
        yield day, ("consistency/late", params) if late else AGREED


def _text(rule: Rule, record: Record, context: RuleContext) -> Iterator[tuple[Period, Odd]]:
    """The day on which the one text that tells of it says it was held, or made; then what else contradicts.

    What nobody has dated yet is compared by its name: a draft leaves open what name and text contradict.
    Each other day is told once, wherever it stands.
    """
    day = _dated(record, context) or named_day(record)
    form = context.material.scheme.forms.get(record.form)
    if form is None or form.dated == "planned":
        return
    said = said_day(record, day, form, context) if day and not record.events else ""
    if day and said:
        agrees = day.first.isoformat() <= said <= day.last.isoformat()
        where = "date.text" if record.date else _undated(record, day, of_date(said), context)
        yield day, AGREED if agrees or _is_told_by_name(record, said, context) else _other(day, said, where)
    seen = {(day.label, said) if day else ("", "")}
    for one in _other_days(rule, record, day, form, context):
        key = (one.day.label, one.named)
        if key not in seen and not _is_told_by_name(record, one.named, context):
            yield one.day, _other(one.day, one.named, one.where)
        seen.add(key)


def _undated(record: Record, day: Period, said: Period, context: RuleContext) -> str:
    """What is said of a record that nobody has dated: whether it is open which time it counts for."""
    about = parse(record.period, context.material.config.calendar) if record.period else None
    inside = {contains(about, one) for one in (day, said)} if about else set()
    return "date.undated-placed" if len(inside) == 1 else "date.undated"


def _other_days(
    rule: Rule, record: Record, day: Period | None, form: Form, context: RuleContext
) -> Iterator[inner_days.Contradiction]:
    yield from inner_days.in_fields(record, day, form, context)
    if day and record.holding.folder and not _is_of_several_days(record):
        yield from inner_days.in_papers(record, day, form, details(rule, Timing).after, context)


def _is_of_several_days(record: Record) -> bool:
    """Whether the name says that it went on for several days."""
    title = record.holding.name.strip()
    leading = leading_date(title)
    return leading is not None and len(re.findall("[0-9]+", title[: leading.end])) > _PARTS_OF_A_DATE


def _other(day: Period, named: str, where: str) -> Odd:
    return "consistency/date", {"date": day.label, "named": named, "reason_key": where}


def _is_told_by_name(record: Record, said: str, context: RuleContext) -> bool:
    """Whether the name says what the text does: then a rule about names tells of it, if one is on."""
    if not any(
        details(rule, Timing).compares == "name" for rule in context.material.rules if rule.kind == "timing"
    ):
        return False
    return read_name(record.holding.name, folder=record.holding.folder).date == said


def _made(rule: Rule, record: Record, context: RuleContext) -> Iterator[tuple[Period, Odd]]:
    """Documents of which even the first was made long after the day they tell of."""
    day = _dated(record, context)
    made = context.made.get(record.path)
    if day is None or made is None:
        return
    within = context.setting(rule).within_days or details(rule, Timing).within_days
    form = context.material.scheme.forms.get(record.form)
    of = "held" if form is None or form.dated == "held" else "paper"
    params: Params = {"date": day.label, "made": made.isoformat(), "of_key": f"made.{of}"}
    yield day, ("consistency/late", params) if made > later(day.last, within) else AGREED


# What a date is compared with (`compares`) -> how.
COMPARED: Mapping[str, Callable[[Rule, Record, RuleContext], Iterator[tuple[Period, Odd]]]] = {
    "name": _name,
    "text": _text,
    "studied": _studied,
    "photos": _photos,
    "made": _made,
}


def _finding(rule: Rule, unit: str, record: Record, day: Period, odd: Odd, context: RuleContext) -> Finding:
    code, params = odd
    several: Params = {"units": list(record.units)} if len(record.units) > 1 else {}
    told_with = {**params, **several, "basis": Coded(f"rule:{rule.id}")}
    return context.finding(rule, code, record.path, told_with, unit=unit, period=day.label, record=record)
