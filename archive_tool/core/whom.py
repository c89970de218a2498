"""Waivers for somebody whom archive.yaml does not list, though it lists those whom the rule asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from archive_tool.core.config import ArchiveConfig, Unit, Waiver
from archive_tool.core.counts import Count
from archive_tool.core.scheme import Rule
from archive_tool.core.strict import nearest

_COUNTED = ("complete/missing", "complete/insufficient")
_PERSONS = ("member", "leader", "committee", "staff")


def strangers(
    waivers: Iterable[Waiver], config: ArchiveConfig, rules: Mapping[str, Rule]
) -> Mapping[Waiver, str]:
    """The waivers that name nobody there is or was -> the name most like the one they give, "" for none.

    Only of counts, which ask each by name; where a number stands in the place of the names, nobody can tell.
    """
    found = {}
    for waiver in waivers:
        known = _known(waiver, config, rules) if waiver.whom and waiver.code in _COUNTED else frozenset()
        if known and waiver.whom not in known:
            found[waiver] = nearest(waiver.whom, sorted(known))
    return found


def _known(waiver: Waiver, config: ArchiveConfig, rules: Mapping[str, Rule]) -> frozenset[str]:
    """All whom the waived rule, or any, may ask; nothing where some of them are known by number only."""
    units = [config.units[waiver.unit]] if waiver.unit in config.units else list(config.units.values())
    asking = rules[waiver.rule].per if waiver.rule else ""
    if waiver.rule and asking not in (*_PERSONS, "group"):
        return frozenset()
    kinds = (asking,) if asking else (*_PERSONS, "group")
    counts = [count for unit in units for kind in kinds if (count := _count(unit, kind, config)) is not None]
    if not all(count.named for count in counts):
        return frozenset()
    groups = (one.id for unit in units for one in config.groups_of(unit.id)) if "group" in kinds else ()
    return frozenset((*groups, *(name for count in counts for name in _names(count))))


def _count(unit: Unit, kind: str, config: ArchiveConfig) -> Count | None:
    """A unit whose groups are listed has no other number of them."""
    if kind == "group":
        return None if config.groups_of(unit.id) else unit.groups
    counts = {
        "member": unit.members,
        "leader": unit.leaders,
        "committee": unit.committee,
        "staff": unit.staff,
    }
    return counts[kind]


def _names(count: Count) -> Iterator[str]:
    for step in count.steps:
        yield from (member.name for member in step.members or ())
