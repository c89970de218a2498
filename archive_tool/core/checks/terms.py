"""Counts of what ends a term of office: the next election by the day on which the term is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from archive_tool.core.checks.asked import grace
from archive_tool.core.checks.context import Judged, RuleContext, applies
from archive_tool.core.checks.items import Item, items_of
from archive_tool.core.checks.matters import Matter, row
from archive_tool.core.config import Unit
from archive_tool.core.model import CoverageRow, Finding, NotRun, Params
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import Period, later, parse
from archive_tool.core.records import Record
from archive_tool.core.scheme import Rule

_PREPARED = timedelta(days=366)  # papers of the last year of a term may be those of the next election


def judge(rule: Rule, context: RuleContext) -> Judged:
    """A row for every unit whose term ends or has ended by the judged years; a finding where it is over.

    Where there are papers in the leaf and none of them proves it, the row is uncertain and nothing is said.
    """
    rows: list[CoverageRow] = []
    findings: list[Finding] = []
    items = tuple(items_of(rule, context))
    for unit in context.material.config.units.values():
        term = _term(unit, context)
        if term is None or not applies(rule, unit, context, term.last, term.last):
            continue
        matter = _matter(rule, unit, term, items, context)
        found = row(rule, unit.id, term.label, (matter,), context, end=term.last)
        rows.append(replace(found, subject=rule.subject))
        if found.status == "missing":
            findings.append(_finding(rule, unit, term, context))
    return Judged(tuple(rows), tuple(findings), tuple(_still_to_come(rule, context)))


def _still_to_come(rule: Rule, context: RuleContext) -> Iterator[NotRun]:
    """Units whose last election archive.yaml states for a later day: of their term nothing can be told."""
    today = context.material.as_of
    for unit in context.material.config.units.values():
        if unit.last_election and unit.last_election > today and applies(rule, unit, context, today, today):
            yield NotRun(rule.id, f"archive.yaml:{unit.election_line}", "not-run.last-election")


def _term(unit: Unit, context: RuleContext) -> Period | None:
    """From the last election that archive.yaml states; as long as it was postponed to, if it was."""
    if unit.last_election is None:
        return None
    label = f"term:{unit.last_election.isoformat()}"
    term = parse(label, context.material.config.calendar, term_years=unit.term_years)
    if term is None:
        return None
    last = max(term.last, unit.postponed_to or date.min)
    judged = any(last.year <= year for year in context.material.years)
    return Period(label, term.first, last) if judged else None


def _matter(rule: Rule, unit: Unit, term: Period, items: tuple[Item, ...], context: RuleContext) -> Matter:
    mine = [item for item in items if unit.id in item.units and _is_later(item, term)]
    shown = [item for item in mine if item.evident]
    records = tuple(record for item in shown for record in item.records)
    maybe = not shown and (any(item.uncertain for item in mine) or any(_prepared(rule, unit, term, context)))
    return Matter(bool(shown), later(term.last, grace(rule, context)), records, uncertain=maybe)


def _is_later(item: Item, term: Period) -> bool:
    return any(span.first > term.first for span in item.spans)


def _prepared(rule: Rule, unit: Unit, term: Period, context: RuleContext) -> Iterator[Record]:
    """Papers in the leaf from the last year of the term on."""
    begin = (term.last - _PREPARED).isoformat()
    for record in context.records:
        if record.holding.place.leaf == rule.leaf and unit.id in record.units and record.date >= begin:
            yield record


def put_off(unit: Unit) -> Params:
    """To when an election was postponed, and by whose leave, for a message; {} where it was not."""
    if unit.postponed_to is None:
        return {}
    approval: Params = (
        {"approval": unit.postponed_approval}
        if unit.postponed_approval
        else {"approval_key": "postponed.unapproved"}
    )
    return {"to": unit.postponed_to.isoformat(), **approval}


def _finding(rule: Rule, unit: Unit, term: Period, context: RuleContext) -> Finding:
    year, postponed = context.material.as_of.year, put_off(unit)
    return context.finding(
        rule,
        "complete/missing",
        context.folders.get((unit.id, rule.leaf, year), ""),
        {
            "subject": Coded(f"subject:{rule.id}"),
            "period": Coded(f"period:{term.label}"),
            "expected": 1,
            "found": 0,
            "announced": [],
            **({"announced_key": "postponed.told", **postponed} if postponed else {}),
            "basis": Coded(f"rule:{rule.id}"),
        },
        unit=unit.id,
        period=term.label,
    )
