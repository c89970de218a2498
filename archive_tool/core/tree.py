"""What lies where: the values classification gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from archive_tool.core.model import Entry, FileFacts


class Place(NamedTuple):
    """Where a record lies, as far as its path says."""

    unit: str | None  # unit id
    year: int | None  # None in open cases, and in mapped folders that name none
    category: str
    leaf: str  # "" in an open case
    open_case: bool = False
    mapped: bool = False  # an old folder, read as a leaf by `map` in archive.yaml


class Holding(NamedTuple):
    """The files of one record, without its sidecar and litter; a tuple, because there are very many."""

    path: str  # the folder, or the one file
    place: Place
    folder: bool
    files: tuple[Entry, ...]
    sidecar: str  # where the sidecar is or would be
    described: bool  # whether the sidecar is there

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def bears_mark(self, facts: Mapping[str, FileFacts]) -> bool:
        """Whether it lies under a state-secret mark, or one was found in a file: then nothing is written of it."""
        own = facts.get(self.path)
        return bool(own and own.secret) or any(e.path in facts and facts[e.path].secret for e in self.files)


@dataclass(frozen=True, slots=True)
class Classified:
    """A snapshot's entries, each in exactly one of these."""

    holdings: tuple[Holding, ...]
    strays: tuple[Entry, ...]  # files in folders that hold no records
    unfiled: tuple[Entry, ...]  # files of inbox, quarantine, trash and unknown folders: found, not judged
    unknown_folders: tuple[str, ...]
    shelves: tuple[str, ...]
    litter: tuple[str, ...]
    conflict_copies: tuple[str, ...]
    orphans: tuple[str, ...]  # sidecars whose file is gone
    nested: tuple[str, ...]  # sidecars inside a folder record, which has its own: nobody reads them
    links: tuple[str, ...]
    unreadable: tuple[Entry, ...]  # closed to us, or no file at all: a pipe, a socket, a device
    leaf_folders: tuple[str, ...]  # that exist
    folders: frozenset[str]
    doubtful: tuple[str, ...]  # paths whose names are not seen at once to be good everywhere
    alike: tuple[str, ...]  # folders in which names are one name where case or Unicode form do not count

    def documents(self) -> Iterator[Entry]:
        """Files of records, and strays: all that is opened and can be found."""
        for holding in self.holdings:
            yield from holding.files
        yield from self.strays
        yield from self.unfiled
