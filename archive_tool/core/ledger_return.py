"""What a returned ledger changes, row by row; closing an entry needs evidence that is in the archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from archive_tool.core.checks.deadline import CLOSED
from archive_tool.core.ledger_match import Book, Matched
from archive_tool.core.ledger_rows import COLUMNS
from archive_tool.core.ledger_table import TEXT, Row
from archive_tool.core.ledger_values import Wrong
from archive_tool.core.model import Params, Value
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import of_date
from archive_tool.core.records import Record, Values, text, texts

LABEL = 40  # characters of a problem that tell which one it is
EVIDENCE = "evidence"


class StandingWords(NamedTuple):
    """What the column of standings says, in either language: it follows from the others and is not taken over."""

    closed: frozenset[str]
    open: frozenset[str]
    proposed: frozenset[str] = frozenset()  # of problems that an audit found in no ledger

    def wrong(self, said: str, *, known: bool) -> Wrong | None:
        """Why an entry without a day of closing cannot be said to stand so; `known`: it was sent out."""
        if said in self.closed:
            return Wrong("ledger.no-day", {})
        if known and said and said not in self.open | self.proposed:
            return Wrong("ledger.other-standing", {"value": said})
        return None


class RowRefusal(NamedTuple):
    """A row that is not taken over, and why (a text of messages.yaml)."""

    sheet: str
    row: int
    key: str
    params: Params


class Change(NamedTuple):
    """One entry that a row adds or edits."""

    sheet: str
    row: int
    at: int | None  # its place among those that stand there; None: a new one
    label: str
    before: Mapping[str, str]  # what the changed fields say now
    values: Mapping[str, Value]  # what they are to say; "" is nothing


class Returned(NamedTuple):
    """What becomes of one ledger."""

    record: Record
    changes: tuple[Change, ...]
    refusals: tuple[RowRefusal, ...]
    unchanged: int
    outdated: int  # rows that nobody changed, whose entry was changed in the archive: that stays
    left: tuple[str, ...]  # entries that the file does not have: they stay


def returned(book: Book, rows: Sequence[Row], as_of: date, standings: StandingWords) -> Returned:
    """What these rows make of the ledger."""
    matched = list(book.matched(rows, standings.proposed))
    results = [_result(one, book, as_of, standings) for one in matched]
    there = {one.at for one in matched}
    return Returned(
        book.record,
        tuple(one for one in results if isinstance(one, Change)),
        tuple(one for one in results if isinstance(one, RowRefusal)),
        sum(one is None for one in results) - sum(one.outdated for one in matched),
        sum(one.outdated for one in matched),
        tuple(label(values) for at, values in enumerate(book.entries) if at not in there),
    )


def label(values: Values) -> str:
    """The number and the beginning of a problem."""
    lines = text(values, TEXT).splitlines() or [""]
    told = " ".join(filter(None, (text(values, "no"), lines[0])))
    return told if len(told) <= LABEL else f"{told[:LABEL]}…"


def _result(one: Matched, book: Book, as_of: date, standings: StandingWords) -> Change | RowRefusal | None:
    row, at = one.row, one.at
    if one.refused or one.outdated:
        return RowRefusal(row.sheet, row.number, one.refused, {}) if one.refused else None
    before: Values = book.entries[at] if at is not None else {}
    values: dict[str, Value] = {}
    for name in (name for name in COLUMNS if name in row.cells):
        cell = row.cells[name]
        if at is not None and book.says_same(name, cell, at):
            continue
        value = book.value(name, cell)
        if isinstance(value, Wrong):
            return RowRefusal(
                row.sheet, row.number, value.key, {"column": Coded(f"key:items.0.{name}"), **value.params}
            )
        if at is not None and book.told[at][name].cut:
            return RowRefusal(row.sheet, row.number, "ledger.cut", {"column": Coded(f"key:items.0.{name}")})
        if value or at is not None:
            values[name] = value
    after = {**before, **values}
    # What was sent out as closed says so still where somebody took the day away, to open it again.
    said = row.others.get("standing", "") if not before.get(CLOSED) else ""
    stands = None if text(after, CLOSED) else standings.wrong(said, known=at is not None)
    wrong = stands or next(_wrong(after, values, book, as_of), None)
    if wrong:
        return RowRefusal(row.sheet, row.number, wrong.key, wrong.params)
    if not values:
        return None
    told = {name: book.told[at][name].text if at is not None else "" for name in values}
    return Change(row.sheet, row.number, at, label(before or after), told, values)


def _wrong(after: Values, changed: Mapping[str, Value], book: Book, as_of: date) -> Iterator[Wrong]:
    """Why an entry cannot be as the row says."""
    closed, named = text(after, CLOSED), texts(after, EVIDENCE)
    if not changed:
        return
    if not text(after, TEXT):
        yield Wrong("ledger.no-text", {})
    # What was closed in another way before may still be told better: the rest of it is not held up.
    if closed and CLOSED in changed and of_date(closed).first > as_of:
        yield Wrong("ledger.later", {"value": closed})
    if changed.keys().isdisjoint((CLOSED, EVIDENCE)):
        return
    if closed and not named:
        yield Wrong("ledger.unproven", {})
    if absent := book.evidence.absent(book.evidence.by_now(named, book.record), book.record):
        yield Wrong("ledger.absent", {"evidence": list(absent)})
    if unseen := book.evidence.unseen(named, book.record):
        yield Wrong("ledger.unseen", {"evidence": list(unseen)})
    if later := [word for word in named if book.evidence.lack(word, book.record) == "later"]:
        yield Wrong("ledger.evidence-later", {"evidence": later})
