"""Counts of a unit (members, leaders, groups): how many, since when, and by name where they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from archive_tool.core.model import Node
from archive_tool.core.numerals import is_number
from archive_tool.core.periods import Period, of_date
from archive_tool.core.strict import Section


class Headcount(NamedTuple):
    """A count on one day. A plain number counts as full."""

    full: int = 0
    probationary: int = 0
    names: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return self.full + self.probationary


class Member(NamedTuple):
    """Somebody who belongs to the unit, from a first to a last day."""

    name: str
    first: date = date.min
    last: date = date.max

    def meets(self, other: Member) -> bool:
        """Whether both are the same name on some same day."""
        return self.name == other.name and self.first <= other.last and other.first <= self.last


class Step(NamedTuple):
    """What a count is from one day on."""

    first: date
    full: int = 0
    probationary: int = 0
    members: tuple[Member, ...] | None = None  # None: not listed by name

    def on(self, day: date) -> Headcount:
        if self.members is None:
            return Headcount(self.full, self.probationary)
        names = tuple(member.name for member in self.members if member.first <= day <= member.last)
        return Headcount(len(names), 0, names)


class Count(NamedTuple):
    """A count over time; before its first step the first value holds."""

    steps: tuple[Step, ...]

    def at(self, day: date) -> Headcount:
        """The count of that day."""
        return next((s for s in reversed(self.steps) if s.first <= day), self.steps[0]).on(day)

    def exceeds(self, other: Count) -> bool:
        """Whether there are more of these than of the others on a day on which either number changed."""
        days = {step.first for count in (self, other) for step in count.steps}
        return any(self.at(day).total > other.at(day).total for day in days)

    @property
    def named(self) -> bool:
        """Whether those counted are known by name, so that a rule can ask for each."""
        return all(step.members is not None for step in self.steps)


def parse_count(node: Node, *, lines: Mapping[str, int], file: str, at: str) -> Count:
    """The count written at the key path `at` ("units.0.members") of a parsed file.

    A number, `{full, probationary}`, a list of names or of `{name, from, to}`, or a list of
    `{from, value}`. Anything else raises CannotRun; an absent value is the caller's to see.
    """
    here = Section({}, lines, file, at)
    if isinstance(node, list) and any(isinstance(entry, dict) and "value" in entry for entry in node):
        return Count(_steps(node, here))
    return Count((_step(node, date.min, here),))


def _steps(entries: list[Node], here: Section) -> tuple[Step, ...]:
    steps: list[Step] = []
    for number, entry in enumerate(entries):
        change = _below(here, number, entry).only("from", "value")
        step = _step(change.data.get("value", ""), _span(change, "from").first, _below(change, "value"))
        if steps and step.first <= steps[-1].first:
            raise change.error("config.count-order", "from", value=change.text("from"))
        steps.append(step)
    return tuple(steps)


def _step(node: Node, first: date, here: Section) -> Step:
    """One value: a number, full and probationary, or names."""
    if isinstance(node, str):
        return Step(first, _number(node, here))
    if isinstance(node, dict):
        parts = Section.of(node, here.lines, here.file, here.at).only("full", "probationary")
        full, probationary = (
            _number(node[key], _below(parts, key)) if parts.has(key) else 0
            for key in ("full", "probationary")
        )
        if not (parts.has("full") or parts.has("probationary")):
            raise here.error("config.count", value="{}")
        return Step(first, full, probationary)
    members = tuple(_member(entry, _below(here, number)) for number, entry in enumerate(node))
    for number, member in enumerate(members):
        if any(member.meets(earlier) for earlier in members[:number]):
            raise _below(here, number).error("config.count-twice", name=member.name)
    return Step(first, members=members)


def _member(node: Node, here: Section) -> Member:
    if isinstance(node, list):
        raise here.error("config.count", value="[…]")
    written: Node = node if isinstance(node, dict) else {"name": node}
    person = Section.of(written, here.lines, here.file, here.at).only("name", "from", "to")
    name = person.text("name").strip()
    # A number among names is a count in the wrong shape, and so is a blank.
    if not name.strip("-0123456789. "):
        raise here.error("config.count", value=name)
    first = _span(person, "from").first if person.has("from") else date.min
    last = _span(person, "to").last if person.has("to") else date.max
    if last < first:
        raise person.error("config.count-order", "to", value=person.text("to"))
    return Member(name, first, last)


def _number(node: Node, here: Section) -> int:
    text = node.strip() if isinstance(node, str) else "[…]"
    digits = text.removeprefix("-")
    if not (is_number(digits) and len(digits) < 8):
        raise here.error("config.count", value=text[:40])
    if text.startswith("-"):
        raise here.error("config.count-negative", value=text)
    return int(text)


def _span(section: Section, key: str) -> Period:
    """The days of a date that may be a month or a year."""
    text = section.text(key).strip()
    try:
        return of_date(text)
    except ValueError:
        raise section.error("strict.date", key, value=text) from None


def _below(here: Section, key: object, node: Node = "") -> Section:
    return Section.of(node, here.lines, here.file, f"{here.at}.{key}")
