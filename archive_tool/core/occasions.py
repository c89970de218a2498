"""Occasions: one meeting, lesson or day that took place, put together from all its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from archive_tool.core.drafts import Deriver
from archive_tool.core.model import FileFacts
from archive_tool.core.parts import told
from archive_tool.core.records import Event, Record, Values, mappings, text

REPLACES = "replaces"
# Problems that leave nobody able to read the file: such parts prove nothing.
UNREAD = frozenset({"empty", "damaged", "encrypted", "timeout", "memory", "too-large", "locked", "mismatch"})


class Occasion(NamedTuple):
    """(unit, activity, date) with everything filed about it."""

    unit: str
    activity: str
    date: str
    records: tuple[Record, ...]
    roles: frozenset[str]
    values: tuple[Values, ...]  # of each record its sidecar values, of a minute book only its entry
    uncertain: bool  # no part of it was read
    pointer: bool  # on paper, not seen

    @property
    def draft(self) -> bool:
        return any(record.status == "draft" for record in self.records)

    @property
    def main(self) -> Record:
        return self.records[0]


class _Piece(NamedTuple):
    """What one record (or one entry of a minute book) adds to an occasion."""

    record: Record
    activities: tuple[str, ...]
    units: tuple[str, ...]
    date: str
    when: str  # its date; of an undated record its period
    roles: frozenset[str]
    values: Values
    own: bool  # an occasion of its own: others join it


def counted(records: Iterable[Record], copies: Mapping[str, Record]) -> tuple[Record, ...]:
    """Records that count: not those which another one replaces, nor a copy that says the same day.

    `copies`: path of a copied record -> the one it was copied from.
    """
    records = tuple(records)
    old = replacements(records).newer

    def twice(record: Record) -> bool:
        return record.path in copies and copies[record.path].date == record.date

    return tuple(record for record in records if record.id not in old and not twice(record))


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


def occasions(
    records: Iterable[Record], facts: Mapping[str, FileFacts], deriver: Deriver
) -> tuple[Occasion, ...]:
    """All occasions; `facts`: file path -> what is known of it."""
    own: list[tuple[tuple[str, str, str], list[_Piece]]] = []
    first: dict[tuple[str, str, str], list[_Piece]] = {}
    joining: dict[tuple[str, str, str], list[_Piece]] = {}
    proving = deriver.scheme.occasion_roles()
    for record in records:
        for piece in _pieces(record, deriver, proving):
            for unit in piece.units or ("",):  # of nobody we know of: still one occasion
                for activity in piece.activities:
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
    return tuple(_occasion(key, pieces, facts) for key, pieces in (*own, *loose))


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
        tuple(piece.values for piece in pieces),
        uncertain=all(unread(record, facts) for record in records),
        pointer=all(record.pointer for record in records),
    )


def unread(record: Record, facts: Mapping[str, FileFacts]) -> bool:
    """Whether the record has files and none of them was read, or its sidecar can't be."""
    if record.broken:
        return True
    files = record.holding.files
    if not files:
        return False
    # No facts: empty, in the cloud alone, or not opened yet. Nobody knows what is in it.
    known = (facts[entry.path] for entry in files if entry.path in facts)
    return all(fact.problem in UNREAD for fact in known)


def roles_of(record: Record, deriver: Deriver) -> list[tuple[str, str]]:
    """(role, date) of every part: as the sidecar says, else as the file's name says."""
    holding = record.holding
    written = told(record)
    found = []
    for entry in holding.files:
        part = written.get(entry.path[len(holding.path) + 1 :] if holding.folder else "")
        role = part.role if part and part.role else deriver.role(holding, entry, record.form)
        found.append((role, part.date if part else ""))
    return found


def _pieces(record: Record, deriver: Deriver, proving: frozenset[str]) -> Iterable[_Piece]:
    if not record.activities and not record.events:
        return
    parts = roles_of(record, deriver)
    if record.events:
        yield from (_entry(record, event, parts, proving) for event in record.events)
        return
    roles = frozenset(role for role, _ in parts if role)
    own = record.holding.folder and not proving.isdisjoint(roles)
    when = record.date or record.period
    yield _Piece(record, record.activities, record.units, record.date, when, roles, record.values, own)


def _entry(record: Record, event: Event, parts: Sequence[tuple[str, str]], proving: frozenset[str]) -> _Piece:
    """A minute book's entry: minutes by its nature, plus the parts that bear its date or none."""
    dated = {role for role, day in parts if role and day in ("", event.date)}
    return _Piece(
        record,
        event.activities or record.activities,
        event.units,
        event.date,
        event.date,
        frozenset({*proving, *dated}),
        {"event": dict(event.values)},
        own=True,
    )
