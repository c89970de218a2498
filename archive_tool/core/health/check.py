"""One thing that was looked at: how it is, why, and who has to do what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from archive_tool.core.parsed import Params

Status = Literal["ok", "warning", "problem", "unchecked"]
# you: whoever runs the tool; keeper: who looks after the archive; admin: who looks after the computers
Who = Literal["", "you", "keeper", "admin"]
STATUSES: tuple[Status, ...] = ("ok", "warning", "problem", "unchecked")


class Check(NamedTuple):
    """A row of the table; its texts are keys of messages.yaml."""

    name: str  # doctor.check.<name>
    status: Status
    told: str  # key: what was found
    params: Params = {}  # noqa: RUF012 - a tuple's field, never changed
    remedy: str = ""  # key: what to do, where something is to be done
    who: Who = ""


def counted(checks: Iterable[Check]) -> Mapping[Status, int]:
    """How many of each status."""
    found = dict.fromkeys(STATUSES, 0)
    for check in checks:
        found[check.status] += 1
    return found
