"""Is everything where the standard says?"""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.config import Unit
from archive_tool.core.config_paths import FILE
from archive_tool.core.material import Material
from archive_tool.core.model import Finding, Params
from archive_tool.core.names import normal
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import Calendar, Period, of_date, parse
from archive_tool.core.records import Record
from archive_tool.core.scheme import Scheme
from archive_tool.core.templates import Template
from archive_tool.core.tree_path import lineage

LITTER_NAMED = 3


def check(material: Material) -> Iterator[Finding]:
    """Unknown, stray, missing, wrongly filed, litter."""
    tree = material.tree
    for path in tree.unknown_folders:
        yield material.finding("layout/unknown-folder", path, {"name": _name(path)})
    for stray in (*(entry.path for entry in tree.strays), *_outside_strays(material)):
        yield material.finding("layout/stray-file", stray, {"name": _name(stray), "why_key": "layout.stray"})
    for link in tree.links:
        params = {"name": _name(link), "why_key": "layout.link", "kind": "link"}
        yield material.finding("layout/stray-file", link, params)
    yield from _missing(material)
    yield from _mapped_in_vain(material)
    for record in material.records:
        # What a copied description says is about the other record.
        if record.path not in material.copies:
            if is_in_wrong_year(record, material.config.calendar):
                yield _wrong_year(record, material)
            says = _contradiction(record, material)
            if says:
                yield _wrong_category(record, says, material)
    if tree.litter:
        examples = [_name(path) for path in tree.litter[:LITTER_NAMED]]
        yield material.finding(
            "layout/litter", tree.litter[0], {"count": len(tree.litter), "examples": examples}
        )


def _outside_strays(material: Material) -> Iterator[str]:
    """Conflict copies that lie in leaves; above them they are strays already."""
    strays = {entry.path for entry in material.tree.strays}
    yield from (path for path in material.tree.conflict_copies if path not in strays)


def _missing(material: Material) -> Iterator[Finding]:
    """Only the uppermost missing folder of each branch: the rest follows from it."""
    named: set[str] = set()
    for folder in missing_folders(material):
        upper = next(step for step in lineage(folder) if step not in material.tree.folders)
        if upper not in named:
            named.add(upper)
            params = {"name": _name(upper), "asked_key": "layout.asked-scheme"}
            yield material.finding("layout/missing-folder", upper, params)


def missing_folders(material: Material) -> tuple[str, ...]:
    """Wanted folders that are not there; what lies in an unreadable one nobody knows (guard/unchecked)."""
    folders, unseen = material.tree.folders, {entry.path for entry in material.tree.unreadable}
    return tuple(
        path
        for path in wanted_folders(material)
        if path not in folders and not (unseen and unseen.intersection(lineage(path)))
    )


def _mapped_in_vain(material: Material) -> Iterator[Finding]:
    """Old folders of `map` that no records were read from: not there, or where nothing is judged."""
    if material.snapshot.scope is not None:  # part of a tree does not show what is missing
        return
    leaves = frozenset(map(normal, material.tree.leaf_folders)) if material.config.map else frozenset()
    for folder, line in material.config.map_lines.items():
        if normal(folder) not in leaves:
            params = {"name": folder, "asked_key": "layout.asked-map"}
            yield material.finding("layout/missing-folder", FILE, params, line=line)


def wanted_folders(material: Material) -> tuple[str, ...]:
    """Leaf folders of every year that is there and not closed, for the units that keep them."""
    template = Template.parse(material.scheme.layouts[material.config.layout].record)
    levels = [piece.slot for piece in template.pieces]
    depth = levels.index("year") if "year" in levels else -1
    years: set[tuple[str, int]] = set()
    for folder in material.tree.folders:
        # Most folders are records, far below the years.
        slots = template.match_prefix(folder) if folder.count("/") == depth else None
        if slots and "category" not in slots:
            years.add((slots.get("unit", ""), int(slots["year"])))
    # A year before `since` is read as it was kept; a closed one is not touched.
    since = material.config.since or 0
    return tuple(
        path
        for unit_folder, year in sorted(years)
        if year >= since and year not in material.config.closed
        for path in leaf_folders(
            material.scheme, template, _keepers(material, unit_folder), unit_folder, year
        )
    )


def _keepers(material: Material, unit_folder: str) -> tuple[Unit, ...]:
    if not unit_folder:
        return tuple(material.config.filing_units())
    keeper = material.config.by_folder(unit_folder)
    return (keeper,) if keeper else ()


def leaf_folders(
    scheme: Scheme, template: Template, units: tuple[Unit, ...], unit_folder: str, year: int
) -> Iterator[str]:
    """The leaf folders that these units keep in one year."""
    kinds = {unit.kind for unit in units}
    for leaf in scheme.leaves.values():
        if kinds and leaf.unit_kinds and not kinds & set(leaf.unit_kinds):
            continue
        values = {
            "unit": unit_folder,
            "year": str(year),
            "category": scheme.categories[leaf.category].folder,
            "leaf": leaf.folder,
        }
        yield template.fill_prefix(values)


def _wrong_year(record: Record, material: Material) -> Finding:
    params: Params = {"folder_year": record.holding.place.year or 0, "date": record.date}
    return material.finding("layout/wrong-year", record.path, params, record=record)


def is_in_wrong_year(record: Record, calendar: Calendar) -> bool:
    """Whether the folder's year is neither that of the record's date nor that of its period."""
    place, year = record.holding.place, record.holding.place.year
    # The years of an old tree are whatever they were.
    if year is None or place.mapped or not record.date:
        return False
    if record.date.startswith(f"{year:04}"):  # nearly always
        return False
    told: list[Period] = [of_date(record.date)]
    period = parse(record.period, calendar) if record.period else None
    if period:
        told.append(period)
    return all(span.last.year < year or span.first.year > year for span in told)


def _contradiction(record: Record, material: Material) -> str:
    """The activity or form that has another leaf than the record's; "" where none has."""
    leaf = material.scheme.leaves.get(record.holding.place.leaf)
    if leaf is None:
        return ""
    if record.activities and leaf.activities and not set(record.activities) & set(leaf.activities):
        return Coded(f"activity:{record.activities[0]}")
    if record.form and leaf.forms and record.form not in leaf.forms:
        return Coded(f"form:{record.form}")
    if record.status == "draft" and not record.activities:
        other = material.deriver.contradiction(record.holding, material.openings)
        return Coded(f"activity:{other}") if other else ""
    return ""


def _wrong_category(record: Record, says: str, material: Material) -> Finding:
    params = {"says": says, "leaf": Coded(f"leaf:{record.holding.place.leaf}")}
    return material.finding("layout/wrong-category", record.path, params, record=record)


def _name(path: str) -> str:
    return path.rpartition("/")[2]
