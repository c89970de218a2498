"""Which paper belongs to which: by what they say of each other, by their case, else by the order of time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from archive_tool.core.checks.items import Item
from archive_tool.core.periods import Period, later
from archive_tool.core.records import Record, mappings, text

# Shares of characters: 购书 and 购置图书 have all in common, 购书 and 换届选举 none.
_SAME, _ANOTHER = 2 / 3, 1 / 4
_SEVERAL = "、"  # stands between those that a title names
# Relations that say nothing of question and answer.
OTHER_RELATIONS = frozenset({"replaces", "same-as"})


class Paper(NamedTuple):
    """One of two sides: a record, or an occasion with all its records."""

    key: str
    units: tuple[str, ...]
    records: tuple[Record, ...]
    day: Period | None  # None: nobody says when
    year: int
    uncertain: bool
    cases: frozenset[str]
    ids: frozenset[str]
    related: frozenset[str]  # ids it names under `relations`
    living: bool = False  # a list that is kept for a year: it answers all of that year's
    about: str = ""  # what its title says it is about; "": nothing that could be compared

    @classmethod
    def of(
        cls,
        item: Item,
        day: Period | None,
        successors: Mapping[str, str],
        *,
        living: bool = False,
        about: str = "",
    ) -> Paper:
        """The year is that of the period it is about, else of its day, else of its folder.

        `successors`: id of a record that was replaced -> id of the one that now stands for it.
        """
        span = next(iter(item.spans), day)
        year = span.last.year if span else item.records[0].holding.place.year or 0
        relations = [one for record in item.records for one in mappings(record.values, "relations")]
        named = [text(one, "record") for one in relations if text(one, "kind") not in OTHER_RELATIONS]
        return cls(
            f"{item.records[0].path} {day.label if day else ''}",
            item.units,
            item.records,
            day,
            year,
            item.uncertain,
            frozenset(case for record in item.records if (case := text(record.values, "case"))),
            frozenset(record.id for record in item.records if record.id),
            frozenset(successors.get(id_, id_) for id_ in named),
            living,
            about,
        )

    @property
    def last(self) -> date:
        """The last day on which it may have been made."""
        return self.day.last if self.day else date.max

    def shares_case(self, other: Paper) -> bool:
        return not self.cases.isdisjoint(other.cases)

    def is_about_the_same(self, other: Paper) -> bool:
        """Whether both titles say what they are about, and in much the same words."""
        return self._likeness(other) >= _SAME

    def is_about_another(self, other: Paper) -> bool:
        """Whether both titles say what they are about, and clearly not the same."""
        if not (self.about and other.about):
            return False
        return max(self._is_told_by(other.records), other._is_told_by(self.records)) < _ANOTHER

    @property
    def names_several(self) -> bool:
        """Whether its title lists what it is about: 接收张三、李四."""
        return _SEVERAL in self.records[0].title

    def may_share(self, other: Paper) -> bool:
        """Whether one of them names several (接收张三、李四), and the other is about one of these."""
        longer = max((self, other), key=lambda paper: len(paper.about))
        return longer.names_several and _is_of_this_very_matter(self, other)

    def says_the_same(self, other: Paper) -> bool:
        """Whether all that one title says of its matter stands in the other."""
        return self._likeness(other) == 1

    def _is_told_by(self, records: Sequence[Record]) -> float:
        """The share of the characters of what it is about that stand in the title of the other."""
        mine = frozenset(self.about)
        return len(mine & frozenset(records[0].title)) / len(mine)

    def _likeness(self, other: Paper) -> float:
        """The share of the shorter title's characters that the other has too."""
        mine, others = frozenset(self.about), frozenset(other.about)
        return len(mine & others) / min(len(mine), len(others)) if mine and others else 0.0

    def before(self, other: Paper, days: int) -> bool:
        """Whether the other may have been made on the same day or at most so many days later."""
        if self.day is None or other.day is None:
            return True
        end = other.day.last.replace(month=12, day=31) if other.living else other.day.last
        return end >= self.day.first and other.day.first <= later(self.day.last, days)


@dataclass(slots=True)
class Matched:
    """Paper -> its counterpart; what belongs to it and does not lie in the time; what was given away."""

    partners: dict[str, Paper] = field(default_factory=dict)
    tardy: dict[str, Paper] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def give(self, paper: Paper, other: Paper) -> None:
        self.partners[paper.key] = other
        self.used.add(other.key)


class Asking(NamedTuple):
    """The papers of one unit, the counterparts that lie with units above it, and what is matched already."""

    papers: Sequence[Paper]
    above: Sequence[Paper]
    found: Matched


def matched(
    each: Sequence[Paper], has: Sequence[Paper], unit: str, days: int, *, settled: Collection[str] = ()
) -> Matched:
    """The papers of one unit with their counterparts, surest ties first, then those about the same matter; else one to one, in order of time.

    One reply may name several requests, or the persons of several; a request that names several may have a
    reply for each. A tie out of time is none, and is told. `settled`: keys of counterparts
    that belong to something else, unless they clearly belong here, or a paper says nothing of its matter.
    """
    found = Matched()
    each, has = sorted(each, key=_time), sorted(has, key=_time)
    tied = _tied(each, has)
    taken = {other.key for others in tied.values() for other in others}
    own = [other for other in has if unit in other.units and other.key not in taken]
    for paper in each:
        _take(paper, (o for o in tied.get(paper.key, ()) if paper.before(o, days)), found)
    for tie in (Paper.shares_case, _is_of_this_very_matter, _is_of_the_same_matter, _may_be_of_one_case):
        for paper in each:
            if paper.key not in found.partners and paper.key not in tied:
                others = settled if tie is _may_be_of_one_case and paper.about else ()
                left = (o for o in own if o.living or (o.key not in found.used and o.key not in others))
                _take(paper, (o for o in left if paper.before(o, days) and tie(paper, o)), found)
    _share(each, own, days, tied, found)
    for paper in each:
        if paper.key not in found.partners:
            free_ones = [o for o in own if o.key not in found.used]
            same = [o for o in free_ones if paper.shares_case(o) or _is_late(paper, o)]
            for other in [*tied.get(paper.key, ()), *same][:1]:
                found.tardy[paper.key] = other
                found.used.add(other.key)
    return found


def look_above(asking: Iterable[Asking], days: int, used: set[str]) -> None:
    """What a unit's own papers leave open goes with what a unit above keeps about the same, else with what it kept late.

    `used`: counterparts that are given away, added to; only one that names several serves again.
    """
    left = [
        (paper, above, found)
        for papers, above, found in asking
        for paper in sorted(papers, key=_time)
        if paper.key not in found.partners and paper.key not in found.tardy
    ]
    for tie in (_is_of_this_very_matter, _is_of_the_same_matter, _is_late):
        for paper, above, found in left:
            if paper.key in found.partners:
                continue
            free = (o for o in above if o.key not in used or o.names_several)
            fit = (o for o in free if tie(paper, o) and (tie is _is_late or paper.before(o, days)))
            other = min(fit, key=_time, default=None)
            if other is None:
                continue
            used.add(other.key)
            if tie is _is_late:
                found.tardy[paper.key] = other
                found.used.add(other.key)
            else:
                found.give(paper, other)


def _share(
    each: Iterable[Paper], own: Sequence[Paper], days: int, tied: Collection[str], found: Matched
) -> None:
    """What is left over goes with what names several: two requests with one reply, one request with two."""
    broad = [other for other in own if other.names_several]  # hardly any does
    for paper in each:
        near = [o for o in (own if paper.names_several else broad) if paper.before(o, days)]
        shared = [other for other in near if paper.may_share(other)]
        if paper.key not in found.partners and paper.key not in tied:
            _take(paper, shared, found)
        elif paper.key in found.partners:
            found.used.update(other.key for other in shared)


def _tied(each: Iterable[Paper], has: Iterable[Paper]) -> Mapping[str, Sequence[Paper]]:
    """Paper -> those that name it, or that it names, under `relations`."""
    by_id = {id_: other for other in has for id_ in other.ids}
    naming: dict[str, list[Paper]] = {}
    for other in has:
        for id_ in other.related:
            naming.setdefault(id_, []).append(other)
    found: dict[str, Sequence[Paper]] = {}
    for paper in each:
        told = [by_id[id_] for id_ in paper.related if id_ in by_id]
        told += [other for id_ in paper.ids for other in naming.get(id_, ())]
        if told:
            found[paper.key] = sorted(told, key=_time)
    return found


def _take(paper: Paper, others: Iterable[Paper], found: Matched) -> None:
    other = next(iter(others), None)
    if other is not None:
        found.give(paper, other)


def _is_of_this_very_matter(paper: Paper, other: Paper) -> bool:
    return _may_be_of_one_case(paper, other) and paper.says_the_same(other)


def _is_of_the_same_matter(paper: Paper, other: Paper) -> bool:
    return _may_be_of_one_case(paper, other) and paper.is_about_the_same(other)


def _is_late(paper: Paper, other: Paper) -> bool:
    """Whether a paper about the same matter came later, and out of time."""
    later_ = paper.day is not None and other.day is not None and other.day.first > paper.day.last
    return later_ and _is_of_the_same_matter(paper, other)


def _may_be_of_one_case(paper: Paper, other: Paper) -> bool:
    """Both dated, and not of two cases or matters: what says that it is of another is none of this one's."""
    apart = bool(paper.cases) and bool(other.cases)
    dated = paper.day is not None and other.day is not None
    return dated and (not apart or paper.shares_case(other)) and not paper.is_about_another(other)


def _time(paper: Paper) -> tuple[date, str]:
    return (paper.day.first if paper.day else date.max, paper.key)
