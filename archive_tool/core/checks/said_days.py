"""The day that the text of a record says, and records of which name and text leave the day open between them."""

from __future__ import annotations

from typing import NamedTuple

from archive_tool.core.checks import inner_days
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.items import Item
from archive_tool.core.checks.matters import details
from archive_tool.core.periods import Period, contains, of_date
from archive_tool.core.proof import as_paper
from archive_tool.core.records import Record, named_day
from archive_tool.core.rule_details import Timing
from archive_tool.core.scheme import Form
from archive_tool.core.traces import NO_YEAR_WRITTEN


class Undated(NamedTuple):
    """An item without a date, the days that its name or its text say, and whether they are told to contradict."""

    item: Item
    days: tuple[Period, ...]
    told: bool

    def may_fall(self, period: Period) -> bool:
        return any(contains(period, day) for day in self.days)


def said_day(record: Record, day: Period, form: Form, context: RuleContext) -> str:
    """When the text says it was held, or made; of the year of `day` where it says none. "" where it says no day."""
    said = _said_by_text(record, form, context)
    return f"{day.first.year}{said[4:]}" if said.startswith(NO_YEAR_WRITTEN) else said


def open_between(record: Record, context: RuleContext) -> tuple[Period, ...]:
    """The days of a record that nobody has confirmed and that contradict each other, where a rule tells so.

    Name and text of one without a date; the day and the time it says it is about.
    """
    form, named = context.material.scheme.forms.get(record.form), named_day(record)
    drafted = of_date(record.date) if record.date and record.status == "draft" else None
    day = None if record.events else named or drafted
    if form is None or day is None or form.dated == "planned" or not _is_asked(context):
        return ()
    said = said_day(record, day, form, context) if named else ""
    agrees = not said or day.first.isoformat() <= said <= day.last.isoformat()
    about = inner_days.of_another_time(record, day, form, context)
    other = (*(() if agrees else (of_date(said),)), *((about,) if about else ()))
    return (day, *other) if other else ()


def undated(item: Item, context: RuleContext) -> Undated:
    """The item with the days on which it may have been."""
    between = [day for record in item.records for day in open_between(record, context)]
    named = (day for record in item.records if (day := named_day(record)))
    return Undated(item, (*named, *between), bool(between))


def is_torn(item: Item, context: RuleContext) -> bool:
    """Whether an item that nobody has confirmed falls into the time it says it is about by one of its days only.

    2025-06-14 第二季度支部党员大会, of which the minutes say 2024年6月14日; 2025-06-14 第一季度支部党员大会.
    """
    if not item.told or item.covered:
        return False
    days = [(record, open_between(record, context)) for record in item.records]
    if any(record.date and not open_ for record, open_ in days):
        return False
    between = [day for _, open_ in days for day in open_]
    inside = [any(contains(span, day) for span in item.spans) for day in between]
    return any(inside) and not all(inside)


def _is_asked(context: RuleContext) -> bool:
    """Whether a rule that is on compares records of any kind with their texts."""
    timing = (rule for rule in context.material.rules if rule.kind == "timing")
    return any(
        details(rule, Timing).compares == "text" and not (rule.activity or rule.form) for rule in timing
    )


def _said_by_text(record: Record, form: Form, context: RuleContext) -> str:
    """The day in the text of the one file, or of the one part in the role of the record's form."""
    facts, traces = context.material.snapshot.facts, context.material.traces
    said: dict[str, str] = {}
    for entry in record.holding.files:
        fact = facts.get(entry.path)
        trace = traces.get(fact.sha256) if fact else None
        if trace is not None and (day := trace.held if form.dated == "held" else trace.made):
            said[entry.path] = day
    if not said:
        return ""
    telling = [entry.path for entry in record.holding.files]
    if record.holding.folder:
        parts = [*zip(telling, context.parts.roles(record), strict=True)]
        # What is said to be the paper goes before what may be it, because nobody says what it is.
        telling = [path for path, role in parts if role == form.role] or [
            path for path, role in parts if as_paper(role, form) == form.role
        ]
    return said.get(telling[0], "") if len(telling) == 1 else ""
