"""The reference's calendar: spans of days, written out one by one and compared as they are."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

Span = tuple[date, date]
LENGTHS = ("year", "half", "quarter", "month", "half-month", "school-year", "term", "once", "election-term")
YEARS = range(2020, 2032)
ONE = timedelta(days=1)
EVER = (date.min, date.max)


def day(text: str | date) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text)


def month_span(year: int, month: int) -> Span:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def date_span(text: str) -> Span | None:
    """The days of 2025, 2025-03 or 2025-03-14; None for anything else."""
    numbers = [int(piece) for piece in text.split("-") if piece.isdigit()]
    if len(numbers) == 3:
        return date(*numbers), date(*numbers)
    if len(numbers) == 2:
        return month_span(*numbers)
    return (date(numbers[0], 1, 1), date(numbers[0], 12, 31)) if numbers else None


def every_period(length: str, picture: dict[str, Any], unit: dict[str, Any]) -> Iterator[tuple[str, Span]]:
    """All periods of one length, in order of time, with their days."""
    settings = picture.get("calendar", {})
    for year in YEARS:
        if length == "year":
            yield f"{year}", (date(year, 1, 1), date(year, 12, 31))
        elif length == "half":
            yield f"{year}-H1", (date(year, 1, 1), date(year, 6, 30))
            yield f"{year}-H2", (date(year, 7, 1), date(year, 12, 31))
        elif length == "quarter":
            for number in (1, 2, 3, 4):
                first, last = month_span(year, 3 * number - 2)[0], month_span(year, 3 * number)[1]
                yield f"{year}-Q{number}", (first, last)
        elif length == "month":
            for month in range(1, 13):
                yield f"{year}-{month:02}", month_span(year, month)
        elif length == "half-month":
            for month in range(1, 13):
                first, last = month_span(year, month)
                yield f"{year}-{month:02}a", (first, date(year, month, 15))
                yield f"{year}-{month:02}b", (date(year, month, 16), last)
        elif length == "school-year":
            start = settings.get("school_year_start", "09-01")
            month, number = (int(piece) for piece in start.split("-"))
            yield f"{year}-{year + 1}", (date(year, month, number), date(year + 1, month, number) - ONE)
    if length == "term":
        listed = [(term["id"], (day(term["from"]), day(term["to"]))) for term in settings.get("terms", [])]
        for name, (first, last) in every_period("school-year", picture, unit):
            mine = [term for term in listed if first <= term[1][1] <= last]
            second = date(last.year, 2, 1)  # where no terms are listed, there are the usual two
            yield from mine or [(f"{name}-1", (first, second - ONE)), (f"{name}-2", (second, last))]
    if length == "once":
        yield "once", EVER
    began = unit.get("last_election") or unit.get("founded")
    if length == "election-term" and began:
        first = day(began)
        last = date(first.year + unit.get("term_years", 3), first.month, first.day) - ONE
        yield f"term:{first}", (first, last)


def period_span(text: str, picture: dict[str, Any], unit: dict[str, Any]) -> Span | None:
    """The days of a period written anywhere."""
    for length in LENGTHS:
        for name, span in every_period(length, picture, unit):
            if name == text:
                return span
    return None


def inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
