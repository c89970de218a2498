"""Do the numbers of a meeting add up: expected, present, absent, entitled to vote, votes?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.telling import finding
from archive_tool.core.model import Finding, Params
from archive_tool.core.records import Values, mappings

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
    for one in context.gatherings:
        odd = contradiction(one.values)
        if odd is not None:
            yield finding(setting, one.record, one.date, {"date": one.date, **odd}, context, units=one.units)


def contradiction(event: Values) -> Params | None:
    """Which numbers contradict each other and why (`reason_key`); None where they add up.

    What is not told contradicts nothing. Ballots may be left out, so fewer votes than voters are none.
    """
    told = _numbers(event)
    reason = _reason(told)
    if not reason:
        return None
    params = {key: value for key, value in told._asdict().items() if value is not None}
    return {**params, "reason_key": f"attendance.{reason}"}


def _reason(told: _Numbers) -> str:
    expected, present, voters, absent, votes = told
    if expected is not None and present is not None:
        if present > expected:
            return "beyond"
        if absent is None and present < expected:
            return "unnamed"
        if absent is not None and present + absent != expected:
            return "sum"
    if voters is not None and present is not None and voters > present:
        return "voters"
    entitled = voters if voters is not None else present
    if votes is not None and entitled is not None and votes > entitled:
        return "votes" if voters is not None else "votes-present"
    return ""


def _numbers(event: Values) -> _Numbers:
    return _Numbers(
        _total(event, "expected"),
        _total(event, "present"),
        _total(event, "voters"),
        len(mappings(event, "absentees")) or None,
        _votes(event.get("votes")),
    )


def _total(event: Values, key: str) -> int | None:
    """As told of all; else what is told of each unit, where it is told of every one."""
    own = _number(event, key)
    by_unit = event.get("by_unit")
    if own is not None or not isinstance(by_unit, dict) or not by_unit:
        return own
    each = [_number(told, key) if isinstance(told, dict) else None for told in by_unit.values()]
    known = [number for number in each if number is not None]
    return sum(known) if len(known) == len(each) else None


def _votes(votes: object) -> int | None:
    if not isinstance(votes, dict):
        return None
    cast = [number for key in VOTES if (number := _number(votes, key)) is not None]
    return sum(cast) if cast else None


def _number(values: Mapping[str, object], key: str) -> int | None:
    value = values.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
