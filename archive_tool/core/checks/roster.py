"""Do the numbers of a meeting fit those of the unit on its day: members, full members, committee?"""

from __future__ import annotations

from typing import NamedTuple

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.config import Unit
from archive_tool.core.gatherings import Gathering
from archive_tool.core.model import Params
from archive_tool.core.periods import of_date

_DAY = len("2025-03-14")


class Told(NamedTuple):
    """What is told of one meeting; None where nobody says."""

    expected: int | None
    present: int | None
    voters: int | None
    absent: int | None


class _Roster(NamedTuple):
    """Who belongs there: those entitled to vote, all of them, and whether others may be counted with them."""

    entitled: int
    total: int
    open: bool


def odd(told: Told, one: Gathering, setting: CheckSetting, context: RuleContext) -> Params | None:
    """Which number does not fit and why (`reason_key`); None where all do, or where that cannot be told.

    Only of one unit that met by itself, at an occasion that is for its members or for its committee.
    """
    roster = _roster(one, setting, context)
    reason = _reason(told, roster, setting) if roster else ""
    if not roster or not reason:
        return None
    known = {key: value for key, value in told._asdict().items() if value is not None}
    number = roster.entitled if reason == "entitled" else roster.total
    return {**known, "roster": number, "reason_key": f"attendance.{reason}", "kind": "roster"}


def _reason(told: Told, roster: _Roster, setting: CheckSetting) -> str:
    if told.voters is not None and told.voters > roster.entitled:
        return "entitled"
    if told.expected is not None:
        # Some expect all members, some only those entitled to vote.
        few = told.expected < min(roster.entitled, roster.total) - setting.off_by
        many = told.expected > roster.total + setting.off_by and not roster.open
        return "roster" if few or many else ""
    if told.present is None or setting.share is None:
        return ""
    part, whole = setting.share
    accounted = told.present + (told.absent or 0)
    return "unaccounted" if accounted * whole < roster.entitled * part else ""


def _roster(one: Gathering, setting: CheckSetting, context: RuleContext) -> _Roster | None:
    unit = context.material.config.units.get(one.units[0]) if len(one.units) == 1 else None
    alone = unit is not None and not unit.group and "by_unit" not in one.values
    if unit is None or not alone or len(one.date) != _DAY or not one.activities:
        return None
    return _of(unit, one, setting)


def _of(unit: Unit, one: Gathering, setting: CheckSetting) -> _Roster | None:
    day, held = of_date(one.date).first, set(one.activities)
    if unit.members and held.issubset(setting.members):
        members = unit.members.at(day)
        return _Roster(members.full, members.total, open=False) if members.total else None
    if unit.committee and held.issubset(setting.committee):
        total = unit.committee.at(day).total  # an enlarged meeting expects others too
        return _Roster(total, total, open=True) if total else None
    return None
