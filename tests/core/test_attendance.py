"""Numbers of a meeting: whatever is told of it adds up, or is asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged import BRANCH, judged, material, meeting

from archive_tool.core.attended import UNTOLD
from archive_tool.core.audit import audit
from archive_tool.core.checks.attendance import contradiction
from archive_tool.core.model import Report
from archive_tool.core.traces import Trace

FOLDER = "2025/10_会议/01_例会"


def named(*names: str) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def asked(report: Report) -> list[tuple[str | None, Any]]:
    found = (f for f in report.findings if f.code == "consistency/attendance")
    return [(f.period, f.params["reason_key"]) for f in found]


@pytest.mark.parametrize(
    ("absent", "silent"),
    [
        (named("甲"), ["甲"]),
        ([{"name": "甲", "reason": "病假"}, {"name": "乙"}], ["乙"]),
        ([{"name": "甲", "reason": " "}], ["甲"]),
        ([{"name": "甲", "reason": "病假"}], []),
        (named("甲（病假）"), []),
        (named("甲（病假）、乙"), ["甲（病假）、乙"]),
        ([], []),
    ],
)
@pytest.mark.parametrize("wanted", [True, False])
def test_why_somebody_was_absent_is_told(
    absent: list[dict[str, str]], silent: list[str], wanted: bool
) -> None:
    held = {f"{FOLDER}/2025-03-14 例会": meeting("2025-03-14", event={"absentees": absent})}
    report = judged(held, "2025-12-31", settings={"consistency/attendance": {"reasons": wanted}})
    found = [f for f in report.findings if f.code == "consistency/attendance"]
    assert [f.params["names"] for f in found] == ([silent] if wanted and silent else [])
    assert {f.severity for f in found} <= {"warning"}  # the numbers add up


def test_of_one_meeting_one_thing_is_told() -> None:
    event = {"expected": 5, "present": 5, "absentees": named("甲")}
    held = {f"{FOLDER}/2025-03-14 例会": meeting("2025-03-14", event=event)}
    report = judged(held, "2025-12-31", settings={"consistency/attendance": {"reasons": True}})
    assert asked(report) == [("2025-03-14", "attendance.sum")]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({}, None),
        ({"expected": 5}, None),
        ({"present": 5}, None),
        ({"expected": 5, "present": 5}, None),
        ({"expected": 5, "present": 6}, "beyond"),
        ({"expected": 5, "present": 4}, "unnamed"),
        ({"expected": 5, "present": 4, "absentees": named("甲")}, None),
        ({"expected": 5, "present": 3, "absentees": named("甲、乙")}, None),
        ({"expected": 5, "present": 4, "absentees": named("甲、乙")}, "sum"),
        ({"expected": 5, "present": 4, "absentees": named("甲", "乙")}, "sum"),
        ({"expected": 5, "present": 5, "absentees": named("甲")}, "sum"),
        ({"present": 4, "absentees": named("甲", "乙")}, None),
        ({"present": 4, "voters": 5}, "voters"),
        ({"present": 4, "voters": 4}, None),
        ({"present": 4, "voters": 3, "votes": {"for": 3, "against": 1}}, "votes"),
        ({"present": 4, "voters": 3, "votes": {"for": 3, "against": 0}}, None),
        ({"present": 4, "votes": {"for": 3, "against": 1, "abstain": 1}}, "votes-present"),
        ({"present": 4, "votes": {"for": 3}}, None),
        ({"votes": {"for": 30}}, None),
        ({"by_unit": {"a": {"expected": 3, "present": 2}, "b": {"expected": 2, "present": 2}}}, "unnamed"),
        ({"by_unit": {"a": {"expected": 3, "present": 2}, "b": {"present": 2}}}, None),
        ({"expected": 5, "by_unit": {"a": {"present": 3}, "b": {"present": 2}}}, None),
        ({"expected": 5, "by_unit": {"a": {"present": 3}, "b": {"present": 4}}}, "beyond"),
    ],
)
def test_what_adds_up(event: dict[str, Any], reason: str | None) -> None:
    odd = contradiction(event)
    assert (odd and odd["reason_key"]) == (f"attendance.{reason}" if reason else None)


def test_numbers_of_some_of_the_units_are_not_those_of_all() -> None:
    event = {"present": 2, "by_unit": {"甲支部": {"present": 3, "expected": 4}}}
    assert contradiction(event, ["a", "b"], {"甲支部": "a"}) is None
    assert contradiction(event, ["a"], {"甲支部": "a"}) == {
        "expected": 4,
        "present": 2,
        "reason_key": "attendance.unnamed",
    }


def test_what_is_told_of_one_unit_is_asked_about_as_of_that_unit() -> None:
    by_unit = {"a": {"expected": 5, "present": 2}, "乙": {"expected": 3, "present": 4}}
    event = {"expected": 8, "present": 6, "absentees": named("甲", "乙"), "by_unit": by_unit}
    units = [{**BRANCH, "id": one, "name": name} for one, name in (("a", "甲"), ("b", "乙"))]
    records = {f"{FOLDER}/2025-03-14 例会": meeting("2025-03-14", unit=["a", "b"], event=event)}
    report = judged(records, "2025-12-31", units=units)
    assert asked(report) == [("2025-03-14", "attendance.beyond")]
    assert [f.unit for f in report.findings if f.code == "consistency/attendance"] == ["b"]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_true_account_is_never_asked_about(present: int, absent: int, votes: int) -> None:
    told = {"expected": present + absent, "present": present, "votes": {"for": min(votes, present)}}
    absentees = named(*(f"{number}" for number in range(absent)))
    assert contradiction({**told, "absentees": absentees} if absent else told) is None


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_number_that_is_wrong_is_always_asked_about(expected: int, present: int, absent: int) -> None:
    absentees = named(*(f"{number}" for number in range(absent)))
    odd = contradiction({"expected": expected, "present": present, "absentees": absentees})
    assert (odd is None) == (expected == present + absent)


def test_entries_of_a_minute_book_are_asked_about_by_their_day() -> None:
    book = meeting(
        "2025-03-14",
        events=[
            {"date": "2025-03-14", "expected": 5, "present": 5},
            {"date": "2025-04-11", "expected": 5, "present": 4},
            {"date": "2024-04-11", "expected": 5, "present": 4},
            {"date": "2026-01-09", "expected": 5, "present": 4},
        ],
    )
    report = judged({f"{FOLDER}/2025-03-14 例会": book}, "2025-12-31", 2025)
    assert asked(report) == [("2025-04-11", "attendance.unnamed")]


def test_an_entry_of_an_earlier_year_s_book_is_of_its_own_year() -> None:
    odd = [{"date": day, "expected": 5, "present": 4} for day in ("2024-12-16", "2025-02-11")]
    book = {"2024/10_会议/01_例会/2024-12-16 例会": meeting("2024-12-16", events=odd)}
    assert asked(judged(book, "2025-03-30", since=2025)) == [("2025-02-11", "attendance.unnamed")]


def test_a_place_may_switch_it_off_or_weigh_it_otherwise() -> None:
    records = {f"{FOLDER}/2025-03-14 例会": meeting("2025-03-14", event={"expected": 5, "present": 4})}
    assert asked(judged(records, "2025-12-31", settings={"consistency/attendance": "off"})) == []
    report = judged(records, "2025-12-31", settings={"consistency/attendance": {"severity": "info"}})
    assert [f.severity for f in report.findings if f.code == "consistency/attendance"] == ["info"]


MINUTES = f"{FOLDER}/2025-03-14 例会/记录.txt"


def written(*numbers: int, part: str = MINUTES, **more: Any) -> list[Any]:
    """What is asked where a text says these numbers (expected, present, absent, entitled, voters)."""
    record = meeting("2025-03-14", **more)
    traces = {part: Trace(attended=(*numbers, *[UNTOLD] * (5 - len(numbers))))}
    report = judged({f"{FOLDER}/2025-03-14 例会": record}, "2025-12-31", traces=traces)
    return [
        (f.params["reason_key"].removeprefix("attendance."), f.params["part"])
        if "part" in f.params
        else f.params["reason_key"].removeprefix("attendance.")
        for f in report.findings
        if f.code == "consistency/attendance"
    ]


def test_beside_a_sidecar_that_cannot_be_read_no_text_is_asked() -> None:
    traces = {MINUTES: Trace(attended=(12, 5, 2, UNTOLD, UNTOLD))}
    made = material({f"{FOLDER}/2025-03-14 例会": meeting("2025-03-14")}, date(2025, 12, 31), traces=traces)
    for broken, number in ((False, 1), (True, 0)):
        records = tuple(record._replace(broken=broken) for record in made.records)
        found = audit(replace(made, records=records), ()).findings
        assert [f.code for f in found].count("consistency/attendance") == number


@pytest.mark.parametrize("status", ["draft", "filed"])
def test_numbers_that_only_the_text_says_add_up(status: str) -> None:
    assert written(12, 5, 2, status=status) == [("said-sum", "记录.txt")]
    assert written(12, 13, status=status) == [("said-beyond", "记录.txt")]
    assert written(12, 10, 2, status=status) == []
    assert written(12, 10, status=status) == []  # who was absent may stand there by name
    assert written(UNTOLD, UNTOLD, 3, 10, 9, status=status) == [("said-sum", "记录.txt")]
    assert written(12, 5, 2, part=f"{FOLDER}/2025-03-14 例会/签到.txt") == [("said-sum", "签到.txt")]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"expected": 12, "present": 10, "absentees": named("甲", "乙")}, []),
        ({"expected": 11, "present": 10, "absentees": named("甲")}, [("text-expected", "记录.txt")]),
        ({"expected": 12, "present": 11, "absentees": named("甲")}, [("text-present", "记录.txt")]),
        ({"present": 9}, [("text-present", "记录.txt")]),
        ({"absentees": named("甲")}, [("text-absent", "记录.txt")]),
        (
            {"expected": 12, "present": 10},
            ["unnamed"],
        ),  # the text gives their number and the sidecar no names
        ({"chair": "甲"}, []),
    ],
)
def test_what_the_sidecar_says_is_compared_with_the_text(event: dict[str, Any], said: list[Any]) -> None:
    assert written(12, 10, 2, event=event) == said


def test_those_absent_who_may_not_vote_are_named_in_the_sidecar_alone() -> None:
    event = {"expected": 12, "present": 10, "absentees": named("甲", "乙")}
    assert written(UNTOLD, UNTOLD, 1, 10, 9, event=event) == []
    assert written(UNTOLD, UNTOLD, 1, 10, 9, event={**event, "voters": 8}) == [("text-voters", "记录.txt")]


def test_a_text_that_contradicts_itself_is_asked_about_where_the_sidecar_does_not_say_it_all() -> None:
    assert written(12, 5, 2, event={"present": 5}) == [("said-sum", "记录.txt")]
    whole = {"expected": 12, "present": 5, "absentees": named(*"甲乙丙丁戊己庚")}
    assert written(12, 5, 2, event=whole) == [("text-absent", "记录.txt")]


def test_texts_of_several_meetings_and_of_other_papers_say_nothing_of_this_one() -> None:
    assert written(12, 5, 2, events=[{"date": "2025-03-14"}]) == []
    assert written(12, 5, 2, part=f"{FOLDER}/2025-03-14 例会/通知.txt", files=["记录.txt", "通知.txt"]) == []
    two = {f"{FOLDER}/2025-03-14 例会/{n}记录.txt": Trace(attended=(12, n, 2, -1, -1)) for n in (5, 6)}
    record = meeting("2025-03-14", files=["5记录.txt", "6记录.txt"])
    report = judged({f"{FOLDER}/2025-03-14 例会": record}, "2025-12-31", traces=two)
    assert asked(report) == []
