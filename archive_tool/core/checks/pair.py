"""Rule kind `pair`: each request has its reply, each feedback its list of rectification, in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from archive_tool.core.checks.answering import Answerable
from archive_tool.core.checks.context import Judged, Open, RuleContext
from archive_tool.core.checks.items import Item, items_of
from archive_tool.core.checks.matters import Matter, details, is_asked_on, row, years
from archive_tool.core.checks.ties import Asking, Matched, Paper, look_above, matched
from archive_tool.core.config import Unit
from archive_tool.core.model import CoverageRow, Finding, Params
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import Period, later, of_date
from archive_tool.core.rule_details import Pair, Sought, Steps
from archive_tool.core.scheme import Rule, Scheme

CODE = "complete/pair"


class _Want(NamedTuple):
    """One paper, the year it falls into, whether its counterpart is there, and what is said if not."""

    paper: Paper
    matter: Matter
    params: Params


def judge(rule: Rule, context: RuleContext) -> Judged:
    """A row for every unit and year, and a finding for each paper whose time is over without the other."""
    pair = details(rule, Pair)
    each, has = (tuple(_papers(sought, rule, context)) for sought in (pair.each, pair.has))
    units = context.material.config.units.values()
    answerable = Answerable(pair, context)
    settled = frozenset(paper.key for paper in has if answerable.reported(paper) == "yes")
    ties = {unit.id: _matched(rule, unit, each, has, settled, context) for unit in units}
    _look_above(rule, each, has, ties, context)
    used = {key for found in ties.values() for key in found.used}
    rows: list[CoverageRow] = []
    open_: dict[str, Open] = {}
    for unit in units:
        left = [paper for paper in has if paper.key not in used] if pair.both else []
        wants = [
            *_wants(rule, unit, each, has, ties[unit.id], context),
            *_unasked(rule, unit, each, left, answerable, context),
        ]
        for period in years(rule, unit, context):
            mine = [want for want in wants if want.paper.year == period.last.year]
            rows.append(
                row(rule, unit.id, period.label, [w.matter for w in mine], context, end=_end(mine, period))
            )
            for want in mine:
                matter = want.matter
                if not matter.met and not matter.uncertain:
                    # What several units sent together is asked for once.
                    open_.setdefault(
                        want.paper.key, Open(_finding(rule, unit, period, want, context), matter.due)
                    )
    over = (one.finding for one in open_.values() if one.is_over(context.material.as_of))
    return Judged(tuple(rows), tuple(over), open=tuple(open_.values()))


def not_of_cases(
    findings: Iterable[Finding], rows: Iterable[CoverageRow], scheme: Scheme
) -> Iterator[Finding]:
    """The same findings, without those of papers whose counterpart is a step that their case lacks.

    A reply to the report of an election that is not there, a request for one without its reply: the steps
    of the election say so.
    """
    said = list(findings)
    lacking = {(f.rule, f.unit, f.whom): f for f in said if f.code == "complete/step"}
    told = {
        path: lacking[row.rule, row.unit, row.whom]
        for row in rows
        if (row.rule, row.unit, row.whom) in lacking
        for path in row.records
    }
    for finding in said:
        case = told.get(finding.record or "") if finding.code == CODE else None
        if case is None or not _is_said_by(case, finding, scheme):
            yield finding


def _is_said_by(case: Finding, finding: Finding, scheme: Scheme) -> bool:
    """Whether the finding about a case names what the paper lacks: any step before a reply, or the reply itself."""
    if finding.params.get("reason_key") == "pair.without":
        return True
    kind, _, code = str(finding.params["counterpart"]).partition(":")
    steps = scheme.rules[case.rule or ""].details
    if finding.params.get("reason_key") != "pair.none" or kind != "form" or not isinstance(steps, Steps):
        return False
    named = case.params["steps"]
    lacking = {str(one).rpartition("/")[2] for one in (named if isinstance(named, list) else [named])}
    words = [word for step in steps.steps if step.id in lacking for word in (*step.words, step.label.zh)]
    return any(form in word for word in words for form in scheme.forms[code].words)


def _end(wants: Iterable[_Want], period: Period) -> date:
    return max((want.matter.due for want in wants), default=period.last)


def _papers(sought: Sought, rule: Rule, context: RuleContext) -> Iterator[Paper]:
    """Everything of the kind that there is by now, proven or unread, in the order of time."""
    looked_for = rule._replace(
        activity=sought.activity,
        form=sought.form,
        leaf=sought.leaf or rule.leaf,
        category=context.material.scheme.leaves[sought.leaf or rule.leaf].category,
        in_leaf=bool(sought.leaf),
        evidence=tuple(context.material.evidence.get(sought.activity, ())),
    )
    by_subject, matter = details(rule, Pair).by_subject, context.material.deriver.matter
    living = bool(sought.form) and context.material.scheme.forms[sought.form].living
    for item in items_of(looked_for, context):
        if item.evident or item.uncertain:
            day = _day(item)
            if day is None or day.first <= context.material.as_of:
                about = matter(item.records[0].title) if by_subject else ""
                yield Paper.of(item, day, context.successors, living=living, about=about)


def _day(item: Item) -> Period | None:
    record = item.records[0]
    if record.events:
        return next(iter(item.spans), None)
    return of_date(record.date) if record.date else next(iter(item.spans), None)


def _matched(
    rule: Rule,
    unit: Unit,
    each: Sequence[Paper],
    has: Sequence[Paper],
    settled: frozenset[str],
    context: RuleContext,
) -> Matched:
    mine = [paper for paper in each if unit.id in paper.units and not paper.uncertain]
    known = [paper for paper in has if not paper.uncertain]
    return matched(mine, known, unit.id, _within(rule, context), settled=settled)


def _look_above(
    rule: Rule, each: Sequence[Paper], has: Sequence[Paper], ties: Mapping[str, Matched], context: RuleContext
) -> None:
    """A branch files its request, the committee above it the reply: what the rule lets lie there is found there."""
    asking = []
    for unit, found in ties.items():
        higher = frozenset(_higher(rule, unit, context))
        papers = [paper for paper in each if unit in paper.units and not paper.uncertain]
        above = [o for o in has if not o.uncertain and unit not in o.units and not higher.isdisjoint(o.units)]
        asking.append(Asking(papers, above, found))
    used = {key for found in ties.values() for key in found.used}
    look_above(asking, _within(rule, context), used)


def _higher(rule: Rule, unit: str, context: RuleContext) -> tuple[str, ...]:
    """Units above it, where its counterparts may lie."""
    return context.material.config.above(unit) if details(rule, Pair).from_above else ()


def _wants(
    rule: Rule,
    unit: Unit,
    each: Sequence[Paper],
    has: Sequence[Paper],
    ties: Matched,
    context: RuleContext,
) -> Iterator[_Want]:
    """What each paper of the unit calls for; where its counterpart may be unread, nobody can tell."""
    pair, days = details(rule, Pair), _within(rule, context)
    whose = (unit.id, *_higher(rule, unit.id, context))
    doubtful = any(paper.uncertain and not set(whose).isdisjoint(paper.units) for paper in has)
    for paper in each:
        if unit.id in paper.units and _is_of_its_time(rule, unit, paper, context):
            other, tardy = ties.partners.get(paper.key), ties.tardy.get(paper.key)
            due = later(paper.last, days)
            unknown = paper.uncertain or (other is None and (paper.day is None or doubtful))
            params = _params(paper, pair.each, pair.has, {"due": due.isoformat(), **_reason(tardy)})
            records = (*paper.records, *(other.records if other else ()))
            yield _Want(paper, Matter(other is not None, due, records, uncertain=unknown), params)


def _unasked(
    rule: Rule,
    unit: Unit,
    each: Sequence[Paper],
    left: Sequence[Paper],
    answerable: Answerable,
    context: RuleContext,
) -> Iterator[_Want]:
    """What answers nothing that is there; where that may be older than the archive, nobody can tell."""
    pair, days = details(rule, Pair), _within(rule, context)
    since = context.material.config.since
    begin = max(unit.founded or date.min, date(since, 1, 1) if since else date.min)
    doubtful = any(paper.uncertain and unit.id in paper.units for paper in each)
    for paper in left:
        if unit.id in paper.units and _is_of_its_time(rule, unit, paper, context):
            older = paper.day is None or later(begin, days) > paper.day.first
            answer = answerable.is_answered(paper)
            unknown = answer != "yes" and (paper.uncertain or older or doubtful or answer == "perhaps")
            params = _params(paper, pair.has, pair.each, {**_unanswering(pair), "reason_key": "pair.without"})
            yield _Want(paper, Matter(answer == "yes", paper.last, paper.records, uncertain=unknown), params)


def _is_of_its_time(rule: Rule, unit: Unit, paper: Paper, context: RuleContext) -> bool:
    """What is older than the rule or the unit is asked nothing."""
    return paper.day is None or is_asked_on(rule, [unit.id], paper.day, context)


def _within(rule: Rule, context: RuleContext) -> int:
    return context.setting(rule).within_days or details(rule, Pair).within_days


def _reason(tardy: Paper | None) -> Params:
    if tardy is None or tardy.day is None:
        return {"reason_key": "pair.none"}
    return {"reason_key": "pair.late", "found": tardy.day.label}


def _unanswering(pair: Pair) -> Params:
    """Forms that it might have answered as well, where there are any."""
    return {"forms": list(pair.answers), "counterpart_key": "pair.either"} if pair.answers else {}


def _params(paper: Paper, this: Sought, other: Sought, more: Params) -> Params:
    told = paper.day.label if paper.day else ""
    return {"subject": this.subject, "counterpart": other.subject, "date": told, **more}


def _finding(rule: Rule, unit: Unit, period: Period, want: _Want, context: RuleContext) -> Finding:
    record = want.paper.records[0]
    several: Params = {"units": list(want.paper.units)} if len(want.paper.units) > 1 else {}
    return context.finding(
        rule,
        CODE,
        record.path,
        {**want.params, **several, "basis": Coded(f"rule:{rule.id}")},
        unit=unit.id,
        period=period.label,
        record=record,
    )
