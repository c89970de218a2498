"""The entries of one snapshot by folder, and the pots into which a walk over them sorts everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive_tool.core.litter import matcher
from archive_tool.core.model import Entry
from archive_tool.core.names import is_dated
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree import Holding, Place


@dataclass(slots=True)
class Sorted:
    """Classified while it is being filled."""

    holdings: list[Holding] = field(default_factory=list)
    strays: list[Entry] = field(default_factory=list)
    unfiled: list[Entry] = field(default_factory=list)
    unknown_folders: list[str] = field(default_factory=list)
    shelves: list[str] = field(default_factory=list)
    litter: list[str] = field(default_factory=list)
    conflict_copies: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    unreadable: list[Entry] = field(default_factory=list)
    leaf_folders: set[str] = field(default_factory=set)


class Walk:
    """What a walk from the root down sees, and where it puts it."""

    def __init__(self, scheme: Scheme, entries: tuple[Entry, ...]) -> None:
        self.scheme = scheme
        self.found = Sorted()
        self.is_litter: Callable[[str], bool] = matcher(scheme.litter)
        self.is_conflict: Callable[[str], bool] = matcher(scheme.conflict_copies)
        self.children: dict[str, list[Entry]] = {}
        # Of each folder the names of its children; cut from the paths once, which is a good part of the work.
        self.names: dict[str, list[str]] = {}
        self.folders: list[str] = []
        for entry in entries:
            folder, _, name = entry.path.rpartition("/")
            if folder in self.children:
                self.children[folder].append(entry)
                self.names[folder].append(name)
            else:
                self.children[folder], self.names[folder] = [entry], [name]
            if entry.kind == "folder":
                self.folders.append(entry.path)

    def usable(self, folder: str) -> Iterator[Entry]:
        """Files and folders that are looked at further; the rest is put aside here, once."""
        return (entry for entry, _ in self.named(folder))

    def named(self, folder: str) -> Iterator[tuple[Entry, str]]:
        """The same with their names."""
        is_litter, found = self.is_litter, self.found
        for entry, name in zip(self.children.get(folder, ()), self.names.get(folder, ()), strict=True):
            kind = entry.kind
            if kind == "link":
                found.links.append(entry.path)
            elif kind in ("unreadable", "special"):
                found.unreadable.append(entry)
            elif is_litter(name):
                found.litter.append(entry.path)
            else:
                yield entry, name

    def files_below(self, folder: str) -> Iterator[Entry]:
        """Every usable file at any depth."""
        return (entry for entry, _ in self.named_below(folder))

    def named_below(self, folder: str) -> Iterator[tuple[Entry, str]]:
        """The same with their names."""
        for entry, name in self.named(folder):
            if entry.kind == "folder":
                yield from self.named_below(entry.path)
            else:
                yield entry, name

    def holds_file(self, folder: str) -> bool:
        """Whether anything but folders lies in it, at any depth."""
        inside = self.children.get(folder, ())
        return any(entry.kind != "folder" or self.holds_file(entry.path) for entry in inside)

    def is_described(self, folder: str) -> bool:
        """Whether the folder has a sidecar of its own."""
        sidecar = f"{folder}/{self.scheme.folder_sidecar}"
        return any(entry.path == sidecar for entry in self.children.get(folder, ()))

    def is_record(self, folder: str) -> bool:
        """Whether a folder where records lie is one: dated, or described."""
        return is_dated(name_of(folder), folder=True) or self.is_described(folder)

    def stray(self, entry: Entry) -> None:
        """A file where no records lie."""
        name = name_of(entry.path)
        if self.is_sidecar(name):
            self.found.orphans.append(entry.path)
            return
        self.found.strays.append(entry)
        if self.is_conflict(name):
            self.found.conflict_copies.append(entry.path)

    def is_sidecar(self, name: str) -> bool:
        """Whether a file of this name describes a record."""
        return name.endswith(self.scheme.file_sidecar) or name == self.scheme.folder_sidecar

    def stranger(self, folder: str) -> None:
        """A folder nobody knows: named once, its files found and not judged."""
        self.found.unknown_folders.append(folder)
        self.found.unfiled.extend(self.files_below(folder))

    def folder_record(self, path: str, place: Place) -> None:
        """A folder that is a record, with all files below it."""
        sidecar = f"{path}/{self.scheme.folder_sidecar}"
        parts: list[Entry] = []
        described = False
        for entry, name in self.named_below(path):
            if entry.path == sidecar:
                described = True
            elif self.is_sidecar(name):
                self.found.nested.append(entry.path)
            elif self.is_conflict(name):
                self.found.conflict_copies.append(entry.path)
                self.found.unfiled.append(entry)
            else:
                parts.append(entry)
        self.found.holdings.append(Holding(path, place, True, tuple(sorted(parts)), sidecar, described))


def name_of(path: str) -> str:
    return path.rpartition("/")[2]
