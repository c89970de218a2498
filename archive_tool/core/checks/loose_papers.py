"""Papers that lie by themselves in the leaf of a rule of steps: one matter, or several that nobody told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from archive_tool.core.checks.cases import STEP, Case, is_of_the_rule, of_parts, one_paper, seen_of, unit_of
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.step_choice import Paper
from archive_tool.core.checks.step_words import StepWords
from archive_tool.core.records import Record, mappings, text
from archive_tool.core.rule_details import Steps
from archive_tool.core.scheme import Rule

_APART = timedelta(days=366)  # what lies further apart is another matter


class Loose(NamedTuple):
    """Cases made of loose papers, and papers of which nobody can tell the case."""

    cases: tuple[Case, ...]
    unclear: tuple[Paper, ...]


def loose(rule: Rule, steps: Steps, context: RuleContext, known: Sequence[Case]) -> Loose:
    """The papers in the leaf that name a step and belong to no known case, by unit, put together by time.

    Where the unit has one case of those years in the leaf, they are its. Where it has several, or each person
    has one (the rule has a form), nobody can tell.
    """
    words = StepWords(steps)
    used = {record.path for case in known for record in case.records}
    by_unit: dict[str, list[Paper]] = {}
    for record in context.records:
        if record.holding.place.leaf == rule.leaf and record.path not in used and _is_loose(record, rule):
            by_unit.setdefault(unit_of(record), []).extend(_papers(record, words, context))
    cases: list[Case] = []
    unclear: list[Paper] = []
    for unit, papers in by_unit.items():
        for group in _by_time(paper for paper in papers if _is_past(paper, context.material.as_of)):
            beside = [case for case in known if case.unit == unit and _is_near(case, group, rule)]
            if rule.form or len(beside) > 1:
                unclear.extend(group)
            elif beside:
                _add(beside[0], group)
            else:
                cases.append(_case(rule, unit, group, context))
    return Loose(tuple(cases), tuple(unclear))


def _is_loose(record: Record, rule: Rule) -> bool:
    """Whether nobody said of which case it is."""
    told = text(record.values, "case") or any(
        text(one, "kind") == STEP for one in mappings(record.values, "relations")
    )
    return not told and not record.broken and is_of_the_rule(record, rule)


def _papers(record: Record, words: StepWords, context: RuleContext) -> Iterator[Paper]:
    """The steps that its name and its parts show."""
    seen = seen_of(context)
    yield from one_paper(words.of(text(record.values, STEP), record.title), record, seen)
    if record.holding.folder:
        yield from of_parts(record, words, seen)


def _is_past(paper: Paper, as_of: date) -> bool:
    return paper.day is None or paper.day.first <= as_of


def _by_time(papers: Iterable[Paper]) -> Sequence[Sequence[Paper]]:
    """Papers with no more than a year between them; undated ones belong to the last."""
    groups: list[list[Paper]] = []
    end = date.min
    for paper in sorted(papers, key=lambda one: (one.day.first if one.day else date.max, one.path)):
        if not groups or (paper.day is not None and paper.day.first > end + _APART):
            groups.append([])
        groups[-1].append(paper)
        end = paper.day.last if paper.day else end
    return groups


def _is_near(case: Case, group: Sequence[Paper], rule: Rule) -> bool:
    """Whether a case of the leaf, or an open one, may be the matter of these papers."""
    here = case.is_open or any(record.holding.place.leaf == rule.leaf for record in case.records)
    days = [paper.day for paper in case.papers if paper.day]
    times = [paper.day for paper in group if paper.day]
    if not days or not times:
        return here
    begin, end = min(day.first for day in days) - _APART, max(day.last for day in days) + _APART
    return here and any(begin <= day.last and day.first <= end for day in times)


def _add(case: Case, group: Sequence[Paper]) -> None:
    records = {paper.record.path: paper.record for paper in group}
    case.records.extend(records.values())
    case.papers.extend(group)


def _case(rule: Rule, unit: str, group: Sequence[Paper], context: RuleContext) -> Case:
    """One matter, named after the leaf and the year in which it ended."""
    title = context.material.scheme.leaves[rule.leaf].title.text(context.material.config.language)
    years = [paper.day.last.year for paper in group if paper.day]
    case = Case(unit, f"{title} {max(years)}" if years else title, mixed=_repeated(group))
    _add(case, group)
    return case


def _repeated(group: Sequence[Paper]) -> tuple[Paper, ...]:
    """Papers of a step that another record took on another day: there may be several matters."""
    first: dict[tuple[str, ...], Paper] = {}
    found: list[Paper] = []
    for paper in group:
        one = first.setdefault(paper.steps, paper)
        if one.record.path != paper.record.path and one.day != paper.day:
            found.append(paper)
    return tuple(found)
