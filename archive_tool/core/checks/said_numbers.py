"""The numbers of a meeting that the text of its record says, and how they differ from those of its sidecar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archive_tool.core.attended import UNTOLD, Attended
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.gatherings import Gathering
from archive_tool.core.model import Params
from archive_tool.core.proof import as_paper
from archive_tool.core.records import Record

# Where they may stand: of the first of these that says any, and all of the same.
_ROLES = ("minutes", "sign-in")
# What texts and sidecars both say; who is entitled to vote is a number of `archive.yaml`.
COMPARED = ("expected", "present", "absent", "voters")


class Said(NamedTuple):
    """What is told of one meeting, and the name of the file that tells it."""

    numbers: Attended
    part: str

    @property
    def of_voters(self) -> bool:
        """Whether the text speaks of those entitled to vote alone."""
        return self.numbers.expected == self.numbers.present == UNTOLD

    def told(self) -> dict[str, int]:
        """By name, what the text says of all; of those entitled to vote where it speaks of them alone."""
        one = self.numbers
        expected, present = (one.entitled, one.voters) if self.of_voters else (one.expected, one.present)
        known = {"expected": expected, "present": present, "absent": one.absent}
        return {key: number for key, number in known.items() if number != UNTOLD}


def said(record: Record, context: RuleContext) -> Said | None:
    """None where no text says any, several say different ones, or the record is of several meetings.

    Nor where the sidecar cannot be read, which may tell otherwise of several meetings: that is mended first.
    """
    if record.events or record.broken or not context.numbered:
        return None
    traces = {path: context.numbered[digest] for path, digest in _digests(record, context)}
    if not traces:
        return None
    form = context.material.scheme.forms.get(record.form)
    if form is None or form.dated != "held":
        return None
    roles = [as_paper(role, form) for role in context.parts.roles(record)]
    for wanted in _ROLES:
        telling = [e.path for e, role in zip(record.holding.files, roles, strict=True) if role == wanted]
        told = {traces[path].attended: path for path in telling if path in traces}
        if told:
            ((numbers, path),) = told.items() if len(told) == 1 else (((), ""),)
            return Said(Attended(*numbers), path.rpartition("/")[2]) if numbers else None
    return None


def _digests(record: Record, context: RuleContext) -> Iterator[tuple[str, str]]:
    facts = context.material.snapshot.facts
    for entry in record.holding.files:
        fact = facts.get(entry.path)
        if fact is not None and fact.sha256 in context.numbered:
            yield entry.path, fact.sha256


def untold(context: RuleContext) -> Iterator[Gathering]:
    """The meetings of judged years of which only the text tells."""
    for record in context.judged if context.numbered else ():
        if record.date and record.date <= context.material.as_of.isoformat() and "event" not in record.values:
            yield Gathering(record, record.date, record.units, {}, record.activities)


def difference(told: Mapping[str, int | None], said: Said) -> Params | None:
    """The first number that the sidecar tells otherwise than the text (`reason_key`), with both."""
    numbers = said.numbers._asdict()
    if said.of_voters:
        numbers["absent"] = UNTOLD  # others may be named there too
    for key in COMPARED:
        own = told.get(key)
        if own is not None and numbers[key] not in (UNTOLD, own):
            return {
                key: own,
                "said": numbers[key],
                "part": said.part,
                "reason_key": f"attendance.text-{key}",
                "kind": "text",
            }
    return None


def contradiction(said: Said) -> Params | None:
    """Which numbers of the text contradict each other; who was absent may be named there in words."""
    told = said.told()
    expected, present, absent = (told.get(key) for key in ("expected", "present", "absent"))
    if expected is None or present is None:
        return None
    if present > expected:
        reason = "beyond"
    elif absent is not None and present + absent != expected:
        reason = "sum"
    else:
        return None
    return {**told, "part": said.part, "reason_key": f"attendance.said-{reason}", "kind": "text"}
