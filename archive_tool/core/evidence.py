"""What an entry of a list names as its evidence: whether it is in the archive and shows anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive_tool.core.material import Material
from archive_tool.core.names import stem
from archive_tool.core.proof import is_sound, unread
from archive_tool.core.records import Record


@dataclass(frozen=True)
class Evidence:
    """The records and files of an archive, to be asked for by id, path or name."""

    material: Material

    def has(self, word: str, record: Record) -> bool:
        """Whether this is a record other than `record`, by id, path or title, or a file of a record.

        Paths start below the root, in `record` or beside it; a name or title says which is meant where only
        one bears it. Nothing is shown by a list's own record, by files that belong to no record (settings,
        sidecars, what was thrown away) and by what could not be read.
        """
        found = self._meant(_path(word), record)
        if isinstance(found, Record):
            return found.path != record.path and not self._shows_nothing(found)
        return found in self._files

    def record(self, word: str, record: Record) -> Record | None:
        """The record that is meant, or the one that holds the file; None where it is neither."""
        found = self._meant(_path(word), record)
        return found if isinstance(found, Record) else self._holders.get(found)

    def absent(self, words: Iterable[str], record: Record) -> tuple[str, ...]:
        """Those of the words that name nothing there is."""
        return tuple(word for word in words if not self.has(word, record))

    def _meant(self, named: str, record: Record) -> Record | str:
        """A record, or the path of a file; "" where it is neither."""
        beside = record.path.rpartition("/")[0]
        for path in (named, _path(f"{record.path}/{named}"), _path(f"{beside}/{named}")) if named else ():
            if found := self._records.get(path):
                return found
            if path in self._holders:
                return path
        own = [_path(file.path) for file in record.holding.files if _is_called(file.path, named)]
        others = own or [path for path in self._named.get(named, ()) if path != _path(record.path)]
        return self._records.get(others[0], others[0]) if len(others) == 1 else ""

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
    def _named(self) -> Mapping[str, Sequence[str]]:
        """By the names of records and files, and by titles, the paths of those that bear them."""
        found: dict[str, dict[str, None]] = {}
        for one in self.material.records:
            name = one.holding.name
            own = {name, name if one.holding.folder else stem(name), one.title}
            for called in filter(None, map(_path, own)):
                found.setdefault(called, {})[_path(one.path)] = None
            for file in one.holding.files if one.holding.folder else ():
                found.setdefault(_path(file.path.rpartition("/")[2]), {})[_path(file.path)] = None
        return {called: tuple(paths) for called, paths in found.items()}

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


def _is_called(path: str, named: str) -> bool:
    """Whether this is the name of the file, with or without its ending."""
    name = _path(path.rpartition("/")[2])
    return bool(named) and named in (name, stem(name))


def _path(word: str) -> str:
    """As names are compared: composed, with forward slashes, none around."""
    return unicodedata.normalize("NFC", word.strip().replace("\\", "/")).strip("/")
