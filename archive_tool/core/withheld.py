"""What a report for many readers may only count: records that the scheme or their own sidecar keeps for some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from archive_tool.core.records import Record, text, texts
from archive_tool.core.rule_details import Steps
from archive_tool.core.scheme import Rule, Scheme
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

    def rule(self, rule: Rule) -> bool:
        """Whether what a rule looks into is kept for some."""
        return self.place(Place(None, None, category=rule.category, leaf=rule.leaf))

    @cached_property
    def _restricting(self) -> frozenset[tuple[str, str]]:
        words = self.scheme.vocabularies
        return frozenset(
            (name, code) for name in MARKS for code, term in words.get(name, {}).items() if term.restricts
        )

    def _marked(self, record: Record, field: str) -> bool:
        return (field, text(record.values, field)) in self._restricting

    def place(self, place: Place) -> bool:
        """Whether all that lies there is kept for some.

        A leaf without rights of its own has its category's. An open case lies in no leaf, and may be of any.
        """
        return any(("rights", one) in self._restricting for one in rights_there(place, self.scheme))


def rights_there(place: Place, scheme: Scheme) -> tuple[str, ...]:
    """Codes of those who may open what lies there, "" where nothing is said."""
    leaf, category = scheme.leaves.get(place.leaf), scheme.categories.get(place.category)
    if leaf is not None:
        return (leaf.rights,)
    leaves = category.leaves if category and place.open_case else ()
    return (category.rights if category else "", *(one.rights for one in leaves))


@dataclass(frozen=True)
class Discretion:
    """The same, and the words that would tell of it in places that are open."""

    withheld: Withheld
    words: frozenset[str]

    @classmethod
    def of(cls, records: Iterable[Record], scheme: Scheme) -> Discretion:
        """Names of persons in restricted places; of the cases there, what they and their steps are called."""
        withheld = Withheld(scheme)
        names = {
            name
            for record in records
            if withheld.place(record.holding.place)
            for name in texts(record.values, "persons")
        }
        cases = {
            word
            for rule in scheme.rules.values()
            if isinstance(rule.details, Steps) and withheld.rule(rule)
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
