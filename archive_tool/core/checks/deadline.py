"""Rule kind `deadline`: entries of a list that are still open after the day they were due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from archive_tool.core.checks.context import Judged, Open, RuleContext
from archive_tool.core.checks.items import is_here
from archive_tool.core.checks.kept_lists import closed_before, label, without_items
from archive_tool.core.checks.matters import Matter, asked_of, details, is_asked_on, yearly
from archive_tool.core.config import Setting
from archive_tool.core.model import Finding, NotRun, Params
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import Period, later, of_date, parse
from archive_tool.core.records import Record, Values, mappings, text, texts
from archive_tool.core.rule_details import Entries
from archive_tool.core.scheme import Rule

CLOSED, DUE, EVIDENCE, REASON = "closed", "due", "evidence", "reason"

# Of what is not proven, where something is named that is not there.
_ABSENT = {"not-done": "not-done-absent", "unproven": "unproven-absent"}
_UNSEEN = {
    "not-done": "not-done-unseen",
    "unproven": "unproven-unseen",
}  # and where nobody has looked at it yet


class _Entry(NamedTuple):
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
    left = tuple(
        Open(_finding(rule, unit, entry, context), entry.due.last)
        for entry in entries
        if entry.is_open and (unit := asked_of(entry.record.units, _year(entry, context), rows))
    )
    over = (one.finding for one in left if one.is_over(context.material.as_of))
    odd = closed_before(rule, context, rows)
    return Judged(rows, (*over, *odd), (*_undated(rule, context), *without_items(rule, context)), open=left)


def _entries(rule: Rule, context: RuleContext) -> Iterator[_Entry]:
    """Entries with a day, of lists that there are by now."""
    for record in context.records:
        if (
            record.form == rule.form
            and is_here((record,), rule)
            and _first(record.date) <= context.material.as_of
        ):
            for number, values in enumerate(mappings(record.values, "items")):
                due = _due(record, values, rule, context)
                if due is not None and _is_asked(rule, record, due, context):
                    yield _Entry(record, number, values, due, _is_open(record, values, rule, context))


def _is_asked(rule: Rule, record: Record, due: Period, context: RuleContext) -> bool:
    """Whether its day is one of a year that is judged at all, with the rule in force and the unit there."""
    is_old = due.last.year < (context.material.config.since or 0)
    return not is_old and is_asked_on(rule, record.units, due, context)


def _due(record: Record, values: Values, rule: Rule, context: RuleContext) -> Period | None:
    """The day it is to be done by; None for an entry that is not judged."""
    how = details(rule, Entries)
    if how.judged == "closed":
        closed = text(values, CLOSED)
        return of_date(closed) if closed and _first(closed) <= context.material.as_of else None
    if how.done == "closed":
        return due_by(record, values, rule, context.setting(rule))
    due = text(values, DUE)
    return of_date(due) if due else _time_of(record, context)


def due_by(record: Record, values: Values, rule: Rule, setting: Setting) -> Period | None:
    """The day an entry names; what is to be done at once has one all the same: so many days after the list was made."""
    if due := text(values, DUE):
        return of_date(due)
    days = dict(details(rule, Entries).terms).get(text(values, "type"))
    if days is None or not record.date:
        return None
    return of_date(later(of_date(record.date).last, setting.within_days or days).isoformat())


def _undated(rule: Rule, context: RuleContext) -> Iterator[NotRun]:
    """Lists with open entries that are to be done by a day and do not say by which."""
    types = details(rule, Entries).dated
    for record in context.records if types else ():
        day = of_date(record.date) if record.date else None
        if day is None or record.form != rule.form or not is_here((record,), rule):
            continue
        lacking = any(
            text(values, "type") in types
            and not text(values, DUE)
            and _is_open(record, values, rule, context)
            for values in mappings(record.values, "items")
        )
        if lacking and day.first <= context.material.as_of and _is_asked(rule, record, day, context):
            yield NotRun(rule.id, record.path, "not-run.no-due")


def _time_of(record: Record, context: RuleContext) -> Period | None:
    """What the list is about: a plan without a period is about the year of its day."""
    told = parse(record.period, context.material.config.calendar) if record.period else None
    return told or (of_date(record.date[:4]) if record.date else None)


def is_closed(values: Values, as_of: date) -> bool:
    """Whether an entry says that it was closed by this day; what was closed later is open still."""
    closed = text(values, CLOSED)
    return bool(closed) and _first(closed) <= as_of


def _is_open(record: Record, values: Values, rule: Rule, context: RuleContext) -> bool:
    """Whether it is not done. Evidence that is not there yet, or that nobody can read, shows nothing."""
    if details(rule, Entries).done == "evidence":
        named = texts(values, EVIDENCE)
        return not text(values, REASON) and not any(context.proofs.has(word, record) for word in named)
    return not is_closed(values, context.material.as_of)


def _first(day: str) -> date:
    return of_date(day).first if day else date.min


def _year(entry: _Entry, context: RuleContext) -> int:
    year = entry.due.last.year
    old = year < min(context.material.years, default=year)
    return context.material.as_of.year if entry.is_open and old else year


def _finding(rule: Rule, unit: str, entry: _Entry, context: RuleContext) -> Finding:
    record, values = entry.record, entry.values
    how = details(rule, Entries)
    unproven = how.done == "evidence"
    own = text(values, DUE)
    kind = ("unproven" if how.judged == "closed" else "not-done") if unproven else "open" if own else "term"
    named = context.proofs.by_now(texts(values, EVIDENCE), record) if unproven else ()
    unseen = context.proofs.unseen(named, record)
    absent: Params = {"absent": list(unseen or named)} if named else {}
    told = _UNSEEN[kind] if unseen else _ABSENT[kind] if named else kind
    several: Params = {"units": list(record.units)} if len(record.units) > 1 else {}
    params: Params = {
        "subject": rule.subject,
        "entry": label(values),
        "due": entry.due.last.isoformat() if unproven else entry.due.label,
        "reason_key": f"overdue.{told}",
        "kind": kind,
        "basis": Coded(f"rule:{rule.id}"),
        **absent,
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
    return replace(found, line=_line(entry))


def _line(entry: _Entry) -> int | None:
    """Where the entry stands in the sidecar."""
    at = f"items.{entry.number}"
    lines = entry.record.lines
    return lines.get(f"{at}.{DUE}", lines.get(f"{at}.text", lines.get(at)))
