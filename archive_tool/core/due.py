"""What falls due: rows that still wait, matters that are open, retention that ends; soonest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive_tool.core.audit import judged
from archive_tool.core.config import Waiver
from archive_tool.core.due_item import Due, Status
from archive_tool.core.due_sources import of_matters, of_retention, of_rows, of_waivers
from archive_tool.core.material import Material
from archive_tool.core.model import NotRun


@dataclass(frozen=True, slots=True)
class DueList:
    """What is overdue, in grace, or to be done by `until`."""

    as_of: date
    until: date
    items: tuple[Due, ...]
    not_run: tuple[NotRun, ...]

    def having(self, *statuses: Status) -> tuple[Due, ...]:
        return tuple(item for item in self.items if item.status in statuses)


def falls_due(material: Material, waivers: Sequence[Waiver]) -> DueList:
    """All that should be done by `material.begun_by`, and what is overdue as the audit says it."""
    report, found = judged(material, tuple(waivers))
    until = material.begun_by or material.as_of
    items = [
        *of_rows(report, material, waivers, until),
        *of_matters(found.open, report, material, waivers, until),
        *of_retention(material, until),
        *of_waivers(waivers, material.as_of, until),
    ]
    return DueList(material.as_of, until, tuple(_told_apart(sorted(items, key=_order))), report.not_run)


def of_units(found: DueList, units: Collection[str]) -> DueList:
    """Only what concerns these units, and what belongs to none."""
    mine = (
        item
        for item in found.items
        if not item.units or item.whom in units or not set(units).isdisjoint(item.units)
    )
    return DueList(found.as_of, found.until, tuple(mine), found.not_run)


def _order(item: Due) -> tuple[date, date, tuple[str, ...]]:
    return (item.ends or date.min, item.due or date.min, item.identity)


def _told_apart(items: Iterable[Due]) -> Iterator[Due]:
    """Those that nothing tells apart, two lines of a list with the same words, by their number."""
    seen: Counter[tuple[str, ...]] = Counter()
    for item in items:
        seen[item.identity] += 1
        number = seen[item.identity]
        yield item if number == 1 else item._replace(key=f"{item.key} #{number}")
