"""Many archives beside each other: where each stands, in the order given or by how complete they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archive_tool.core.standing import share, shares


class School(NamedTuple):
    """One school's numbers. `error`: why it could not be judged, and then the rest says nothing."""

    root: str
    name: str
    error: str = ""
    records: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    waived: int = 0
    pointers: int = 0
    not_run: int = 0
    asked: int = 0  # what should be there by now
    met: int = 0  # of that
    uncertain: int = 0  # of what is asked for: what is there and could not be judged may be it
    score: float | None = None  # where a profile gives one
    of: float | None = None  # how many points were judged
    unsure: float | None = None  # points that could not be judged: what is there nobody could read or place
    vetoes: int = 0  # indicators that something of is a veto
    may_veto: int = 0  # those of which nobody can tell
    set_aside: int | None = None  # findings that its own ways would have changed; None: not tried
    new: int | None = None  # since an earlier delivery; None: not compared
    solved: int | None = None
    unread: int | None = None  # findings of then of which nobody can tell whether they were solved
    unwritten: int = 0  # its papers that could not be put where they were to be
    notes: tuple[str, ...] = ()  # message keys: what is odd about the cache

    @property
    def complete(self) -> str:
        """How much of what is asked for is there, 100 % only where all is: 97%, or 60-97% where that is not sure."""
        if self.error or not self.asked:
            return ""
        return share(self.met, self.uncertain, self.asked)

    @property
    def complete_span(self) -> tuple[int, int] | None:
        """The same as percent, at least and at most; None where it says nothing."""
        return None if self.error or not self.asked else shares(self.met, self.uncertain, self.asked)


def ranked(schools: Iterable[School]) -> list[School]:
    """By the share of points or else of records, then by errors and warnings; those not judged last.

    Of what was judged: what does not apply to a school, or could not be read, is no fault of it. Those
    of which most could not be judged have no place among the others, and come after them; whoever has a
    veto comes after all others that were judged, whatever its points.
    """

    def worth(one: School) -> tuple[bool, bool, bool, float, int, int, str]:
        share = _reached(one)
        missed = (bool(one.error), one.vetoes > 0, share is None)
        return (*missed, -(share or 0.0), one.errors, one.warnings, one.name)

    return sorted(schools, key=worth)


def _reached(one: School) -> float | None:
    """None where most of what is asked for could not be judged: the rest says too little to be compared."""
    if one.of is not None:
        judged, met, unsure = one.of, one.score, one.unsure or 0
    else:
        judged, met, unsure = one.asked - one.uncertain, one.met, one.uncertain
    if met is None or unsure > judged:
        return None
    return met / judged if judged else 1.0
