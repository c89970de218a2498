"""Which step a paper shows whose name stands for several: by the order of time and by what else is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from archive_tool.core.checks.step_order import Done, out_of_order
from archive_tool.core.periods import Period
from archive_tool.core.records import Record
from archive_tool.core.rule_details import CaseStep


class Paper(NamedTuple):
    """A paper of a case: the steps that its name may mean, when, and where it lies."""

    steps: tuple[str, ...]
    day: Period | None  # None: nobody says
    record: Record
    path: str
    sound: bool = True  # it was read


class Taken(NamedTuple):
    """Each step as it was first taken, and the papers of which nobody can tell which step they show."""

    done: Mapping[str, Done]
    unclear: tuple[Paper, ...]
    unread: tuple[Paper, ...]  # that would show others, if they could be read: their files are told

    @property
    def doubtful(self) -> frozenset[str]:
        """Steps that one of the unclear or unread papers may show."""
        papers = (*self.unclear, *self.unread)
        return frozenset(step for paper in papers for step in paper.steps if step not in self.done)


def taken(steps: Sequence[CaseStep], papers: Iterable[Paper]) -> Taken:
    """Papers that mean one step count first; the others in the order of time, dated ones first.

    What nobody could read shows nothing.
    """
    papers = tuple(papers)
    done: dict[str, Done] = {}
    days: dict[str, set[Period]] = {}  # also those of papers that only repeat a step
    unclear: list[Paper] = []
    for paper in sorted(
        (one for one in papers if one.sound), key=lambda paper: (len(paper.steps) > 1, _time(paper))
    ):
        meant = paper.steps if len(paper.steps) == 1 else _meant(paper, steps, done, days)
        if len(meant) > 1:
            unclear.append(paper)
        for step in meant if len(meant) == 1 else ():
            if paper.day is not None:
                days.setdefault(step, set()).add(paper.day)
            known = done.get(step)
            if known is None or _earlier(paper.day, known.day):
                done[step] = Done(step, paper.day, paper.record)
    unread = (paper for paper in papers if not paper.sound and not done.keys() >= set(paper.steps))
    return Taken(done, tuple(unclear), tuple(unread))


def _meant(
    paper: Paper, steps: Sequence[CaseStep], done: Mapping[str, Done], days: Mapping[str, set[Period]]
) -> tuple[str, ...]:
    """The one step it shows, all that it may show, or none where all are there without it."""
    same_day = [step for step in paper.steps if paper.day in days.get(step, ())]
    if same_day:
        return (same_day[0],)
    left = tuple(step for step in paper.steps if step not in done)
    if paper.day is not None:
        fits = [step for step in left if _fits(step, paper, steps, done)]
        return (fits[0],) if fits else paper.steps if left else ()
    first, *others = paper.steps
    begun = tuple(step for step in others if step in left and _is_begun(step, first, steps, done))
    if first in left:
        return (first, *begun)
    # It may repeat the first; where the time for another one runs, somebody should say which.
    timed = any(step in left and _is_timed(step, steps) for step in others)
    return begun[:1] or (paper.steps if timed else ())


def _is_begun(step: str, first: str, steps: Sequence[CaseStep], done: Mapping[str, Done]) -> bool:
    """Whether the case has come near the step: to what it waits for besides `first`, or beyond it."""
    at = [one.id for one in steps].index(step)
    waits = [wait.step for wait in steps[at].after or ()] or [one.id for one in steps[:at][-1:]]
    near = {*waits, *(one.id for one in steps[at + 1 :])} - {first}
    return not near.isdisjoint(done)


def _is_timed(step: str, steps: Sequence[CaseStep]) -> bool:
    """Whether it lacks once its time is over, though nothing later is there."""
    return any(wait.most for one in steps if one.id == step for wait in one.after or ())


def _fits(step: str, paper: Paper, steps: Sequence[CaseStep], done: Mapping[str, Done]) -> bool:
    """Whether it lies in time where the order of the steps has it, and keeps the intervals."""
    day, order = paper.day, [one.id for one in steps]
    at = order.index(step)
    for other in done.values():
        if day is None or other.day is None:
            continue
        before = order.index(other.step) < at
        if (before and other.day.first > day.last) or (not before and other.day.last < day.first):
            return False
    supposed = {**done, step: Done(step, day, paper.record)}
    return not any(step in (odd.done.step, odd.other) for odd in out_of_order(steps, supposed))


def _earlier(day: Period | None, known: Period | None) -> bool:
    return day is not None and (known is None or day.first < known.first)


def _time(paper: Paper) -> tuple[date, str]:
    return (paper.day.first if paper.day else date.max, paper.path)
