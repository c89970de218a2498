"""Whether the steps of a case keep to their order and intervals, by the rule in force on the later day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archive_tool.core.intervals import Interval
from archive_tool.core.model import Params
from archive_tool.core.periods import Period
from archive_tool.core.records import Record
from archive_tool.core.rule_details import CaseStep, Wait


class Done(NamedTuple):
    """One step that was taken: when (None: nobody says), and the record that shows it."""

    step: str
    day: Period | None
    record: Record


class Odd(NamedTuple):
    """A step that came before, too soon after or too late after another one."""

    done: Done
    day: Period
    other: str
    params: Params


def out_of_order(steps: Sequence[CaseStep], done: Mapping[str, Done]) -> Iterator[Odd]:
    """Every step that does not keep to an earlier one, once; undated ones can't be told."""
    before = ""
    for step in steps:
        one = done.get(step.id)
        if one is None or one.day is None:
            continue
        waits = step.after if step.after is not None else (Wait(before),) if before else ()
        for wait in waits:
            other = done.get(wait.step)
            if other is not None and other.day is not None:
                reason = _reason(wait, other.day, one.day)
                if reason:
                    yield Odd(one, one.day, wait.step, {"other_date": other.day.label, **reason})
                    break
        before = step.id


def _reason(wait: Wait, other: Period, day: Period) -> Params:
    """What is wrong between two steps; empty if nothing is."""
    if not wait.effective.holds_on(max(other.last, day.last)):
        return {}
    if day.last < other.first:
        return {"reason_key": "order.before"}
    if wait.least and day.last < wait.least.after(other.first):
        return {"reason_key": "order.soon", **_interval(wait.least)}
    if wait.most and day.first > wait.most.after(other.last):
        return {"reason_key": "order.late", **_interval(wait.most)}
    return {}


def _interval(interval: Interval) -> Params:
    return {"count": interval.count, "interval_key": f"interval.{interval.unit}"}
