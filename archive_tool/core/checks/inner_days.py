"""What else a record says of its day: the beginning of its meeting, its period, and its other papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from archive_tool.core.checks.asked import grace, tolerance
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.parts import told
from archive_tool.core.periods import ONCE, Period, later, length_of, of_date, parse
from archive_tool.core.proof import as_paper
from archive_tool.core.records import Record, Values, text
from archive_tool.core.scheme import Form
from archive_tool.core.traces import NO_YEAR_WRITTEN

_DAY = len("2025-03-14")
_AHEAD = 31  # days: what is held before the holidays may be that of the month after
# Days after a time in which what was held may still be of it, where no rule has more patience: the
# organisation life meeting of a year is held in the spring, what a term left open when school begins again.
_BEHIND = {"month": 15, "half-month": 15, "quarter": 15, "half": 60, "term": 60}
_BEHIND_A_YEAR = 180


class Contradiction(NamedTuple):
    """A day that a record says, the other day or period that stands in it, and where (a message key)."""

    day: Period
    named: str
    where: str


def in_fields(
    record: Record, day: Period | None, form: Form, context: RuleContext
) -> Iterator[Contradiction]:
    """When the meeting began, or that of each line of a minute book; the period of what was held."""
    for event in record.events:
        if event.date and of_date(event.date).first <= context.material.as_of:
            yield from _begun(event.values, of_date(event.date))
    if day is None or record.events:
        return
    own = record.values.get("event")
    if isinstance(own, dict):
        yield from _begun(own, day)
    about = of_another_time(record, day, form, context)
    if about and record.status == "draft":
        yield Contradiction(day, record.period, "date.open-period")
    elif about:
        yield Contradiction(
            day, record.period, "date.period" if day.first < about.first else "date.past-period"
        )


def of_another_time(record: Record, day: Period, form: Form, context: RuleContext) -> Period | None:
    """The time that a record of what was held says it is about, where `day` is too far from it to be of it."""
    about = parse(record.period, context.material.config.calendar) if record.period else None
    if about is None or about == ONCE or form.dated != "held":
        return None
    ahead = about.first > later(day.last, _AHEAD)
    return about if ahead or day.first > later(about.last, _behind(record, context)) else None


def _behind(record: Record, context: RuleContext) -> int:
    """Days after the time a record is about in which it may have been held: the most that any rule allows."""
    length = length_of(record.period)
    counting = (
        rule
        for rule in context.material.rules
        if rule.kind == "count" and rule.period == length and rule.activity in record.activities
    )
    allowed = (max(tolerance(rule, context), grace(rule, context)) for rule in counting)
    return max(_BEHIND.get(length, _BEHIND_A_YEAR), *allowed, 0)


def _begun(event: Values, day: Period) -> Iterator[Contradiction]:
    start = text(event, "start")[:_DAY]
    if len(start) == _DAY and not day.first.isoformat() <= start <= day.last.isoformat():
        yield Contradiction(day, start, "date.start")


def in_papers(
    record: Record, day: Period, form: Form, after: tuple[str, ...], context: RuleContext
) -> Iterator[Contradiction]:
    """The day that a proof beside the minutes bears, and that on which what came of it was signed before.

    `after`: roles of papers that are signed when it is over. Where several are in one role, each may be of
    a day of its own; what the sidecar dates is believed.
    """
    if form.dated != "held" or not record.holding.folder or record.events:
        return
    facts, traces = context.material.snapshot.facts, context.material.traces
    known = (traces.get(fact.sha256) for e in record.holding.files if (fact := facts.get(e.path)))
    if not any(trace.held or trace.made for trace in known if trace):
        return  # nearly always
    proofs = {role for one in record.activities for role in context.material.evidence.get(one, ())}
    roles = [as_paper(role, form) for role in context.parts.roles(record)]
    several, written = Counter(roles), told(record)
    for entry, role in zip(record.holding.files, roles, strict=True):
        part, fact = written.get(entry.path[len(record.holding.path) + 1 :]), facts.get(entry.path)
        trace = traces.get(fact.sha256) if fact else None
        if trace is None or several[role] > 1 or (part and part.date):
            continue
        held = trace.held.replace(NO_YEAR_WRITTEN, f"{day.first.year}") if trace.held else ""
        if role in proofs and role != form.role and held and not _is_within(held, day):
            yield Contradiction(day, held, "date.part")
        elif role in after and trace.made and trace.made < day.first.isoformat():
            yield Contradiction(day, trace.made, "date.signed")


def _is_within(said: str, day: Period) -> bool:
    return day.first.isoformat() <= said <= day.last.isoformat()
