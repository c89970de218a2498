"""What an entry of a list names as its evidence: whether it is in the archive."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from archive_tool.core.material import Material
from archive_tool.core.records import Record


@dataclass(frozen=True)
class Evidence:
    """The records and files of an archive, to be asked for by id or path."""

    material: Material

    def has(self, word: str, record: Record) -> bool:
        """Whether this is a record's id, or the path of a record or file: below the root, or in `record`."""
        named = _path(word)
        if not named:
            return False
        return named in self._ids or named in self._paths or _path(f"{record.path}/{named}") in self._paths

    def record(self, word: str, record: Record) -> Record | None:
        """The record that is meant, or the one that holds the file; None where it is a file of none."""
        named = _path(word)
        for path in (named, _path(f"{record.path}/{named}")):
            if found := self._records.get(path) or self._holders.get(path):
                return found
        return None

    def absent(self, words: Iterable[str], record: Record) -> tuple[str, ...]:
        """Those of the words that name nothing there is."""
        return tuple(word for word in words if not self.has(word, record))

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(record.id for record in self.material.records if record.id)

    @cached_property
    def _records(self) -> Mapping[str, Record]:
        """By id and by path."""
        records = self.material.records
        return {**{_path(one.path): one for one in records}, **{one.id: one for one in records if one.id}}

    @cached_property
    def _holders(self) -> Mapping[str, Record]:
        """By the paths of their files."""
        return {_path(file.path): one for one in self.material.records for file in one.holding.files}

    @cached_property
    def _paths(self) -> frozenset[str]:
        files = (entry.path for entry in self.material.snapshot.entries if entry.kind == "file")
        records = (record.path for record in self.material.records)
        return frozenset(_path(path) for path in (*files, *records))


def _path(word: str) -> str:
    """As names are compared: composed, with forward slashes, none around."""
    return unicodedata.normalize("NFC", word.strip().replace("\\", "/")).strip("/")
