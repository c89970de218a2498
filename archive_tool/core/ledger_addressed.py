"""Which ledger each row of a returned workbook belongs to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from archive_tool.core.cell_text import settled
from archive_tool.core.ledger_return import RowRefusal
from archive_tool.core.ledger_rows import Key
from archive_tool.core.ledger_table import TEXT, Row
from archive_tool.core.records import Record


class Addressed(NamedTuple):
    """The rows of each ledger, by its path, and rows that belong to none."""

    records: Mapping[str, Record]
    rows: Mapping[str, Sequence[Row]]
    refused: tuple[RowRefusal, ...]
    untaken: int  # problems that an audit proposed and nobody filled in


def addressed(
    rows: Iterable[Row], ledgers: Sequence[Record], meant: Record | None, proposed: frozenset[str]
) -> Addressed:
    """By the number of a row, else by the ledger it names, else all go to `meant`.

    Without it, to the one ledger that the other rows name, or to the only one there is. `proposed`: what
    the column of standings says of problems that are in no ledger yet.
    """
    by_id = {record.id: record for record in ledgers if record.id}
    by_path = {_path(record.path): record for record in ledgers}
    every = list(rows)
    rows = [row for row in every if not _is_untaken(row, proposed)]
    told = [_named(row, by_id, by_path) for row in rows]
    named = {record.path: record for record in told if isinstance(record, Record)}
    only = list(named.values()) or list(ledgers)
    default = meant or (only[0] if len(only) == 1 else None)
    found: dict[str, list[Row]] = {}
    refused = []
    for row, record in zip(rows, told, strict=True):
        goal = default if record is None else record
        if isinstance(goal, Record):
            found.setdefault(goal.path, []).append(row)
            named[goal.path] = goal
        else:
            refused.append(RowRefusal(row.sheet, row.number, goal or "ledger.whose", dict(_params(row))))
    return Addressed(named, found, tuple(refused), len(every) - len(rows))


def _named(row: Row, by_id: Mapping[str, Record], by_path: Mapping[str, Record]) -> Record | str | None:
    """The ledger, or why there is none (a text of messages.yaml); None where the row names none."""
    key, word = Key.parse(row.others.get("key", "")), row.others.get("record", "")
    own = by_id.get(key.record) if key else None
    other = (by_path.get(_path(word)) or by_id.get(word)) if word else None
    if own and other and own is not other:
        return "ledger.moved"
    if not (own or other) and word:
        return "ledger.unknown"
    return own or other


def _is_untaken(row: Row, proposed: frozenset[str]) -> bool:
    """Whether nobody has written anything beside the problem."""
    filled = [name for name, cell in row.cells.items() if name != TEXT and settled(cell.text)]
    named = row.others.get("record") or row.others.get("key")
    return row.others.get("standing", "") in proposed and not filled and not named


def _params(row: Row) -> Mapping[str, str]:
    return {"path": row.others.get("record", "")}


def _path(word: str) -> str:
    return unicodedata.normalize("NFC", settled(word).replace("\\", "/")).strip("/")
