"""Periods as they are written, and the spans of days they mean."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.errors import CannotRun
from archive_tool.core.periods import ONCE, Calendar, Period, Term, contains, exempt, of_date, parse, spans

PLAIN = Calendar()
DAYS = st.dates(date(1901, 1, 1), date(2998, 12, 31))
YEARS = st.integers(1901, 2998)
STARTS = st.sampled_from([(9, 1), (8, 25), (2, 29), (1, 1), (2, 1), (3, 1), (12, 31)])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-H1", "2025-01-01", "2025-06-30"),
        ("2025-H2", "2025-07-01", "2025-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2025-03", "2025-03-01", "2025-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-03a", "2025-03-01", "2025-03-15"),
        ("2025-03b", "2025-03-16", "2025-03-31"),
        ("2024-02b", "2024-02-16", "2024-02-29"),
        ("2025-02b", "2025-02-16", "2025-02-28"),
        ("2025-2026", "2025-09-01", "2026-08-31"),
        ("2025-2026-1", "2025-09-01", "2026-01-31"),
        ("2025-2026-2", "2026-02-01", "2026-08-31"),
        ("term:2024-06-20", "2024-06-20", "2027-06-19"),
        ("term:2024-02-29", "2024-02-29", "2027-02-28"),
    ],
)
def test_what_is_written_means_these_days(text: str, first: str, last: str) -> None:
    assert parse(text, PLAIN) == Period(text, date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    ["", "25", "2025-", "2025-H3", "2025-Q0", "2025-3", "2025-13", "2025-03c", "2025-2027", "2025-2026-3",
     "2026-2025", "term:", "term:2025-02-30", "term:20240620", "term:9998-01-01", "Once", "2025\n", "２０２５",
     "1899", "3000", "2025-03-14"],
)  # fmt: skip
def test_anything_else_is_no_period(text: str) -> None:
    assert parse(text, PLAIN) is None


def test_once_is_all_time() -> None:
    assert parse("once", PLAIN) == ONCE
    assert spans("once", (2024, 2025), PLAIN) == (ONCE,)
    assert contains(ONCE, of_date("1949"))


def test_listed_terms_win_over_the_usual_ones() -> None:
    autumn = Term("2025-2026-1", date(2025, 8, 25), date(2026, 1, 23))
    calendar = Calendar(terms=(autumn,))
    assert parse("2025-2026-1", calendar) == Period(*autumn)
    assert parse("2025-2026-2", calendar) is None
    assert [p.label for p in spans("term", (2026, 2027), calendar)] == [
        "2025-2026-1",
        "2026-2027-1",
        "2026-2027-2",
    ]


def test_a_term_may_have_a_name_of_its_own() -> None:
    spring = Term("2026春", date(2026, 2, 20), date(2026, 7, 5))
    assert parse("2026春", Calendar(terms=(spring,))) == Period(*spring)


def test_a_school_year_belongs_to_the_year_in_which_it_ends() -> None:
    assert [p.label for p in spans("school-year", (2025,), PLAIN)] == ["2024-2025"]
    assert [p.label for p in spans("term", (2025,), PLAIN)] == ["2024-2025-1", "2024-2025-2"]


@pytest.mark.parametrize(
    ("years", "labels"),
    [((2026,), []), ((2027,), ["term:2024-06-20"]), ((2026, 2027), ["term:2024-06-20"]), ((2030,), [])],
)
def test_an_election_term_ends_once(years: tuple[int, ...], labels: list[str]) -> None:
    assert [p.label for p in spans("election-term", years, PLAIN, start=date(2024, 6, 20))] == labels


def test_the_length_of_an_election_term_is_the_units() -> None:
    (term,) = spans("election-term", (2029,), PLAIN, start=date(2024, 6, 20), term_years=5)
    assert term.last == date(2029, 6, 19)
    assert parse(term.label, PLAIN, term_years=5) == term
    assert spans("election-term", (2029,), PLAIN) == ()


def test_an_unknown_length_cannot_be_judged() -> None:
    with pytest.raises(CannotRun) as stop:
        spans("fortnight", (2025,), PLAIN)
    assert stop.value.key == "period.length"


@pytest.mark.parametrize(
    "text", ["", "2025-3", "2025-02-30", "2025-00", "2025-03-00", "0000", "2025-00-14", "x"]
)
def test_an_impossible_date_covers_nothing(text: str) -> None:
    with pytest.raises(ValueError):
        of_date(text)


def test_holidays_are_spared_only_where_nothing_else_is_in_the_period() -> None:
    calendar = Calendar(exempt_months=frozenset({2, 7, 8}))
    spared = [p.label for p in spans("month", (2025,), calendar) if exempt(p, calendar)]
    assert spared == ["2025-02", "2025-07", "2025-08"]
    assert exempt(Period("x", date(2025, 7, 3), date(2025, 8, 4)), calendar)
    assert not exempt(Period("x", date(2025, 8, 31), date(2025, 9, 1)), calendar)
    assert not any(exempt(p, calendar) for p in spans("quarter", (2025,), calendar))
    assert not exempt(ONCE, calendar)


@pytest.mark.parametrize(
    ("length", "count"), [("year", 1), ("half", 2), ("quarter", 4), ("month", 12), ("half-month", 24)]
)
@given(year=YEARS)
def test_the_periods_of_a_length_fill_the_year_without_gap_or_overlap(
    length: str, count: int, year: int
) -> None:
    found = spans(length, (year,), PLAIN)
    assert len(found) == count
    assert (found[0].first, found[-1].last) == (date(year, 1, 1), date(year, 12, 31))
    assert all(later.first - earlier.last == timedelta(days=1) for earlier, later in pairwise(found))


@pytest.mark.parametrize("length", ["school-year", "term"])
@given(year=YEARS, begins=STARTS)
def test_school_years_and_terms_follow_each_other(length: str, year: int, begins: tuple[int, int]) -> None:
    found = spans(length, (year + 1, year, year), Calendar(school_year_start=begins))
    assert all(p.first <= p.last and p.last.year in (year, year + 1) for p in found)
    assert all(later.first - earlier.last == timedelta(days=1) for earlier, later in pairwise(found))


@pytest.mark.parametrize(
    "length", ["year", "half", "quarter", "month", "half-month", "school-year", "term", "once"]
)
@given(year=YEARS, begins=STARTS)
def test_a_label_means_the_period_it_names(length: str, year: int, begins: tuple[int, int]) -> None:
    calendar = Calendar(school_year_start=begins)
    for period in spans(length, (year,), calendar):
        assert parse(period.label, calendar) == period


@given(DAYS)
def test_a_day_lies_in_its_month_quarter_half_and_year(day: date) -> None:
    quarter, half = (day.month + 2) // 3, (day.month + 5) // 6
    labels = [f"{day:%Y-%m}", f"{day.year}-Q{quarter}", f"{day.year}-H{half}", f"{day.year}", "once"]
    chain = [of_date(day.isoformat()), *(p for label in labels if (p := parse(label, PLAIN)))]
    assert len(chain) == 6
    assert all(contains(outer, inner) for inner, outer in pairwise(chain))
    assert not any(contains(inner, outer) for inner, outer in pairwise(chain))


@given(DAYS)
def test_a_date_of_less_precision_covers_more(day: date) -> None:
    exact, month, year = (of_date(day.isoformat()[:n]) for n in (10, 7, 4))
    assert contains(year, month) and contains(month, exact)
    assert (month, year) == (parse(month.label, PLAIN), parse(year.label, PLAIN))


@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    found = parse(text, PLAIN)
    assert found is None or found.label == text
