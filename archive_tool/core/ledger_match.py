"""Which entry a row of a returned ledger is about: the rows may be sorted, copied, and come back twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from archive_tool.core.cell_text import Shown, bare, shown
from archive_tool.core.evidence import Evidence
from archive_tool.core.grid import EMPTY, Cell
from archive_tool.core.ledger_rows import Cells, Key, cells, entry_fields, mark, marks
from archive_tool.core.ledger_table import TEXT, Row
from archive_tool.core.ledger_values import Wrong, value_of
from archive_tool.core.model import Value
from archive_tool.core.records import Record, Values
from archive_tool.core.scheme import FieldSpec, Scheme


class Matched(NamedTuple):
    """A row and its entry's place; None: a new entry. `refused`: a text of messages.yaml."""

    row: Row
    at: int | None = None
    refused: str = ""
    outdated: bool = False  # nobody changed the row, while the entry was changed in the archive


@dataclass(frozen=True)
class Book:
    """A ledger's entries as they stand there now, by their place in the text."""

    record: Record
    entries: Sequence[Values]
    told: Sequence[Cells]
    scheme: Scheme
    evidence: Evidence

    @classmethod
    def of(cls, record: Record, entries: Sequence[Values], scheme: Scheme, evidence: Evidence) -> Book:
        told = [cells(values, entry_fields(scheme)) for values in entries]
        return cls(record, entries, told, scheme, evidence)

    @cached_property
    def fields(self) -> Mapping[str, FieldSpec]:
        """The fields that have a column."""
        return entry_fields(self.scheme)

    def value(self, name: str, cell: Cell) -> Value | Wrong:
        """What the cell says."""
        return value_of(
            cell, self.fields[name], self.scheme, lambda word: self.evidence.has(word, self.record)
        )

    def says_same(self, name: str, cell: Cell, at: int) -> bool:
        """Whether a cell says what the entry says already, however it is written."""
        if cell.kind != "error" and shown(bare(cell.text)).text == self.told[at][name].text:
            return True
        return self.value(name, cell) == self.entries[at].get(name, "")

    def is_same(self, row: Row, at: int) -> bool:
        # The problem first, as it is written: it tells nearly all of them apart.
        problem = row.cells.get(TEXT, EMPTY)
        if TEXT in row.cells and shown(bare(problem.text)).text != self.told[at][TEXT].text:
            return False
        return all(self.says_same(name, cell, at) for name, cell in row.cells.items())

    def matched(self, rows: Sequence[Row], proposed: frozenset[str] = frozenset()) -> Iterator[Matched]:
        """Every row, in their order. `proposed`: what stands as the standing of one that an audit proposed."""
        places = {told: at for at, told in enumerate(marks(self.told))}
        found = self._by_key(rows, places)
        taken = {one.at for one in found.values()}
        for number, row in enumerate(rows):
            if number not in found:
                one = self._without_key(row, taken)
                if one.at is None and row.others.get("standing", "") in proposed and self._has(row):
                    one = Matched(row, refused="ledger.taken")
                taken.add(one.at)
                found[number] = one
        return (found[number] for number in range(len(rows)))

    def _by_key(self, rows: Sequence[Row], places: Mapping[str, int]) -> dict[int, Matched]:
        """Rows whose number is that of an entry; of copies of a row the one that nobody changed is meant."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            key = Key.parse(row.others.get("key", ""))
            if key and key.mark in places:
                groups[places[key.mark]].append(number)
        found: dict[int, Matched] = {}
        for at, mine in groups.items():
            same = [number for number in mine if self.is_same(rows[number], at)]
            if len(mine) == 1 or same:
                own = same[0] if same else mine[0]
                found[own] = Matched(rows[own], at)
                # Without its number a copy is a new entry.
                others = (n for n in mine if n != own)
                found.update({n: Matched(rows[n], at, "ledger.copied") for n in others if n in same})
                found.update({n: Matched(rows[n]) for n in mine if n not in found})
            else:
                found.update({n: Matched(rows[n], at, "ledger.twice") for n in mine})
        return found

    def _without_key(self, row: Row, taken: set[int | None]) -> Matched:
        """A row that has no number, or one that no entry has any more."""
        free = (at for at in range(len(self.entries)) if at not in taken)
        same = next((at for at in free if self.is_same(row, at)), None)
        key = Key.parse(row.others.get("key", ""))
        if same is not None or key is None:
            return Matched(row, same)
        if self._mark(row) == key.mark.partition("-")[0]:
            return Matched(row, outdated=True)
        return Matched(row, refused="ledger.stale")

    def _has(self, row: Row) -> bool:
        """Whether an entry states just this problem."""
        problem = shown(bare(row.cells.get(TEXT, EMPTY).text)).text
        return any(told[TEXT].text == problem for told in self.told)

    def _mark(self, row: Row) -> str:
        told = {}
        for name, spec in self.fields.items():
            cell = row.cells.get(name, EMPTY)
            value = self.value(name, cell) if spec.type in ("date", "code") else cell.text
            told[name] = shown(bare(value)) if isinstance(value, str) else Shown("")
        return mark(told)
