"""What an audit read that its report does not say: the lists that a workbook is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from archive_tool.core.activities import Held, held
from archive_tool.core.ledger import Entry, entries, ledgers
from archive_tool.core.material import Material
from archive_tool.core.records import Record, told_units
from archive_tool.core.times import often, times
from archive_tool.core.withheld import Discretion, Withheld


@dataclass(frozen=True, slots=True)
class Lists:
    """Activities, ledgers and records of the units that were asked about."""

    held: tuple[Held, ...] = ()
    often: Mapping[str, int] = field(default_factory=dict)  # activity -> times; of several units together one
    entries: tuple[Entry, ...] = ()
    records: Mapping[str, Record] = field(default_factory=dict)  # by path, those that everyone may read of
    # Path of each other -> its day, where that may be told.
    withheld: Mapping[str, str] = field(default_factory=dict)
    closed: Collection[str] = frozenset()  # rules of restricted categories: whom they are about is not told
    places: frozenset[str] = frozenset()  # files and folders that are there


def lists(material: Material, units: frozenset[str] | None = None) -> Lists:
    """Of these units (None: of all)."""
    found = [time for time in times(material) if time.concerns(units)]
    mine = [one for one in held(found, material) if units is None or not one.unit or one.unit in units]
    kept, rules, restricted = withheld(material), material.scheme.rules, Withheld(material.scheme)
    return Lists(
        tuple(mine),
        often(found),
        entries(of_units(ledgers(material), units), material),
        {r.path: r for r in material.records if r.path not in kept},
        kept,
        frozenset(rule.id for rule in rules.values() if restricted.restricts(rule.category)),
        frozenset(entry.path for entry in material.snapshot.entries if entry.kind in ("file", "folder")),
    )


def withheld(material: Material) -> Mapping[str, str]:
    """Records that are not for everyone, by path, each with its day; of what bears a state-secret mark without."""
    discretion, facts = Discretion.of(material.records, material.scheme), material.snapshot.facts
    kept = (r for r in material.records if discretion.keeps(r) or discretion.tells(r.title))
    secret = (r for r in material.records if r.holding.bears_mark(facts))
    return {**{r.path: r.date for r in kept}, **{r.path: "" for r in secret}}


def of_units(records: Iterable[Record], units: frozenset[str] | None) -> tuple[Record, ...]:
    """The records that are about one of these units."""
    return tuple(r for r in records if units is None or not units.isdisjoint(told_units(r)))
