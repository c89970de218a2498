"""What an audit is worth by a profile: a tree of scored indicators, every deduction explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from archive_tool.core.model import Finding
from archive_tool.core.profile import NOTHING, Clause, Indicator, Profile

HUNDREDTH = Decimal("0.01")
State = Literal[
    "judged",
    "manual",  # left to a hand score
    "not-applicable",  # nothing of it is asked of these units
    "not-judged",  # its rules are switched off in archive.yaml, could not be run, or nobody can tell
    "not-yet",  # nothing of it is due
]


class Reason(NamedTuple):
    """Why points were taken off or given, or why there is a veto: one row of coverage or one finding."""

    clause: Clause
    points: Decimal  # taken or given, within the limits
    full: Decimal  # without limits
    times: int  # how often the clause's points
    rule: str | None = None
    unit: str | None = None
    whom: str | None = None
    period: str | None = None
    expected: int | None = None
    found: int | None = None
    uncertain: int = 0  # records that may be what is missing: of a doubt, for which of its times
    records: tuple[str, ...] = ()  # evidence: what was found, or what the finding is about
    finding: Finding | None = None


class Remarks(NamedTuple):
    """What cost nothing and is said all the same; numbers of rows, of findings, of records."""

    due: int = 0  # rows
    waived: int = 0  # rows and findings
    not_applicable: int = 0  # rows
    uncertain: int = 0  # records
    drafts: int = 0  # records
    pointers: int = 0  # records
    absent: int = 0  # of what it would look into and is not there; where it is not judged
    unread: int = 0  # files that nobody has opened, where that leaves something open
    off: tuple[str, ...] = ()  # rules that archive.yaml switches off
    not_run: tuple[tuple[str, str], ...] = ()  # rule -> why, a key of messages.yaml


NO_REMARKS = Remarks()


@dataclass(frozen=True, slots=True)
class Scored:
    """One indicator and its points; of one with others below their sums."""

    indicator: Indicator
    state: State
    points: Decimal = NOTHING  # what is left of those judged, without bonus
    judged: Decimal = NOTHING
    possible: Decimal = NOTHING  # its points; less what is left out because it does not apply
    uncertain: Decimal = NOTHING  # of them those not judged because of the doubts
    bonus: Decimal = NOTHING
    deductions: tuple[Reason, ...] = ()
    bonuses: tuple[Reason, ...] = ()
    vetoes: tuple[Reason, ...] = ()
    doubts: tuple[
        Reason, ...
    ] = ()  # what may be lacking, or there: nobody could read it, or tell when or whose
    remarks: Remarks = NO_REMARKS
    below: tuple[Scored, ...] = ()

    @property
    def open_doubts(self) -> tuple[Reason, ...]:
        """Those on which something depends: points that no limit has spared, or a veto."""
        veto = self.indicator.veto
        return tuple(one for one in self.doubts if one.points or one.clause in veto)

    def leaves(self) -> Iterator[Scored]:
        """The lowest ones, itself where there is none below."""
        if not self.below:
            yield self
        for one in self.below:
            yield from one.leaves()


@dataclass(frozen=True, slots=True)
class Score:
    """The whole: "`points` of `judged`", and "`judged` of `possible` points judged"."""

    profile: Profile
    points: Decimal  # scaled, bonus included
    judged: Decimal  # scaled
    possible: Decimal
    bonus: Decimal
    scaled: Decimal  # points that do not apply and were shared out among what was judged
    uncertain: Decimal  # of those not judged: what could not be read may be what is asked for
    indicators: tuple[Scored, ...]

    def leaves(self) -> Iterator[Scored]:
        """The lowest indicators, in their order."""
        for one in self.indicators:
            yield from one.leaves()

    @property
    def reached(self) -> Decimal:
        """What the indicators have together, bonus apart, before anything was shared out."""
        return sum((one.points for one in self.indicators), NOTHING)

    @property
    def looked_at(self) -> Decimal:
        """Of how many points that is."""
        return self.judged - self.scaled

    @property
    def vetoes(self) -> tuple[tuple[Scored, Reason], ...]:
        """Whatever it scored: each has to be looked at first."""
        return tuple((leaf, reason) for leaf in self.leaves() for reason in leaf.vetoes)

    @property
    def span(self) -> tuple[Decimal, Decimal, Decimal]:
        """Least and most points, of how many, once all that could not be read or placed has been looked at."""
        points, judged = self.reached, self.looked_at + self.uncertain
        whole = judged + self.scaled
        least, most = (
            (reached * whole / judged).quantize(HUNDREDTH, ROUND_HALF_UP) + self.bonus
            if judged
            else self.bonus
            for reached in (points, points + self.uncertain)
        )
        return least, most, whole

    @property
    def doubtful_vetoes(self) -> tuple[tuple[Scored, Reason], ...]:
        """What would be a veto, if what nobody could read were not what is asked for."""
        return tuple(
            (leaf, doubt)
            for leaf in self.leaves()
            for doubt in leaf.doubts
            if doubt.clause in leaf.indicator.veto
        )

    @property
    def verdict(self) -> Literal["vetoed", "scored", "not-judged"]:
        """A veto changes no points; where nothing was judged there is no score."""
        if self.vetoes:
            return "vetoed"
        return "scored" if self.judged or self.bonus else "not-judged"
