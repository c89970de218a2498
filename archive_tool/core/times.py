"""The times that activities took place: one and the same for lists, counts and the chronicle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from archive_tool.core.material import Material
from archive_tool.core.occasions import Occasion, counted, occasions
from archive_tool.core.proof import PartsSeen
from archive_tool.core.records import Record, Values, lookup

# What goes along with a meeting: it names one only where nothing else is there.
ASIDE = frozenset({"sign-in", "photo", "recording", "notice", "agenda", "vote", "attachment"})
MINUTES = "minutes"


class Time(NamedTuple):
    """One time an activity took place: what several units did together once, with the occasion of each."""

    activity: str
    date: str  # YYYY-MM-DD, YYYY-MM or YYYY
    occasions: tuple[Occasion, ...]

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.unit for one in self.occasions if one.unit))

    def concerns(self, units: frozenset[str] | None) -> bool:
        """Whether it is one of theirs, or nobody's; None: of all."""
        return units is None or not self.units or not units.isdisjoint(self.units)


def times(material: Material) -> tuple[Time, ...]:
    """Those of the judged years up to the day, in the order of their first records.

    What was only announced took place for all one knows: it is none. What nobody could read is one. Of
    what bears a state-secret mark nothing is told.
    """
    facts = material.snapshot.facts
    there = counted(material.records, material.copies, material.as_of)
    parts = PartsSeen(material.deriver, facts)
    open_ = (record for record in there if not record.holding.bears_mark(facts))
    together: dict[tuple[object, ...], list[Occasion]] = {}
    seen: Counter[tuple[object, ...]] = Counter()
    for one in occasions(open_, parts):
        if _is_of_these_years(one, material) and _took_place(one, material):
            main = _led(one, parts)
            key = (one.activity, one.date, main.main.path, *_topics(main))
            # Two entries of one day and book in the same words are two.
            seen[(*key, one.unit)] += 1
            together.setdefault((*key, seen[(*key, one.unit)]), []).append(main)
    return tuple(Time(found[0].activity, _day(found[0]), tuple(found)) for found in together.values())


def often(found: Iterable[Time]) -> Mapping[str, int]:
    """Activity -> how many times."""
    return Counter(one.activity for one in found)


def _day(occasion: Occasion) -> str:
    return occasion.date or str(occasion.main.holding.place.year or "")


def _is_of_these_years(occasion: Occasion, material: Material) -> bool:
    year = _day(occasion)[:4]
    return year in map(str, material.years) and occasion.date <= material.as_of.isoformat()


def _took_place(occasion: Occasion, material: Material) -> bool:
    """As far as anything shows, or may show, that it did."""
    evidence = material.evidence.get(occasion.activity, frozenset())
    shown = occasion.shows(evidence) or occasion.may_show(evidence)
    return occasion.pointer or not evidence or shown or (occasion.uncertain and not occasion.roles)


def _led(occasion: Occasion, parts: PartsSeen) -> Occasion:
    """With its main document first: what it is called after, and linked to."""
    pairs = list(zip(occasion.records, occasion.values, strict=False))
    if len(pairs) < 2:
        return occasion
    ordered = sorted(pairs, key=lambda pair: _rank(pair[0], parts))
    return occasion._replace(
        records=tuple(record for record, _ in ordered), values=tuple(values for _, values in ordered)
    )


def _rank(record: Record, parts: PartsSeen) -> int:
    roles = set(parts.roles(record))
    if record.events or MINUTES in roles:
        return 0
    return 2 if roles and roles <= ASIDE else 1


def _topics(occasion: Occasion) -> Iterator[str]:
    """Of an entry of a minute book, which shares its record with others."""
    if occasion.main.events:
        yield from named_topics(occasion.values)


def named_topics(told: Iterable[Values]) -> tuple[str, ...]:
    """Of the first that names any."""
    found = (
        topics for values in told if isinstance(topics := lookup(values, "event.topics"), list) and topics
    )
    return tuple(topic for topic in next(found, []) if isinstance(topic, str))
