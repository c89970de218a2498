"""What an audit read that its report does not say: the lists that a workbook is made of."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field

from archive_tool.core.activities import Held, held
from archive_tool.core.discreet import Discreet
from archive_tool.core.ledger import Entry, entries, ledgers
from archive_tool.core.material import Material
from archive_tool.core.records import Record, told_units
from archive_tool.core.times import often, times
from archive_tool.core.withheld import Discretion

# Fields of an entry that say what it is about; who has to mend it is no secret.
_TELLING = ("text", "measure", "evidence", "reason")


@dataclass(frozen=True, slots=True)
class Lists:
    """Activities, ledgers and records of the units that were asked about."""

    held: tuple[Held, ...] = ()
    often: Mapping[str, int] = field(default_factory=dict)  # activity -> times; of several units together one
    entries: tuple[Entry, ...] = ()
    records: Mapping[str, Record] = field(default_factory=dict)  # by path, those that everyone may read of
    # Path of each other -> its day, where that may be told.
    withheld: Mapping[str, str] = field(default_factory=dict)
    closed: Collection[str] = (
        frozenset()
    )  # rules of restricted categories and leaves: whom they are about is not told
    places: frozenset[str] = frozenset()  # files and folders that are there
    unlisted: int = 0  # entries of ledgers that are not for everyone
    discreet: Discreet | None = None  # what papers may tell of the result; None: nothing is known


def lists(material: Material, units: frozenset[str] | None = None) -> Lists:
    """Of these units (None: of all)."""
    found = [time for time in times(material) if time.concerns(units)]
    mine = [one for one in held(found, material) if units is None or not one.unit or one.unit in units]
    kept = withheld(material)
    discreet = Discreet.of(material, kept)
    listed = entries(of_units(ledgers(material), units), material)
    open_ = open_entries(listed, kept, discreet)
    return Lists(
        tuple(mine),
        often(found),
        open_,
        {r.path: r for r in material.records if r.path not in kept},
        kept,
        discreet.closed,
        frozenset(entry.path for entry in material.snapshot.entries if entry.kind in ("file", "folder")),
        len(listed) - len(open_),
        discreet,
    )


def open_entries(
    listed: Iterable[Entry], kept: Container[str], discreet: Discreet, named: Container[str] = ()
) -> tuple[Entry, ...]:
    """Entries of ledgers that are for everyone, and that do not speak of what is not; all of those `named`."""
    return tuple(
        entry
        for entry in listed
        if entry.record.path in named
        or not (entry.record.path in kept or discreet.tells([entry.values.get(one) for one in _TELLING]))
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
