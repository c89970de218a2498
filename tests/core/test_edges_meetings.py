"""Papers, attendance and dates of meetings where time, units and rules change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, judged, meeting, rows, tiny

from archive_tool.core.model import Report
from archive_tool.core.scheme import Scheme

ROLES, QUORUM, NAME, STUDIED, PHOTOS = (
    "10.meeting.roles", "10.meeting.quorum", "10.name.timing", "10.studied.timing", "10.photos.timing",
)  # fmt: skip
LEAF = "10_会议/01_例会"
OLD_UNIT = {**BRANCH, "founded": "2020-01-01"}
Records = dict[str, dict[str, Any]]


def scheme(rule: str, **changed: Any) -> Scheme:
    return replace(tiny(), rules={**tiny().rules, rule: tiny().rules[rule]._replace(**changed)})


def held(day: str, name: str = "例会", **more: Any) -> Records:
    return {f"{day[:4]}/{LEAF}/{day} {name}": meeting(day, **more)}


def told(report: Report, rule: str) -> list[tuple[str | None, str | None]]:
    return sorted((f.unit, f.period) for f in report.findings if f.rule == rule)


def periods(report: Report, rule: str) -> list[str | None]:
    return [period for _, period in told(report, rule)]


# What every such rule asks is asked of the occasion's own day.

LACKING = {"files": ["记录.txt"]}
FEW = {"event": {"present": 1}}
ODD_STUDY = {"event": {"study_docs": [{"title": "通知", "published": "2030-01-01"}]}}
CASES = [(ROLES, LACKING), (QUORUM, FEW), (STUDIED, ODD_STUDY)]


@pytest.mark.parametrize(("rule", "wrong"), CASES, ids=[rule for rule, _ in CASES])
def test_the_rule_of_the_day_judges(rule: str, wrong: dict[str, Any]) -> None:
    unit = {**OLD_UNIT, "members": 9}
    two = held("2025-06-30", **wrong) | held("2025-07-01", **wrong)
    for effective, asked in (
        ({"effective_from": date(2025, 7, 1)}, ["2025-07-01"]),
        ({"effective_from": None, "effective_to": date(2025, 6, 30)}, ["2025-06-30"]),
    ):
        report = judged(two, "2025-12-31", units=[unit], scheme=scheme(rule, **effective))
        assert periods(report, rule) == asked
        assert [r.expected for r in report.coverage if r.rule == rule and r.period == "2025"] == [1]


@pytest.mark.parametrize(("rule", "wrong"), CASES, ids=[rule for rule, _ in CASES])
@pytest.mark.parametrize(
    ("life", "asked"),
    [
        ({"founded": "2025-06-30"}, ["2025-06-30", "2025-07-01"]),
        ({"founded": "2025-07-01"}, ["2025-07-01"]),
        ({"dissolved": "2025-06-30"}, ["2025-06-30"]),
        ({"founded": "2025-07-02"}, []),
    ],
)
def test_what_lies_outside_a_units_life_is_not_judged(
    rule: str, wrong: dict[str, Any], life: dict[str, str], asked: list[str]
) -> None:
    two = held("2025-06-30", **wrong) | held("2025-07-01", **wrong)
    report = judged(two, "2025-12-31", units=[{**OLD_UNIT, "members": 9, **life}])
    assert periods(report, rule) == asked


@pytest.mark.parametrize(("rule", "wrong"), CASES, ids=[rule for rule, _ in CASES])
def test_the_year_of_the_occasion_is_the_year_of_its_row(rule: str, wrong: dict[str, Any]) -> None:
    both = held("2024-12-31", **wrong) | held("2025-01-01", **wrong)
    always = scheme(rule, effective_from=None)
    report = judged(both, "2025-12-31", units=[{**OLD_UNIT, "members": 9}], scheme=always)
    assert rows(report, rule) == {"2024": ("missing", 0), "2025": ("missing", 0)}
    one = judged(both, "2025-12-31", 2024, units=[{**OLD_UNIT, "members": 9}], scheme=always)
    assert periods(one, rule) == ["2024-12-31"]


@pytest.mark.parametrize(("rule", "wrong"), CASES, ids=[rule for rule, _ in CASES])
def test_a_replaced_record_is_not_judged(rule: str, wrong: dict[str, Any]) -> None:
    new = held("2025-03-15", "新", id="n", relations=[{"kind": "replaces", "record": "o"}])
    both = held("2025-03-14", "旧", id="o", **wrong) | new
    assert periods(judged(both, "2025-12-31", units=[{**OLD_UNIT, "members": 9}]), rule) == []


@pytest.mark.parametrize(("rule", "wrong"), CASES, ids=[rule for rule, _ in CASES])
def test_another_kind_of_meeting_is_judged_by_rules_of_its_own(rule: str, wrong: dict[str, Any]) -> None:
    other = held("2025-03-14", **wrong, activity=["lesson"])
    report = judged(
        other, "2025-12-31", units=[{**OLD_UNIT, "members": 9}], scheme=scheme(rule, activity="meeting")
    )
    assert periods(report, rule) == []


@pytest.mark.parametrize("rule", [ROLES, QUORUM])
def test_a_meeting_that_was_only_announced_is_not_judged(rule: str) -> None:
    report = judged(held("2025-03-14", files=["通知.txt"]), "2025-12-31", units=[{**OLD_UNIT, "members": 9}])
    (row,) = (row for row in report.coverage if row.rule == rule and row.period == "2025")
    assert (row.expected, row.uncertain, row.status) == (0, 0, "not-applicable")
    assert periods(report, rule) == []


def test_a_notice_that_says_how_many_came_tells_of_a_meeting() -> None:
    report = judged(
        held("2025-03-14", files=["通知.txt"], **FEW), "2025-12-31", units=[{**OLD_UNIT, "members": 9}]
    )
    assert periods(report, QUORUM) == ["2025-03-14"]


@pytest.mark.parametrize(("rule", "wrong"), CASES, ids=[rule for rule, _ in CASES])
def test_entries_of_a_minute_book_are_judged_by_their_own_days(rule: str, wrong: dict[str, Any]) -> None:
    event = wrong.get("event", {})
    entries = [{"date": day, **event} for day in ("2024-12-31", "2025-01-31", "2025-02-01")]
    book = held("2024-12-31", "记录本", events=entries, files=["封面.txt"])
    report = judged(book, "2025-12-31", 2025, units=[{**OLD_UNIT, "members": 9}])
    # The rule about roles is in force from 1 February.
    assert periods(report, rule) == ["2025-02-01"] if rule == ROLES else ["2025-01-31", "2025-02-01"]


def test_an_entry_of_a_judged_year_is_judged_in_a_book_of_an_earlier_one() -> None:
    events = [{"date": "2024-12-30"}, {"date": "2025-02-03"}]
    book = held("2024-12-30", "记录本", files=["记录本.txt"], events=events)
    report = judged(book, "2025-12-31", units=[OLD_UNIT], since=2025)
    assert periods(report, ROLES) == ["2025-02-03"]
    assert rows(report, ROLES) == {"2025": ("missing", 0)}


def test_what_is_on_paper_is_judged_by_what_it_says() -> None:
    on_paper = held(
        "2025-03-14", files=[], original_location="二号柜", event={**FEW["event"], **ODD_STUDY["event"]}
    )
    report = judged(on_paper, "2025-12-31", units=[{**OLD_UNIT, "members": 9}])
    assert {rule: periods(report, rule) for rule, _ in CASES} == {
        ROLES: [],
        QUORUM: ["2025-03-14"],
        STUDIED: ["2025-03-14"],
    }


# Joint occasions


def test_a_joint_meeting_lacks_a_paper_once_and_stands_in_every_row() -> None:
    units = [{**OLD_UNIT, "id": one, "name": one} for one in ("甲", "乙")]
    report = judged(held("2025-03-14", unit=["甲", "乙"], **LACKING), "2025-12-31", 2025, units=units)
    (finding,) = (finding for finding in report.findings if finding.rule == ROLES)
    assert finding.units == ("甲", "乙")
    assert [(r.unit, r.status) for r in report.coverage if r.rule == ROLES] == [
        ("甲", "missing"),
        ("乙", "missing"),
    ]


# Attendance


@pytest.mark.parametrize(
    ("day", "entitled"),
    [("2025-05-31", 4), ("2025-06-01", 8), ("2025-06", 8), ("2025-05", 4)],
)
def test_those_entitled_are_counted_on_the_last_day_that_may_be_meant(day: str, entitled: int) -> None:
    members = [{"from": "2025-01-01", "value": 4}, {"from": "2025-06-01", "value": 8}]
    report = judged(held(day, **FEW), "2025-12-31", units=[{**OLD_UNIT, "members": members}])
    assert [f.params["expected"] for f in report.findings if f.rule == QUORUM] == [entitled]


def test_names_that_join_and_leave_change_who_is_entitled() -> None:
    names = [{"name": "甲"}, {"name": "乙", "to": "2025-03-14"}, {"name": "丙", "from": "2025-03-15"}, "丁"]
    unit = {**OLD_UNIT, "members": names}
    for day in ("2025-03-14", "2025-03-15"):
        report = judged(held(day, **FEW), "2025-12-31", units=[unit])
        assert [f.params["expected"] for f in report.findings if f.rule == QUORUM] == [3]


# Dates


@pytest.mark.parametrize(
    ("name", "day", "odd"),
    [
        ("2024-12-31 例会", "2025-01-01", True),
        ("2024-02-29 例会", "2024-02-29", False),
        ("2024-02 例会", "2024-02-29", False),
        ("2024-02 例会", "2024-03-01", True),
        ("2024-12-30至2025-01-02 例会", "2025-01-01", False),
    ],
)
def test_a_name_and_a_date_over_month_and_year(name: str, day: str, odd: bool) -> None:
    report = judged({f"2024/{LEAF}/{name}": meeting(day, period="2024")}, "2025-12-31", units=[OLD_UNIT])
    assert bool(told(report, NAME)) == odd


@pytest.mark.parametrize(("day", "asked"), [("2025-06-30", False), ("2025-07-01", True)])
def test_names_are_compared_while_the_rule_is_in_force(day: str, asked: bool) -> None:
    records = {f"2025/{LEAF}/2025-08-08 例会": meeting(day)}
    report = judged(records, "2025-12-31", scheme=scheme(NAME, effective_from=date(2025, 7, 1)))
    assert bool(told(report, NAME)) == asked
    assert [row.expected for row in report.coverage if row.rule == NAME] == [int(asked)]


@pytest.mark.parametrize(("taken", "odd"), [("2024-03-01", False), ("2024-03-02", True)])
def test_thirty_days_after_the_end_of_january_in_a_leap_year(taken: str, odd: bool) -> None:
    part = {"path": "照片.jpg", "role": "photo", "date": taken}
    report = judged(held("2024-01-31", files=["照片.jpg"], parts=[part]), "2024-12-31", units=[OLD_UNIT])
    assert periods(report, PHOTOS) == (["2024-01-31"] if odd else [])
