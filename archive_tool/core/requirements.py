"""Which fields a filed record must have: the base, its form, its category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archive_tool.core.parsed import Value
from archive_tool.core.records import lookup, mappings
from archive_tool.core.scheme import Requirement, Scheme

_EMPTY: tuple[Value, ...] = (None, "", [], {})
_STRENGTH = {"optional": 0, "conditional": 1, "required": 2}

Needs = Mapping[str, Requirement]


class Clause(NamedTuple):
    """Where these fields have these codes, those fields must be there."""

    when: Mapping[str, str]  # status and record_form among them
    required: tuple[str, ...]


def needs(scheme: Scheme, form: str, raised: Needs | None = None) -> dict[str, Requirement]:
    """The level of every field for one form ("" for none); `raised` makes stronger, never weaker."""
    own = scheme.forms[form].requirements if form in scheme.forms else {}
    found = {**scheme.base, **own}
    for field, need in (raised or {}).items():
        if field not in found or _STRENGTH[need.level] > _STRENGTH[found[field].level]:
            found[field] = need
    return found


def absent(found: Needs, values: Mapping[str, Value]) -> Iterator[str]:
    """Fields that are asked for, given the other values, and empty."""
    for field, need in found.items():
        asked = need.level == "required" or (
            need.level == "conditional"
            and bool(need.when)
            and all(lookup(values, key) == value for key, value in need.when.items())
        )
        if asked and values.get(field) in _EMPTY and not _is_told_by_each(field, values):
            yield field


def _is_told_by_each(field: str, values: Mapping[str, Value]) -> bool:
    """Whether every line of a minute book says it: the book, which has a date of its own, may be of several activities."""
    events = mappings(values, "events") if field != "date" else ()
    return bool(events) and all(event.get(field) not in _EMPTY for event in events)


def clauses(scheme: Scheme, raised: Needs | None = None) -> Iterator[Clause]:
    """All conditions of a scheme; what every form asks for comes first, without a form."""
    by_form = {form: _demands(needs(scheme, form, raised)) for form in scheme.forms}
    common = _demands(needs(scheme, "", raised))
    for demands in by_form.values():
        common &= demands
    yield from _clauses(common, {})
    for form, demands in by_form.items():
        yield from _clauses(demands - common, {"record_form": form})


# One demand: a field, and the conditions under which it is required (none: always).
Demand = tuple[str, tuple[tuple[str, str], ...]]


def _demands(found: Needs) -> set[Demand]:
    # A conditional field without a condition (有则必著) can't be judged from the values alone.
    return {
        (field, tuple(sorted(need.when.items())))
        for field, need in found.items()
        if need.level == "required" or (need.level == "conditional" and need.when)
    }


def _clauses(demands: set[Demand], form: Mapping[str, str]) -> Iterator[Clause]:
    for when in sorted({when for _, when in demands}):
        fields = sorted(field for field, condition in demands if condition == when)
        yield Clause({"status": "filed", **form, **dict(when)}, tuple(fields))
