"""Records without a date whose title says which time they are about."""

from __future__ import annotations

import pytest
from judged import judged, meeting

from archive_tool.core.model import Report
from archive_tool.core.traces import Trace

LEAF = "2025/10_会议/01_例会"


def of_the_second_quarter(
    name: str, trace: Trace | None = None, day: str = "", tolerance: str = "0d", **more: object
) -> Report:
    path = f"{LEAF}/{name}"
    record = {path: meeting(day, **{"status": "draft", "period": "2025-Q2", **more})}
    return judged(
        record,
        "2025-12-31",
        2025,
        traces={f"{path}/记录.txt": trace} if trace else None,
        settings={"10.meeting.count": {"tolerance": tolerance}},
    )


def second_quarter(report: Report) -> tuple[str, int, int]:
    rule = "10.meeting.count"
    (row,) = (row for row in report.coverage if row.rule == rule and row.period == "2025-Q2")
    return row.status, row.found, row.uncertain


@pytest.mark.parametrize(
    ("said", "row", "told"),
    [
        ("2024-06-14", ("missing", 0, 1), ["2024-06-14"]),
        ("2025-03-14", ("missing", 0, 1), ["2025-03-14"]),
        ("2025-06-15", ("met", 1, 0), ["2025-06-15"]),  # whichever day it was, it was in the quarter
        ("2025-06-14", ("met", 1, 0), []),
    ],
)
def test_a_period_hides_no_contradiction(said: str, row: tuple[str, int, int], told: list[str]) -> None:
    report = of_the_second_quarter("2025-06-14 第二季度例会", Trace(held=said))
    assert second_quarter(report) == row
    assert [f.params["named"] for f in report.findings if f.code == "consistency/date"] == told
    lacking = [f.period for f in report.findings if f.code == "complete/missing"]
    assert "2025-Q2" not in lacking  # of what contradicts itself that is said, once


@pytest.mark.parametrize(
    ("name", "tolerance", "row"),
    [
        ("2025-07-15 第二季度例会", "0d", ("met", 1, 0)),  # in the days of grace
        ("2025-07-16 第二季度例会", "0d", ("missing", 0, 1)),
        ("2025-07-30 第二季度例会", "30d", ("met", 1, 0)),
        ("2025-07-31 第二季度例会", "30d", ("missing", 0, 1)),
        ("2025-02-14 第二季度例会", "0d", ("missing", 0, 1)),  # long before it began
        ("2025-03-14 第二季度例会", "0d", ("met", 1, 0)),
    ],
)
@pytest.mark.parametrize("dated", [False, True])
def test_what_was_held_out_of_its_time_leaves_both_times_open(
    name: str, tolerance: str, row: tuple[str, int, int], dated: bool
) -> None:
    report = of_the_second_quarter(name, tolerance=tolerance, day=name[:10] if dated else "")
    assert second_quarter(report) == row
    told = [f.params["reason_key"] for f in report.findings if f.code == "consistency/date"]
    assert told == ([] if row[0] == "met" else ["date.open-period"])
    quarter = "2025-Q3" if "2025-07" in name else "2025-Q1"
    lacking = [f.period for f in report.findings if f.code == "complete/missing"]
    # It may have been held in either, and that is the one finding.
    assert "2025-Q2" not in lacking and (quarter in lacking) == (row[0] == "met")


@pytest.mark.parametrize(
    ("day", "reason"),
    [("2025-07-15", []), ("2025-09-14", ["date.past-period"]), ("2025-02-14", ["date.period"])],
)
def test_what_a_person_confirmed_counts_as_he_says_and_is_asked_about(day: str, reason: list[str]) -> None:
    report = of_the_second_quarter(f"{day} 例会", day=day, status="filed")
    assert second_quarter(report) == ("met", 1, 0)
    assert [f.params["reason_key"] for f in report.findings if f.code == "consistency/date"] == reason


@pytest.mark.parametrize(
    ("form", "period", "day", "told"),
    [
        ("minutes", "2024", "2025-03-14", False),  # the life meeting of a year is held in the spring
        ("minutes", "2024", "2025-07-14", True),
        ("minutes", "2025-H1", "2025-08-14", False),
        ("minutes", "2025-H1", "2025-09-14", True),
        ("minutes", "2024-2025-1", "2025-03-14", False),
        ("minutes", "once", "2025-03-14", False),
        ("minutes", "2025-02a", "2025-03-14", True),
        ("plan", "2025-Q1", "2025-09-14", False),  # plans and papers are made before and after
        ("letter", "2025-Q1", "2025-09-14", False),
    ],
)
def test_how_far_from_its_time_something_may_be_held(form: str, period: str, day: str, told: bool) -> None:
    record = {f"{LEAF}/{day} 例会": meeting(day, period=period, record_form=form)}
    found = judged(record, "2025-12-31", 2025)
    assert [f.code for f in found.findings if f.code == "consistency/date"] == ["consistency/date"] * told


@pytest.mark.parametrize(
    ("said", "title", "reason"),
    [
        ("2025-06-15", "第二季度例会", "date.undated-placed"),  # of the quarter in any case
        ("2025-03-14", "第二季度例会", "date.undated"),
    ],
)
def test_which_time_it_counts_for_is_open_only_where_it_is(said: str, title: str, reason: str) -> None:
    report = of_the_second_quarter(f"2025-06-14 {title}", Trace(held=said))
    assert [f.params["reason_key"] for f in report.findings if f.code == "consistency/date"] == [reason]


def test_an_undated_occasion_is_asked_for_its_papers() -> None:
    report = of_the_second_quarter("第二季度例会", files=["记录.txt"])
    assert second_quarter(report) == ("met", 1, 0)
    (lacking,) = (f for f in report.findings if f.code == "complete/role")
    assert (lacking.period, lacking.params["date"]) == ("2025-Q2", "period:2025-Q2")


def test_its_texts_are_read() -> None:
    report = of_the_second_quarter(
        "第二季度例会", Trace(gaps=("XXX主持",)), event={"topics": ["学习《章程》"]}
    )
    codes = [f.code for f in report.findings]
    assert codes.count("consistency/placeholder") == 1
    assert codes.count("consistency/anachronism") == 0  # it had come out by then


@pytest.mark.parametrize(("period", "told"), [("2025-02", ["period:2025-02"]), ("2025-Q1", [])])
def test_what_came_out_after_the_period_was_not_studied_in_it(period: str, told: list[str]) -> None:
    record = {f"{LEAF}/例会": meeting("", period=period, event={"topics": ["学习《章程》"]})}
    report = judged(record, "2025-12-31", 2025)
    assert [f.params["date"] for f in report.findings if f.code == "consistency/anachronism"] == told
