"""Counts where time, units and rules change: half months, school years, terms, lives, versions, holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from judged import BRANCH, judged, meeting, meetings, paper, rows, tiny

from archive_tool.core.model import Report
from archive_tool.core.scheme import Rule, Scheme
from archive_tool.core.traces import Trace

MEETING, PLAN, PROMISE = "10.meeting.count", "20.plan.count", "20.promise.count"
LEAF = "10_会议/01_例会"
OLD_UNIT = {**BRANCH, "founded": "2020-01-01"}


def scheme(rule: str, *more: Rule, **changed: Any) -> Scheme:
    """The tiny scheme with one rule changed, and others besides."""
    rules = {**tiny().rules, rule: tiny().rules[rule]._replace(**changed)}
    return replace(tiny(), rules={**rules, **{one.id: one for one in more}})


def periods(report: Report, rule: str, status: str = "met") -> list[str]:
    return [period for period, row in rows(report, rule).items() if row[0] == status]


def plan(day: str, **more: Any) -> dict[str, dict[str, Any]]:
    return {f"{day[:4]}/20_材料/02_计划/{day} 计划": paper("plan", day, **more)}


@pytest.mark.parametrize(
    ("day", "half"),
    [
        ("2024-01-01", "2024-01a"),
        ("2024-02-15", "2024-02a"),
        ("2024-02-16", "2024-02b"),
        ("2024-02-29", "2024-02b"),
        ("2024-12-31", "2024-12b"),
        ("2024-02", ""),  # either half: nobody can tell
    ],
)
def test_half_months(day: str, half: str) -> None:
    held = {f"{day[:4]}/{LEAF}/{day} 例会": meeting(day)}
    report = judged(held, "2025-03-01", 2024, units=[OLD_UNIT], scheme=scheme(MEETING, period="half-month"))
    assert periods(report, MEETING) == ([half] if half else [])
    assert len(rows(report, MEETING)) == 24


def test_a_half_month_of_february_is_due_through_its_own_grace() -> None:
    half = scheme(MEETING, period="half-month", grace_days=0)
    for as_of, status in (("2024-02-29", "due"), ("2024-03-01", "missing")):
        report = judged({}, as_of, 2024, units=[OLD_UNIT], scheme=half)
        assert rows(report, MEETING)["2024-02b"][0] == status


@pytest.mark.parametrize(
    ("day", "year", "met"),
    [
        ("2024-08-31", 2025, []),
        ("2024-09-01", 2025, ["2024-2025"]),
        ("2025-08-31", 2025, ["2024-2025"]),
        ("2025-09-01", 2025, []),
        ("2025-09-01", 2026, ["2025-2026"]),
    ],
)
def test_a_school_year_is_judged_with_the_year_in_which_it_ends(day: str, year: int, met: list[str]) -> None:
    yearly = scheme(PLAN, period="school-year", effective_from=None)
    report = judged(plan(day), "2026-10-31", year, units=[OLD_UNIT], scheme=yearly)
    assert periods(report, PLAN) == met
    assert list(rows(report, PLAN)) == [f"{year - 1}-{year}"]


@pytest.mark.parametrize(
    ("day", "usual", "listed"),
    [
        ("2025-01-31", "2024-2025-1", ""),
        ("2025-02-01", "2024-2025-2", ""),
        ("2024-08-30", "", "2024-2025-1"),
        ("2025-01-17", "2024-2025-1", "2024-2025-1"),
        ("2025-02-17", "2024-2025-2", "2024-2025-2"),
    ],
)
def test_terms_as_usual_and_as_listed(day: str, usual: str, listed: str) -> None:
    terms = [
        {"id": "2024-2025-1", "from": "2024-08-30", "to": "2025-01-17"},
        {"id": "2024-2025-2", "from": "2025-02-17", "to": "2025-07-04"},
    ]
    by_term = scheme(PLAN, period="term", effective_from=None)
    for calendar, term in (({}, usual), ({"terms": terms}, listed)):
        report = judged(plan(day), "2025-12-31", 2025, units=[OLD_UNIT], scheme=by_term, calendar=calendar)
        assert periods(report, PLAN) == ([term] if term else [])


@pytest.mark.parametrize(
    ("life", "asked"),
    [
        ({"founded": "2025-03-31"}, ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ({"founded": "2025-04-01"}, ["2025-Q2", "2025-Q3", "2025-Q4"]),
        ({"dissolved": "2025-07-01"}, ["2025-Q1", "2025-Q2", "2025-Q3"]),
        ({"dissolved": "2025-06-30"}, ["2025-Q1", "2025-Q2"]),
        ({"founded": "2025-05-01", "dissolved": "2025-05-01"}, ["2025-Q2"]),
        ({"dissolved": "2024-12-31"}, []),
    ],
)
def test_a_quarter_is_asked_of_a_unit_that_lived_in_it_a_day(life: dict[str, str], asked: list[str]) -> None:
    report = judged({}, "2026-03-01", 2025, units=[{**OLD_UNIT, **life}])
    assert list(rows(report, MEETING)) == asked


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([{"from": "2025-01-01", "value": 3}, {"from": "2025-12-31", "value": 5}], 5),
        ([{"from": "2025-01-01", "value": 3}, {"from": "2026-01-01", "value": 5}], 3),
        ([{"from": "2025-06-01", "value": 0}], 0),
    ],
)
def test_members_are_counted_on_the_last_day(members: list[dict[str, Any]], expected: int) -> None:
    report = judged({}, "2026-03-01", 2025, units=[{**BRANCH, "members": members}], settings={PROMISE: "on"})
    assert [row.expected for row in report.coverage if row.rule == PROMISE] == [expected]


def test_members_of_a_dissolved_unit_are_those_of_its_last_day() -> None:
    names = [{"name": "甲", "to": "2025-06-30"}, {"name": "乙", "to": "2025-03-31"}]
    unit = {**BRANCH, "members": names, "dissolved": "2025-06-30"}
    report = judged({}, "2026-03-01", 2025, units=[unit], settings={PROMISE: "on"})
    assert rows(report, PROMISE) == {"2025 甲": ("missing", 0)}


def test_a_rule_for_large_units_is_for_one_that_was_large_until_it_was_dissolved() -> None:
    applies = tiny().rules[MEETING].applies._replace(minimum_members=2)
    unit = {**BRANCH, "members": [{"name": n, "to": "2025-06-15"} for n in "甲乙"], "dissolved": "2025-06-15"}
    report = judged({}, "2026-03-01", 2025, units=[unit], scheme=scheme(MEETING, applies=applies))
    assert list(rows(report, MEETING)) == ["2025-Q1", "2025-Q2"]


@pytest.mark.parametrize(
    ("changes_on", "asked"),
    [(date(2025, 1, 1), "20.new.count"), (date(2025, 7, 1), "20.new.count"), (date(2026, 1, 1), PLAN)],
)
def test_a_year_in_which_a_rule_is_succeeded_is_asked_for_once(changes_on: date, asked: str) -> None:
    new = tiny().rules[PLAN]._replace(id="20.new.count", at_least=2, effective_from=changes_on)
    both = scheme(PLAN, new, effective_from=None, effective_to=changes_on - timedelta(days=1))
    report = judged({}, "2026-02-01", 2025, units=[OLD_UNIT], scheme=both)
    assert [row.rule for row in report.coverage if row.subject == "form:plan"] == [asked]


def test_a_rule_that_just_ends_is_asked_for_its_last_days() -> None:
    report = judged({}, "2026-02-01", 2025, scheme=scheme(PLAN, effective_to=date(2025, 1, 1)))
    assert list(rows(report, PLAN)) == ["2025"]
    before = judged(
        {}, "2026-02-01", 2025, scheme=scheme(PLAN, effective_to=date(2024, 12, 31), effective_from=None)
    )
    assert rows(before, PLAN) == {}


def test_holidays_take_no_meeting_from_the_month_in_which_it_was_held() -> None:
    monthly = scheme(MEETING, period="month", tolerance_days=10)
    report = judged(
        meetings("2025-09-05"), "2026-02-01", 2025, scheme=monthly, calendar={"exempt_months": [7, 8]}
    )
    found = rows(report, MEETING)
    assert (found["2025-07"][0], found["2025-08"], found["2025-09"]) == (
        "not-applicable",
        ("not-applicable", 0),
        ("met", 1),
    )


def test_what_was_held_in_the_holidays_may_serve_the_month_before() -> None:
    monthly = scheme(MEETING, period="month", tolerance_days=10)
    report = judged(
        meetings("2025-07-05"), "2026-02-01", 2025, scheme=monthly, calendar={"exempt_months": [7, 8]}
    )
    assert rows(report, MEETING)["2025-06"] == ("met", 1)


def test_what_says_which_month_it_is_about_serves_no_other_one() -> None:
    halves = scheme(MEETING, period="half-month", tolerance_days=20)
    held = {f"2025/{LEAF}/2025-02-03 例会": meeting("2025-02-03", period="2025-02a")}
    found = rows(judged(held, "2026-02-01", 2025, scheme=halves), MEETING)
    assert (found["2025-01b"][0], found["2025-02a"]) == ("missing", ("met", 1))


def test_what_was_held_first_serves_the_empty_period() -> None:
    halves = scheme(MEETING, period="half-month", tolerance_days=20)
    loose = meeting("2025-02-02", loose=True, parts=[{"role": "minutes"}])
    held = {**meetings("2025-02-17"), f"2025/{LEAF}/2025-02-02 例会.txt": loose}
    report = judged(held, "2026-02-01", 2025, scheme=halves, units=[{**BRANCH, "founded": "2025-01-16"}])
    served = {row.period: row.records for row in report.coverage if row.rule == MEETING and row.found}
    first, second = f"2025/{LEAF}/2025-02-02 例会.txt", f"2025/{LEAF}/2025-02-17 例会"
    assert served == {"2025-01b": (first,), "2025-02a": (second,)}


def test_what_is_asked_once_has_no_time_after_it() -> None:
    report = judged({}, "2026-02-01", scheme=scheme(PLAN, period="once", tolerance_days=10))
    assert rows(report, PLAN) == {"once": ("missing", 0)}


@pytest.mark.parametrize(
    ("founded", "from_", "due"),
    [
        ("2025-01-01", None, "2025-01-16"),
        ("", None, None),  # nobody says since when: it was always asked
        ("", date(2025, 3, 1), "2025-03-16"),
        ("2025-06-01", date(2025, 3, 1), "2025-06-16"),
    ],
)
def test_what_is_asked_once_is_due_from_the_first_day_of_unit_and_rule(
    founded: str, from_: date | None, due: str | None
) -> None:
    unit = {key: value for key, value in {**BRANCH, "founded": founded}.items() if value}
    asked = scheme(PLAN, period="once", effective_from=from_)
    report = judged({}, "2026-02-01", scheme=asked, units=[unit])
    (row,) = (row for row in report.coverage if row.rule == PLAN)
    assert (row.due and str(row.due), row.status) == (due, "missing")


def test_a_minute_book_over_new_year_counts_in_both_years() -> None:
    entries = [{"date": "2024-12-31"}, {"date": "2025-01-01"}]
    book = {f"2024/{LEAF}/2024-12-31 记录本": meeting("2024-12-31", events=entries)}
    report = judged(book, "2025-04-30", units=[OLD_UNIT])
    assert periods(report, MEETING) == ["2024-Q4", "2025-Q1"]


def test_a_joint_meeting_counts_once_for_each_and_not_for_a_unit_that_is_not_there_yet() -> None:
    units = [
        {**OLD_UNIT, "id": "a", "name": "甲"},
        {**BRANCH, "id": "c", "name": "丙", "founded": "2025-04-01"},
    ]
    held = {f"2025/{LEAF}/2025-03-14 例会": meeting("2025-03-14", unit=["a", "c"])}
    report = judged(held, "2025-07-31", units=units)
    found = {(r.unit, r.period): r.found for r in report.coverage if r.rule == MEETING and r.period > "2025"}
    assert found == {
        ("a", "2025-Q1"): 1,
        ("a", "2025-Q2"): 0,
        ("a", "2025-Q3"): 0,
        ("c", "2025-Q2"): 0,
        ("c", "2025-Q3"): 0,
    }


def test_another_kind_of_meeting_in_the_same_folder_does_not_stand_in() -> None:
    other = {f"2025/{LEAF}/2025-03-14 党课": meeting("2025-03-14", activity=["lesson"])}
    assert rows(judged(other, "2025-04-30"), MEETING)["2025-Q1"] == ("missing", 0)
    both = {f"2025/{LEAF}/2025-03-14 党课": meeting("2025-03-14", activity=["lesson", "meeting"])}
    assert rows(judged(both, "2025-04-30"), MEETING)["2025-Q1"] == ("met", 1)


def test_a_notice_beside_one_meeting_is_no_second_one() -> None:
    held = meetings("2025-02-10") | {
        f"2025/{LEAF}/2025-03-14 通知": meeting("2025-03-14", files=["通知.txt"])
    }
    report = judged(held, "2025-04-30", settings={MEETING: 2})
    assert rows(report, MEETING)["2025-Q1"] == ("insufficient", 1)
    (finding,) = (f for f in report.findings if f.rule == MEETING)
    assert finding.params["announced"] == [f"2025/{LEAF}/2025-03-14 通知"]


def test_a_replaced_record_counts_on_the_day_of_the_new_one() -> None:
    new = meeting("2025-04-01", id="n", relations=[{"kind": "replaces", "record": "o"}])
    held = {f"2025/{LEAF}/2025-03-31 旧": meeting("2025-03-31", id="o"), f"2025/{LEAF}/2025-04-01 新": new}
    found = rows(judged(held, "2025-07-31"), MEETING)
    assert (found["2025-Q1"], found["2025-Q2"]) == (("missing", 0), ("met", 1))


@pytest.mark.parametrize(("files", "found"), [([], 1), (["通知.txt"], 0), (["记录.txt"], 1)])
def test_what_is_kept_on_paper_counts_apart(files: list[str], found: int) -> None:
    held = {f"2025/{LEAF}/2025-03-14 例会": meeting("2025-03-14", files=files, original_location="二号柜")}
    report = judged(held, "2025-04-30")
    (row,) = (row for row in report.coverage if row.rule == MEETING and row.period == "2025-Q1")
    assert (row.found, row.pointers) == (found, 0 if files else 1)


@pytest.mark.parametrize(
    ("said", "asked", "told"),
    [
        ("2025-03-14", ["undated"], []),  # nobody said otherwise: the date only waits to be filled in
        ("2025-05-14", [], ["date.undated"]),  # it may be that of either quarter
        ("2024-03-14", [], ["date.undated"]),
        ("0004-05-14", [], ["date.undated"]),  # 5月14日, without a year
    ],
)
def test_what_name_and_text_leave_open_is_told_once(said: str, asked: list[str], told: list[str]) -> None:
    path = "2025/10_会议/01_例会/2025-03-14 例会"
    record = {path: meeting("", status="draft")}
    report = judged(record, "2025-06-30", 2025, traces={f"{path}/记录.txt": Trace(held=said)})
    first = [f for f in report.findings if f.rule == "10.meeting.count" and f.period == "2025-Q1"]
    assert ["undated" for f in first if f.params.get("undated")] == asked
    dates = [f.params["reason_key"] for f in report.findings if f.code == "consistency/date"]
    assert dates == told
    rows_ = {row.period: row.uncertain for row in report.coverage if row.rule == "10.meeting.count"}
    assert rows_["2025-Q1"] == 1
    assert rows_["2025-Q2"] == (1 if "05-14" in said else 0)
