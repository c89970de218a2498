"""Periods: the time a record is about or a rule asks for, written as in a sidecar's `period`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from archive_tool.core.errors import CannotRun
from archive_tool.core.numerals import is_number

_DAY = timedelta(days=1)
_YEAR = "((?:19|2[0-9])[0-9]{2})"  # 1900 to 2999, as in folder names
_TERM_YEARS = 3


class Period(NamedTuple):
    """A span of days, both ends included, and how it is written."""

    label: str
    first: date
    last: date


class Term(NamedTuple):
    """A school term as the archive lists it."""

    id: str  # "2025-2026-1"
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """The organisation's own year: when school begins, its terms, the months rules spare."""

    school_year_start: tuple[int, int] = (9, 1)  # month, day
    terms: tuple[Term, ...] = ()  # a school year without listed terms has two usual ones
    exempt_months: frozenset[int] = frozenset()


ONCE = Period("once", date.min, date.max)


def parse(text: str, calendar: Calendar, *, term_years: int = _TERM_YEARS) -> Period | None:
    """The period written as `text`; None if it is not one. `term_years`: how long `term:…` lasts."""
    for term in calendar.terms:
        if term.id == text:
            return Period(*term)
    for pattern, build in _GRAMMAR:
        if found := re.fullmatch(pattern, text):
            return build(calendar, *(int(part) if is_number(part) else part for part in found.groups()))
    if text.startswith("term:"):
        return _election_term(text.removeprefix("term:"), term_years)
    return ONCE if text == ONCE.label else None


@lru_cache(maxsize=4096)  # a few thousand days, asked for several times by every record
def of_date(text: str) -> Period:
    """The days a date of its precision covers (YYYY, YYYY-MM, YYYY-MM-DD); ValueError if it is none."""
    found = re.fullmatch("([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return Period(text, date(year, month, day), date(year, month, day))
    if found[3] or (found[2] and not month):
        raise ValueError(text)
    return _months(text, year, month, 1) if month else _months(text, year, 1, 12)


def spans(
    length: str,
    years: Iterable[int],
    calendar: Calendar,
    *,
    start: date | None = None,
    term_years: int = _TERM_YEARS,
) -> tuple[Period, ...]:
    """All periods of one length (a rule's `period`) that end in one of the years, in order.

    An election term runs from `start` for `term_years`; without `start` there is none, and the next
    one begins only with the next election. `once` is one period whatever the years. An unknown
    length raises CannotRun.
    """
    wanted = tuple(sorted(set(years)))
    if not wanted:
        return ()
    if length == "once":
        return (ONCE,)
    if length == "election-term":
        found = _election_term(start.isoformat(), term_years) if start else None
        return (found,) if found and found.last.year in wanted else ()
    if length in _OF_YEAR:
        return _of_years(length, wanted, calendar)
    raise CannotRun("period.length", length=length, known=[*_OF_YEAR, "once", "election-term"])


@lru_cache(maxsize=256)  # every rule asks the same for every unit
def _of_years(length: str, years: tuple[int, ...], calendar: Calendar) -> tuple[Period, ...]:
    """Those that end in one of the years, which are in order and at least one."""
    found = (p for year in range(years[0] - 1, years[-1] + 1) for p in _OF_YEAR[length](year, calendar))
    return tuple(sorted((p for p in found if p.last.year in years), key=lambda p: p.first))


def contains(outer: Period, inner: Period) -> bool:
    """Whether every day of `inner` lies in `outer`."""
    return outer.first <= inner.first and inner.last <= outer.last


def exempt(period: Period, calendar: Calendar) -> bool:
    """Whether the period touches exempt months only (the holidays), so that no rule asks for it."""
    if period.last - period.first > timedelta(days=365):
        return False
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    return all((period.first.month - 1 + n) % 12 + 1 in calendar.exempt_months for n in range(months + 1))


def later(day: date, days: int) -> date:
    """So many days after, and never past the end of time."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _months(label: str, year: int, month: int, count: int) -> Period:
    last = month + count - 1
    return Period(label, date(year, month, 1), date(year, last, monthrange(year, last)[1]))


def _year(_: Calendar, year: int) -> Period:
    return _months(f"{year}", year, 1, 12)


def _half(_: Calendar, year: int, number: int) -> Period:
    return _months(f"{year}-H{number}", year, number * 6 - 5, 6)


def _quarter(_: Calendar, year: int, number: int) -> Period:
    return _months(f"{year}-Q{number}", year, number * 3 - 2, 3)


def _month(_: Calendar, year: int, month: int) -> Period:
    return _months(f"{year}-{month:02}", year, month, 1)


def _half_month(calendar: Calendar, year: int, month: int, letter: str) -> Period:
    label, first, last = _month(calendar, year, month)
    middle = first.replace(day=15)
    return (
        Period(label + letter, first, middle)
        if letter == "a"
        else Period(label + letter, middle + _DAY, last)
    )


def _school_year(calendar: Calendar, year: int) -> Period:
    begin, end = (_day_in(y, *calendar.school_year_start) for y in (year, year + 1))
    return Period(f"{year}-{year + 1}", begin, end - _DAY)


def _written_school_year(calendar: Calendar, year: int, following: int) -> Period | None:
    return _school_year(calendar, year) if following == year + 1 else None


def _term(calendar: Calendar, year: int, following: int, number: int) -> Period | None:
    label = f"{year}-{following}-{number}"
    return next((p for p in _terms(year, calendar) if p.label == label and following == year + 1), None)


def _terms(year: int, calendar: Calendar) -> tuple[Period, ...]:
    label, begin, end = _school_year(calendar, year)
    # By the last day: a first term often begins a week before its school year.
    listed = tuple(Period(*term) for term in calendar.terms if begin <= term.last <= end)
    if listed:
        return listed
    month = calendar.school_year_start[0]
    # The usual break is at the end of January, unless the school year itself begins there.
    second = date(year + 1, 2, 1) if month > 2 else date(year, month + 6, 1)
    return (Period(f"{label}-1", begin, second - _DAY), Period(f"{label}-2", second, end))


def _election_term(start: str, term_years: int) -> Period | None:
    try:
        first = date.fromisoformat(start) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", start) else None
        last = first and _day_in(first.year + term_years, first.month, first.day) - _DAY
    except ValueError:
        return None
    return Period(f"term:{start}", first, last) if first and last else None


def _day_in(year: int, month: int, day: int) -> date:
    """That day of the year; 1 March for a 29 February the year has not."""
    return (
        date(year, 3, 1)
        if (month, day) == (2, 29) and monthrange(year, 2)[1] < 29
        else date(year, month, day)
    )


_GRAMMAR: tuple[tuple[str, Callable[..., Period | None]], ...] = (
    (_YEAR, _year),
    (f"{_YEAR}-H([12])", _half),
    (f"{_YEAR}-Q([1-4])", _quarter),
    (f"{_YEAR}-(0[1-9]|1[0-2])", _month),
    (f"{_YEAR}-(0[1-9]|1[0-2])([ab])", _half_month),
    (f"{_YEAR}-([0-9]{{4}})", _written_school_year),
    (f"{_YEAR}-([0-9]{{4}})-([1-9])", _term),
)

# Length of a period -> those that begin in a year (terms: that belong to the school year beginning in it).
_OF_YEAR: Mapping[str, Callable[[int, Calendar], tuple[Period, ...]]] = {
    "year": lambda y, c: (_year(c, y),),
    "half": lambda y, c: tuple(_half(c, y, n) for n in (1, 2)),
    "quarter": lambda y, c: tuple(_quarter(c, y, n) for n in (1, 2, 3, 4)),
    "month": lambda y, c: tuple(_month(c, y, m) for m in range(1, 13)),
    "half-month": lambda y, c: tuple(_half_month(c, y, m, half) for m in range(1, 13) for half in "ab"),
    "school-year": lambda y, c: (_school_year(c, y),),
    "term": lambda y, c: _terms(y, c),
}

LENGTHS = tuple(_OF_YEAR)


def length_of(text: str) -> str:
    """Which length a period written as `text` has; "" for what is none of a year's parts."""
    found = next((index for index, (pattern, _) in enumerate(_GRAMMAR) if re.fullmatch(pattern, text)), None)
    return "" if found is None else LENGTHS[found]
