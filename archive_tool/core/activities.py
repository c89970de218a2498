"""What took place, as the lists of activities tell it: when, about what, who led it, how many were there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive_tool.core.material import Material
from archive_tool.core.occasions import Occasion, counted, occasions
from archive_tool.core.proof import PartsSeen
from archive_tool.core.records import Record, Values, lookup, mappings, text


class Absentee(NamedTuple):
    """Who was not there, and why."""

    name: str
    reason: str


class Held(NamedTuple):
    """One occasion of one unit; texts are empty and numbers None where nobody wrote them down."""

    activity: str
    unit: str
    date: str
    topics: tuple[str, ...]  # the title of its record where it says none
    chair: str
    recorder: str
    expected: int | None
    present: int | None
    absentees: tuple[Absentee, ...]
    roles: tuple[str, ...]  # what its files show, in the scheme's order
    records: tuple[str, ...]
    draft: bool
    pointer: bool


def held(material: Material) -> tuple[Held, ...]:
    """Every occasion of the judged years up to the day, by activity as the scheme names them, then by day."""
    there = counted(material.records, material.copies, material.as_of)
    # Of what bears a state-secret mark no title, topic or name goes into a list.
    facts = material.snapshot.facts
    open_ = (record for record in there if not record.holding.bears_mark(facts))
    found = occasions(open_, PartsSeen(material.deriver, facts))
    told = [_held(one, material) for one in found if _is_judged(one, material)]
    order = {code: at for at, code in enumerate(material.scheme.vocabularies.get("activities", {}))}
    return tuple(sorted(told, key=lambda h: (order.get(h.activity, len(order)), h.date, h.unit, h.records)))


def _is_judged(occasion: Occasion, material: Material) -> bool:
    year = occasion.date[:4] or str(occasion.main.holding.place.year)
    return year in map(str, material.years) and occasion.date <= material.as_of.isoformat()


def _held(occasion: Occasion, material: Material) -> Held:
    told = occasion.values
    expected, present = (_number(occasion, told, key) for key in ("expected", "present"))
    roles = material.scheme.vocabularies.get("roles", {})
    return Held(
        occasion.activity,
        occasion.unit,
        occasion.date,
        tuple(_topics(told)) or ((occasion.main.title,) if occasion.main.title else ()),
        _first(told, "event.chair"),
        _first(told, "event.recorder"),
        expected,
        present,
        tuple(_absentees(told)),
        tuple(role for role in roles if role in occasion.proven),
        tuple(record.path for record in occasion.records),
        occasion.draft,
        occasion.pointer,
    )


def _topics(told: Iterable[Values]) -> Iterator[str]:
    """Of the first record that names any."""
    for values in told:
        topics = lookup(values, "event.topics")
        if isinstance(topics, list) and topics:
            yield from (topic for topic in topics if isinstance(topic, str))
            return


def _first(told: Iterable[Values], key: str) -> str:
    return next((value for values in told if isinstance(value := lookup(values, key), str) and value), "")


def _number(occasion: Occasion, told: Iterable[Values], key: str) -> int | None:
    """The unit's own number; one of several units together is none of theirs."""
    for record, values in zip(occasion.records, told, strict=False):
        own = lookup(values, f"event.by_unit.{occasion.unit}.{key}")
        value = own if own is not None or _is_joint(record) else lookup(values, f"event.{key}")
        if isinstance(value, int):
            return value
    return None


def _is_joint(record: Record) -> bool:
    return len(record.units) > 1


def _absentees(told: Iterable[Values]) -> Iterator[Absentee]:
    for values in told:
        event = values.get("event")
        for row in mappings(event, "absentees") if isinstance(event, dict) else ():
            yield Absentee(text(row, "name"), text(row, "reason"))
