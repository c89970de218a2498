"""Where a unit's missing record would be filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from archive_tool.core.config import Unit
from archive_tool.core.material import Material
from archive_tool.core.templates import Template

Key = tuple[str, str, int]  # unit, leaf, year


class LeafPaths(Mapping[Key, str]):
    """(unit, leaf, year) -> folder, for every judged year and this one; written out when it is asked for.

    There are as many as units, leaves and years together, and only what is missing is asked for.
    """

    def __init__(self, material: Material) -> None:
        self._scheme = material.scheme
        self._units = material.config.units
        self._years = {*material.years, material.as_of.year}
        self._template = Template.parse(material.scheme.layouts[material.config.layout].record)
        self._leaves = material.scheme.leaves

    def __getitem__(self, key: Key) -> str:
        unit, code, year = key
        if year not in self._years:
            raise KeyError(key)
        leaf = self._leaves[code]
        values = {
            "unit": _folder_of(self._units[unit], self._units),
            "year": f"{year}",
            "category": self._scheme.categories[leaf.category].folder,
            "leaf": leaf.folder,
        }
        return self._template.fill_prefix(values)

    def __iter__(self) -> Iterator[Key]:
        return product(self._units, self._leaves, self._years)

    def __len__(self) -> int:
        return len(self._units) * len(self._leaves) * len(self._years)


def _folder_of(unit: Unit, units: Mapping[str, Unit]) -> str:
    """The unit's own folder, else that of the unit above it."""
    seen: set[str] = set()
    while not unit.folder and unit.parent in units and unit.id not in seen:
        seen.add(unit.id)
        unit = units[unit.parent]
    return unit.folder or unit.id
