"""One thing that is to be done by a day."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from archive_tool.core.model import Params

Status = Literal["overdue", "grace", "due"]


class Due(NamedTuple):
    """One thing to be done. `ends`: the day it should be done by; `due`: the last day of grace."""

    kind: str  # of the rule; retention, waiver
    rule: str | None
    subject: str  # activity:…, form:…, rule:…, retention:…, waiver:…
    title: str  # what it is about, a word of the scheme or a name
    units: tuple[str, ...]
    whom: str | None
    period: str | None
    expected: int
    found: int
    uncertain: int
    ends: date | None  # None: it should always have been there
    due: date | None
    status: Status
    lacks: Params  # the message due.lacks.… and what it says
    path: str
    records: tuple[str, ...]
    key: str = ""  # which of several of one rule, unit and period

    @property
    def unit(self) -> str | None:
        return self.units[0] if self.units else None

    @property
    def identity(self) -> tuple[str, ...]:
        """The same from day to day, whatever is found meanwhile."""
        parts = (self.kind, self.rule, *self.units, self.whom, self.period, self.key)
        return tuple(part or "" for part in parts)


def status_of(ends: date | None, due: date | None, as_of: date) -> Status:
    """Without a day it was always asked."""
    if ends is None or due is None or due < as_of:
        return "overdue"
    return "grace" if ends < as_of else "due"
