"""Entries of the tree to records, strays and everything else, by the layout's templates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.leaf_walk import LeafWalk
from archive_tool.core.model import Entry
from archive_tool.core.names import folds, is_clearly_legal
from archive_tool.core.placing import Placing
from archive_tool.core.scheme import Scheme
from archive_tool.core.templates import Template
from archive_tool.core.tree import Classified, Place
from archive_tool.core.walk import Walk, name_of

Names = Mapping[str, Sequence[str]]  # folder ("" is the root) -> the names in it

# Files of the archive itself, at the root.
OWN_FILES = frozenset({"archive.yaml"})
MANIFEST = "manifest-sha256.txt"
_YEAR = Template.parse("{year}")


def classify(scheme: Scheme, config: ArchiveConfig, entries: tuple[Entry, ...]) -> Classified:
    """Put every entry in its place. Pure: the same entries give the same answer in any order."""
    walk = Walk(scheme, entries)
    _AboveLeaves(walk, Placing(scheme, config)).visit("")
    found = walk.found
    return Classified(
        **{f.name: _by_path(getattr(found, f.name)) for f in fields(found)},
        folders=frozenset(walk.folders),
        doubtful=tuple(sorted(_doubtful(walk.names, scheme.file_sidecar))),
        alike=tuple(sorted(_alike(walk.names))),
    )


def _doubtful(names: Names, suffix: str) -> Iterator[str]:
    """What may not stand everywhere; the check of names looks closer."""
    for folder, inside in names.items():
        for name in inside:
            if not is_clearly_legal(name, suffix):
                yield f"{folder}/{name}" if folder else name


def _alike(names: Names) -> Iterator[str]:
    folded = folds(chain.from_iterable(names.values()))
    for folder, inside in names.items():
        if len(set(islice(folded, len(inside)))) < len(inside):
            yield folder


def place_of(scheme: Scheme, config: ArchiveConfig, folder: str) -> Place | None:
    """The place of records in a folder, by its path alone; None where records do not lie there."""
    placing = Placing(scheme, config)
    place = placing.of_folder(folder)
    return placing.on_shelf(name_of(folder), place) if place is not None and place.leaf else None


def _by_path(found: Collection[Any]) -> tuple[Any, ...]:
    """Paths, or what has one in front, in order."""
    bare = isinstance(next(iter(found), ""), str)
    return tuple(sorted(found, key=None if bare else itemgetter(0)))


class _AboveLeaves:
    """One walk from the root down to the leaves; each method is one kind of folder."""

    def __init__(self, walk: Walk, placing: Placing) -> None:
        self.walk = walk
        self.placing = placing
        self.leaves = LeafWalk(walk, placing)
        folders = walk.scheme.folders
        self.open = folders["open"]
        self.set_aside = {folders[key] for key in ("inbox", "quarantine", "trash")}

    def visit(self, folder: str) -> None:
        """A folder above the leaves."""
        for entry, name in self.walk.named(folder):
            if entry.kind == "folder":
                self._folder(entry.path)
            elif folder == "" and name in OWN_FILES:
                continue
            elif name != MANIFEST:
                self.walk.stray(entry)

    def _folder(self, path: str) -> None:
        if self.placing.is_mapped(path):
            self.leaves.leaf(path, self.placing.of_mapped(path))
        elif path in self.set_aside:
            self.walk.found.unfiled.extend(self.walk.files_below(path))
        elif not self._case_folder(path):
            self._layout_folder(path)

    def _layout_folder(self, path: str) -> None:
        place = self.placing.of_folder(path)
        if self.placing.is_above_mapped(path) or (place is not None and not place.leaf):
            self.visit(path)
        elif place is not None:
            self.leaves.leaf(path, place)
        elif not self._left_empty(path):
            self.walk.stranger(path)

    def _left_empty(self, path: str) -> bool:
        """A year or the folder of open cases, made for another layout and never used: nobody's fault."""
        name = name_of(path)
        is_known = name == self.open or _YEAR.match(name) is not None
        return is_known and not self.walk.holds_file(path)

    def _case_folder(self, path: str) -> bool:
        """Open cases: the folder itself, its categories, and the cases in them."""
        slots = self.placing.case.match_prefix(path) if self.open in path else None
        if slots is None or slots.get("open") != self.open:
            return False
        if "category" not in slots:
            self.visit(path)
            return True
        category = self.placing.categories.get(slots["category"])
        if category is None:
            return False
        place = self.placing.of_case(category, slots.get("unit", ""))
        for entry in self.walk.usable(path):
            if entry.kind == "folder":
                self.walk.folder_record(entry.path, place)
            else:
                self.walk.stray(entry)
        return True
