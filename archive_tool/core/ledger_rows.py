"""Entries of a ledger as rows of a spreadsheet: the texts of their cells, and how they are known again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from archive_tool.core.cell_text import Shown, shown
from archive_tool.core.records import Record, Values
from archive_tool.core.scheme import FieldSpec, Scheme

# The columns of a ledger in the order of its sheet, as far as the scheme's entries have these fields.
COLUMNS = ("no", "text", "type", "owner", "due", "measure", "evidence", "closed", "reason")
SEPARATORS: Mapping[str, str] = {"evidence": "\n"}  # names of files hold the usual one
BETWEEN = "、"

Cells = Mapping[str, Shown]  # by field; codes and days in the scheme's spelling


def entry_fields(scheme: Scheme) -> Mapping[str, FieldSpec]:
    """The fields of an entry that have a column, in the order of the columns."""
    items = scheme.fields["items"].items if "items" in scheme.fields else None
    known = {spec.id: spec for spec in items.fields} if items else {}
    return {name: known[name] for name in COLUMNS if name in known}


def cells(values: Values, fields: Iterable[str]) -> Cells:
    """What the cells of an entry show."""
    return {name: shown(_text(name, values)) for name in fields}


def mark(told: Cells) -> str:
    """A short digest of what an entry says: another one as soon as anything in it is changed."""
    said = "\x1f".join(f"{name}={told[name].text}" for name in COLUMNS if name in told)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:10]


class Key(NamedTuple):
    """By which a row of a returned ledger is known: its record, and what its entry said."""

    record: str  # its id; "" where it has none
    mark: str  # of equal entries the second ends in -2, and so on

    def __str__(self) -> str:
        return f"{self.record}:{self.mark}"

    @classmethod
    def parse(cls, text: str) -> Key | None:
        record, colon, told = text.strip().rpartition(":")
        return cls(record, told) if colon and told else None


def marks(rows: Iterable[Cells]) -> list[str]:
    """The marks of a record's entries, no two the same."""
    seen: Counter[str] = Counter()
    found = []
    for told in rows:
        plain = mark(told)
        seen[plain] += 1
        found.append(plain if seen[plain] == 1 else f"{plain}-{seen[plain]}")
    return found


def key_of(record: Record, told: str) -> Key:
    return Key(record.id, told)


def _text(name: str, values: Values) -> str:
    value = values.get(name)
    if isinstance(value, list):
        return SEPARATORS.get(name, BETWEEN).join(str(item) for item in value)
    return "" if value is None else str(value)
