"""The year on one page: what took place month by month, and what became of what was planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.chronicle_events import Event, Teller, merged
from archive_tool.core.material import Material
from archive_tool.core.personal_data import masked
from archive_tool.core.plans import Planned, planned, plans
from archive_tool.core.records import Record, told_units
from archive_tool.core.times import often, times
from archive_tool.core.withheld import Discretion

UNDATED = 0  # the month of what has only a year


@dataclass(frozen=True, slots=True)
class Month:
    """What is told of one month, and what is only counted."""

    number: int  # 1 to 12; UNDATED
    events: tuple[Event, ...]
    routine: Mapping[str, int]  # activity:… -> how often
    withheld: Mapping[str, int]  # category -> how many matters that are not for everyone


@dataclass(frozen=True, slots=True)
class Chronicle:
    """One year of the units that were asked about."""

    year: int
    as_of: date
    months: tuple[Month, ...]  # those of which something is told or counted
    often: Mapping[str, int]  # activity -> how many times in all, told or only counted
    plans: tuple[Record, ...]  # about the year; none of those that are withheld
    planned: tuple[Planned, ...]
    withheld_plans: int = 0
    unread: int = 0  # files nobody has opened yet: a step of a case is told only by what was read

    @property
    def events(self) -> tuple[Event, ...]:
        """All that is told, in the order of time."""
        return tuple(event for month in self.months for event in month.events)

    @property
    def served(self) -> frozenset[str]:
        """Paths of the records that items of plans name as their evidence."""
        return frozenset(deed.path for item in self.planned for deed in item.deeds if deed.path)

    def is_planned(self, event: Event) -> bool:
        """Whether an item of a plan names one of its records."""
        return not self.served.isdisjoint(event.records)


def chronicle(year: int, context: RuleContext, units: frozenset[str] | None = None) -> Chronicle:
    """Of these units, and of what belongs to none; of all with None. Nothing that is dated later than today."""
    material = context.material
    held = [time for time in times(material) if time.date[:4] == str(year) and time.concerns(units)]
    teller = Teller(context, year, held)
    found = [one for one in merged(teller.events()) if _concerns(one.units, units)]
    mine = [record for record in _open(context) if _concerns(told_units(record), units)]
    of_year = plans(mine, year, material)
    shown = tuple(record for record in of_year if not teller.discretion.keeps(record))
    return Chronicle(
        year,
        material.as_of,
        tuple(_months(found)),
        often(held),
        shown,
        planned(shown, material, teller.discretion),
        len(of_year) - len(shown),
        _unread(year, material),
    )


def for_others(found: Chronicle, discretion: Discretion, hidden: str) -> Chronicle:
    """The same with numbers of persons masked in all words; paths stay, to lead to what they name.

    `hidden` stands for what an item of a plan says that is not for everyone. Who has to do it is no secret.
    """
    months = (
        replace(month, events=tuple(one._replace(title=masked(one.title)) for one in month.events))
        for month in found.months
    )
    items = (_item(one, discretion, hidden) for one in found.planned)
    return replace(found, months=tuple(months), planned=tuple(items))


def _item(item: Planned, discretion: Discretion, hidden: str) -> Planned:
    no, text, due, reason = map(masked, (item.no, item.text, item.due, item.reason))
    absent = tuple(map(masked, item.absent))
    if any(map(discretion.tells, (item.text, item.reason, *item.absent))):
        text, reason, absent = hidden, "", ()
    return item._replace(
        no=no,
        text=text,
        owners=tuple(map(masked, item.owners)),
        due=due,
        unseen=tuple(map(masked, item.unseen)),
        deeds=tuple(deed._replace(title=masked(deed.title)) for deed in item.deeds),
        absent=absent,
        reason=reason,
    )


def _unread(year: int, material: Material) -> int:
    """Of that year, and of those of which the path names none."""
    facts, holdings = material.snapshot.facts, material.tree.holdings
    documents = (one for holding in holdings if holding.place.year in (year, None) for one in holding.files)
    return sum(one.path not in facts and bool(one.size) and not one.offline for one in documents)


def _open(context: RuleContext) -> Iterator[Record]:
    """Nothing that bears a state-secret mark, nothing of a later day."""
    facts, today = context.material.snapshot.facts, context.material.as_of.isoformat()
    return (one for one in context.records if not one.holding.bears_mark(facts) and one.date <= today)


def _concerns(mine: Iterable[str], units: frozenset[str] | None) -> bool:
    told = tuple(mine)
    return units is None or not told or not units.isdisjoint(told)


def _months(found: Iterable[Event]) -> Iterator[Month]:
    by_month: dict[int, list[Event]] = {}
    for event in sorted(found, key=lambda one: (one.date, one.units, one.title)):
        by_month.setdefault(int(event.date[5:7] or UNDATED), []).append(event)
    for number in sorted(by_month, key=lambda one: one or 13):
        mine = by_month[number]
        told = tuple(one for one in mine if one.told == "each")
        routine = Counter(subject for one in mine if one.told == "number" for subject in one.subjects)
        withheld = Counter(one.category for one in mine if one.told == "withheld")
        yield Month(number, told, dict(routine), dict(sorted(withheld.items())))
