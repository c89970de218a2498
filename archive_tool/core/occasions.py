"""Occasions: one meeting, lesson or day that took place, put together from all its records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from archive_tool.core.model import FileFacts
from archive_tool.core.proof import PartsSeen, ToldPart, unread
from archive_tool.core.records import Event, Record, Values, mappings, text

REPLACES = "replaces"


class Occasion(NamedTuple):
    """(unit, activity, date) with everything filed about it."""

    unit: str
    activity: str
    date: str
    records: tuple[Record, ...]
    roles: frozenset[str]  # that its parts are said to have
    proven: frozenset[str]  # those of them that a part which was read shows
    values: tuple[Values, ...]  # of each record its sidecar values, of a minute book only its entry
    uncertain: bool  # no part of it proves anything
    pointer: bool  # on paper, not seen

    @property
    def draft(self) -> bool:
        return any(record.status == "draft" for record in self.records)

    @property
    def main(self) -> Record:
        return self.records[0]

    def shows(self, roles: Iterable[str]) -> bool:
        """Whether a part that was read has one of these roles."""
        return not self.proven.isdisjoint(roles)

    def may_show(self, roles: Iterable[str]) -> bool:
        """Whether only parts that nobody could read are said to have one of these roles."""
        return not self.shows(roles) and not self.roles.isdisjoint(roles)


class _Piece(NamedTuple):
    """What one record (or one entry of a minute book) adds to an occasion."""

    record: Record
    activities: tuple[str, ...]
    units: tuple[str, ...]
    date: str
    when: str  # its date; of an undated record its period
    roles: frozenset[str]
    proven: frozenset[str]
    values: Values
    own: bool  # an occasion of its own: others join it


def counted(records: Iterable[Record], copies: Mapping[str, Record], as_of: date) -> tuple[Record, ...]:
    """Records that count: not those which another one replaces, nor a copy that says the same day.

    `copies`: path of a copied record -> the one it was copied from.
    """
    records = tuple(records)
    old = replacements(by_now(records, as_of)).newer

    def twice(record: Record) -> bool:
        return record.path in copies and copies[record.path].date == record.date

    return tuple(record for record in records if record.id not in old and not twice(record))


def by_now(records: Iterable[Record], as_of: date) -> Iterator[Record]:
    """Those that are not dated later: what is still to come replaces nothing yet."""
    today = as_of.isoformat()
    # As texts: `2026-01` begins after `2025-12-31`, and `2025-12` not after `2025-12-01`.
    return (record for record in records if record.date <= today)


class Replacements(NamedTuple):
    """What records say of replacing one another."""

    newer: Mapping[str, str]  # id of a record that another one replaces -> id of that one
    circular: frozenset[tuple[str, str]]  # (id, id it says to replace) that lead back to where they begin

    @property
    def old(self) -> frozenset[str]:
        return frozenset(self.newer)

    def successors(self) -> Mapping[str, str]:
        """Id of every record that was replaced -> id of the one that counts instead, the last of its line."""
        found = dict(self.newer)
        for old, last in found.items():
            while last in self.newer:
                last = self.newer[last]
            found[old] = last
        return found


def replacements(records: Iterable[Record]) -> Replacements:
    """A circle replaces nothing: else every record in it would silently count for nobody."""
    said: dict[str, set[str]] = {}
    for record in records:
        for relation in mappings(record.values, "relations") if "relations" in record.values else ():
            target = text(relation, "record")
            if target and text(relation, "kind") == REPLACES:
                said.setdefault(record.id, set()).add(target)
    edges = [(new, old) for new, targets in said.items() for old in targets]
    circular = frozenset((new, old) for new, old in edges if new in _reached(said, old))
    return Replacements({old: new for new, old in edges if (new, old) not in circular}, circular)


def _reached(said: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """The id itself, and all that is replaced by it, directly or not."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(said.get(here, ()))
    return found


def occasions(records: Iterable[Record], parts: PartsSeen) -> tuple[Occasion, ...]:
    """All occasions."""
    own: list[tuple[tuple[str, str, str], list[_Piece]]] = []
    first: dict[tuple[str, str, str], list[_Piece]] = {}
    joining: dict[tuple[str, str, str], list[_Piece]] = {}
    proving = parts.deriver.scheme.occasion_roles()
    for record in records:
        for piece in _pieces(record, parts, proving):
            for unit in piece.units or ("",):  # of nobody we know of: still one occasion
                for activity in dict.fromkeys(piece.activities):
                    key = (unit, activity, piece.when)
                    if piece.own:
                        pieces = [piece]
                        own.append((key, pieces))
                        first.setdefault(key, pieces)
                    else:
                        joining.setdefault(key, []).append(piece)
    loose = []
    for key, pieces in joining.items():
        if key in first:
            first[key].extend(pieces)
        else:
            loose.append((key, pieces))
    return tuple(_occasion(key, pieces, parts.facts) for key, pieces in (*own, *loose))


def _occasion(
    key: tuple[str, str, str], pieces: Sequence[_Piece], facts: Mapping[str, FileFacts]
) -> Occasion:
    unit, activity, _ = key
    records = tuple({piece.record.path: piece.record for piece in pieces}.values())
    return Occasion(
        unit,
        activity,
        pieces[0].date,
        records,
        frozenset().union(*(piece.roles for piece in pieces)),
        frozenset().union(*(piece.proven for piece in pieces)),
        tuple(piece.values for piece in pieces),
        uncertain=all(unread(record, facts) for record in records),
        pointer=all(record.pointer for record in records),
    )


def _pieces(record: Record, seen: PartsSeen, proving: frozenset[str]) -> Iterable[_Piece]:
    if not record.activities and not record.events:
        return
    parts = seen.of(record)
    if record.events:
        form = seen.deriver.scheme.forms.get(record.form)
        book = proving | {"", form.role if form else ""}
        yield from (_entry(record, event, parts, proving, book) for event in record.events)
        return
    roles = frozenset(part.role for part in parts if part.role)
    proven = frozenset(part.role for part in parts if part.role and part.sound)
    own = record.holding.folder and not proving.isdisjoint(roles)
    when = record.date or record.period
    yield _Piece(
        record, record.activities, record.units, record.date, when, roles, proven, record.values, own
    )


def _entry(
    record: Record, event: Event, parts: Sequence[ToldPart], proving: frozenset[str], book: frozenset[str]
) -> _Piece:
    """A minute book's entry: minutes by its nature, plus the parts that bear its date or none.

    `book`: roles of the parts that may be the book itself; if none of them could be read, nobody knows.
    """
    mine = [part for part in parts if part.date in ("", event.date)]
    books = [part.sound for part in mine if part.role in book]
    minutes = proving if any(books) or not books else frozenset()
    return _Piece(
        record,
        event.activities or record.activities,
        event.units,
        event.date,
        event.date,
        frozenset({*proving, *(part.role for part in mine if part.role)}),
        frozenset({*minutes, *(part.role for part in mine if part.role and part.sound)}),
        {"event": dict(event.values)},
        own=True,
    )
