"""Is anybody in two places at once, or there while noted as absent?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.said_accounts import told_by_texts
from archive_tool.core.checks.telling import finding
from archive_tool.core.gatherings import Gathering
from archive_tool.core.model import Finding, Params
from archive_tool.core.person_names import PersonNames
from archive_tool.core.records import Record, Values, mappings, text, texts

_DAY = len("2025-03-14")
_MINUTE = len("2025-03-14T14:30")


class Appearance(NamedTuple):
    """Where one person is noted: at which meeting, and whether as absent."""

    person: str
    at: Gathering
    absent: bool
    first: str  # YYYY-MM-DDTHH:MM; "" where no time is told
    last: str  # the same as `first` where nobody says how long it took
    place: str


def check(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a person and record: what else the person is noted in at that time."""
    posts = context.material.scheme.wording.posts
    by_day: dict[tuple[str, str], list[Appearance]] = {}
    for one in (*context.gatherings, *told_by_texts(context)):
        if len(one.date) == _DAY:
            for seen in appearances(one, context.person_names):
                # 书记 is nobody's name: two units may have one each.
                if not seen.person.endswith(posts):
                    by_day.setdefault((seen.person, seen.at.date), []).append(seen)
    for (person, date), seen_that_day in by_day.items():
        if len(seen_that_day) > 1:
            yield from _of_person(setting, person, date, seen_that_day, context)


def appearances(one: Gathering, names: PersonNames) -> Iterator[Appearance]:
    """Each person noted at a meeting; who is named as absent and among `persons` is only absent."""
    event = one.values
    here = (
        text(event, "chair"),
        text(event, "recorder"),
        *texts(event, "speaker"),
        *texts(event, "observers"),
    )
    away = dict.fromkeys(names.of(text(row, "name") for row in mappings(event, "absentees")))
    acting = dict.fromkeys(names.of(here))
    listed = () if one.record.events else texts(one.record.values, "persons")
    others = (name for name in dict.fromkeys(names.of(listed)) if name not in {*acting, *away})
    first, last = _span(event)
    place = text(event, "place")
    for name in (*acting, *others):
        yield Appearance(name, one, False, first, last, place)
    for name in away:
        yield Appearance(name, one, True, first, last, place)


def clash(one: Appearance, other: Appearance) -> str:
    """Why one person cannot be noted at both as they are: `leave`, `twice`, or "".

    Two meetings on one day are none, unless their times meet and their places differ. A place that
    is not told may be the same for meetings of one unit.
    """
    if one.at == other.at:
        return "leave" if one.absent != other.absent else ""
    timed = bool(one.first and other.first)
    meet = one.first == other.first or (one.first < other.last and other.first < one.last)
    if one.absent != other.absent:
        return "" if timed and not meet else "leave"
    if one.absent or not timed or not meet:
        return ""
    if one.at.record.path == other.at.record.path and not (_is_entry(one.at) and _is_entry(other.at)):
        return ""
    return "twice" if _apart(one, other) else ""


def _is_entry(at: Gathering) -> bool:
    """Whether it is a line of a minute book; what a book says of itself is no meeting beside its lines."""
    return any(at.values is event.values for event in at.record.events)


def _apart(one: Appearance, other: Appearance) -> bool:
    """Whether two meetings were held in two places."""
    here, there = ("".join(place.split()) for place in (one.place, other.place))
    if here and there:
        return here not in there and there not in here
    return bool(one.at.units and other.at.units) and set(one.at.units).isdisjoint(other.at.units)


def _span(event: Values) -> tuple[str, str]:
    first, last = (text(event, key)[:_MINUTE] for key in ("start", "end"))
    if len(first) < _MINUTE:
        return "", ""
    return first, last if len(last) == _MINUTE and last > first else first


def _of_person(
    setting: CheckSetting, person: str, date: str, seen: Sequence[Appearance], context: RuleContext
) -> Iterator[Finding]:
    """The finding lies with the record in which the person is there; of two such with the later path."""
    odd: dict[tuple[str, str], list[tuple[Gathering, Gathering]]] = {}
    for one, other in combinations(sorted(seen, key=lambda a: (not a.absent, a.at.record.path)), 2):
        if reason := clash(one, other):
            odd.setdefault((other.at.record.path, reason), []).append((other.at, one.at))
    for (_, reason), pairs in odd.items():
        here = pairs[0][0]
        same = reason == "leave" and all(there == here for _, there in pairs)
        titles = _titles((there for _, there in pairs if there != here), here.record)
        params: Params = {
            "whom": person,
            "date": date,
            "other": titles,
            "reason_key": f"conflict.{'same' if same else reason}",
        }
        yield finding(setting, here.record, date, params, context, units=here.units, whom=person)


def _titles(meetings: Iterable[Gathering], here: Record) -> list[str]:
    """What the other meetings are called; of another line of the same book also where it was held."""
    return list(
        dict.fromkeys(
            " ".join(
                filter(
                    None,
                    (
                        one.record.title or one.record.path,
                        text(one.values, "place") if one.record is here else "",
                    ),
                )
            )
            for one in meetings
        )
    )
