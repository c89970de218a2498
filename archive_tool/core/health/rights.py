"""Who can open what the scheme says is not for everyone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.health.check import Check
from archive_tool.core.parsed import Params
from archive_tool.core.scheme import Scheme

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Openness:
    """Who can list one folder, beside its owner and those who look after the computer."""

    path: str
    everyone: tuple[str, ...] = ()  # groups that nearly everybody is in, as the system calls them
    named: tuple[str, ...] = ()  # single groups and persons
    reason: str = ""  # why nobody can say


def guarded(
    scheme: Scheme, config: ArchiveConfig, folders: Iterable[str], lies_in: Callable[[str], str]
) -> tuple[str, ...]:
    """Folders, of those that are there, which the scheme keeps for some: the outermost ones.

    `lies_in`: the category of a path.
    """
    restricts = {code for code, term in scheme.vocabularies.get("rights", {}).items() if term.restricts}
    categories = {c.folder: c.code for c in scheme.categories.values() if c.rights in restricts}
    leaves = {leaf.folder: leaf for leaf in scheme.leaves.values() if leaf.rights in restricts}
    mapped = {folder for folder, leaf in config.map.items() if scheme.leaves[leaf].rights in restricts}
    found: list[str] = []
    for path in sorted(folders):
        if any(path.startswith(f"{above}/") for above in found):
            continue
        name, category = path.rpartition("/")[2], lies_in(path)
        leaf = leaves.get(name)
        if path in mapped or (
            category and (categories.get(name) == category or (leaf and leaf.category == category))
        ):
            found.append(path)
    return tuple(found)


def check(folders: Sequence[Openness], *, network: bool) -> Check:
    """One check over all guarded folders, and the cache, which holds the texts of what lies in them."""
    if not folders:
        return Check("rights", "ok", "doctor.rights.none")
    open_ = [one for one in folders if one.everyone]
    if open_:
        who = sorted({group for one in open_ for group in one.everyone})
        params: Params = {
            "count": len(open_),
            "paths": [one.path for one in open_[:MOST_NAMED]],
            "groups": who,
        }
        return Check("rights", "warning", "doctor.rights.open", params, "doctor.do.rights.open", "admin")
    unknown = next((one for one in folders if one.reason), None)
    if unknown:
        return Check(
            "rights",
            "unchecked",
            "doctor.rights.unknown",
            {"reason": unknown.reason},
            "doctor.do.rights.look",
            "admin",
        )
    if network:
        return Check("rights", "unchecked", "doctor.rights.network", {}, "doctor.do.rights.look", "admin")
    named = sorted({name for one in folders for name in one.named})
    if named:
        return Check("rights", "ok", "doctor.rights.named", {"count": len(folders), "named": named})
    return Check("rights", "ok", "doctor.rights.owner", {"count": len(folders)})
