"""Intervals at the ends of months, in leap years, over weekends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.intervals import Interval, parse_interval


@pytest.mark.parametrize(
    ("written", "day", "after"),
    [
        ("1m", "2024-01-31", "2024-02-29"),
        ("1m", "2025-01-31", "2025-02-28"),
        ("12m", "2024-02-29", "2025-02-28"),
        ("1y", "2023-03-01", "2024-03-01"),
        ("3m", "2024-11-30", "2025-02-28"),
        ("15d", "2024-02-20", "2024-03-06"),
        ("5wd", "2026-05-11", "2026-05-16"),  # Monday to Friday have passed on the Saturday
        ("5wd", "2026-05-16", "2026-05-23"),  # from a Saturday the next week counts
        ("1wd", "2026-05-15", "2026-05-16"),
        ("9999d", "9990-01-01", "9999-12-31"),
    ],
)
def test_the_first_day_by_which_it_has_passed(written: str, day: str, after: str) -> None:
    interval = parse_interval(written)
    assert interval is not None
    assert interval.after(date.fromisoformat(day)).isoformat() == after


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    at, left = day, count
    while left:
        left -= at.weekday() < 5
        at += timedelta(days=1)
    assert Interval(count, "working-days").after(day) == at


@pytest.mark.parametrize("written", ["0d", "", "m", "-3m", "3", "3 m", "1w", "99999d"])
def test_what_is_no_interval(written: str) -> None:
    assert parse_interval(written) is None
