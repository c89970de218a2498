"""Photos: what they show, and whose event it is."""

from __future__ import annotations

from typing import Any

import pytest
from judged import BRANCH, DRAFT, judged, meeting, paper

from archive_tool.core.model import FileFacts, Report
from archive_tool.core.photo_names import may_name_photos, named_in
from archive_tool.core.traces import Trace

FILES = ["记录.txt", "签到.txt", "现场.jpg"]
PHOTO = FileFacts("f" * 64, "jpg")
UNITS = [{**BRANCH, "id": one, "name": f"{one}支部"} for one in ("a", "b")]


def held(day: str, files: list[str] = FILES, **more: Any) -> dict[str, Any]:
    parts = [{"path": "现场.jpg", "role": "photo", "caption": "讨论"}]
    return {
        f"2025/10_会议/01_例会/{day} 例会": meeting(
            day, **{"files": files, "parts": parts, "unit": "a", **more}
        )
    }


def codes(report: Report) -> list[str]:
    return [f.code for f in report.findings if f.code in ("file/duplicate", "consistency/photo-reuse")]


def reused(records: dict[str, Any], **config: Any) -> list[str]:
    photos = {f"{path}/现场.jpg": PHOTO for path in records}
    return codes(judged(records, "2025-12-31", facts=photos, **{"units": UNITS, **config}))


@pytest.mark.parametrize(
    ("more", "bare"),
    [
        ({}, []),
        ({"parts": []}, ["现场.jpg"]),
        ({"parts": [{"path": "现场.jpg", "role": "sign-in"}]}, []),
        ({"parts": [], "files": [*FILES, "照片说明.txt"]}, []),
        ({"parts": [], "files": ["记录.txt", "签到.txt"]}, []),
        ({"parts": [], "files": [*FILES, "全体党员参观红色纪念馆，甲摄.jpg"]}, ["现场.jpg"]),
        ({"parts": [], "files": ["支部例会.jpg"]}, ["支部例会.jpg"]),
        (DRAFT, []),
        ({"parts": [], **DRAFT}, []),  # nobody knows what a picture of this name is
        ({"parts": [], **DRAFT, "files": ["照片1.jpg", "扫描1.jpg"]}, ["照片1.jpg"]),
        ({"parts": [], **DRAFT, "files": ["照片1.jpg", "照片说明.txt"]}, []),
        ({"parts": [], **DRAFT, "files": ["现场照片/IMG_001.jpg", "现场照片/签到表.jpg"]}, ["IMG_001.jpg"]),
        ({"parts": [], **DRAFT, "files": ["扫描/IMG_001.jpg"]}, []),
    ],
)
def test_a_photo_has_a_caption_filed_or_not(more: dict[str, Any], bare: list[str]) -> None:
    report = judged(held("2025-03-14", **more), "2025-12-31")
    found = [f.params["part"] for f in report.findings if f.code == "consistency/caption"]
    assert found == ([bare] if bare else [])


@pytest.mark.parametrize(
    ("listed", "bare"),
    [
        ("党日现场，3月14日，甲摄", []),  # speaks of all
        ("照片1：党日现场，3月14日，甲摄", ["照片11.jpg", "照片2.jpg"]),
        ("照片1 现场\n照片 02 讨论", ["照片11.jpg"]),
        ("照片1：现场 照片２：讨论 照片十一：合影", []),
        ("照片1-11：现场", []),
        ("照片1、2、11：现场", []),
        ("照片1.jpg\t现场\n照片2.JPG\t讨论", ["照片11.jpg"]),
        ("图一 现场；图二 讨论；图三 合影", []),  # as many as there are
        ("照片拍摄于2025年3月14日", []),
    ],
)
@pytest.mark.parametrize("status", ["draft", "filed"])
def test_a_list_that_names_photos_speaks_of_no_others(listed: str, bare: list[str], status: str) -> None:
    files = ["照片1.jpg", "照片2.jpg", "照片11.jpg", "照片说明.txt"]
    records = held("2025-03-14", files=files, parts=[], status=status)
    (path,) = records
    traces = {f"{path}/照片说明.txt": Trace(photos=named_in(listed))}
    report = judged(records, "2025-12-31", traces=traces)
    assert [f.params["part"] for f in report.findings if f.code == "consistency/caption"] == [bare] * bool(
        bare
    )


@pytest.mark.parametrize(
    ("listed", "bare"),
    [("照片1：讨论", ["照片2.jpg"]), ("照片1：讨论\n照片3：合影", []), ("照片3：讨论", [])],
)
def test_a_name_in_the_list_that_no_file_has_may_be_any_photo(listed: str, bare: list[str]) -> None:
    parts = [{"path": "照片1.jpg", "role": "photo", "caption": "讨论"}]
    records = held("2025-03-14", files=["照片1.jpg", "照片2.jpg", "照片说明.txt"], parts=parts)
    (path,) = records
    traces = {f"{path}/照片说明.txt": Trace(photos=named_in(listed))}
    found = judged(records, "2025-12-31", traces=traces).findings
    assert [f.params["part"] for f in found if f.code == "consistency/caption"] == [bare] * bool(bare)


def test_a_list_without_end_is_looked_at_no_further() -> None:
    assert not may_name_photos("照片1" * 9000)
    assert len(named_in("照片1-400、1-400、1-400，" * 500)) <= 500


def test_one_photo_of_two_days_is_asked_about_and_of_one_day_is_a_duplicate() -> None:
    assert reused(held("2025-03-14") | held("2025-06-13")) == ["consistency/photo-reuse"]
    same_day = held("2025-03-14") | {
        "2025/10_会议/01_例会/2025-03-14 下午": next(iter(held("2025-03-14").values()))
    }
    assert reused(same_day) == ["file/duplicate"]


def test_one_photo_at_two_units_is_asked_about_unless_they_met() -> None:
    assert reused(held("2025-03-14") | held("2025-06-13", unit="b")) == ["consistency/photo-reuse"]
    other = next(iter(held("2025-03-14", unit="b").values()))
    assert reused(held("2025-03-14") | {"2025/10_会议/01_例会/2025-03-14 下午": other}) == []


def test_a_letter_may_show_an_event_and_is_a_duplicate_as_before() -> None:
    letter = {
        "2025/20_材料/01_来文/2025-06-13 来文": paper("letter", "2025-06-13", files=["现场.jpg"], unit="a")
    }
    assert reused(held("2025-03-14") | letter) == ["file/duplicate"]


def test_what_is_said_to_be_the_same_is_not_asked_about() -> None:
    related = held("2025-06-13", relations=[{"kind": "same-as", "record": "one"}])
    assert reused(held("2025-03-14", id="one") | related) == []


def test_where_it_is_switched_off_it_is_a_duplicate() -> None:
    records = held("2025-03-14") | held("2025-06-13")
    assert reused(records, settings={"consistency/photo-reuse": "off"}) == ["file/duplicate"]


def test_a_bulletin_or_summary_shows_the_photo_of_the_event_it_tells_of() -> None:
    telling = {
        "2025/20_材料/01_来文/2025-06-13 简报": paper("letter", "2025-06-13", files=["现场.jpg"], unit="a"),
        "2025/20_材料/02_计划/2025-12-13 总结": paper("plan", "2025-12-13", files=["现场.jpg"], unit="a"),
    }
    settings = {"consistency/photo-reuse": {"roles": ["photo"], "not_in": ["letter", "plan"]}}
    assert reused(held("2025-03-14") | telling, settings=settings) == []
    assert reused(held("2025-03-14") | held("2025-04-11") | telling, settings=settings) == [
        "consistency/photo-reuse"
    ]


def test_a_text_that_stands_in_a_bulletin_too_is_a_duplicate_as_before() -> None:
    letter = {
        "2025/20_材料/01_来文/2025-06-13 简报": paper("letter", "2025-06-13", files=["记录.txt"], unit="a")
    }
    records = held("2025-03-14") | letter
    facts = {f"{path}/记录.txt": FileFacts("e" * 64, "txt", characters=6) for path in records}
    settings = {"consistency/photo-reuse": {"roles": ["photo"], "not_in": ["letter"]}}
    assert codes(judged(records, "2025-12-31", facts=facts, units=UNITS, settings=settings)) == [
        "file/duplicate"
    ]
