"""Do the numbers of a meeting add up: expected, present, absent, entitled to vote, votes?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks import roster, said_numbers
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.telling import finding
from archive_tool.core.gatherings import Gathering
from archive_tool.core.model import Finding, Params
from archive_tool.core.records import Values, mappings, text

_SEVERAL = re.compile(r"[、，,；;](?=\s*\S)")  # 甲、乙
_BRACKETED = re.compile(r"[（(][^）)]+[）)]\s*$")  # 张三（病假）
VOTES = ("for", "against", "abstain")


class _Numbers(NamedTuple):
    """What is told of one meeting; None where nobody says."""

    expected: int | None
    present: int | None
    voters: int | None
    absent: int | None  # those named; None: nobody is
    votes: int | None


def check(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a meeting, with the first thing that does not add up."""
    ids = context.material.config.unit_ids()
    for one in (*context.gatherings, *said_numbers.untold(context)):
        units = one.units
        odd = contradiction(one.values, units, ids)
        if odd is None:
            units, odd = next(_of_one_unit(one.values, ids), (units, None))
        if odd is None:
            odd = _in_text(one, ids, context) or roster.odd(_told(one.values), one, setting, context)
        if odd is not None:
            yield finding(setting, one.record, one.date, {"date": one.date, **odd}, context, units=units)
        elif setting.reasons and (silent := _unexplained(one.values)):
            told: Params = {"date": one.date, "names": silent, "reason_key": "attendance.no-reason"}
            found = finding(setting, one.record, one.date, told, context, units=units)
            # The numbers add up: only something was left out.
            yield found if setting.severity else replace(found, severity="warning")


def _in_text(one: Gathering, ids: Mapping[str, str], context: RuleContext) -> Params | None:
    """How the text differs from what is told here; where that is not all, what contradicts itself in the text."""
    found = said_numbers.said(one.record, context)
    if found is None:
        return None
    told = _numbers(one.values, one.units, ids)
    whole = told.expected is not None and told.present is not None
    odd = said_numbers.difference(told._asdict(), found)
    return odd or (None if whole else said_numbers.contradiction(found))


def contradiction(
    event: Values, units: Collection[str] = (), ids: Mapping[str, str] | None = None
) -> Params | None:
    """Which numbers contradict each other and why (`reason_key`); None where they add up.

    What is not told contradicts nothing. Ballots may be left out, so fewer votes than voters are none.
    `units`: those that met; `ids`: what a unit may be called -> its id.
    """
    told = _numbers(event, units, ids or {})
    return _odd(told, _reason(told))


def _of_one_unit(event: Values, ids: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], Params]]:
    """The same of what is told of one of several units; who of them was absent stands with those of the others."""
    for name, told in _by_unit(event).items():
        numbers = _numbers(told, (), {})
        if odd := _odd(numbers, _too_many(numbers)):
            yield (ids.get(name, name),), odd


def _unexplained(event: Values) -> list[str]:
    """Who was absent without a word why; a reason may stand in brackets behind the name."""
    rows = mappings(event, "absentees")
    names = [text(row, "name") for row in rows if not text(row, "reason").strip()]
    return [name for name in names if name and not _BRACKETED.search(name)]


def _odd(told: _Numbers, reason: str) -> Params | None:
    if not reason:
        return None
    params = {key: value for key, value in told._asdict().items() if value is not None}
    return {**params, "reason_key": f"attendance.{reason}"}


def _reason(told: _Numbers) -> str:
    expected, present, voters, absent, votes = told
    if reason := _too_many(told._replace(voters=None)):
        return reason
    if expected is not None and present is not None:
        if absent is None and present < expected:
            return "unnamed"
        if absent is not None and present + absent != expected:
            return "sum"
    if reason := _too_many(told):
        return reason
    entitled = voters if voters is not None else present
    if votes is not None and entitled is not None and votes > entitled:
        return "votes" if voters is not None else "votes-present"
    return ""


def _too_many(told: _Numbers) -> str:
    """More present than expected, or more entitled to vote than present."""
    if told.expected is not None and told.present is not None and told.present > told.expected:
        return "beyond"
    if told.voters is not None and told.present is not None and told.voters > told.present:
        return "voters"
    return ""


def _numbers(event: Values, units: Collection[str], ids: Mapping[str, str]) -> _Numbers:
    by_unit = _by_unit(event)
    # Numbers of some units are not those of all.
    whole = by_unit if {ids.get(name, name) for name in by_unit}.issuperset(units) else {}
    return _Numbers(
        _total(event, "expected", whole),
        _total(event, "present", whole),
        _total(event, "voters", whole),
        sum(len(_SEVERAL.findall(text(row, "name"))) + 1 for row in mappings(event, "absentees")) or None,
        _votes(event.get("votes")),
    )


def _told(event: Values) -> roster.Told:
    numbers = _numbers(event, (), {})
    return roster.Told(numbers.expected, numbers.present, numbers.voters, numbers.absent)


def _by_unit(event: Values) -> Mapping[str, Values]:
    by_unit = event.get("by_unit")
    return (
        {key: told for key, told in by_unit.items() if isinstance(told, dict)}
        if isinstance(by_unit, dict)
        else {}
    )


def _total(event: Values, key: str, by_unit: Mapping[str, Values]) -> int | None:
    """As told of all; else what is told of each unit, where it is told of every one."""
    own = _number(event, key)
    if own is not None or not by_unit:
        return own
    known = [number for told in by_unit.values() if (number := _number(told, key)) is not None]
    return sum(known) if len(known) == len(by_unit) else None


def _votes(votes: object) -> int | None:
    if not isinstance(votes, dict):
        return None
    cast = [number for key in VOTES if (number := _number(votes, key)) is not None]
    return sum(cast) if cast else None


def _number(values: Mapping[str, object], key: str) -> int | None:
    value = values.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
