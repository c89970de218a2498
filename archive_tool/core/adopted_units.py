"""Units that an old tree's folders are named after: 第一党支部/2024年/…, 党小组会/第一党小组."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive_tool.core.adopt import Proposal
from archive_tool.core.folder_names import FolderNames
from archive_tool.core.model import Entry
from archive_tool.core.scheme import Scheme

SEVERAL = 2  # leaves below: a folder of one leaf may be anybody's, such as papers received from above


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A unit as its folder calls it; `parent` is the one above a group, "" where that is not certain."""

    name: str
    kind: str
    parent: str = ""


def old_units(scheme: Scheme, entries: Iterable[Entry], found: Sequence[Proposal]) -> tuple[OldUnit, ...]:
    """Units with folders of several leaves, and groups with a folder beside, in or around a leaf's."""
    names = FolderNames(scheme)
    below: dict[str, set[str]] = {}
    leaves = {proposal.folder for proposal in found if proposal.leaf}
    for proposal in found:
        for name in proposal.folder.split("/") if proposal.leaf else ():
            below.setdefault(name, set()).add(proposal.leaf)
    groups = scheme.group_kinds()
    units: dict[str, OldUnit] = {}
    inside: dict[str, str] = {}
    for entry in entries:
        name = entry.path.rpartition("/")[2]
        kind = names.unit_kind(name) if entry.kind == "folder" and names.read(name).kind == "unit" else ""
        if kind in groups and (name in below or _lies_in(entry.path, leaves)):
            inside.setdefault(name, entry.path)
        elif kind and kind not in groups and len(below.get(name, ())) >= SEVERAL:
            units.setdefault(name, OldUnit(name, kind))
    return (*units.values(), *(_group(name, path, names, list(units)) for name, path in inside.items()))


def unit_of(proposal: Proposal, units: Iterable[OldUnit]) -> str:
    """The unit whose name stands in the folder's path, the innermost; "" for none."""
    names = {unit.name for unit in units}
    return next((name for name in reversed(proposal.folder.split("/")) if name in names), "")


def _group(name: str, path: str, names: FolderNames, units: Sequence[str]) -> OldUnit:
    """A group, with the unit in whose folder it lies, else the only one there is."""
    above = [unit for unit in units if unit in path.split("/")] or list(units)
    return OldUnit(name, names.unit_kind(name), above[0] if len(above) == 1 else "")


def _lies_in(path: str, leaves: set[str]) -> bool:
    parts = path.split("/")
    return any("/".join(parts[:depth]) in leaves for depth in range(1, len(parts)))
