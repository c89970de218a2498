"""Inside a leaf: records side by side, shelves around them, and folders that are neither."""

from __future__ import annotations

from archive_tool.core.model import Entry
from archive_tool.core.name_dates import begins_with_day
from archive_tool.core.names import is_dated, normal, read_name
from archive_tool.core.old_paths import is_bare_date
from archive_tool.core.placing import Placing
from archive_tool.core.tree import Holding, Place
from archive_tool.core.walk import Walk, name_of


class LeafWalk:
    """Sorts what lies in leaves, the standard's own and old folders read as leaves."""

    def __init__(self, walk: Walk, placing: Placing) -> None:
        self.walk = walk
        self.placing = placing

    def leaf(self, folder: str, place: Place) -> None:
        """A folder in which records lie."""
        self.walk.found.leaf_folders.add(folder)
        self._records(folder, place)

    def _records(self, folder: str, place: Place) -> None:
        """A leaf or a shelf in it: records side by side."""
        walk, found = self.walk, self.walk.found
        files: list[Entry] = []
        sidecars: set[str] = set()
        for entry, name in walk.named(folder):
            if entry.kind == "folder":
                self._folder(entry.path, place)
            elif name.endswith(walk.scheme.file_sidecar):
                sidecars.add(entry.path)
            elif name == walk.scheme.folder_sidecar:
                found.orphans.append(entry.path)
            elif walk.is_conflict(name):
                found.conflict_copies.append(entry.path)
                found.unfiled.append(entry)
            else:
                files.append(entry)
        beside = [entry.path + walk.scheme.file_sidecar for entry in files]
        if not sidecars.issubset(beside):
            beside = self._sidecars_of(beside, sidecars)
        for entry, sidecar in zip(files, beside, strict=True):
            described = sidecar in sidecars
            found.holdings.append(Holding(entry.path, place, False, (entry,), sidecar, described))
        found.orphans.extend(sidecars.difference(beside))

    @staticmethod
    def _sidecars_of(wanted: list[str], sidecars: set[str]) -> list[str]:
        """The wanted sidecars, as they are there: some spell their file's name in another Unicode form."""
        forms = {normal(path): path for path in sidecars.difference(wanted)}
        return [path if path in sidecars else forms.pop(normal(path), path) for path in wanted]

    def _folder(self, path: str, place: Place) -> None:
        if self.placing.is_mapped(path):
            self.leaf(path, self.placing.of_mapped(path))
        elif self.placing.is_above_mapped(path):
            self._shelf(path, place)
        elif self._is_shelf(path, place):
            if not place.mapped:  # an old tree is read as it was kept
                self.walk.found.shelves.append(path)
            self._shelf(path, place)
        elif self.walk.is_record(path):
            self.walk.folder_record(path, place)
        else:
            self.walk.stranger(path)

    def _shelf(self, path: str, place: Place) -> None:
        self._records(path, self.placing.on_shelf(name_of(path), place))

    def _is_shelf(self, path: str, place: Place) -> bool:
        """A folder around dated folders; `2025年3月/` and `2025年/` too, unless it is described itself.

        In an old tree also one whose files are dated, or whose name is nothing but a year, a month or a unit's.
        """
        inside = self.walk.children.get(path, ())
        around = any(entry.kind == "folder" and self.walk.is_record(entry.path) for entry in inside)
        if around or (place.mapped and is_bare_date(name_of(path))):
            date = read_name(name_of(path), folder=True).date
            of_a_day = len(date) == len("2025-03-14") or begins_with_day(name_of(path))
            return not of_a_day and not self.walk.is_described(path)
        if not place.mapped or self.walk.is_record(path):
            return False
        return self.placing.names_a_unit(name_of(path)) or self._holds_dated_files(path)

    def _holds_dated_files(self, path: str) -> bool:
        names = (name_of(e.path) for e in self.walk.children.get(path, ()) if e.kind == "file")
        return any(is_dated(name, folder=False) for name in names if not self.walk.is_litter(name))
