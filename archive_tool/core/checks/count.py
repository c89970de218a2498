"""Rule kind `count`: at least so many occasions or records in every period, for every unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from archive_tool.core.checks import terms, unnamed
from archive_tool.core.checks.asked import Series, periods, series
from archive_tool.core.checks.belonging import Belonging, by_person
from archive_tool.core.checks.context import Judged, RuleContext, applies
from archive_tool.core.checks.count_rows import rows_of
from archive_tool.core.checks.items import Item, falls, items_of
from archive_tool.core.checks.said_days import is_torn, undated
from archive_tool.core.config import Unit
from archive_tool.core.model import CoverageRow, Finding
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import ONCE, Period, contains
from archive_tool.core.scheme import SPEAKER, Rule

LACKING = ("missing", "insufficient")


def judge(rule: Rule, context: RuleContext) -> Judged:
    """Coverage rows of every unit and period, and a finding for each that is not met."""
    if rule.renews:
        return terms.judge(rule, context)
    rows: list[CoverageRow] = []
    findings: list[Finding] = []
    items = Belonging(items_of(rule, context))
    for unit in context.material.config.units.values():
        asked = [p for p in periods(rule, unit, context) if _is_asked(rule, unit, p, context)]
        nameless = _nameless(rule, unit, items, context)
        for whom, line, mine, nobodys in _shared_out(rule, unit, asked, items, context):
            torn = [item for item in mine if is_torn(item, context)]
            dateless = [
                undated(item, context)
                for item in mine
                if (not item.spans or item in torn) and _may_count(item)
            ]
            mine = [item for item in mine if item not in torn] if torn else mine
            long = [item for item in mine if _may_count(item) and any(map(_is_long, item.spans))]
            for period, row, unproven in rows_of(rule, line, mine, context):
                unsure = unread = row.uncertain
                doubts = {
                    "unattributed": [item for item in nobodys if falls(item, period)],
                    "speakerless" if rule.named_by == SPEAKER else "nameless": [
                        item for item in nameless if whom is not None and falls(item, period)
                    ],
                    "unplaced": [item for item in long if _surrounds(item, period)],
                    "undated": [one.item for one in dateless if one.may_fall(period)],
                }
                if row.status in LACKING:
                    known = {r.path for items in doubts.values() for item in items for r in item.records}
                    open_ = unnamed.may_be(rule, unit, period, context)
                    doubts["unnamed"] = [item for item in open_ if item.records[0].path not in known]
                # Of what contradicts itself that is said, once: it may be what is missing.
                unread += sum(one.told and one.may_fall(period) for one in dateless)
                row = replace(row, uncertain=unsure + sum(map(len, doubts.values())))
                rows.append(row)
                # Where what can't be read may be what is missing, that is the one finding.
                if row.status in LACKING and row.found + unread < row.expected:
                    findings.append(_finding(rule, row, period, unproven | doubts, context))
    return Judged(tuple(rows), tuple(findings))


def _is_asked(rule: Rule, unit: Unit, period: Period, context: RuleContext) -> bool:
    """Whether the rule is for the unit in the period; where another one succeeds it within, that one is."""
    if not applies(rule, unit, context, period.first, period.last):
        return False
    end = rule.effective_to or date.max
    return end >= period.last or not any(
        _question(other) == _question(rule)
        and end < (other.effective_from or date.min) <= period.last
        and applies(other, unit, context, period.first, period.last)
        for other in context.material.rules
    )


def _question(rule: Rule) -> tuple[str, ...]:
    """What is counted: rules of one question succeed one another."""
    return (rule.kind, rule.subject, rule.period, rule.per, rule.leaf if rule.in_leaf else "")


def _shared_out(
    rule: Rule, unit: Unit, asked: Sequence[Period], items: Belonging, context: RuleContext
) -> Iterator[tuple[str | None, Series, Sequence[Item], Sequence[Item]]]:
    """Whom each series is about; the series, with the items that are its own, and those of which nobody says whose they are."""
    of_unit = items.of(unit.id)
    homeless = tuple(filter(_may_count, items.of_no_unit()))
    groups = context.material.config.groups_of(unit.id) if rule.per == "group" else ()
    nobodys = (*items.of_no_group(unit, groups), *homeless)
    persons: Mapping[str, Sequence[Item]] | None = None
    for whom, line in series(rule, unit, asked, context):
        if whom is None:
            yield whom, line, of_unit, homeless
        elif rule.per == "group":
            yield whom, line, items.of_group(whom, unit, groups), nobodys
        else:
            persons = by_person(of_unit) if persons is None else persons
            yield whom, line, persons.get(whom, ()), homeless


def _nameless(rule: Rule, unit: Unit, items: Belonging, context: RuleContext) -> Sequence[Item]:
    """Where each person is asked for: the unit's papers that name none."""
    if rule.per in ("", "group"):
        return ()
    units = context.material.config.unit_ids()  # the unit as the author of a commitment is no person
    return [item for item in items.of(unit.id) if _may_count(item) and units.keys() >= set(item.persons)]


def _may_count(item: Item) -> bool:
    return item.evident or item.uncertain


def _is_long(span: Period) -> bool:
    return span.last > span.first


def _surrounds(item: Item, period: Period) -> bool:
    """Whether it tells of a longer time with the period in it: a book whose meetings are not listed."""
    return not falls(item, period) and any(contains(span, period) for span in item.spans)


def _finding(
    rule: Rule, row: CoverageRow, period: Period, told: Mapping[str, Sequence[Item]], context: RuleContext
) -> Finding:
    """`told`: records that are not counted, by why; "announced" is always there."""
    year = max(period.last.year if period.last < date.max else context.material.as_of.year, 1)
    return context.finding(
        rule,
        f"complete/{row.status}",
        context.folders.get((row.unit, rule.leaf, year), ""),
        {
            "subject": Coded(f"subject:{rule.id}"),
            "period": Coded(f"period:{row.period}"),
            **({"period_key": "period.always"} if row.period == ONCE.label else {}),
            "expected": row.expected,
            "found": row.found,
            **{why: _paths(items) for why, items in told.items() if items or why == "announced"},
            **({"kind": "paper"} if rule.form else {}),
            "basis": Coded(f"rule:{rule.id}"),
        },
        unit=row.unit,
        whom=row.whom,
        period=row.period,
    )


def _paths(items: Iterable[Item]) -> list[str]:
    return [record.path for item in items for record in item.records]
