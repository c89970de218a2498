"""Which files prove anything: those that were read and are what their names say they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from archive_tool.core.drafts import Deriver
from archive_tool.core.model import Entry, FileFacts
from archive_tool.core.parts import told
from archive_tool.core.records import Part, Record
from archive_tool.core.scheme import Form

# Problems that leave nobody able to read the file: such parts prove nothing.
UNREAD = frozenset({"empty", "damaged", "encrypted", "timeout", "memory", "too-large", "locked", "mismatch"})
_PICTURES = frozenset({"jpg", "png", "gif", "bmp", "tiff", "webp", "heic"})
_NAMED_SO = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic")
_LONGEST_NAME = 5  # characters of these
MAIN = "main"  # the role of the text that a record is about, whatever its form


class ToldPart(NamedTuple):
    """A part of a record: what it is said to be, and whether it proves that."""

    role: str
    date: str
    sound: bool


def is_sound(entry: Entry, facts: Mapping[str, FileFacts]) -> bool:
    """Whether a file was read, and is a picture if its name says so.

    No facts: it is empty, in the cloud alone, or not opened yet. Nobody knows what is in it.
    """
    fact = facts.get(entry.path)
    if fact is None or fact.problem in UNREAD:
        return False
    known = fact.format in _PICTURES or not fact.format
    return known or not entry.path[-_LONGEST_NAME:].casefold().endswith(_NAMED_SO)


def parts_of(record: Record, deriver: Deriver, facts: Mapping[str, FileFacts]) -> list[ToldPart]:
    """Every part, with its role."""
    # Of what somebody wrote and nobody can read, nobody knows what the file shows.
    return [
        ToldPart(role, part.date if part else "", not record.broken and is_sound(entry, facts))
        for entry, part, role in with_roles(record, deriver)
    ]


def with_roles(record: Record, deriver: Deriver) -> Iterator[tuple[Entry, Part | None, str]]:
    """Every file with what the sidecar tells of it, and its role as that says, else as its name says."""
    holding = record.holding
    written = told(record)
    for entry in holding.files:
        part = written.get(entry.path[len(holding.path) + 1 :] if holding.folder else "")
        yield entry, part, part.role if part and part.role else deriver.role(holding, entry, record.form)


class PartsSeen:
    """The parts of records, remembered of those that took part in an occasion: others ask for them again."""

    def __init__(self, deriver: Deriver, facts: Mapping[str, FileFacts]) -> None:
        self.deriver = deriver
        self.facts = facts
        self._known: dict[str, list[ToldPart]] = {}

    def of(self, record: Record) -> list[ToldPart]:
        """Every part, with its role; from now on they are remembered."""
        known = self._known.get(record.holding.path)
        if known is None:
            known = self._known[record.holding.path] = parts_of(record, self.deriver, self.facts)
        return known

    def roles(self, record: Record) -> Iterable[str]:
        """The role of each of its files; there are too many records to remember them all."""
        known = self._known.get(record.holding.path)
        if known is not None:
            return [part.role for part in known]
        holding, told_parts = record.holding, record.parts
        if not holding.folder and len(told_parts) == 1 and not told_parts[0].path:  # nearly always
            return (told_parts[0].role or self.deriver.role(holding, holding.files[0], record.form),)
        return [role for _, _, role in with_roles(record, self.deriver)]


def as_paper(role: str, form: Form | None) -> str:
    """What a part is in a record of a form: the paper itself where nothing else is said of it."""
    return form.role if form is not None and form.role and role in ("", MAIN) else role


def unread(record: Record, facts: Mapping[str, FileFacts]) -> bool:
    """Whether the record has files and none of them proves anything, or its sidecar can't be read."""
    files = record.holding.files
    return record.broken or (bool(files) and not any(is_sound(entry, facts) for entry in files))


def is_doubtful(record: Record, deriver: Deriver, facts: Mapping[str, FileFacts]) -> bool:
    """Whether nobody could read what makes the record a paper of its form.

    An attachment that can be read, or what was only handed round, does not stand for the paper itself.
    """
    sound = [is_sound(entry, facts) for entry in record.holding.files]
    if record.broken or all(sound) or not any(sound):
        return record.broken or not all(sound)
    roles = deriver.scheme.vocabularies.get("roles", {})
    parts = parts_of(record, deriver, facts)
    own = [part.sound for part in parts if part.role not in roles or not roles[part.role].shareable]
    return bool(own) and not any(own)
