"""Many archives beside each other: where each stands, in the order given or by how complete they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archive_tool.core.model import CoverageRow
from archive_tool.core.standing import asks


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
    uncertain: int = 0  # what may be there too: nobody has read it
    score: float | None = None  # where a profile gives one
    set_aside: int | None = None  # findings that its own ways would have changed; None: not tried
    new: int | None = None  # since an earlier delivery; None: not compared
    solved: int | None = None
    notes: tuple[str, ...] = ()  # message keys: what is odd about the cache

    @property
    def complete(self) -> str:
        """How much of what is asked for is there, 100 % only where all is: 97%, or 60-97% where that is not sure."""
        if self.error or not self.asked:
            return ""
        least, most = (count * 100 // self.asked for count in (self.met, self.met + self.uncertain))
        return f"{least}%" if least == most else f"{least}-{most}%"


def uncertain(rows: Iterable[CoverageRow]) -> int:
    """What would be met besides, if all that nobody has read were what was asked for."""
    lacking = (row for row in rows if asks(row) and row.status in ("missing", "insufficient"))
    return sum(min(row.uncertain, max(0, row.expected - row.found)) for row in lacking)


def ranked(schools: Iterable[School]) -> list[School]:
    """By score, else by how complete they are, then by errors and warnings; those not judged last."""

    def worth(one: School) -> tuple[bool, float, int, int, str]:
        reached = one.score if one.score is not None else one.met / one.asked if one.asked else 1.0
        return (bool(one.error), -reached, one.errors, one.warnings, one.name)

    return sorted(schools, key=worth)
