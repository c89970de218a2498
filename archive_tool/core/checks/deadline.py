"""Rule kind `deadline`: entries of a list that are still open after the day they were due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from archive_tool.core.checks.context import Judged, RuleContext
from archive_tool.core.checks.matters import Matter, asked_of, yearly
from archive_tool.core.model import Finding, Params
from archive_tool.core.periods import Period, of_date
from archive_tool.core.records import Record, Values, mappings, text, texts
from archive_tool.core.scheme import Rule

CLOSED, DUE = "closed", "due"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of a list that is to be done by a day."""

    record: Record
    number: int
    values: Values
    due: Period
    is_open: bool


def judge(rule: Rule, context: RuleContext) -> Judged:
    """A row for every unit and year, and a finding for each entry that is overdue.

    An entry that is still open is judged with the year of the audit, however old its day is.
    """
    entries = list(_entries(rule, context))
    rows = yearly(
        rule,
        (
            (unit, _year(entry, context), Matter(not entry.is_open, entry.due.last, (entry.record,)))
            for entry in entries
            for unit in entry.record.units
        ),
        context,
    )
    findings = (
        _finding(rule, unit, entry, context)
        for entry in entries
        if entry.is_open and entry.due.last < context.material.as_of
        if (unit := asked_of(entry.record.units, _year(entry, context), rows))
    )
    return Judged(rows, tuple(findings))


def _entries(rule: Rule, context: RuleContext) -> Iterator[_Entry]:
    """Entries with a day, of lists that there are by now; what was closed later is open still."""
    as_of = context.material.as_of
    for record in context.records:
        here = not rule.in_leaf or record.holding.place.leaf == rule.leaf
        if record.form != rule.form or not here or _first(record.date) > as_of:
            continue
        for number, values in enumerate(mappings(record.values, "items")):
            if due := text(values, DUE):
                closed = text(values, CLOSED)
                is_open = not closed or _first(closed) > as_of
                yield _Entry(record, number, values, of_date(due), is_open)


def _first(day: str) -> date:
    return of_date(day).first if day else date.min


def _year(entry: _Entry, context: RuleContext) -> int:
    year = entry.due.last.year
    old = year < min(context.material.years, default=year)
    return context.material.as_of.year if entry.is_open and old else year


def _finding(rule: Rule, unit: str, entry: _Entry, context: RuleContext) -> Finding:
    record, values = entry.record, entry.values
    several: Params = {"units": list(record.units)} if len(record.units) > 1 else {}
    params: Params = {
        "subject": rule.subject,
        "entry": " ".join(filter(None, (text(values, "no"), text(values, "text")))),
        "due": entry.due.label,
        "basis": f"rule:{rule.id}",
        **several,
    }
    found = context.finding(
        rule,
        "complete/overdue",
        record.path,
        params,
        unit=unit,
        whom="、".join(texts(values, "owner")) or None,
        period=entry.due.label,
        record=record,
    )
    return replace(found, line=record.lines.get(f"items.{entry.number}.{DUE}"))
