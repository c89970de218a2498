"""A month or quarter without a year, in papers made around New Year."""

from __future__ import annotations

from datetime import date

import pytest
from judged import material, school

from archive_tool.core.drafting.turn_of_year import of_its_year
from archive_tool.core.model import Entry
from archive_tool.core.tree import Holding, Place


@pytest.mark.parametrize(
    ("day", "period", "form", "meant"),
    [
        # What was, is of the year before.
        ("2026-01-05", "2026-12", "dues-ledger", "2025-12"),
        ("2026-01-02", "2026-12b", "half-month-report", "2025-12b"),
        ("2026-01-10", "2026-Q4", "summary", "2025-Q4"),
        ("2026-02-27", "2026-H2", "half-year-summary", "2025-H2"),
        ("2026-01-06", "2026-12", "minutes", "2025-12"),
        # What is to be, is of the next.
        ("2025-12-28", "2025-Q1", "plan", "2026-Q1"),
        ("2025-12-31", "2025-01a", "plan", "2026-01a"),
        ("2025-02-10", "2025-Q4", "plan", "2025-Q4"),
        # Of a notice nobody can tell, nor of a paper of which nobody knows what it is.
        ("2026-01-05", "2026-12", "notice", ""),
        ("2025-12-30", "2025-01", "notice", ""),
        ("2026-01-05", "2026-12", "", ""),
        # Everything else is of its year.
        ("2025-03-02", "2025-02", "minutes", "2025-02"),
        ("2025-12-31", "2025-Q1", "summary", "2025-Q1"),
        ("2025-03-20", "2025-06", "notice", "2025-06"),
        ("2025-07-04", "2025-12", "request", "2025-12"),
        ("2026-01-05", "2025", "annual-summary", "2025"),
        ("2026-01", "2026-12", "dues-ledger", "2026-12"),
        ("2026-01-05", "", "minutes", ""),
    ],
)
def test_the_year_that_is_meant(day: str, period: str, form: str, meant: str) -> None:
    assert of_its_year(period, day, school().forms.get(form)) == meant


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("2026-01-05 12月份党费收缴台账.xlsx", "2025-12"),
        ("2026-01-05 2025年12月份党费收缴台账.xlsx", "2025-12"),
        ("2026-01-05 2026年12月份党费收缴台账.xlsx", "2026-12"),  # as it says, wrong or not
        ("2026-03-05 2月份党费收缴台账.xlsx", "2026-02"),
    ],
)
def test_a_draft_says_the_year_that_is_meant(name: str, period: str) -> None:
    place = Place("b", 2026, "08", "08.04")
    holding = Holding(name, place, False, (Entry(name, "file", 6, 0, (0, 0)),), f"{name}.meta.yaml", False)
    deriver = material({}, date(2026, 3, 31), scheme=school()).deriver
    assert deriver.values(holding, {}, {})["period"] == period
