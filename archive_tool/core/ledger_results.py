"""What the use cases of the ledger answer; report/ turns these into text or JSON."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from archive_tool.core.filing import Dropped
from archive_tool.core.ledger import Entry
from archive_tool.core.ledger_return import Returned, RowRefusal
from archive_tool.core.ledger_table import Stray
from archive_tool.core.records import Record
from archive_tool.core.results import Refusal


class Ledger(NamedTuple):
    """The entries that were asked for, and the day for which they were."""

    entries: tuple[Entry, ...]
    records: tuple[Record, ...]
    as_of: date
    withheld: int = 0  # entries that are left out because they are not for everyone
    later: int = 0  # ledgers that are dated after that day: they are left out


class ImportResult(NamedTuple):
    """What a returned ledger changes; `written` are sidecars, none where it was only shown."""

    file: str
    returned: tuple[Returned, ...]
    refused: tuple[RowRefusal, ...]
    refusals: tuple[Refusal, ...]  # of whole records
    strays: tuple[Stray, ...]
    written: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    untaken: int = 0  # problems that an audit proposed and nobody filled in

    @property
    def changes(self) -> int:
        return sum(len(one.changes) for one in self.returned)

    @property
    def all_refused(self) -> tuple[RowRefusal, ...]:
        """Rows that were left out, in the order of the file."""
        own = [one for each in self.returned for one in each.refusals]
        return tuple(sorted((*self.refused, *own), key=lambda one: (one.sheet, one.row)))
