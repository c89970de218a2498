"""Where people are noted: two meetings a day are none too many, two places at once are one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged import BRANCH, judged, meeting, school

from archive_tool.core.checks.whereabouts import appearances, clash
from archive_tool.core.gatherings import Gathering
from archive_tool.core.person_names import PersonNames

FOLDER = "2025/10_会议/01_例会"
DAY = "2025-03-14"
UNITS = [{**BRANCH, "id": one, "name": f"{one}支部"} for one in ("a", "b")]


def at(start: int, end: int | None, place: str = "", **more: Any) -> dict[str, Any]:
    """Somebody chairs from one full hour to another."""
    last = {"end": f"{DAY}T{end:02}:00"} if end else {}
    return {"chair": "张三", "start": f"{DAY}T{start:02}:00", "place": place, **last, **more}


def asked(one: Mapping[str, Any], other: Mapping[str, Any], **more: Any) -> list[Any]:
    records = {
        f"{FOLDER}/{DAY} 例会": meeting(DAY, event=one, unit=["a"]),
        f"{FOLDER}/{DAY} 另一次": meeting(DAY, event=other, **{"unit": ["a"], **more}),
    }
    found = judged(records, "2025-12-31", units=UNITS).findings
    return [(f.whom, f.params["reason_key"]) for f in found if f.code == "consistency/conflict"]


@pytest.mark.parametrize(
    ("one", "other", "twice"),
    [
        (at(14, 16, "甲楼"), at(15, 17, "乙楼"), True),
        (at(14, 16, "甲楼"), at(14, None, "乙楼"), True),
        (at(14, 16, "甲楼"), at(15, None, "乙楼"), True),
        (at(14, None, "甲楼"), at(15, None, "乙楼"), False),
        (at(14, 16, "甲楼"), at(16, 17, "乙楼"), False),
        (at(14, 16, "礼堂"), at(15, 17, "学校 礼堂"), False),
        (at(14, 16), at(15, 17, "乙楼"), False),
        (at(14, 16), at(15, 17), False),
        ({"chair": "张三"}, {"chair": "张三"}, False),
        (at(14, 16, "甲楼"), {"chair": "张三", "place": "乙楼"}, False),
        (at(14, 16, "甲楼", chair="书记"), at(15, 17, "乙楼", chair="书记"), True),
    ],
)
def test_two_places_at_once(one: dict[str, Any], other: dict[str, Any], twice: bool) -> None:
    assert bool(asked(one, other)) is twice


def test_where_no_place_is_told_two_units_do_not_meet_in_one() -> None:
    assert asked(at(14, 16), at(15, 17)) == []
    assert asked(at(14, 16), at(15, 17), unit=["b"]) == [("张三", "conflict.twice")]
    assert asked(at(14, 16), at(15, 17), unit=["a", "b"]) == []


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        ({"recorder": "李四"}, ["conflict.leave"]),
        ({"speaker": ["李四"], "start": f"{DAY}T15:00"}, ["conflict.leave"]),
        ({"observers": ["李四"], "start": f"{DAY}T16:00"}, []),
        ({"absentees": [{"name": "李四"}]}, []),
        ({"absentees": [{"name": "王五"}], "recorder": "王五"}, ["conflict.same"]),
    ],
)
def test_who_is_noted_as_absent_is_not_there(other: dict[str, Any], reasons: list[str]) -> None:
    found = asked(at(14, 16, chair="甲", absentees=[{"name": "李四"}]), other)
    assert [reason for _, reason in found] == reasons


def test_persons_of_a_record_are_there_unless_they_are_named_as_absent() -> None:
    away = {"absentees": [{"name": "李四"}]}
    assert asked(away, {"chair": "甲"}, persons=["李四"]) == [("李四", "conflict.leave")]
    assert asked(away, away, persons=["李四"]) == []


def test_a_post_is_nobodys_name() -> None:
    assert "书记" in school().wording.posts
    records = {
        f"2025/05_组织生活/01_支部党员大会/{DAY} 大会{unit}": {
            **meeting(DAY, event=at(14, 16, unit, chair="支部书记"), unit=[unit]),
            "activity": ["branch-assembly"],
        }
        for unit in ("a", "b")
    }
    found = judged(records, "2025-12-31", scheme=school(), units=UNITS).findings
    assert [f for f in found if f.code == "consistency/conflict"] == []


def of_a_book(*entries: dict[str, Any]) -> list[Any]:
    told = [{"date": DAY, "activity": ["meeting"], **entry} for entry in entries]
    found = judged({f"{FOLDER}/{DAY} 记录本": meeting(DAY, events=told)}, "2025-12-31").findings
    return [
        (f.whom, f.params["reason_key"], f.params["other"]) for f in found if f.code == "consistency/conflict"
    ]


def test_two_lines_of_one_minute_book_are_two_meetings() -> None:
    twice = [("张三", "conflict.twice", ["例会 甲楼"])]
    assert of_a_book(at(14, 16, "甲楼"), at(15, 17, "乙楼")) == twice
    assert of_a_book(at(14, 16, "甲楼"), at(15, 17, "甲楼")) == []
    assert of_a_book(at(14, 15, "甲楼"), at(15, 17, "乙楼")) == []


@pytest.mark.parametrize(
    ("chair", "reasons"),
    [
        ("张三（书记）", ["conflict.twice"]),
        ("李四、张三", ["conflict.twice"]),
        ("张三（大）", []),
        ("张三丰", []),
    ],
)
def test_a_name_is_known_beside_others_and_with_a_post_behind_it(chair: str, reasons: list[str]) -> None:
    records = {
        f"2025/05_组织生活/01_支部党员大会/{DAY} 大会{place}": {
            **meeting(DAY, event=at(14, 16, place, chair=name)),
            "activity": ["branch-assembly"],
        }
        for place, name in (("甲楼", "张三"), ("乙楼", chair))
    }
    found = judged(records, "2025-12-31", scheme=school()).findings
    assert [f.params["reason_key"] for f in found if f.code == "consistency/conflict"] == reasons


spans = st.tuples(st.integers(8, 18), st.integers(1, 4)).map(lambda span: (span[0], span[0] + span[1]))


@given(spans, spans, st.booleans(), st.booleans())
def test_it_does_not_matter_which_of_two_is_looked_at_first(
    one: tuple[int, int], other: tuple[int, int], absent: bool, same_place: bool
) -> None:
    def seen(span: tuple[int, int], place: str, path: str) -> Any:
        named = {"chair": ""} if absent and path == "1" else {}
        record: Any = type("R", (), {"path": path, "events": (), "values": {}})()
        event = at(*span, place, **named, absentees=[{"name": "张三"}] if named else [])
        return next(appearances(Gathering(record, DAY, ("b",), event), PersonNames(())))

    first, second = seen(one, "甲楼", "1"), seen(other, "甲楼" if same_place else "乙楼", "2")
    meet = one[0] < other[1] and other[0] < one[1]
    assert clash(first, second) == clash(second, first)
    assert bool(clash(first, second)) == (meet and (absent or not same_place))
