"""Rule kind `steps`: what a case goes through, in which order, how soon and how late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from archive_tool.core.checks.cases import Case, cases
from archive_tool.core.checks.context import Judged, Open, RuleContext, applies
from archive_tool.core.checks.loose_papers import loose
from archive_tool.core.checks.matters import Matter, details, row
from archive_tool.core.checks.owners import must_name
from archive_tool.core.checks.step_choice import Paper, Taken, taken
from archive_tool.core.checks.step_order import Done, Odd, out_of_order
from archive_tool.core.model import CoverageRow, Finding, NotRun, Params
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import ONCE
from archive_tool.core.rule_details import CaseStep, Steps
from archive_tool.core.scheme import Rule
from archive_tool.core.since import is_before

_DAY = timedelta(days=1)


class _Lack(NamedTuple):
    """A step that is not there: since when it should be, or until when there is time."""

    step: CaseStep
    due: date  # through this day it is only due


def judge(rule: Rule, context: RuleContext) -> Judged:
    """A row for every case; one finding for the steps that lack, one for each that is out of order."""
    steps = details(rule, Steps).steps
    rows: list[CoverageRow] = []
    findings: list[Finding] = []
    not_run: list[NotRun] = []
    left: list[Open] = []
    known = cases(rule, details(rule, Steps), context)
    papers = loose(rule, details(rule, Steps), context, known)
    not_run.extend(_untold(rule, papers.unclear, context))
    for case in (*known, *papers.cases):
        found = taken(steps, case.papers)
        # Of several matters that lie among each other the order says nothing.
        strange = () if case.mixed else out_of_order(steps, found.done)
        odd = [one for one in strange if _is_alive(one.day.last.year, case, context)]
        lacks = list(_lacking(steps, found, case.last_day(context.material.as_of)))
        told = [lack for lack in lacks if _is_told(lack, case, context)]
        if not _is_of_these_years(case, told, context):
            continue
        if not case.unit:
            not_run.extend(_nobodys(rule, case, context))
        if not _is_asked(rule, case, context):
            continue
        rows.append(
            _row(rule, case, found, odd, [lack for lack in lacks if lack in told or case.is_open], context)
        )
        not_run.extend(NotRun(rule.id, paper.path, "not-run.which-step") for paper in found.unclear)
        not_run.extend(_undated(rule, case, found))
        not_run.extend(_untold(rule, case.mixed, context))
        findings.extend(_order_finding(rule, case, one, context) for one in odd)
        if told and not case.has_left:
            findings.append(_step_finding(rule, case, [lack.step for lack in told], context))
            left.extend(Open(findings[-1], lack.due, f"{rule.id}/{lack.step.id}") for lack in told)
        if case.is_open and not case.has_left:
            left.extend(_coming(rule, case, lacks, context))
    return Judged(tuple(rows), tuple(findings), tuple(not_run), tuple(left))


def _coming(rule: Rule, case: Case, lacks: Sequence[_Lack], context: RuleContext) -> Iterator[Open]:
    """Steps for which there still is time, and until when."""
    for lack in lacks:
        if lack.due >= context.material.as_of:
            finding = _step_finding(rule, case, [lack.step], context)
            yield Open(finding, lack.due, f"{rule.id}/{lack.step.id}")


def _is_told(lack: _Lack, case: Case, context: RuleContext) -> bool:
    """Whether its time is over, in a judged year or before one in which the case still ran or was filed."""
    over = lack.due < context.material.as_of
    return over and _is_alive((lack.due + _DAY).year, case, context)


def _is_alive(year: int, case: Case, context: RuleContext) -> bool:
    """Whether one of the judged years lies between this one and the last in which something was done in the case."""
    last = max(year, case.last_day(context.material.as_of).year)
    return any(year <= judged <= last for judged in context.material.years)


def _is_of_these_years(case: Case, told: Sequence[_Lack], context: RuleContext) -> bool:
    """Cases of the judged years: in which something was done or should have been, or that were filed or are open."""
    years = {paper.day.last.year for paper in case.papers if paper.day}
    years.add(case.last_day(context.material.as_of).year)
    return bool(told) or not years.isdisjoint(context.material.years)


def _is_asked(rule: Rule, case: Case, context: RuleContext) -> bool:
    """Whether the rule is for the unit whose case it is, from its first day to its last."""
    unit = context.material.config.units.get(case.unit)
    days = [paper.day for paper in case.papers if paper.day]
    filed = case.last_day(context.material.as_of)
    first = min((day.first for day in days), default=filed)
    last = max((day.last for day in days), default=filed)
    return unit is not None and applies(rule, unit, context, first, last)


def _nobodys(rule: Rule, case: Case, context: RuleContext) -> Iterator[NotRun]:
    """A case of which nobody says whose it is, unless that is said of one of its records anyway."""
    material, record = context.material, case.home or case.records[0]
    told = any(must_name(one, material) for one in case.records)
    if material.several_units and not told and not is_before(record, material.config.since):
        yield NotRun(rule.id, record.path, "not-run.whose")


def _undated(rule: Rule, case: Case, found: Taken) -> Iterator[NotRun]:
    """Said once a case: steps of which nobody says when they were taken, so that neither order nor interval is known."""
    if not case.mixed and not case.has_left and len(found.done) > 1:
        undated = next((one for one in found.done.values() if one.day is None), None)
        if undated is not None:
            yield NotRun(rule.id, (case.home or undated.record).path, "not-run.when-step")


def _untold(rule: Rule, papers: Sequence[Paper], context: RuleContext) -> Iterator[NotRun]:
    """Papers of the judged years of which nobody can tell to which case they belong."""
    for paper in papers:
        if paper.day is None or paper.day.last.year in context.material.years:
            yield NotRun(rule.id, paper.path, "not-run.which-case")


def _lacking(steps: Sequence[CaseStep], found: Taken, last: date) -> Iterator[_Lack]:
    """Steps that should be there because a later one is or their time is over; of the rest those with a term.

    Which steps there are is said by the rule in force on the later step's day, or when the time is over.
    A later step of which nobody says the day was taken by the `last` day of the case.
    """
    done, doubtful = found.done, found.doubtful
    for number, step in enumerate(steps):
        if step.optional or step.id in done or step.id in doubtful:
            continue
        following = [done[later.id].day for later in steps[number + 1 :] if later.id in done]
        dated = [day for day in following if day is not None]
        if following:
            day = min((day.last for day in dated), default=last)
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
    found: Taken,
    odd: Sequence[Odd],
    lacks: Sequence[_Lack],
    context: RuleContext,
) -> CoverageRow:
    strange = {one.done.step for one in odd}
    day = context.material.as_of - _DAY
    matters = [Matter(one.step not in strange, day, (one.record,)) for one in found.done.values()]
    matters += [
        Matter(False, day, (paper.record,), uncertain=True) for paper in (*found.unclear, *found.unread)
    ]
    matters += [Matter(False, lack.due, (), uncertain=case.has_left) for lack in lacks]
    if case.home is not None and not matters:
        matters = [Matter(case.home.pointer, date.max, (case.home,), uncertain=not case.home.pointer)]
    return row(rule, case.unit, ONCE.label, matters, context, end=context.material.as_of, whom=case.name)


def _step_finding(rule: Rule, case: Case, lacking: Sequence[CaseStep], context: RuleContext) -> Finding:
    record = case.home or case.papers[-1].record
    params: Params = {
        "subject": case.name,
        "steps": [f"{rule.id}/{step.id}" for step in lacking],
        "basis": Coded(f"rule:{rule.id}"),
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


def _order_finding(rule: Rule, case: Case, odd: Odd, context: RuleContext) -> Finding:
    params: Params = {
        "subject": case.name,
        "step": Coded(f"step:{rule.id}/{odd.done.step}"),
        "date": odd.day.label,
        **odd.params,
        "other": Coded(f"step:{rule.id}/{odd.other}"),
        "basis": Coded(f"rule:{rule.id}"),
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
