"""What the path of a folder says of the records in it: unit, year, category, leaf."""

from __future__ import annotations

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.names import normal
from archive_tool.core.old_paths import bare_year, unit_told, year_told
from archive_tool.core.scheme import Category, Scheme
from archive_tool.core.templates import Template
from archive_tool.core.tree import Place
from archive_tool.core.tree_path import lineage


class Placing:
    """The layout of one archive, read from paths to places."""

    def __init__(self, scheme: Scheme, config: ArchiveConfig) -> None:
        self.scheme = scheme
        self.config = config
        layout = scheme.layouts[config.layout]
        self.record = Template.parse(layout.record)
        self.case = Template.parse(layout.case)
        self.categories = {category.folder: category for category in scheme.categories.values()}
        self.leaves = {(leaf.category, leaf.folder): leaf for leaf in scheme.leaves.values()}
        self.units = {**config.unit_ids(), **{u.folder: u.id for u in config.units.values() if u.folder}}
        self.map = {normal(folder): leaf for folder, leaf in config.map.items()}
        self._above = {above for folder in self.map for above in lineage(folder)[:-1]}

    def of_folder(self, path: str) -> Place | None:
        """By the layout; leaf "" above the leaves; None where a word is unknown."""
        slots = self.record.match_prefix(path)
        return self._of_slots(slots) if slots is not None else None

    def is_mapped(self, path: str) -> bool:
        """Whether archive.yaml says what leaf this old folder is."""
        return bool(self.map) and normal(path) in self.map

    def is_above_mapped(self, path: str) -> bool:
        """Whether an old folder that is a leaf lies somewhere below."""
        return bool(self._above) and normal(path) in self._above

    def of_mapped(self, path: str) -> Place:
        """An old folder as a leaf: whose it is and of which year only its names can tell."""
        leaf = self.scheme.leaves[self.map[normal(path)]]
        unit = unit_told(path, self.units) or self._only_unit(leaf.unit_kinds)
        return Place(unit, year_told(path), leaf.category, leaf.code, mapped=True)

    def names_a_unit(self, name: str) -> bool:
        """Whether a folder is called by a unit."""
        return name in self.units

    def of_case(self, category: Category, unit_folder: str) -> Place:
        """An open case of a category."""
        unit = self.config.by_folder(unit_folder) if unit_folder else None
        owner = unit.id if unit else self._only_unit(category.unit_kinds)
        return Place(owner, None, category.code, "", open_case=True)

    def on_shelf(self, name: str, place: Place) -> Place:
        """What lies on a shelf: its name may be that of a unit, or in an old tree a year."""
        year = bare_year(name) if place.mapped else None
        return place._replace(unit=self.units.get(name, place.unit), year=year or place.year)

    def _of_slots(self, slots: dict[str, str]) -> Place | None:
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
