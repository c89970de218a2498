"""Why a document could not be read, as its reader says it; put into words only when it is shown.

A reason is a cause with its numbers and perhaps a detail in technical words: `xml-size 187 100`,
`part: sheet 2: KeyError`. What begins with no cause is a detail altogether, as parsers give them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from archive_tool.core.model import Params
from archive_tool.core.numerals import is_number

Cause = Literal[
    "blank",
    "changing",
    "characters",
    "content",
    "encoding",
    "end-missing",
    "entities",
    "incomplete",
    "megabytes",
    "members",
    "memory-size",
    "no-pages",
    "old-version",
    "part",
    "password",
    "ratio",
    "reader-ended",
    "seconds",
    "xml-size",
]
CAUSES: frozenset[str] = frozenset(get_args(Cause))


class Reason(NamedTuple):
    """A reason taken apart."""

    cause: str  # "" where the reader knows none
    numbers: tuple[int, ...]  # what was met, if that is known, and last the limit
    detail: str


def because(cause: Cause, *numbers: float, detail: str = "") -> str:
    """A reason as it is kept."""
    head = " ".join([cause, *(str(int(number)) for number in numbers)])
    return f"{head}: {detail}" if detail else head


def reason_of(said: str) -> Reason:
    """A kept reason, taken apart."""
    head, _, detail = said.partition(": ")
    cause, *numbers = head.split(" ")
    if cause in CAUSES and all(map(is_number, numbers)):
        return Reason(cause, tuple(map(int, numbers)), detail)
    return Reason("", (), said)


def told(kind: str, said: str) -> Params:
    """What puts a problem into words: {problem} with all of it, {technical} the detail alone, in brackets."""
    cause, numbers, detail = reason_of(said)
    params: dict[str, str | int | list[str]] = {"kind": kind, "label_key": f"problem.{kind}"}
    params["problem_key"] = "reason.because" if cause else "reason.alone"
    if cause:
        params |= {"cause_key": f"reason.{cause}"}
        params |= dict(zip(("limit", "number"), reversed(numbers), strict=False))
    if detail:
        params |= {"technical_key": "reason.technical", "detail": detail}
    return params
