"""Of which year a month or quarter is that a title names without one, when the paper is of the turn of the year."""

from __future__ import annotations

import re
from datetime import date

from archive_tool.core.periods import Calendar, parse
from archive_tool.core.scheme import Form

_NEAR = 92  # days: in January, February and March December and the fourth quarter are still spoken of
_YEAR = re.compile("[0-9]{4}")


def of_its_year(period: str, day: str, form: Form | None) -> str:
    """The period, taken for one of its folder's year so far, as a paper of that day (YYYY-MM-DD) means it.

    On 5 January 12月份党费台账 is of last December, on 28 December 第一季度工作计划 of next year. "" where
    nobody can tell: a notice may be about either.
    """
    spoken_of = parse(period, Calendar())
    if spoken_of is None or len(day) != len("YYYY-MM-DD") or len(period) == len("YYYY"):
        return period
    today, planned = date.fromisoformat(day), form is not None and form.dated == "planned"
    plan = form is not None and form.role == "plan"
    if spoken_of.first > today and not plan and _is_near(last := _moved(period, -1), today):
        return last if form is not None and not planned else ""
    if spoken_of.last < today and planned and _is_near(following := _moved(period, 1), today):
        return following if plan else ""
    return period


def _moved(period: str, years: int) -> str:
    return _YEAR.sub(lambda year: f"{int(year[0]) + years:04}", period)


def _is_near(period: str, today: date) -> bool:
    """Whether it ended, or will begin, within some months of that day."""
    spoken_of = parse(period, Calendar())
    apart = (today - spoken_of.last, spoken_of.first - today) if spoken_of else ()
    return any(0 <= gap.days <= _NEAR for gap in apart)
