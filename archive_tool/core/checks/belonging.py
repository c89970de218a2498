"""Whose an item is: everything that may count, found by unit, by group and by person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive_tool.core.checks.items import Item
from archive_tool.core.config import Unit

NOBODY = ""  # stands for the unit where none is told


class Belonging:
    """The items of one rule by unit; each is looked at once, however many units there are."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = tuple(items)
        self._by_unit: dict[str, list[int]] = {}
        for number, item in enumerate(self._items):
            for unit in dict.fromkeys(item.units or (NOBODY,)):
                self._by_unit.setdefault(unit, []).append(number)

    def of(self, *units: str) -> tuple[Item, ...]:
        """The items of any of the units, each once, in their order."""
        numbers = {number for unit in units for number in self._by_unit.get(unit, ())}
        return tuple(self._items[number] for number in sorted(numbers))

    def of_no_unit(self) -> tuple[Item, ...]:
        """Items of which neither path nor description says whose they are."""
        return self.of(NOBODY)

    def of_group(self, group: str, unit: Unit, listed: Sequence[Unit]) -> tuple[Item, ...]:
        """The items of a group; what the unit's only group did need not name it."""
        return self.of(group, unit.id) if len(listed) == 1 else self.of(group)

    def of_no_group(self, unit: Unit, listed: Sequence[Unit]) -> tuple[Item, ...]:
        """Items of a unit with several groups that name none of them: whose they are, nobody can say."""
        if len(listed) < 2:
            return ()
        # A record that names the unit and its group stands as an item of each.
        named = {
            (record.path, item.spans)
            for item in self.of(*(group.id for group in listed))
            for record in item.records
        }
        return tuple(
            item
            for item in self.of(unit.id)
            if (item.evident or item.uncertain)
            and not any((record.path, item.spans) in named for record in item.records)
        )


def by_person(items: Iterable[Item]) -> Mapping[str, Sequence[Item]]:
    """Person -> the items that name them."""
    found: dict[str, list[Item]] = {}
    for item in items:
        for person in item.persons:
            found.setdefault(person, []).append(item)
    return found
