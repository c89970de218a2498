"""What an entry of a list names as its evidence: whether it is in the archive and shows anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from archive_tool.core.material import Material
from archive_tool.core.proof import is_sound, unread
from archive_tool.core.records import Record


@dataclass(frozen=True)
class Evidence:
    """The records and files of an archive, to be asked for by id or path."""

    material: Material

    def has(self, word: str, record: Record) -> bool:
        """Whether this is a record other than `record`, by id or path, or the path of a file of a record.

        Paths start below the root or in `record`. Nothing is shown by a list's own record, by files that
        belong to no record (settings, sidecars, what was thrown away) and by what could not be read.
        """
        named = _path(word)
        if not named:
            return False
        if found := self._records.get(named):
            return found.path != record.path and not self._shows_nothing(found)
        return named in self._files or _path(f"{record.path}/{named}") in self._files

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

    def _shows_nothing(self, record: Record) -> bool:
        """Whether nobody could read any of it, or there is nothing of it, neither here nor on paper."""
        bare = not record.holding.files and not record.pointer
        return bare or unread(record, self.material.snapshot.facts)

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
    def _files(self) -> frozenset[str]:
        """The paths of files that show something."""
        facts = self.material.snapshot.facts
        files = (file for one in self.material.records if not one.broken for file in one.holding.files)
        return frozenset(_path(file.path) for file in files if is_sound(file, facts))


def _path(word: str) -> str:
    """As names are compared: composed, with forward slashes, none around."""
    return unicodedata.normalize("NFC", word.strip().replace("\\", "/")).strip("/")
