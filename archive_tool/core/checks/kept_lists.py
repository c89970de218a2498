"""Lists whose entries are closed one by one: those that have no entries, and entries older than their list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.items import is_here
from archive_tool.core.checks.matters import asked_of, details, is_asked_on
from archive_tool.core.model import CoverageRow, Finding, NotRun, Params
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import of_date, parse
from archive_tool.core.records import Record, Values, mappings, text, time_told
from archive_tool.core.rule_details import Entries
from archive_tool.core.scheme import Rule

ITEMS = "items"


def label(values: Values) -> str:
    """An entry as findings name it: its number and its text."""
    return " ".join(filter(None, (text(values, "no"), text(values, "text"))))


def without_items(rule: Rule, context: RuleContext) -> Iterator[NotRun]:
    """Lists of judged years in which nothing is entered: nobody can say whether anything is overdue."""
    years, calendar = context.material.years, context.material.config.calendar
    for record in _lists(rule, context):
        told = time_told(record, calendar)
        year = told.last.year if told else record.holding.place.year
        begun = told is None or told.first <= context.material.as_of
        if year not in years or not begun or mappings(record.values, ITEMS):
            continue
        if is_asked_on(rule, record.units, told or of_date(f"{year}"), context):
            yield NotRun(rule.id, record.path, "not-run.no-items")


def closed_before(rule: Rule, context: RuleContext, rows: Iterable[CoverageRow]) -> Iterator[Finding]:
    """One finding a list with the entries that were closed before it was made."""
    rows = tuple(rows)
    for record in _lists(rule, context):
        made = _made(record, context)
        odd = [(number, day) for number, day in _closed(record) if made and day < made]
        unit = asked_of(record.units, made.year, rows) if made and odd else ""
        if unit:
            yield _finding(rule, unit, record, odd, context)


def _lists(rule: Rule, context: RuleContext) -> Iterator[Record]:
    how = details(rule, Entries)
    if how.done == "closed" and how.judged == "all":
        for record in context.records:
            if record.form == rule.form and is_here((record,), rule):
                yield record


def _closed(record: Record) -> Iterator[tuple[int, date]]:
    """Place and last day of closing. What was due before the list's date says: that is when it was ended."""
    begun = of_date(record.date).first if record.date else date.min
    for number, values in enumerate(mappings(record.values, ITEMS)):
        due = text(values, "due")
        if (closed := text(values, "closed")) and not (due and of_date(due).last < begun):
            yield number, of_date(closed).last


def _made(record: Record, context: RuleContext) -> date | None:
    """The first day of a list: its date, or that of what it is about or replaces; None where nobody says."""
    days: list[date] = []
    seen, left = {record.path}, [record]
    while left:
        one = left.pop()
        about = parse(one.period, context.material.config.calendar) if one.period else None
        days += [span.first for span in (of_date(one.date) if one.date else None, about) if span]
        for relation in mappings(one.values, "relations"):
            if text(relation, "kind") == "replaces":
                before = context.proofs.record(text(relation, "record"), one)
                if before is not None and before.path not in seen:
                    seen.add(before.path)
                    left.append(before)
    made = min(days, default=None)
    return made if record.date and made is not None and made <= context.material.as_of else None


def _finding(
    rule: Rule, unit: str, record: Record, odd: Sequence[tuple[int, date]], context: RuleContext
) -> Finding:
    entries = mappings(record.values, ITEMS)
    several: Params = {"units": list(record.units)} if len(record.units) > 1 else {}
    params: Params = {
        "date": record.date,
        "entry": [label(entries[number]) for number, _ in odd],
        "named": min(text(entries[number], "closed") for number, _ in odd),
        "reason_key": "date.closed",
        "kind": "closed",
        "basis": Coded(f"rule:{rule.id}"),
        **several,
    }
    found = context.finding(
        rule, "consistency/date", record.path, params, unit=unit, period=record.date, record=record
    )
    lines, at = record.lines, f"{ITEMS}.{odd[0][0]}"
    return replace(found, line=lines.get(f"{at}.closed", lines.get(at)))
