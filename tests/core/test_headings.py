"""Names as schools write them, each in its leaf: what a draft takes from them, right or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_tool.app.opening import load_scheme
from archive_tool.core.config import ArchiveConfig, Unit
from archive_tool.core.drafts import Deriver
from archive_tool.core.headings import itself, residue, year_of_work
from archive_tool.core.model import Entry
from archive_tool.core.periods import Calendar
from archive_tool.core.tree import Holding, Place

ASSEMBLY, COMMITTEE, LESSON, THEME = "05.01", "05.02", "05.04", "05.05"
LIFE, TALKS, PLANS, SUMMARIES, CHART, FEATURE = "05.06", "05.09", "03.01", "03.02", "02.01", "13.01"


def config() -> ArchiveConfig:
    units = {"b": Unit("b", "示例小学党支部", "branch")}
    return ArchiveConfig(
        scheme="", language="zh", layout="by-year", fonds_code="", fonds_name="", units=units, calendar=Calendar(),
        settings={}, engine="auto", sidecars_hidden=False, ignore=(), cache_dir="", closed=(), since=None, map={},
        waivers=(),
    )  # fmt: skip


DERIVER = Deriver(load_scheme("school-party-building", Path(".")), config())


def says(leaf: str, name: str, *parts: str) -> dict[str, object]:
    place = Place("b", int(name[:4]), leaf[:2], leaf)
    names = [f"{name}/{part}" for part in parts] or [name]
    files = tuple(Entry(path, "file", 5, 0, (0, 0)) for path in names)
    return dict(DERIVER.values(Holding(name, place, bool(parts), files, "", False), {}, {}))


@pytest.mark.parametrize(
    ("leaf", "name", "form"),
    [
        (ASSEMBLY, "2025-03-14 第一季度支部党员大会.docx", "minutes"),
        (ASSEMBLY, "2025-03-14 一季度党员大会会议记录.docx", "minutes"),
        (ASSEMBLY, "2025-03-14 支部党员大会会议记录（终稿）.docx", "minutes"),
        (ASSEMBLY, "2025-03-14 支部党员大会记录2.docx", "minutes"),
        (ASSEMBLY, "2025-10-14 党员大会请假条.docx", None),
        (ASSEMBLY, "2025-10-14 缺席党员补学情况.docx", None),
        (ASSEMBLY, "2025-10-14 会议记录模板.docx", None),
        (ASSEMBLY, "2025-10-14 党员大会签到表.docx", "sign-in"),
        (COMMITTEE, "2025-03-04 支委会会议记录（讨论党员大会议程）.docx", "minutes"),
        (COMMITTEE, "2025-08-04 支委会请假说明.docx", None),
        (COMMITTEE, "2025-08-04 支委会.docx", "minutes"),
        (ASSEMBLY, "2025-03-14 党员大会（签到表）.pdf", None),
        (ASSEMBLY, "2025-03-14 《中国共产党支部工作条例》.pdf", None),
        (ASSEMBLY, "2025-03-14 支部党员大会.jpg", None),
        (ASSEMBLY, "2025 支部党员大会会议记录本.docx", "minute-book"),
        ("13.07", "2025-03-14 宣传经费使用.docx", None),
        ("01.02", "2025-03-14 考核细则解读.docx", None),
        ("02.01", "2025-03-14 换届选举得票.docx", None),
        (TALKS, "2025-03-04 谈话提纲.docx", None),
        (PLANS, "2025-01-10 2025年度工作计划完成情况.docx", None),
        (PLANS, "2025-01-10 2025年度工作计划分解表.docx", None),
        (PLANS, "2025-01-10 2025年度党建工作计划.docx", "annual-plan"),
        (SUMMARIES, "2025-12-30 2025年度党建工作总结及2026年工作计划.docx", None),
        (SUMMARIES, "2025-12-30 2025年度党支部工作总结.docx", "annual-summary"),
        (CHART, "2025-01-05 2025年组织机构图说明.docx", None),
        (FEATURE, "2025-05-05 特色活动经费预算.xlsx", None),
    ],
)  # fmt: skip
def test_a_form_only_where_the_title_is_that_paper(leaf: str, name: str, form: str | None) -> None:
    assert says(leaf, name).get("record_form") == form


@pytest.mark.parametrize(
    ("part", "role"),
    [
        ("会议记录.docx", "minutes"),
        ("会议记录（含议程）.docx", "minutes"),
        ("会议记录(1).docx", "minutes"),
        ("会议记录扫描件.pdf", "minutes"),
        ("签到表.jpg", "sign-in"),
        ("签到表2.pdf", "sign-in"),
        ("现场照片1.jpg", "photo"),
        ("会议记录模板.docx", None),
        ("党课讲稿 守住教室里的分寸.docx", "lecture"),
        ("情况.docx", None),
    ],
)
def test_a_role_only_where_the_name_is_that_part(part: str, role: str | None) -> None:
    parts = says(ASSEMBLY, "2025-03-14 大会", part)["parts"]
    assert isinstance(parts, list)
    assert parts[0].get("role") == role


@pytest.mark.parametrize(
    ("leaf", "name", "activities"),
    [
        (ASSEMBLY, "2025-03-14 关于召开支部党员大会的通知.docx", ["branch-assembly"]),
        (COMMITTEE, "2025-03-14 支委会（研究主题党日安排）会议记录.docx", ["committee-meeting"]),
        (THEME, "2025-06-27 主题党日暨党课记录.docx", ["theme-day", "party-lesson"]),
        (COMMITTEE, "2025-03-14 支部党员大会会议记录.docx", None),  # the folder says otherwise
    ],
)  # fmt: skip
def test_activities_are_those_it_is_and_not_those_it_is_about(
    leaf: str, name: str, activities: list[str] | None
) -> None:
    assert says(leaf, name).get("activity") == activities


def test_a_year_named_in_the_title_is_the_period_where_the_date_lies_in_another() -> None:
    assert says(LIFE, "2025-01-20 2024年度组织生活会会议记录.docx")["period"] == "2024"
    assert "period" not in says(LIFE, "2025-12-20 2025年度组织生活会会议记录.docx")
    assert year_of_work("2024年度总结及2025年度计划") == ""
    assert year_of_work("学习《2024年度报告》会议记录") == ""
    assert year_of_work("2022-2024年度组织生活会") == ""
    assert year_of_work("２０２４年度组织生活会") == "2024"


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("第一季度支部党员大会", ""),
        ("3月党员大会（扩大）", "扩大"),
        ("党员大会请假条", "请假条"),
        ("2025年第12次会议", ""),
    ],
)
def test_residue(title: str, left: str) -> None:
    assert residue(title, ("支部党员大会", "党员大会")) == left


@pytest.mark.parametrize(
    ("title", "thing"),
    [("会议记录（终稿）", "会议记录"), ("会议记录v2", "会议记录"), ("签到表", "签到"), ("总结材料", "总结")],
)
def test_itself(title: str, thing: str) -> None:
    assert itself(title) == thing
