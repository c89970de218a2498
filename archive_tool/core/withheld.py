"""What a report for many readers may only count: records that the scheme or their own sidecar keeps for some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from archive_tool.core.records import Record, text, texts
from archive_tool.core.rule_details import Steps
from archive_tool.core.scheme import Scheme
from archive_tool.core.tree import Place

BETWEEN = "；"  # topics
LEAST_NAME = 2  # characters: one alone stands in too many words
MARKS = ("rights", "security", "personal_info")  # fields whose terms may restrict


@dataclass(frozen=True)
class Withheld:
    """Asks the terms that bear `restricts` in the scheme."""

    scheme: Scheme

    def holds(self, record: Record) -> bool:
        """Whether not everyone may read of it: by where it lies, or by what it says of itself."""
        return self.place(record.holding.place) or any(self._marked(record, field) for field in MARKS)

    def restricts(self, category: str) -> bool:
        """Whether all of a category is kept for some."""
        found = self.scheme.categories.get(category)
        return found is not None and ("rights", found.rights) in self._restricting

    @cached_property
    def _restricting(self) -> frozenset[tuple[str, str]]:
        words = self.scheme.vocabularies
        return frozenset(
            (name, code) for name in MARKS for code, term in words.get(name, {}).items() if term.restricts
        )

    def _marked(self, record: Record, field: str) -> bool:
        return (field, text(record.values, field)) in self._restricting

    def place(self, place: Place) -> bool:
        """Whether all that lies there is kept for some. An open case lies in no leaf: there the category speaks."""
        leaf, category = self.scheme.leaves.get(place.leaf), self.scheme.categories.get(place.category)
        rights = leaf.rights if leaf else category.rights if category else ""
        return ("rights", rights) in self._restricting


@dataclass(frozen=True)
class Discretion:
    """The same, and the words that would tell of it in places that are open."""

    withheld: Withheld
    words: frozenset[str]

    @classmethod
    def of(cls, records: Iterable[Record], scheme: Scheme) -> Discretion:
        """Names of persons in restricted categories; of the cases there, what they and their steps are called."""
        withheld = Withheld(scheme)
        names = {
            name
            for record in records
            if withheld.restricts(record.holding.place.category)
            for name in texts(record.values, "persons")
        }
        cases = {
            word
            for rule in scheme.rules.values()
            if isinstance(rule.details, Steps) and withheld.restricts(rule.category)
            for step in rule.details.steps
            for word in (*step.words, *step.label.spellings(), *_called(rule.leaf, scheme))
        }
        return cls(withheld, frozenset(word for word in (*names, *cases) if len(word) >= LEAST_NAME))

    def keeps(self, record: Record) -> bool:
        """Whether nothing but its number may be told: its name alone, which stands in its path, may tell."""
        return self.withheld.holds(record) or self.tells(record.holding.name)

    def tells(self, text: str) -> bool:
        return any(word in text for word in self.words)

    def spared(self, title: str) -> str:
        """The topics of a title that tell nothing of it."""
        return BETWEEN.join(one for one in title.split(BETWEEN) if not self.tells(one))


def _called(leaf: str, scheme: Scheme) -> tuple[str, ...]:
    found = scheme.leaves.get(leaf)
    return found.words if found else ()
