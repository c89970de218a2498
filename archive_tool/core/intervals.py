"""Lengths of time as rules state them: days, working days, months, years."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

_WRITTEN = re.compile("([1-9][0-9]{0,3})(d|wd|m|y)")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """So many days, working days or months."""

    count: int
    unit: Literal["days", "working-days", "months"]

    def after(self, day: date) -> date:
        """The first day by which it has passed; the end of a shorter month where there is no such day.

        Working days are Mondays to Fridays: which of them are holidays, a calendar of the country says.
        The day itself is one of them: five from a Monday have passed on the Saturday.
        """
        try:
            if self.unit == "months":
                return _months_after(day, self.count)
            return day + timedelta(days=self.count) if self.unit == "days" else _worked(day, self.count)
        except (OverflowError, ValueError):
            return date.max

    def surpasses(self, other: Interval) -> bool:
        """Whether it is the longer one, measured from a Monday in the middle of things."""
        monday = date(2025, 3, 3)
        return self.after(monday) > other.after(monday)


def parse_interval(text: str) -> Interval | None:
    """`15d`, `5wd`, `3m`, `1y`; None for anything else, zero included."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    count, unit = int(found[1]), found[2]
    if unit in ("m", "y"):
        return Interval(count * (12 if unit == "y" else 1), "months")
    return Interval(count, "days" if unit == "d" else "working-days")


def _months_after(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _worked(day: date, count: int) -> date:
    weeks, rest = divmod(count - 1, 5)
    day += timedelta(weeks=weeks)
    while rest or day.weekday() > 4:
        rest -= day.weekday() <= 4
        day += _DAY
    return day + _DAY
