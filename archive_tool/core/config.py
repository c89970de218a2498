"""archive.yaml as values: whose archive this is, and how this place does things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.counts import Count
from archive_tool.core.periods import Calendar


class Unit(NamedTuple):
    """A party organisation or unit. Counts are None where archive.yaml does not give them."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    folder: str = ""
    parent: str = ""
    stage: str = ""
    founded: date | None = None
    dissolved: date | None = None
    members: Count | None = None
    leaders: Count | None = None
    committee: Count | None = None
    groups: Count | None = None
    staff: Count | None = None
    last_election: date | None = None
    term_years: int = 3
    postponed_to: date | None = None
    postponed_approval: str = ""
    committee_line: int = 0  # where archive.yaml says `committee`
    election_line: int = 0  # where archive.yaml says `last_election`
    group: bool = False  # of a kind that the scheme calls a group: part of its parent

    @property
    def files(self) -> bool:
        """Whether it keeps files of its own; a group without a folder files with its parent."""
        return not self.group or bool(self.folder)

    def lives_in(self, first: date, last: date) -> bool:
        """Whether the unit exists at some day of the span."""
        return (self.founded is None or self.founded <= last) and (
            self.dissolved is None or self.dissolved >= first
        )

    def people(self) -> Iterator[str]:
        """Everybody it lists by name, at whatever time and as whatever."""
        for count in (self.members, self.leaders, self.committee, self.staff):
            for step in count.steps if count else ():
                yield from (member.name for member in step.members or ())


class Setting(NamedTuple):
    """What a place has set for one rule; None leaves the rule's own value."""

    at_least: int | None = None
    grace_days: int | None = None
    tolerance_days: int | None = None
    within_days: int | None = None
    share: tuple[int, int] | None = None  # of those entitled, that must be there
    severity: str | None = None
    enabled: bool | None = None


class Waiver(NamedTuple):
    """A finding accepted with a reason, by someone, until a day."""

    code: str
    reason: str
    author: str
    until: date
    rule: str = ""
    unit: str = ""
    whom: str = ""
    period: str = ""
    path: str = ""
    source: str = "archive.yaml"
    line: int | None = None
    record: str = ""  # whose sidecar it stands in


@dataclass(frozen=True)
class ArchiveConfig:
    """archive.yaml, checked."""

    scheme: str
    language: str
    layout: str
    fonds_code: str
    fonds_name: str
    units: Mapping[str, Unit]
    calendar: Calendar
    settings: Mapping[str, Setting]
    engine: str
    sidecars_hidden: bool
    ignore: tuple[str, ...]
    cache_dir: str
    closed: tuple[int, ...]
    since: int | None
    map: Mapping[str, str]  # old folder -> leaf code
    waivers: tuple[Waiver, ...]
    checks: Mapping[str, CheckSetting] = field(
        default_factory=dict
    )  # the scheme's, as the place has set them
    map_lines: Mapping[str, int] = field(default_factory=dict)  # old folder -> its line in archive.yaml

    def groups_of(self, unit: str) -> tuple[Unit, ...]:
        """The unit's party groups that are listed, in their order."""
        return self._groups.get(unit, ())

    def above(self, unit: str) -> tuple[str, ...]:
        """The units above a unit, the nearest first."""
        found: list[str] = []
        while (known := self.units.get(unit)) and (unit := known.parent):
            found.append(unit)
        return tuple(found)

    def by_folder(self, folder: str) -> Unit | None:
        """The unit whose folder this is."""
        return self._by_folder.get(folder)

    @cached_property
    def _groups(self) -> Mapping[str, tuple[Unit, ...]]:
        found: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            if unit.group and unit.parent:
                found.setdefault(unit.parent, []).append(unit)
        return {parent: tuple(groups) for parent, groups in found.items()}

    @cached_property
    def _by_folder(self) -> Mapping[str, Unit]:
        return {unit.folder: unit for unit in self.units.values() if unit.folder}

    def unit_ids(self) -> Mapping[str, str]:
        """Every way to call a unit -> its id, see `called`."""
        return called(self.units)

    def switched_off(self) -> frozenset[str]:
        """Rules that this place does not want judged."""
        return frozenset(rule for rule, setting in self.settings.items() if setting.enabled is False)

    def filing_units(self) -> Iterator[Unit]:
        """Units that keep files of their own: all but groups without a folder."""
        return (u for u in self.units.values() if u.files)


def called(units: Mapping[str, Unit]) -> Mapping[str, str]:
    """Every way to call a unit (id, name, alias) -> its id; what two units are called is left out."""
    found: dict[str, set[str]] = {}
    for unit in units.values():
        for word in {unit.name, *unit.aliases} - units.keys():
            found.setdefault(word, set()).add(unit.id)
    names = {word: next(iter(ids)) for word, ids in found.items() if len(ids) == 1}
    return {**names, **{unit: unit for unit in units}}
