"""The rule kind `quorum`: shares, changing numbers of members, joint meetings."""

from __future__ import annotations

from typing import Any

import pytest
from judged import BRANCH, judged, meeting, rows

from archive_tool.core.model import Report
from archive_tool.core.rule_details import Quorum
from archive_tool.core.traces import Trace

RULE = "10.meeting.quorum"
FOLDER = "2025/10_会议/01_例会"


def attended(report: Report) -> list[tuple[str, Any, Any]]:
    return sorted(
        (finding.unit or "", finding.params["expected"], finding.params["present"])
        for finding in report.findings
        if finding.code == "consistency/quorum"
    )  # fmt: skip


def held(day: str, event: dict[str, Any], unit: dict[str, Any], **more: Any) -> Report:
    records = {f"{FOLDER}/{day} 例会": meeting(day, event=event, **more)}
    return judged(records, "2025-12-31", units=[{**BRANCH, **unit}])


@pytest.mark.parametrize(
    ("share", "entitled", "needed"),
    [
        ((1, 2, False), 5, 3),
        ((1, 2, False), 6, 3),
        ((1, 2, True), 6, 4),
        ((4, 5, True), 5, 5),
        ((4, 5, True), 10, 9),
        ((2, 3, False), 7, 5),
        ((1, 1, False), 7, 7),
    ],
)
def test_how_many_a_share_is(share: tuple[int, int, bool], entitled: int, needed: int) -> None:
    assert Quorum("members", *share).needed(entitled) == needed


def test_full_members_of_that_day_are_entitled() -> None:
    grown = [
        {"from": "2025-01-01", "value": {"full": 4, "probationary": 3}},
        {"from": "2025-06-01", "value": 9},
    ]
    unit = {"members": grown}
    assert attended(held("2025-05-31", {"present": 2}, unit)) == []
    assert attended(held("2025-05-31", {"present": 1}, unit)) == [("b", 4, 1)]
    assert attended(held("2025-06-01", {"present": 4}, unit)) == [("b", 9, 4)]


def test_those_who_vote_count_before_those_who_are_there() -> None:
    assert attended(held("2025-05-31", {"present": 5, "voters": 1}, {"members": 6})) == [("b", 6, 1)]


def test_the_minutes_say_who_was_expected_where_archive_yaml_does_not() -> None:
    assert attended(held("2025-05-31", {"expected": 9, "present": 4}, {})) == [("b", 9, 4)]


@pytest.mark.parametrize("event", [{}, {"expected": 9}, {"present": 1}])
def test_where_numbers_are_not_known_nobody_can_tell(event: dict[str, Any]) -> None:
    report = held("2025-05-31", event, {})
    assert (attended(report), rows(report, RULE)["2025"]) == ([], ("not-applicable", 0))
    assert next(row.uncertain for row in report.coverage if row.rule == RULE) == 1


def test_a_joint_meeting_is_judged_by_unit() -> None:
    units = [{**BRANCH, "id": one, "name": f"{one}支部", "members": 6} for one in ("a", "b")]
    by_unit = {"a支部": {"present": 3}, "b": {"present": 2}}
    records = {
        f"{FOLDER}/2025-03-14 例会": meeting(
            "2025-03-14", unit=["a", "b"], event={"present": 5, "by_unit": by_unit}
        )
    }
    report = judged(records, "2025-12-31", units=units)
    assert attended(report) == [("b", 6, 2)]
    del records[f"{FOLDER}/2025-03-14 例会"]["event"]["by_unit"]
    report = judged(records, "2025-12-31", units=units)
    assert attended(report) == []
    assert [row.uncertain for row in report.coverage if row.rule == RULE] == [1, 1]


def test_each_entry_of_a_minute_book_is_judged() -> None:
    entries = [{"date": f"2025-0{month}-10", "present": month} for month in (1, 2, 3)]
    book = {f"{FOLDER}/2025-01-01 记录本": meeting("2025-01-01", events=entries)}
    report = judged(book, "2025-12-31", units=[{**BRANCH, "members": 4}])
    assert rows(report, RULE)["2025"] == ("insufficient", 2)
    assert attended(report) == [("b", 4, 1)]


def test_what_two_units_did_together_is_nobodys_number_whatever_else_one_of_them_filed() -> None:
    units = [{**BRANCH, "id": "a", "name": "甲支部", "members": 9}, {**BRANCH, "members": 9}]
    sheet = meeting(
        "2025-03-14", loose=True, unit=["a", "b"], parts=[{"role": "sign-in"}], event={"present": 2}
    )
    records = {
        f"{FOLDER}/2025-03-14 会": meeting("2025-03-14", unit=["b"], files=["记录.txt"]),
        f"{FOLDER}/2025-03-14 签到.txt": sheet,
    }
    report = judged(records, "2025-12-31", units=units)
    assert attended(report) == []
    assert [row.uncertain for row in report.coverage if row.rule == RULE] == [1, 1]


def written(numbers: tuple[int, ...], counts: dict[str, Any], **more: Any) -> Report:
    """One meeting of which the minutes say (expected, present, absent, entitled, voters)."""
    path = f"{FOLDER}/2025-05-31 例会"
    traces = {f"{path}/记录.txt": Trace(attended=numbers)}
    other = [{**BRANCH, "id": "c", "name": "二支部"}] if "c" in more["unit"] else []
    units = [{**BRANCH, **counts}, *other]
    return judged({path: meeting("2025-05-31", **more)}, "2025-12-31", traces=traces, units=units)


@pytest.mark.parametrize("status", ["draft", "filed"])
def test_where_the_sidecar_says_nothing_the_minutes_do(status: str) -> None:
    told = {"status": status, "unit": "b"}
    assert attended(written((9, 4, 5, -1, -1), {}, **told)) == [("b", 9, 4)]
    assert attended(written((9, 4, 5, -1, -1), {"members": 10}, **told)) == [("b", 10, 4)]
    assert attended(written((9, 5, 4, -1, -1), {}, **told)) == []
    report = written((9, 5, 4, -1, -1), {}, **told)
    assert rows(report, RULE)["2025"] == ("met", 1)
    assert sum(row.drafts for row in report.coverage if row.rule == RULE) == (status == "draft")
    assert attended(written((9, 8, 1, 7, 3), {}, **told)) == [("b", 7, 3)]


def test_the_minutes_do_not_outdo_the_sidecar_nor_tell_of_one_unit_of_several() -> None:
    low = (9, 4, 5, -1, -1)
    assert attended(written(low, {"members": 9}, unit="b", event={"present": 6})) == []
    assert attended(written(low, {"members": 9}, unit=["b", "c"])) == []
    assert (
        attended(written(low, {"members": 9}, unit="b", events=[{"date": "2025-05-31", "unit": ["b"]}])) == []
    )
