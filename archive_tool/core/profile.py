"""A profile as values: the indicators of one inspection, and what each gives and takes. Built by profile_parse."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from archive_tool.core.label import Label

# What a clause looks at: see `docs/profiles.md`.
Per = Literal[
    "missing-record",  # each record or occasion that is lacking
    "missing",  # each row of coverage in which nothing was found
    "insufficient",  # each row in which too little was found
    "missing-role",  # each paper that an occasion lacks
    "missing-step",  # each step that a case lacks
    "blank-field",  # each required field that is empty
    "finding",  # each finding of certain codes
    "record",  # each record that was found (bonus only)
    "extra-record",  # each beyond what is asked for (bonus only)
]
NotApplicable = Literal["drop", "scale", "full"]
Kind = Literal["rules", "manual"]
NOTHING = Decimal(0)


class Clause(NamedTuple):
    """So many points for each of something: taken off, given, or (a veto) none."""

    per: Per
    points: Decimal = NOTHING
    at_most: Decimal | None = None  # by this clause
    codes: tuple[str, ...] = ()  # for `finding`
    roles: tuple[str, ...] = ()  # for `missing-role`; () all
    rules: tuple[str, ...] = ()  # of the indicator's, those it is about; () all


class Indicator(NamedTuple):
    """A node of the tree; only the lowest ones, which have none below, name rules and are scored."""

    id: str
    title: Label
    points: Decimal  # of a node with others below: their sum
    below: tuple[Indicator, ...] = ()
    kind: Kind = "rules"  # manual: scored by hand
    standard: Label | None = None  # how points are given, in the words of the table it stands in
    rules: tuple[str, ...] = ()  # ids
    categories: tuple[str, ...] = ()  # whose findings without a rule belong here; "" is what lies in none
    deductions: tuple[Clause, ...] = ()
    max_deduction: Decimal | None = None
    bonus: tuple[Clause, ...] = ()  # each with `at_most`
    veto: tuple[Clause, ...] = ()
    not_applicable: NotApplicable = "drop"

    def leaves(self) -> Iterator[Indicator]:
        """The lowest indicators, itself where there is none below."""
        if not self.below:
            yield self
        for one in self.below:
            yield from one.leaves()


class Profile(NamedTuple):
    """What one inspection scores."""

    id: str
    title: Label
    basis: Label
    total: Decimal
    indicators: tuple[Indicator, ...]
    sha256: str  # of its file

    def leaves(self) -> Iterator[Indicator]:
        """The lowest indicators, in their order."""
        for one in self.indicators:
            yield from one.leaves()

    @property
    def rules(self) -> frozenset[str]:
        """All rules it names: they are judged even where the scheme has them off."""
        return frozenset(rule for leaf in self.leaves() for rule in leaf.rules)
