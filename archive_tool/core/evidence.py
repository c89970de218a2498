"""What an entry of a list names as its evidence: whether it is in the archive and shows anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from archive_tool.core.material import Material
from archive_tool.core.model import Entry
from archive_tool.core.names import stem
from archive_tool.core.parts import told
from archive_tool.core.periods import of_date
from archive_tool.core.proof import MAIN, is_sound, unread, with_roles
from archive_tool.core.records import Record, time_told

# Nothing bears the name; it is the list itself; it is dated after the day that is looked at; nobody can read it;
# nobody has opened it yet, which a sync does.
Lack = Literal["absent", "own", "later", "unread", "unseen"]


@dataclass(frozen=True)
class Evidence:
    """The records and files of an archive, to be asked for by id, path or name."""

    material: Material

    def has(self, word: str, record: Record) -> bool:
        """Whether this shows something to `record`, the list that names it, on the day that is looked at."""
        return self.lack(word, record) is None

    def lack(self, word: str, record: Record) -> Lack | None:
        """Why it shows nothing; None where it does: another record, by id, path or title, or a file of a record.

        Paths start below the root, in `record` or beside it; a name or title says which is meant where only
        one bears it. Files that belong to no record (settings, sidecars, what was thrown away) are `absent`; the list is
        `own`, also where it is one file among others of its record.
        """
        found = self._meant(_path(word), record)
        holder = found if isinstance(found, Record) else self._holders.get(found)
        if holder is None:
            return "absent"
        if holder.path == record.path and (isinstance(found, Record) or found in self._lists(record)):
            return "own"
        if self._first_day(found, holder) > self.material.as_of:
            return "later"
        return self._blank(holder) if isinstance(found, Record) else self._unread(found, holder)

    def record(self, word: str, record: Record) -> Record | None:
        """The record that is meant, or the one that holds the file; None where it is neither."""
        found = self._meant(_path(word), record)
        return found if isinstance(found, Record) else self._holders.get(found)

    def by_now(self, words: Iterable[str], record: Record) -> tuple[str, ...]:
        """Those of the words that do not name what is dated after the day that is looked at."""
        return tuple(word for word in words if self.lack(word, record) != "later")

    def absent(self, words: Iterable[str], record: Record) -> tuple[str, ...]:
        """Those of the words that name nothing that shows anything, as far as anybody has looked."""
        return tuple(word for word in words if self.lack(word, record) not in (None, "unseen"))

    def unseen(self, words: Iterable[str], record: Record) -> tuple[str, ...]:
        """Those of the words that name what is there and nobody has looked at yet."""
        return tuple(word for word in words if self.lack(word, record) == "unseen")

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

    def _lists(self, record: Record) -> frozenset[str]:
        """The files of a record that are the list itself: by their role, as there is no other, or by their name."""
        deriver, form = self.material.deriver, self.material.scheme.forms.get(record.form)
        roles = {MAIN, form.role if form else MAIN} - {""}
        files = record.holding.files
        return frozenset(
            _path(entry.path)
            for entry, _, role in with_roles(record, deriver)
            if role in roles or (not role and len(files) == 1) or deriver.is_called(entry, record.form)
        )

    def _first_day(self, found: Record | str, holder: Record) -> date:
        """When it was made at the earliest: as the record says of this file, else of itself."""
        if isinstance(found, str):
            for name, part in told(holder).items():
                if part.date and _path(f"{holder.path}/{name}") == found:
                    return of_date(part.date).first
        time = time_told(holder, self.material.config.calendar)
        return time.first if time else date.min

    def _blank(self, record: Record) -> Lack | None:
        """Whether nobody could read any of it, or there is nothing of it, neither here nor on paper."""
        if not record.holding.files and not record.pointer:
            return "unread"
        if not unread(record, self.material.snapshot.facts):
            return None
        return "unseen" if not record.broken and any(map(self._is_unseen, record.holding.files)) else "unread"

    def _unread(self, path: str, holder: Record) -> Lack | None:
        if path in self._files:
            return None
        mine = (file for file in holder.holding.files if _path(file.path) == path)
        return "unseen" if not holder.broken and any(map(self._is_unseen, mine)) else "unread"

    def _is_unseen(self, file: Entry) -> bool:
        return bool(file.size) and not file.offline and file.path not in self.material.snapshot.facts

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
