"""Occasions: what belongs together is one, what does not is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import judged, material, meeting, paper, rows, tiny

from archive_tool.core.model import FileFacts
from archive_tool.core.occasions import Occasion, counted, occasions, replacements
from archive_tool.core.proof import PartsSeen

LEAF = "2025/10_会议/01_例会"


def found(records: dict[str, dict[str, Any]]) -> list[Occasion]:
    made = material(records, date(2025, 12, 31))
    return list(occasions(counted(made.records, made.copies, made.as_of), PartsSeen(made.deriver, {})))


def summary(records: dict[str, dict[str, Any]]) -> list[tuple[str, str, str, list[str], int]]:
    return [(o.unit, o.activity, o.date, sorted(o.roles), len(o.records)) for o in found(records)]


def test_papers_of_one_day_are_one_occasion() -> None:
    day = "2025-03-14"
    records = {
        f"{LEAF}/{day} 签到": meeting(day, files=["签到.txt"]),
        f"{LEAF}/{day} 照片": meeting(day, files=["照片.jpg"]),
        f"{LEAF}/{day} 通知": meeting(day, files=["通知.txt"]),
    }
    assert summary(records) == [("b", "meeting", day, ["notice", "photo", "sign-in"], 3)]


def test_papers_filed_apart_join_the_folder_that_holds_the_minutes() -> None:
    day = "2025-03-14"
    records = {
        f"{LEAF}/{day} 甲": meeting(day, files=["签到.txt"]),
        f"{LEAF}/{day} 乙": meeting(day, files=["记录.txt"]),
    }
    (one,) = found(records)
    assert one.main.path == f"{LEAF}/{day} 乙"
    assert sorted(one.roles) == ["minutes", "sign-in"]


def test_two_folders_with_minutes_are_two_meetings() -> None:
    day = "2025-03-14"
    assert len(found({f"{LEAF}/{day} 上午": meeting(day), f"{LEAF}/{day} 下午": meeting(day)})) == 2


def test_other_days_units_and_activities_are_other_occasions() -> None:
    records = {
        f"{LEAF}/2025-03-14 一": meeting("2025-03-14", files=["签到.txt"], activity=["meeting", "lesson"]),
        f"{LEAF}/2025-03-15 二": meeting("2025-03-15", files=["签到.txt"]),
    }
    assert [(o.activity, o.date) for o in found(records)] == [
        ("meeting", "2025-03-14"),
        ("lesson", "2025-03-14"),
        ("meeting", "2025-03-15"),
    ]


def test_undated_papers_meet_by_their_period() -> None:
    records = {
        f"{LEAF}/2025 一": meeting("", period="2025-Q1", files=["签到.txt"]),
        f"{LEAF}/2025 二": meeting("", period="2025-Q1", files=["照片.jpg"]),
        f"{LEAF}/2025 三": meeting("", period="2025-Q2", files=["照片.jpg"]),
    }
    assert [len(o.records) for o in found(records)] == [2, 1]
    report = judged(records, "2025-07-31")
    assert [rows(report, "10.meeting.count")[q] for q in ("2025-Q1", "2025-Q2")] == [("met", 1)] * 2


def test_a_minute_book_is_as_many_occasions_as_it_has_entries() -> None:
    parts = [
        {"path": "签到三月.txt", "role": "sign-in", "date": "2025-03-14"},
        {"path": "封面.jpg", "role": "photo"},
    ]
    events = [{"date": "2025-03-14"}, {"date": "2025-06-20", "activity": ["lesson"]}]
    book = meeting("2025", events=events, parts=parts, files=["签到三月.txt", "封面.jpg"])
    loose = meeting("2025-06-20", activity=["lesson"], files=["学习材料.txt"])
    assert summary({f"{LEAF}/2025 记录本": book, f"{LEAF}/2025-06-20 党课": loose}) == [
        ("b", "meeting", "2025-03-14", ["minutes", "photo", "sign-in"], 1),
        ("b", "lesson", "2025-06-20", ["material", "minutes", "photo"], 2),
    ]


def test_a_minute_book_that_nobody_can_read_holds_no_minutes() -> None:
    path = f"{LEAF}/2025 记录本"
    events = [{"date": "2025-03-14"}, {"date": "2025-06-20"}]
    parts = [{"path": "三月.txt", "role": "sign-in", "date": "2025-03-14"}]
    book = meeting("2025", events=events, parts=parts, files=["会议记录.txt", "三月.txt"])
    facts = {f"{path}/会议记录.txt": FileFacts("", problem="damaged")}
    made = material({path: book}, date(2025, 12, 31), facts=facts)
    march, june = occasions(made.records, PartsSeen(made.deriver, made.snapshot.facts))
    assert (march.proven, june.proven) == ({"sign-in"}, set())
    assert june.may_show(["minutes"]) and not june.shows(["minutes"])
    counted_rows = rows(judged({path: book}, "2025-07-31", facts=facts), "10.meeting.count")
    assert [counted_rows[q] for q in ("2025-Q1", "2025-Q2")] == [("met", 1), ("missing", 0)]


def test_a_role_that_only_an_unread_part_has_is_neither_there_nor_lacking() -> None:
    path = f"{LEAF}/2025-03-14 例会"
    facts = {f"{path}/签到.txt": FileFacts("", problem="damaged")}
    report = judged({path: meeting("2025-03-14")}, "2025-04-30", facts=facts)
    assert not [f for f in report.findings if f.code == "complete/role"]
    row = next(row for row in report.coverage if row.rule == "10.meeting.roles")
    assert (row.found, row.expected, row.uncertain) == (0, 0, 1)
    votes = meeting("2025-03-14", event={"votes": {"for": 3}})
    (finding,) = (
        f for f in judged({path: votes}, "2025-04-30", facts=facts).findings if f.code == "complete/role"
    )
    assert finding.params["roles"] == ["vote"]


def test_votes_of_one_meeting_do_not_ask_for_the_count_of_another() -> None:
    events = [{"date": "2025-03-14", "votes": {"for": 3}}, {"date": "2025-06-20"}]
    book = meeting("2025-06-20", events=events, files=["签到.txt"])
    report = judged({f"{LEAF}/2025-06-20 记录本": book}, "2025-07-31")
    told = [(f.period, f.params["roles"]) for f in report.findings if f.code == "complete/role"]
    assert told == [("2025-03-14", ["vote"])]


@pytest.mark.parametrize(
    ("files", "more", "missing"),
    [
        (["记录.txt", "签到.txt"], {}, []),
        (["记录.txt"], {}, [["sign-in"]]),
        (["照片.jpg"], {}, [["minutes", "sign-in"]]),
        (["通知.txt"], {}, []),  # only announced: the count says so
        ([], {"original_location": "二号柜"}, []),  # on paper, not seen
        (["记录.txt"], {"date": "2025-01-10"}, []),  # before the rule was in force
        (["记录.txt"], {"date": "2025-12-30"}, []),  # not yet held
    ],
)
def test_roles_are_asked_of_what_took_place(
    files: list[str], more: dict[str, Any], missing: list[list[str]]
) -> None:
    record = {**meeting("2025-03-14", files=files), **more}
    report = judged({f"{LEAF}/2025-03-14 例会": record}, "2025-04-30")
    assert [f.params["roles"] for f in report.findings if f.code == "complete/role"] == missing


def test_what_is_on_paper_in_part_is_not_looked_for_on_disk() -> None:
    day = "2025-03-14"
    paper = meeting(day, files=[], original_location="二号柜")
    records = {f"{LEAF}/{day} 纸本": paper, f"{LEAF}/{day} 照片": meeting(day, files=["照片.jpg"])}
    report = judged(records, "2025-04-30")
    assert not [f for f in report.findings if f.code == "complete/role"]
    assert rows(report, "10.meeting.count")["2025-Q1"] == ("met", 1)


def test_an_activity_that_is_said_twice_took_place_once() -> None:
    held = {f"{LEAF}/2025-03-14 例会": meeting("2025-03-14", activity=["meeting", "meeting"])}
    assert rows(judged(held, "2025-04-30"), "10.meeting.count")["2025-Q1"] == ("met", 1)


def test_replaced_records_do_not_count() -> None:
    new = meeting("2025-03-14", id="n", relations=[{"kind": "replaces", "record": "o"}])
    made = material(
        {f"{LEAF}/2025-03-14 新": new, f"{LEAF}/2025-03-14 旧": meeting("2025-03-14", id="o")},
        date(2025, 12, 31),
    )
    assert replacements(made.records).old == {"o"}
    assert [record.id for record in counted(made.records, made.copies, made.as_of)] == ["n"]


def test_a_meeting_that_only_a_rule_about_its_papers_knows_is_announced_by_its_notice() -> None:
    roles = tiny().rules["10.meeting.roles"]._replace(evidence=())
    scheme = replace(tiny(), rules={"10.meeting.roles": roles})
    notice, photo = (
        {f"{LEAF}/2025-03-14 例会": meeting("2025-03-14", files=[file])} for file in ("通知.txt", "照片.jpg")
    )
    lacking = [
        finding.params["roles"]
        for held in (notice, photo)
        for finding in judged(held, "2025-04-30", scheme=scheme).findings
        if finding.code == "complete/role"
    ]
    assert lacking == [["minutes", "sign-in"]]  # of the photo


@pytest.mark.parametrize(("as_of", "counts"), [("2025-05-31", "old"), ("2025-06-01", "new")])
def test_what_is_dated_later_replaces_nothing_yet(as_of: str, counts: str) -> None:
    folder = "2025/20_材料/02_计划"
    new = paper("plan", "2025-06-01", id="n", relations=[{"kind": "replaces", "record": "o"}])
    plans = {
        f"{folder}/2025-01-10 计划": paper("plan", "2025-01-10", id="o"),
        f"{folder}/2025-06-01 计划": new,
    }
    report = judged(plans, as_of, 2025)
    (row,) = (row for row in report.coverage if row.rule == "20.plan.count")
    assert row.status == "met"
    assert row.records == ({"old": f"{folder}/2025-01-10 计划", "new": f"{folder}/2025-06-01 计划"}[counts],)


def test_a_copy_that_says_the_same_day_does_not_count_one_that_was_changed_does() -> None:
    def records(day: str) -> dict[str, dict[str, Any]]:
        return {
            f"{LEAF}/2025-03-14 会": meeting("2025-03-14", id="x"),
            f"{LEAF}/2025-03-14 会 - 副本": meeting(day, id="x"),
        }

    assert len(found(records("2025-03-14"))) == 1
    assert len(found(records("2025-06-20"))) == 2
