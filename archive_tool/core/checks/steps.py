"""Rule kind `steps`: what a case goes through, in which order, how soon and how late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive_tool.core.checks.cases import Case, Done, cases
from archive_tool.core.checks.context import Judged, RuleContext, applies
from archive_tool.core.checks.matters import Matter, details, row
from archive_tool.core.intervals import Interval
from archive_tool.core.model import CoverageRow, Finding, Params
from archive_tool.core.periods import ONCE, Period
from archive_tool.core.rule_details import CaseStep, Steps, Wait
from archive_tool.core.scheme import Rule

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Lack:
    """A step that is not there: since when it should be, or until when there is time."""

    step: CaseStep
    due: date  # through this day it is only due


@dataclass(frozen=True, slots=True)
class _Odd:
    """A step that came before, too soon after or too late after another one."""

    done: Done
    day: Period
    params: Params


def judge(rule: Rule, context: RuleContext) -> Judged:
    """A row for every case; one finding for the steps that lack, one for each that is out of order."""
    steps = details(rule, Steps).steps
    rows: list[CoverageRow] = []
    findings: list[Finding] = []
    for case in cases(rule, details(rule, Steps), context):
        done = _first_times(case.done)
        odd = [one for one in _out_of_order(steps, done) if one.day.last.year in context.material.years]
        lacks = list(_lacking(steps, done, context.material.as_of))
        told = [lack for lack in lacks if _is_told(lack, context)]
        if not _is_judged(case, done, told, rule, context):
            continue
        rows.append(
            _row(rule, case, done, odd, [lack for lack in lacks if lack in told or case.is_open], context)
        )
        findings.extend(_order_finding(rule, case, one, context) for one in odd)
        if told and not case.has_left:
            findings.append(_step_finding(rule, case, [lack.step for lack in told], context))
    return Judged(tuple(rows), tuple(findings))


def _first_times(done: Sequence[Done]) -> Mapping[str, Done]:
    """Each step as it was first taken; dated ones before those of which nobody says when."""
    found: dict[str, Done] = {}
    for one in sorted(done, key=lambda one: one.day.first if one.day else date.max):
        found.setdefault(one.step, one)
    return found


def _is_told(lack: _Lack, context: RuleContext) -> bool:
    """Whether its time is over, in a year that is judged."""
    over = lack.due < context.material.as_of
    return over and (lack.due + _DAY).year in context.material.years


def _is_judged(
    case: Case, done: Mapping[str, Done], told: Sequence[_Lack], rule: Rule, context: RuleContext
) -> bool:
    """Cases of the judged years: that are open, or in which something was done or should have been."""
    unit = context.material.config.units.get(case.unit)
    days = [one.day for one in done.values() if one.day]
    years = {day.last.year for day in days} | (
        {context.material.as_of.year} if case.is_open or not days else set()
    )
    first = min((day.first for day in days), default=context.material.as_of)
    last = max((day.last for day in days), default=context.material.as_of)
    if unit is None or not applies(rule, unit, context, first, last):
        return False
    return bool(told) or not years.isdisjoint(context.material.years)


def _out_of_order(steps: Sequence[CaseStep], done: Mapping[str, Done]) -> Iterator[_Odd]:
    """Every step that does not keep to an earlier one, once; undated ones can't be told."""
    before = ""
    for step in steps:
        one = done.get(step.id)
        if one is None or one.day is None:
            continue
        waits = step.after if step.after is not None else (Wait(before),) if before else ()
        for wait in waits:
            other = done.get(wait.step)
            if other is not None and other.day is not None:
                reason = _reason(wait, other.day, one.day)
                if reason:
                    told: Params = {"other": wait.step, "other_date": other.day.label, **reason}
                    yield _Odd(one, one.day, told)
                    break
        before = step.id


def _reason(wait: Wait, other: Period, day: Period) -> Params:
    """What is wrong between two steps by the rule in force on the later of their days; empty if nothing is."""
    if not wait.effective.holds_on(max(other.last, day.last)):
        return {}
    if day.last < other.first:
        return {"reason_key": "order.before"}
    if wait.least and day.last < wait.least.after(other.first):
        return {"reason_key": "order.soon", **_interval(wait.least)}
    if wait.most and day.first > wait.most.after(other.last):
        return {"reason_key": "order.late", **_interval(wait.most)}
    return {}


def _interval(interval: Interval) -> Params:
    return {"count": interval.count, "interval_key": f"interval.{interval.unit}"}


def _lacking(steps: Sequence[CaseStep], done: Mapping[str, Done], as_of: date) -> Iterator[_Lack]:
    """Steps that should be there because a later one is or their time is over; of the rest those with a term.

    Which steps there are is said by the rule in force on the later step's day, or when the time is over.
    """
    for number, step in enumerate(steps):
        if step.optional or step.id in done:
            continue
        following = [done[later.id].day for later in steps[number + 1 :] if later.id in done]
        dated = [day for day in following if day is not None]
        if following:
            day = min((day.last for day in dated), default=as_of)
            if step.effective.holds_on(day):
                yield _Lack(step, day - _DAY)
        else:
            terms = list(_terms(step, done))
            if terms and step.effective.holds_on(min(terms)):
                yield _Lack(step, min(terms))


def _terms(step: CaseStep, done: Mapping[str, Done]) -> Iterator[date]:
    """The last days by which the step must have been taken."""
    for wait in step.after or ():
        other = done.get(wait.step)
        if wait.most and other is not None and other.day is not None:
            term = wait.most.after(other.day.last)
            if wait.effective.holds_on(term):
                yield term


def _row(
    rule: Rule,
    case: Case,
    done: Mapping[str, Done],
    odd: Sequence[_Odd],
    lacks: Sequence[_Lack],
    context: RuleContext,
) -> CoverageRow:
    strange = {one.done.step for one in odd}
    day = context.material.as_of - _DAY
    matters = [Matter(one.step not in strange, day, (one.record,)) for one in done.values()]
    matters += [Matter(False, lack.due, (), uncertain=case.has_left) for lack in lacks]
    if case.home is not None and not matters:
        matters = [Matter(case.home.pointer, date.max, (case.home,), uncertain=not case.home.pointer)]
    return row(rule, case.unit, ONCE.label, matters, context, end=context.material.as_of, whom=case.name)


def _step_finding(rule: Rule, case: Case, lacking: Sequence[CaseStep], context: RuleContext) -> Finding:
    record = case.home or case.done[-1].record
    params: Params = {
        "subject": case.name,
        "steps": [f"{rule.id}/{step.id}" for step in lacking],
        "basis": f"rule:{rule.id}",
    }
    return context.finding(
        rule,
        "complete/step",
        record.path,
        params,
        unit=case.unit,
        whom=case.name,
        period=ONCE.label,
        record=record,
    )


def _order_finding(rule: Rule, case: Case, odd: _Odd, context: RuleContext) -> Finding:
    params: Params = {
        "subject": case.name,
        "step": f"step:{rule.id}/{odd.done.step}",
        "date": odd.day.label,
        **odd.params,
        "other": f"step:{rule.id}/{odd.params['other']}",
        "basis": f"rule:{rule.id}",
    }
    return context.finding(
        rule,
        "consistency/order",
        odd.done.record.path,
        params,
        unit=case.unit,
        whom=case.name,
        period=odd.day.label,
        record=odd.done.record,
    )
