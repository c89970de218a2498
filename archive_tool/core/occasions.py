"""Occasions: one meeting, lesson or day that took place, put together from all its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive_tool.core.drafts import Deriver
from archive_tool.core.model import FileFacts
from archive_tool.core.parts import told
from archive_tool.core.records import Event, Record, Values, mappings, text

MINUTES = "minutes"
# Problems that leave nobody able to read the file: such parts prove nothing.
UNREAD = frozenset({"empty", "damaged", "encrypted", "timeout", "memory", "too-large", "locked"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """(unit, activity, date) with everything filed about it."""

    unit: str
    activity: str
    date: str
    records: tuple[Record, ...]
    roles: frozenset[str]
    values: tuple[Values, ...]  # of each record its sidecar values, of a minute book only its entry
    uncertain: bool  # no part of it can be read
    pointer: bool  # on paper, not seen

    @property
    def draft(self) -> bool:
        return any(record.status == "draft" for record in self.records)

    @property
    def main(self) -> Record:
        return self.records[0]


@dataclass(frozen=True, slots=True)
class _Piece:
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
    old = replaced(records)

    def twice(record: Record) -> bool:
        return record.path in copies and copies[record.path].date == record.date

    return tuple(record for record in records if record.id not in old and not twice(record))


def replaced(records: Iterable[Record]) -> frozenset[str]:
    """Ids of the records that another one replaces."""
    related = (record for record in records if "relations" in record.values)
    relations = (relation for record in related for relation in mappings(record.values, "relations"))
    found = (text(relation, "record") for relation in relations if text(relation, "kind") == "replaces")
    return frozenset(filter(None, found))


def occasions(
    records: Iterable[Record], facts: Mapping[str, FileFacts], deriver: Deriver
) -> tuple[Occasion, ...]:
    """All occasions; `facts`: file path -> what is known of it."""
    own: list[tuple[tuple[str, str, str], list[_Piece]]] = []
    first: dict[tuple[str, str, str], list[_Piece]] = {}
    joining: dict[tuple[str, str, str], list[_Piece]] = {}
    for record in records:
        for piece in _pieces(record, facts, deriver):
            for unit in piece.units:
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
    """Whether the record has files and none of them can be read, or its sidecar can't."""
    if record.broken:
        return True
    files = record.holding.files
    if not files:
        return False
    for entry in files:
        fact = facts.get(entry.path)
        problem = fact.problem if fact else ("empty" if entry.size == 0 else "")
        if problem not in UNREAD:
            return False
    return True


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


def _pieces(record: Record, facts: Mapping[str, FileFacts], deriver: Deriver) -> Iterable[_Piece]:
    if not record.activities and not record.events:
        return
    parts = roles_of(record, deriver)
    if record.events:
        yield from (_entry(record, event, parts) for event in record.events)
        return
    roles = frozenset(role for role, _ in parts if role)
    own = record.holding.folder and MINUTES in roles
    when = record.date or record.period
    yield _Piece(record, record.activities, record.units, record.date, when, roles, record.values, own)


def _entry(record: Record, event: Event, parts: Sequence[tuple[str, str]]) -> _Piece:
    """A minute book's entry: minutes by its nature, plus the parts that bear its date or none."""
    dated = {role for role, day in parts if role and day in ("", event.date)}
    return _Piece(
        record,
        event.activities or record.activities,
        event.units,
        event.date,
        event.date,
        frozenset({MINUTES, *dated}),
        {"event": dict(event.values)},
        own=True,
    )
