"""A sidecar as it was written: its keys and rows by the scheme's ids, changed in their own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from archive_tool.core import sidecar
from archive_tool.core.model import Node, Parsed, Value
from archive_tool.core.records import Values
from archive_tool.core.scheme import Scheme
from archive_tool.core.sidecar_readers import Notes, Reader, reader
from archive_tool.core.sidecar_words import Spellings, language_of, of_fields

Row = Mapping[str, Value]  # as written: every scalar a text


@dataclass(frozen=True)
class Written:
    """One sidecar's text, parsed; new keys are spelt in `language`."""

    scheme: Scheme
    parsed: Parsed
    language: str

    def holds(self, field: str) -> bool:
        """Whether anything stands under this key, in whatever spelling, understood or not."""
        return any(not is_empty(value) for key, value in self._top.items() if self._keys.find(key) == field)

    def key(self, field: str) -> str:
        """How the field is spelt: as it stands there, else by language."""
        return sidecar.spelling(self.scheme, self.parsed, field, self.language)

    def language_of(self, field: str) -> str:
        """The language in which the tool writes there: that of the key."""
        return language_of(self.key(field))

    def changes(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Canonical values as keys and values to set; an existing key keeps its language."""
        return sidecar.changes(self.scheme, self.parsed, values, self.language)

    def items(self, field: str) -> list[Value]:
        """What stands under a key, as a list; one thing alone is a list of one."""
        return _as_list(self.value(field))

    def value(self, field: str) -> Value:
        """What stands under a key; every scalar is a text."""
        return self._top.get(self.key(field), "")

    def rows(self, field: str) -> Rows | None:
        """The rows of a list of mappings; None where something else stands there too."""
        return self.rows_in(field, self.value(field))

    def rows_in(self, field: str, value: Value) -> Rows | None:
        """The same of a value that is going to stand there."""
        items = _as_list(value)
        rows = [item for item in items if isinstance(item, dict)]
        return Rows(self, field, rows) if len(rows) == len(items) else None

    def with_rows(self, field: str, rows: list[Value]) -> dict[str, Value]:
        """The change that makes these the rows; none where they are already."""
        if rows == self.items(field):
            return {}
        alone = isinstance(self.value(field), dict) and len(rows) == 1
        return {self.key(field): rows[0] if alone else rows}

    def with_row(self, field: str, values: Values) -> dict[str, Value]:
        """The change that adds one row; none where something else stands there than rows."""
        rows = self.rows(field)
        return {self.key(field): [*self.items(field), rows.spelt(values)]} if rows else {}

    @cached_property
    def _keys(self) -> Spellings:
        return of_fields(self.scheme.fields.values())

    @property
    def _top(self) -> dict[str, Value]:
        return cast(dict[str, Value], self.parsed.data if isinstance(self.parsed.data, dict) else {})


class Rows:
    """The rows of one list field as they were written."""

    def __init__(self, written: Written, field: str, items: list[dict[str, Value]]) -> None:
        self.items = items
        spec = written.scheme.fields[field].items or written.scheme.fields[field]
        key = written.key(field)
        self._written, self._field = written, field
        self._language = language_of(key) if written.holds(field) else written.language
        self._keys = of_fields(spec.fields)
        self._read: Reader = reader(written.scheme, spec)

    def read(self, row: Row) -> Values:
        """What the scheme understands of a row."""
        found = self._read(cast(Node, row), "", "", Notes({}))
        return found if isinstance(found, dict) else {}

    def key(self, row: Row, field: str) -> str:
        """How a field is spelt in a row; "" where it is not there."""
        return next((key for key in row if self._keys.find(key) == field), "")

    def knows_all(self, row: Row) -> bool:
        """Whether every key and value of a row is understood."""
        return self.read(row).keys() == {self._keys.find(key) for key in row}

    def words(self, row: Row, besides: Iterable[str]) -> list[str]:
        """Every key that holds something, but for some fields, as `key: value` in one line."""
        left_out = set(besides)
        return [
            f"{key}: {_in_line(value)}"
            for key, value in row.items()
            if self._keys.find(key) not in left_out and not is_empty(value)
        ]

    def spelt(self, values: Values) -> dict[str, Value]:
        """A new row in the words of this text."""
        found = sidecar.written(self._written.scheme, self._field, [dict(values)], self._language)
        assert isinstance(found, list) and isinstance(found[0], dict)
        return found[0]

    def changed(self, row: Row, values: Values) -> dict[str, Value]:
        """A row with some fields set: keys that stand there keep their place and spelling."""
        new = {}
        for field, value in values.items():
            ((key, words),) = self.spelt({field: value}).items()
            new[self.key(row, field) or key] = words
        return {**row, **new}


def is_empty(value: Value) -> bool:
    """Nothing, blanks, or a list of nothing."""
    if isinstance(value, list):
        return all(map(is_empty, value))
    return not value if isinstance(value, dict) else not str(value).strip()


def _as_list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [] if is_empty(value) else [value]


def _in_line(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_in_line(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_in_line, value)) + "]"
    return " ".join(str(value).split())
