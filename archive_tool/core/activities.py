"""What took place, as the lists of activities tell it: when, about what, who led it, how many were there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archive_tool.core.material import Material
from archive_tool.core.occasions import Occasion
from archive_tool.core.personal_data import masked
from archive_tool.core.records import Record, Values, lookup, mappings
from archive_tool.core.times import Time, named_topics
from archive_tool.core.withheld import Discretion


class Held(NamedTuple):
    """One occasion of one unit; texts are empty and numbers None where nobody wrote them down.

    Of records that are not for everyone it has day, unit and numbers alone. Who was absent, and why,
    is a matter of those persons: how many is all that a list says.
    """

    activity: str
    unit: str
    date: str
    topics: tuple[str, ...]  # the title of its record where it says none
    chair: str
    recorder: str
    expected: int | None
    present: int | None
    absent: int | None
    roles: tuple[str, ...]  # what its files show, in the scheme's order
    records: tuple[str, ...]
    draft: bool
    pointer: bool
    uncertain: bool  # nobody could read what shows it
    withheld: bool  # whether what it was about is not for everyone


def held(found: Iterable[Time], material: Material) -> tuple[Held, ...]:
    """A line for each unit of each time, by activity as the scheme names them, then by day."""
    discretion = Discretion.of(material.records, material.scheme)
    told = [_held(one, discretion, material) for time in found for one in time.occasions]
    order = {code: at for at, code in enumerate(material.scheme.vocabularies.get("activities", {}))}
    return tuple(sorted(told, key=lambda h: (order.get(h.activity, len(order)), h.date, h.unit, h.records)))


def _held(occasion: Occasion, discretion: Discretion, material: Material) -> Held:
    """Numbers of all its records, words of those that are for everyone."""
    expected, present = (_number(occasion, occasion.values, key) for key in ("expected", "present"))
    there = zip(occasion.records, occasion.values, strict=False)
    open_ = [(record, values) for record, values in there if not discretion.keeps(record)]
    told = [values for _, values in open_]
    titles = [record.title for record, _ in open_[:1] if record.title]
    topics = named_topics(told) or tuple(titles)
    spared = tuple(masked(one) for one in map(discretion.spared, topics) if one)
    roles = material.scheme.vocabularies.get("roles", {})
    return Held(
        occasion.activity,
        occasion.unit,
        occasion.date,
        spared,
        masked(_first(told, "event.chair")),
        masked(_first(told, "event.recorder")),
        expected,
        present,
        _absent(occasion, expected, present),
        tuple(role for role in roles if role in occasion.proven) if open_ else (),
        tuple(masked(record.path) for record, _ in open_),
        occasion.draft,
        occasion.pointer,
        occasion.uncertain,
        withheld=not open_ or len(spared) < len(topics),
    )


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


def _absent(occasion: Occasion, expected: int | None, present: int | None) -> int | None:
    """By the numbers; where one lacks, how many are named by a record of this unit alone."""
    if expected is not None and present is not None:
        return expected - present
    for record, values in zip(occasion.records, occasion.values, strict=False):
        event = values.get("event")
        if isinstance(event, dict) and not _is_joint(record) and (rows := list(mappings(event, "absentees"))):
            return len(rows)
    return None
