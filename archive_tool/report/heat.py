"""Rules × months: what each rule asked for in every period, gathered over units and persons, by category."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from archive_tool.core.model import CoverageRow
from archive_tool.core.periods import Period
from archive_tool.core.standing import state, untold, whole

# In the order in which they are explained; each has a sign of its own.
STATUSES = ("met", "insufficient", "missing", "uncertain", "due", "waived", "not-applicable")
LACKING = ("insufficient", "missing")
LEAST_WIDTH = 0.5  # of a month: what is narrower cannot be seen
Span = Callable[[CoverageRow], Period | None]


class Axis(NamedTuple):
    """The months that are drawn: whole years from January on."""

    first: int  # year
    years: int

    @property
    def months(self) -> int:
        return self.years * 12

    def at(self, day: date, *, end: bool = False) -> float:
        """Where a day begins, or ends, in months from the first; beyond the axis it is its edge."""
        month = (day.year - self.first) * 12 + day.month - 1
        part = (day.day - 1 + end) / monthrange(day.year, day.month)[1]
        return min(max(month + part, 0.0), float(self.months))


class Cell(NamedTuple):
    """One rule in one period: where it stands on the axis, and what came of it."""

    first: float
    last: float
    period: str
    status: str
    found: int  # without what is more than was asked for
    expected: int
    lacking: int  # rows in which something surely lacks, of so many
    rows: int
    untold: int  # of what is asked for, or was looked into: nobody can tell


class Line(NamedTuple):
    """A rule; cells of one lane do not overlap."""

    rule: str
    lanes: Sequence[Sequence[Cell]]


class Group(NamedTuple):
    """The rules of one category."""

    category: str
    lines: Sequence[Line]

    @property
    def cells(self) -> list[Cell]:
        return [cell for line in self.lines for lane in line.lanes for cell in lane]


def axis(years: Iterable[int]) -> Axis:
    """From the first of the judged years to the last."""
    wanted = sorted(years)
    return Axis(wanted[0], wanted[-1] - wanted[0] + 1)


def groups(
    rows: Iterable[CoverageRow], on: Axis, span: Span, category: Callable[[str], str]
) -> Sequence[Group]:
    """By category, in their order; a rule of which nothing is asked has no line.

    `category`: of a rule, by its id.
    """
    found: defaultdict[str, defaultdict[str, list[CoverageRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[category(row.rule)][row.rule].append(row)
    lines = {
        code: [line for rule, mine in rules.items() if (line := _line(rule, mine, on, span))]
        for code, rules in sorted(found.items())
    }
    return [Group(code, mine) for code, mine in lines.items() if mine]


def _line(rule: str, rows: Iterable[CoverageRow], on: Axis, span: Span) -> Line | None:
    periods: defaultdict[str, list[CoverageRow]] = defaultdict(list)
    for row in rows:
        periods[row.period].append(row)
    cells = [_cell(mine, days, on) for mine in periods.values() if (days := span(mine[0]))]
    if all(cell.status == "not-applicable" for cell in cells):
        return None
    return Line(rule, _lanes(sorted(cells)))


def _cell(rows: Sequence[CoverageRow], days: Period, on: Axis) -> Cell:
    first, last = on.at(days.first), on.at(days.last, end=True)
    first = min(first, on.months - LEAST_WIDTH)
    asked = [row for row in rows if state(row) != "not-applicable"]
    found = sum(row.expected if row.status == "met" else min(row.found, row.expected) for row in asked)
    return Cell(
        first,
        max(last, first + LEAST_WIDTH),
        rows[0].period,
        status(asked),
        found,
        sum(map(whole, asked)),
        sum(state(row) in LACKING for row in asked),
        len(asked),
        sum(map(untold, asked)),
    )


def status(rows: Sequence[CoverageRow]) -> str:
    """Of several rows together: missing only where nothing was found in any that lacks something.

    Where something lacks here and is there elsewhere it is insufficient, as of one row.
    """
    there = {state(row) for row in rows}
    if len(there) == 1:
        return there.pop()
    if there & set(LACKING):
        return "missing" if not any(row.found or untold(row) for row in rows) else "insufficient"
    # What nobody can tell and what still runs say more than what is met; a waiver is told only where
    # nothing else is.
    return next((one for one in ("uncertain", "due", "met", "waived") if one in there), "not-applicable")


def _lanes(cells: Iterable[Cell]) -> Sequence[Sequence[Cell]]:
    """Periods of one length do not overlap, but terms of units that elected on different days do."""
    lanes: list[list[Cell]] = []
    for cell in cells:
        free = next((lane for lane in lanes if lane[-1].last <= cell.first), None)
        if free is None:
            lanes.append([cell])
        else:
            free.append(cell)
    return lanes


def counted(cells: Iterable[Cell]) -> Mapping[str, int]:
    """How many cells of each status there are, in the order of STATUSES."""
    there = [cell.status for cell in cells]
    return {one: there.count(one) for one in STATUSES if one in there}
