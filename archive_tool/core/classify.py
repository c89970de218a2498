"""Entries of the tree to records, strays and everything else, by the layout's templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.litter import matcher
from archive_tool.core.model import Entry
from archive_tool.core.names import normal, read_name
from archive_tool.core.scheme import Scheme
from archive_tool.core.templates import Template
from archive_tool.core.tree import Classified, Holding, Place

# Files of the archive itself, at the root.
OWN_FILES = frozenset({"archive.yaml"})
MANIFEST = "manifest-sha256.txt"
_YEAR = Template.parse("{year}")


@dataclass(slots=True)
class _Sorted:
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


def classify(scheme: Scheme, config: ArchiveConfig, entries: tuple[Entry, ...]) -> Classified:
    """Put every entry in its place. Pure: the same entries give the same answer in any order."""
    walker = _Walker(scheme, config, entries)
    walker.visit("")
    found = walker.found
    return Classified(
        **{f.name: tuple(sorted(getattr(found, f.name), key=_by_path)) for f in fields(found)},
        folders=frozenset(walker.folders),
    )


def place_of(scheme: Scheme, config: ArchiveConfig, folder: str) -> Place | None:
    """The place of records in a folder, by its path alone; None where records do not lie there."""
    walker = _Walker(scheme, config, ())
    slots = walker.record.match_prefix(folder)
    place = walker.place(slots) if slots is not None else None
    return place if place is not None and place.leaf else None


def _by_path(item: str | Entry | Holding) -> str:
    return item if isinstance(item, str) else item.path


class _Walker:
    """One walk from the root down; each method is one kind of folder."""

    def __init__(self, scheme: Scheme, config: ArchiveConfig, entries: tuple[Entry, ...]) -> None:
        self.scheme = scheme
        self.config = config
        self.found = _Sorted()
        self.is_litter: Callable[[str], bool] = matcher(scheme.litter)
        self.is_conflict: Callable[[str], bool] = matcher(scheme.conflict_copies)
        layout = scheme.layouts[config.layout]
        self.record = Template.parse(layout.record)
        self.case = Template.parse(layout.case)
        self.children: dict[str, list[Entry]] = {}
        self.folders: list[str] = []
        for entry in entries:
            self.children.setdefault(entry.path.rpartition("/")[0], []).append(entry)
            if entry.kind == "folder":
                self.folders.append(entry.path)
        self.categories = {category.folder: category for category in scheme.categories.values()}
        self.leaves = {(leaf.category, leaf.folder): leaf for leaf in scheme.leaves.values()}
        self.set_aside = {scheme.folders[key] for key in ("inbox", "quarantine", "trash")}
        self.mapped_above = {
            "/".join(folder.split("/")[:depth])
            for folder in config.map
            for depth in range(1, folder.count("/") + 1)
        }

    def usable(self, folder: str) -> Iterator[Entry]:
        """Files and folders that are looked at further; the rest is put aside here, once."""
        for entry in self.children.get(folder, ()):
            if entry.kind == "file" and self.is_litter(entry.path.rpartition("/")[2]):
                self.found.litter.append(entry.path)
            elif entry.kind == "link":
                self.found.links.append(entry.path)
            elif entry.kind == "unreadable":
                self.found.unreadable.append(entry)
            elif entry.kind == "file" or (entry.kind == "folder" and not self._litter_folder(entry)):
                yield entry

    def _litter_folder(self, entry: Entry) -> bool:
        litter = self.is_litter(entry.path.rpartition("/")[2])
        if litter:
            self.found.litter.append(entry.path)
        return litter

    def visit(self, folder: str) -> None:
        """A folder above the leaves."""
        for entry in self.usable(folder):
            name = entry.path.rpartition("/")[2]
            if entry.kind == "folder":
                self._visit_folder(entry.path)
            elif folder == "" and name in OWN_FILES:
                continue
            elif name != MANIFEST:
                self._stray(entry, name)

    def _stray(self, entry: Entry, name: str) -> None:
        if self._is_sidecar(name):
            self.found.orphans.append(entry.path)
        else:
            self.found.strays.append(entry)
            if self.is_conflict(name):
                self.found.conflict_copies.append(entry.path)

    def _is_sidecar(self, name: str) -> bool:
        return name.endswith(self.scheme.file_sidecar) or name == self.scheme.folder_sidecar

    def _visit_folder(self, path: str) -> None:
        if path in self.config.map:
            leaf = self.scheme.leaves[self.config.map[path]]
            self._leaf(path, Place(self._only_unit(leaf.unit_kinds), None, leaf.category, leaf.code))
            return
        if path in self.set_aside:
            self.found.unfiled.extend(self._files_below(path))
            return
        if self._case_folder(path):
            return
        slots = self.record.match_prefix(path)
        place = self.place(slots) if slots is not None else None
        if path in self.mapped_above or (place is not None and not place.leaf):
            self.visit(path)
        elif place is None and self._left_empty(path):
            return
        elif place is None:
            self.found.unknown_folders.append(path)
            self.found.unfiled.extend(self._files_below(path))
        else:
            self._leaf(path, place)

    def _left_empty(self, path: str) -> bool:
        """A year or the folder of open cases, made for another layout and never used: nobody's fault."""
        name = path.rpartition("/")[2]
        is_known = name == self.scheme.folders["open"] or _YEAR.match(name) is not None
        return is_known and not self._holds_file(path)

    def _holds_file(self, folder: str) -> bool:
        inside = self.children.get(folder, ())
        return any(entry.kind != "folder" or self._holds_file(entry.path) for entry in inside)

    def _case_folder(self, path: str) -> bool:
        """Open cases: the folder itself, its categories, and the cases in them."""
        slots = self.case.match_prefix(path)
        if slots is None or slots.get("open", self.scheme.folders["open"]) != self.scheme.folders["open"]:
            return False
        if "open" not in slots:
            return False
        category = self.categories.get(slots.get("category", ""))
        if "category" not in slots:
            self.visit(path)
            return True
        if category is None:
            return False
        unit = self.config.by_folder(slots["unit"]) if "unit" in slots else None
        place = Place(unit.id if unit else None, None, category.code, "", open_case=True)
        for entry in self.usable(path):
            if entry.kind == "folder":
                self._folder_record(entry.path, place)
            else:
                self._stray(entry, entry.path.rpartition("/")[2])
        return True

    def place(self, slots: dict[str, str]) -> Place | None:
        """The slots of a folder as a place; leaf "" above the leaves; None where a word is unknown."""
        unit = None
        if "unit" in slots:
            found = self.config.by_folder(slots["unit"])
            if found is None:
                return None
            unit = found.id
        category = leaf = ""
        unit_kinds: tuple[str, ...] = ()
        if "category" in slots:
            if slots["category"] not in self.categories:
                return None
            category = self.categories[slots["category"]].code
        if "leaf" in slots:
            if (category, slots["leaf"]) not in self.leaves:
                return None
            found_leaf = self.leaves[category, slots["leaf"]]
            leaf, unit_kinds = found_leaf.code, found_leaf.unit_kinds
        if unit is None and leaf:
            unit = self._only_unit(unit_kinds)
        year = int(slots["year"]) if "year" in slots else None
        return Place(unit, year, category, leaf)

    def _only_unit(self, kinds: tuple[str, ...]) -> str | None:
        """The one unit a shared folder can belong to; None where the sidecar must say."""
        units = [unit for unit in self.config.filing_units() if not kinds or unit.kind in kinds]
        return units[0].id if len(units) == 1 else None

    def _leaf(self, folder: str, place: Place) -> None:
        self.found.leaf_folders.add(folder)
        self._records(folder, place)

    def _records(self, folder: str, place: Place) -> None:
        """A leaf or a shelf in it: records side by side."""
        files: list[Entry] = []
        sidecars: set[str] = set()
        for entry in self.usable(folder):
            name = entry.path.rpartition("/")[2]
            if entry.kind == "folder":
                self._folder_in_leaf(entry.path, place)
            elif name.endswith(self.scheme.file_sidecar):
                sidecars.add(entry.path)
            elif name == self.scheme.folder_sidecar:
                self.found.orphans.append(entry.path)
            elif self.is_conflict(name):
                self.found.conflict_copies.append(entry.path)
                self.found.unfiled.append(entry)
            else:
                files.append(entry)
        beside = self._sidecars_of(files, sidecars)
        for entry in files:
            sidecar = beside.get(entry.path, entry.path + self.scheme.file_sidecar)
            described = sidecar in sidecars
            sidecars.discard(sidecar)
            self.found.holdings.append(Holding(entry.path, place, False, (entry,), sidecar, described))
        self.found.orphans.extend(sidecars)

    def _sidecars_of(self, files: list[Entry], sidecars: set[str]) -> dict[str, str]:
        """File -> sidecar, of sidecars that spell the file's name in another Unicode form."""
        wanted = [entry.path + self.scheme.file_sidecar for entry in files]
        left = sidecars.difference(wanted)
        forms = {normal(path): path for path in left}
        return {
            entry.path: forms[normal(path)]
            for entry, path in zip(files, wanted, strict=True)
            if left and path not in sidecars and normal(path) in forms
        }

    def _folder_in_leaf(self, path: str, place: Place) -> None:
        inner = any(e.kind == "folder" and self._is_record(e.path) for e in self.children.get(path, ()))
        if self._is_record(path) and not (inner and self._is_shelf_name(path)):
            self._folder_record(path, place)
        elif inner:
            self.found.shelves.append(path)
            self._records(path, place)
        else:
            self.found.unknown_folders.append(path)
            self.found.unfiled.extend(self._files_below(path))

    def _is_record(self, path: str) -> bool:
        if read_name(path.rpartition("/")[2], folder=True).date:
            return True
        sidecar = f"{path}/{self.scheme.folder_sidecar}"
        return any(entry.path == sidecar for entry in self.children.get(path, ()))

    def _is_shelf_name(self, path: str) -> bool:
        """`2025年3月/` or `2025年/` around dated folders is a shelf, unless it is described itself."""
        date = read_name(path.rpartition("/")[2], folder=True).date
        sidecar = f"{path}/{self.scheme.folder_sidecar}"
        return len(date) < len("2025-03-14") and all(e.path != sidecar for e in self.children.get(path, ()))

    def _folder_record(self, path: str, place: Place) -> None:
        sidecar = f"{path}/{self.scheme.folder_sidecar}"
        parts: list[Entry] = []
        described = False
        for entry in self._files_below(path):
            name = entry.path.rpartition("/")[2]
            if entry.path == sidecar:
                described = True
            elif self._is_sidecar(name):
                self.found.nested.append(entry.path)
            elif self.is_conflict(name):
                self.found.conflict_copies.append(entry.path)
                self.found.unfiled.append(entry)
            else:
                parts.append(entry)
        self.found.holdings.append(Holding(path, place, True, tuple(parts), sidecar, described))

    def _files_below(self, folder: str) -> Iterator[Entry]:
        for entry in self.usable(folder):
            if entry.kind == "folder":
                yield from self._files_below(entry.path)
            else:
                yield entry
