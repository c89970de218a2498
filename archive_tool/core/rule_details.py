"""What a rule says beyond what all rules say: one frozen value for each kind that needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Sought:
    """Records of a form, or occasions of an activity; of one leaf only, where it says so."""

    activity: str = ""
    form: str = ""
    leaf: str = ""

    @property
    def subject(self) -> str:
        """activity:… or form:…"""
        return f"activity:{self.activity}" if self.activity else f"form:{self.form}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Each `each` has its `has` within so many days; with `both` each `has` belongs to an `each`."""

    each: Sought
    has: Sought
    within_days: int
    both: bool = False


Details = Pair
Kind = TypeVar("Kind", bound=Details)


def subjects(details: Details | None) -> tuple[str, ...]:
    """What it looks into: activity:… and form:…"""
    if isinstance(details, Pair):
        return (details.each.subject, details.has.subject)
    return ()
