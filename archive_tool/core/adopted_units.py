"""Units that an old tree's folders are named after: 第一党支部/2024年/…, 党小组会/第一党小组."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive_tool.core.adopt import Proposal
from archive_tool.core.folder_names import FolderNames
from archive_tool.core.model import Entry
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree_path import lineage

SEVERAL = 2  # leaves of one unit, or units: a folder of one leaf may be what was received from above


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A unit as its folder calls it; `parent` is the one above a group, "" where that is not certain."""

    name: str
    kind: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    """A name that is a unit's, where a folder bears it first, and the leaves around and in such folders."""

    kind: str
    path: str
    leaves: set[str]


def old_units(scheme: Scheme, entries: Iterable[Entry], found: Sequence[Proposal]) -> tuple[OldUnit, ...]:
    """Units that keep what they did in folders of their own, and groups, wherever those folders lie."""
    names = FolderNames(scheme)
    named = _named(names, entries, {proposal.folder: proposal.leaf for proposal in found if proposal.leaf})
    groups = scheme.group_kinds()
    others = {name: one for name, one in named.items() if one.kind not in groups}
    units = {name: OldUnit(name, one.kind) for name, one in others.items() if _keeps(one, others, scheme)}
    inside = {name: one.path for name, one in named.items() if one.kind in groups and one.leaves}
    return (*units.values(), *(_group(name, path, names, list(units)) for name, path in inside.items()))


def _named(names: FolderNames, entries: Iterable[Entry], leaves: Mapping[str, str]) -> dict[str, _Named]:
    """Names of units that folders bear, with the leaves around and in them. `leaves`: folder -> leaf."""
    below: dict[str, set[str]] = {}
    for folder, leaf in leaves.items():
        for above in lineage(folder):
            below.setdefault(above, set()).add(leaf)
    found: dict[str, _Named] = {}
    for entry in entries:
        name = entry.path.rpartition("/")[2]
        if entry.kind == "folder" and names.read(name).kind == "unit":
            around = {leaves[above] for above in lineage(entry.path) if above in leaves}
            one = found.setdefault(name, _Named(names.unit_kind(name), entry.path, set()))
            one.leaves.update(around | below.get(entry.path, set()))
    return found


def _keeps(one: _Named, others: Mapping[str, _Named], scheme: Scheme) -> bool:
    """Whether the folder is the unit's own rather than what came from it.

    Of several leaves it is. Where other units are named too, one leaf is enough of which a rule asks
    something of such a unit; and a folder without any leaf, where another of its kind has one.
    """
    if len(one.leaves) >= SEVERAL:
        return True
    if len(others) < SEVERAL:
        return False
    same = (other for other in others.values() if other.kind == one.kind)
    return _is_asked(one, scheme) or (not one.leaves and any(_is_asked(other, scheme) for other in same))


def _is_asked(one: _Named, scheme: Scheme) -> bool:
    """Whether a rule looks into one of its leaves for units of its kind; papers from above none does."""
    return any(
        rule.leaf in one.leaves and one.kind in (rule.applies.unit_kinds or (one.kind,))
        for rule in scheme.rules.values()
    )


def unit_of(proposal: Proposal, units: Iterable[OldUnit]) -> str:
    """The unit whose name stands in the folder's path, the innermost; "" for none."""
    names = {unit.name for unit in units}
    return next((name for name in reversed(proposal.folder.split("/")) if name in names), "")


def _group(name: str, path: str, names: FolderNames, units: Sequence[str]) -> OldUnit:
    """A group, with the unit in whose folder it lies, else the only one there is."""
    above = [unit for unit in units if unit in path.split("/")] or list(units)
    return OldUnit(name, names.unit_kind(name), above[0] if len(above) == 1 else "")
