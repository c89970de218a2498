"""Rule kind `quorum`: whether enough of those entitled were there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archive_tool.core.attended import UNTOLD
from archive_tool.core.checks.context import Judged, RuleContext, applies, took_place
from archive_tool.core.checks.matters import Matter, details, yearly
from archive_tool.core.checks.said_numbers import said
from archive_tool.core.config import Unit
from archive_tool.core.model import Finding
from archive_tool.core.occasions import Occasion
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import Period, of_date
from archive_tool.core.records import Values
from archive_tool.core.rule_details import Quorum
from archive_tool.core.scheme import Rule

Joint = Mapping[tuple[str, str], set[str]]  # (record, day) -> the units that were together


class _Attended(NamedTuple):
    """One occasion with its numbers; None where nobody says."""

    occasion: Occasion
    day: Period
    entitled: int | None
    present: int | None

    @property
    def is_known(self) -> bool:
        return bool(self.entitled) and self.present is not None


def judge(rule: Rule, context: RuleContext) -> Judged:
    """A row for every unit and year, and a finding for each occasion that too few attended."""
    quorum = _quorum(rule, context)
    held = list(_attended(rule, context))
    findings = (
        _finding(rule, quorum, one, context) for one in held if one.is_known and not _suffices(quorum, one)
    )
    matters = ((one.occasion.unit, one.day.last.year, _matter(quorum, one)) for one in held)
    return Judged(yearly(rule, matters, context), tuple(findings))


def _quorum(rule: Rule, context: RuleContext) -> Quorum:
    """The rule's own, with the share that the place has set."""
    quorum, share = details(rule, Quorum), context.setting(rule).share
    if share is None:
        return quorum
    part, whole = share
    return quorum._replace(part=part, whole=whole)


def _matter(quorum: Quorum, one: _Attended) -> Matter:
    met = _suffices(quorum, one)
    return Matter(met, one.day.first, one.occasion.records, uncertain=not one.is_known)


def _suffices(quorum: Quorum, one: _Attended) -> bool:
    return one.is_known and (one.present or 0) >= quorum.needed(one.entitled or 0)


def _attended(rule: Rule, context: RuleContext) -> Iterator[_Attended]:
    """Every occasion in the judged years that this rule, and no more special one, is about."""
    occasions = context.occasions.get(rule.activity, ())
    joint, ids = _joint(occasions), context.material.config.unit_ids()
    for occasion in occasions:
        unit = context.material.config.units.get(occasion.unit)
        if unit is None or not occasion.date or not _is_ours(occasion, rule, context):
            continue
        day = of_date(occasion.date)
        now = day.first <= context.material.as_of and day.last.year in context.material.years
        if now and applies(rule, unit, context, day.first, day.last) and _can_be_told(occasion, context):
            present, expected = _numbers(occasion, unit, ids, joint)
            if present is None:
                present, expected = _in_texts(occasion, joint, context)
            yield _Attended(occasion, day, _entitled(rule, unit, day, expected), present)


def _can_be_told(occasion: Occasion, context: RuleContext) -> bool:
    """Whether it took place, or says how many were there: then it did, whatever was filed of it."""
    return took_place(occasion, context) or any(
        _number(event, "present") is not None
        for values in occasion.values
        if isinstance(event := values.get("event"), dict)
    )


def _joint(occasions: tuple[Occasion, ...]) -> Joint:
    """The units that each record tells of, by day."""
    found: dict[tuple[str, str], set[str]] = {}
    for occasion in occasions:
        for record in occasion.records:
            found.setdefault((record.path, occasion.date), set()).add(occasion.unit)
    return found


def _is_ours(occasion: Occasion, rule: Rule, context: RuleContext) -> bool:
    """What lies in the leaf of a rule about one leaf is judged by that rule only."""
    leaves = {record.holding.place.leaf for record in occasion.records}
    if rule.in_leaf:
        return rule.leaf in leaves
    special = (r for r in context.material.rules if r.kind == rule.kind and r.in_leaf)
    return not any(r.activity == rule.activity and r.leaf in leaves for r in special)


def _numbers(
    occasion: Occasion, unit: Unit, ids: Mapping[str, str], joint: Joint
) -> tuple[int | None, int | None]:
    """(present, expected) of the unit: of those who vote, else of all; of a joint one only by unit."""
    for record, values in zip(occasion.records, occasion.values, strict=True):
        event = values.get("event")
        if not isinstance(event, dict):
            continue
        by_unit = event.get("by_unit")
        for name, told in by_unit.items() if isinstance(by_unit, dict) else ():
            if ids.get(name, name) == unit.id and isinstance(told, dict):
                return _present(told), _number(told, "expected")
        alone = len(joint[record.path, occasion.date]) == 1
        if alone and _present(event) is not None:
            return _present(event), _number(event, "expected")
    return None, None


def _in_texts(occasion: Occasion, joint: Joint, context: RuleContext) -> tuple[int | None, int | None]:
    """(present, expected) as the text of one of its records says, of those who vote where it tells of them."""
    for record in occasion.records:
        found = said(record, context) if len(joint[record.path, occasion.date]) == 1 else None
        if found is not None and (present := _known(found.numbers.voters, found.numbers.present)) is not None:
            return present, _known(found.numbers.entitled, found.numbers.expected)
    return None, None


def _known(*numbers: int) -> int | None:
    return next((number for number in numbers if number != UNTOLD), None)


def _present(values: Values) -> int | None:
    voters = _number(values, "voters")
    return voters if voters is not None else _number(values, "present")


def _number(values: Values, key: str) -> int | None:
    value = values.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _entitled(rule: Rule, unit: Unit, day: Period, expected: int | None) -> int | None:
    """Full members or the committee as they were on that day; where that is not known, as the minutes say."""
    source = details(rule, Quorum).entitled
    count = {"members": unit.members, "committee": unit.committee}.get(source)
    if count is None:
        return expected
    head = count.at(day.last)
    return head.full if source == "members" else head.total


def _finding(rule: Rule, quorum: Quorum, one: _Attended, context: RuleContext) -> Finding:
    record, entitled = one.occasion.main, one.entitled or 0
    return context.finding(
        rule,
        "consistency/quorum",
        record.path,
        {
            "subject": rule.subject,
            "date": one.occasion.date,
            "expected": entitled,
            "present": one.present or 0,
            "needed": quorum.needed(entitled),
            "basis": Coded(f"rule:{rule.id}"),
        },
        unit=one.occasion.unit,
        period=one.occasion.date,
        record=record,
    )
