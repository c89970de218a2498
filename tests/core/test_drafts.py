"""What a draft says: right or absent, from path, names and first line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged import BRANCH, material

from archive_tool.core.drafting.names import NameReader
from archive_tool.core.drafts import Deriver
from archive_tool.core.model import Entry, FileFacts
from archive_tool.core.openings import Opening
from archive_tool.core.tree import Holding, Place
from archive_tool.core.wording import Wording

MEETINGS = Place("b", 2025, "10", "10.1")
LETTERS = Place("b", 2025, "20", "20.1")
GROUPS = [BRANCH, {"id": "g", "name": "青年小组", "kind": "group", "parent": "b", "aliases": ["一组"]}]


def deriver(**config: Any) -> Deriver:
    return material({}, date(2025, 12, 31), **config).deriver


def one(name: str, place: Place = MEETINGS) -> Holding:
    return Holding(name, place, False, (Entry(name, "file", 6, 0, (0, 0)),), f"{name}.meta.yaml", False)


def several(name: str, *files: str, place: Place = MEETINGS) -> Holding:
    entries = tuple(Entry(f"{name}/{file}", "file", 6, 0, (0, 0)) for file in files)
    return Holding(name, place, True, entries, f"{name}/_item.yaml", False)


def says(holding: Holding, head: str = "", **config: Any) -> dict[str, Any]:
    values = deriver(**config).values(holding, {holding.path: Opening((head,))} if head else {}, {})
    return {key: value for key, value in values.items() if key not in ("parts", "security")}


MEETING = {
    "title": "例会记录",
    "date": "2025-03-14",
    "author": ["支部"],
    "record_form": "minutes",
    "activity": ["meeting"],
}


@pytest.mark.parametrize(
    "name",
    [
        "2025-03-14 例会记录.txt",
        "20250314例会记录.docx",
        "2025年3月14日 例会记录.pdf",
        "2025.3.14 例会记录.txt",
    ],
)
def test_dates_in_many_hands(name: str) -> None:
    assert says(one(name)) == MEETING


@pytest.mark.parametrize(
    ("name", "period"),
    [
        (
            "2025年第3次例会记录20250314.txt",
            None,
        ),  # of its day: were it of the year, no quarter would count it
        ("2025年度第三次例会记录20250314.txt", None),
        ("2025年例会记录20250314.txt", None),
        ("2024年度例会记录20250314.txt", "2024"),  # about another year than its day's
        ("2025年第一季度例会记录20250314.txt", "2025-Q1"),
        ("20250314例会2025-2.txt", None),  # the second
        ("20250314例会2025年3月.txt", "2025-03"),
        ("2月例会记录20250314.txt", "2025-02"),  # that of February, held late
    ],
)
def test_one_meeting_of_a_year_is_not_of_the_whole_year(name: str, period: str | None) -> None:
    found = says(one(name))
    assert (found["date"], found.get("period")) == ("2025-03-14", period)


@pytest.mark.parametrize("name", ["公开2025年第2期.txt", "党建简报2025第3期.txt", "2025年第一批人选.txt"])
def test_an_issue_is_not_about_its_year(name: str) -> None:
    assert "period" not in says(one(name, LETTERS))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2025-03-14 例会议程.doc.docx", "例会议程"),  # Windows had hidden the extension
        ("2025-03-14 例会议程.PDF.pdf", "例会议程"),
        ("2025-03-14 预算1.2版.docx", "预算1.2版"),
    ],
)
def test_a_title_is_without_what_computers_and_drafts_add(name: str, title: str) -> None:
    assert says(one(name, LETTERS))["title"] == title


@pytest.mark.parametrize(
    "name", ["工作计划-7.1修改", "工作计划（7月1日已改）", "工作计划（2024.12.27修改）", "工作计划(终稿)2"]
)
def test_marks_of_drafts_are_no_part_of_a_title(name: str) -> None:
    read = NameReader(Wording(versions=("终稿",), marks=("修改", "已改"))).read(name, True, 2025)
    assert (read.title, read.day) == ("工作计划", "")


def test_a_single_letter_on_a_page_is_no_title() -> None:
    assert "title" not in says(one("扫描全能王 2025-09-12 10.23.pdf"), "x")


@pytest.mark.parametrize(
    ("name", "head", "activity"),
    [
        ("2025-03-14 记录.txt", "", ["meeting"]),  # the folder says it
        ("2025-03-14 例会记录.txt", "", ["meeting"]),
        ("2025-03-14 记录.txt", "三月例会", ["meeting"]),
        ("2025-03-14 例会暨党课记录.txt", "", ["meeting", "lesson"]),
        ("2025-03-14 党课记录.txt", "", None),  # the name says another
        ("2025-03-14 记录.txt", "小组会记录", None),  # the text says another
        ("2025-03-14 记录.txt", "这是一段很长的话" * 10 + "小组会", ["meeting"]),  # no heading
        ("2025-03-14 例会（学习党课讲稿）记录.txt", "", ["meeting"]),  # what it is about
    ],
)
def test_the_folder_gives_the_activity_where_nothing_says_another(
    name: str, head: str, activity: list[str] | None
) -> None:
    assert says(one(name), head).get("activity") == activity


@pytest.mark.parametrize(
    ("name", "place", "form"),
    [
        ("2025-03-14 例会记录.txt", MEETINGS, "minutes"),
        ("2025-03-14 关于召开例会的通知.txt", MEETINGS, "letter"),
        ("2025-03-14 例会签到.txt", MEETINGS, None),  # a sheet alone is no minutes
        ("2025-03-14 计划.txt", MEETINGS, None),  # not accepted here
        ("2025-03-14 计划.txt", LETTERS, "plan"),
        ("2025-03-14 某事.txt", LETTERS, None),  # says more than the folder: it may be anything
        ("2025-03-14.txt", LETTERS, None),
    ],
)
def test_the_form_is_what_the_name_ends_with_where_the_leaf_takes_it(
    name: str, place: Place, form: str | None
) -> None:
    assert says(one(name, place)).get("record_form") == form


@pytest.mark.parametrize(
    "name", ["IMG_20250314_101112.jpg", "微信图片_20250314101112.jpg", "mmexport1741934567890.jpg"]
)
def test_a_camera_dates_the_part_and_never_the_record(name: str) -> None:
    assert {key: says(one(name)).get(key) for key in ("title", "date")} == {"title": None, "date": None}
    parts = deriver().parts(several("2025-03-20 例会", name), {}, "minutes")
    assert parts[0].get("date") in ("2025-03-14", None)
    assert parts[0]["role"] == "photo"


def test_a_group_that_the_title_names_is_the_unit_and_the_author() -> None:
    found = says(one("2025-03-14 一组记录.txt"), units=GROUPS)
    assert (found["unit"], found["author"]) == ("g", ["青年小组"])
    assert "unit" not in says(one("2025-03-14 例会记录.txt"), units=GROUPS)


def test_what_others_made_has_no_author() -> None:
    assert "author" not in says(one("2025-03-14 来文.txt", LETTERS))


def test_a_role_is_known_behind_two_extensions() -> None:
    parts = deriver().parts(several("2025-03-14 例会", "签到.doc.docx"), {}, "minutes")
    assert [part["role"] for part in parts] == ["sign-in"]


def test_parts_have_roles_by_name_and_digests_where_they_were_read() -> None:
    facts = {"会/签到表.txt": FileFacts("a" * 64), "会/照片1.jpg": FileFacts("", secret="秘密★")}
    holding = several("会", "签到表.txt", "照片1.jpg", "现场/图.png", "其他.txt")
    assert deriver().parts(holding, facts, "") == [
        {"path": "签到表.txt", "role": "sign-in", "size": 6, "sha256": "a" * 64},
        {"path": "现场/图.png", "role": "photo", "size": 6},
        {"path": "其他.txt", "size": 6},
    ]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("2025-03-14 小组会记录.txt", "group-meeting"),
        ("2025-03-14 例会记录.txt", ""),
        ("2025-03-14 记录.txt", ""),
    ],
)
def test_a_contradiction_is_told(name: str, other: str) -> None:
    assert deriver().contradiction(one(name), {}) == other


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_name_or_text_breaks_it_and_nothing_is_empty(name: str, head: str) -> None:
    found = says(one(name.replace("/", "") or "x"), head)
    assert all(value not in ("", [], None) for value in found.values())
    assert set(found.get("activity", [])) <= {"meeting", "lesson", "group-meeting"}
