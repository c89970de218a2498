"""What the first lines of a document say of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.app.opening import load_scheme
from archive_tool.core.drafting.forms import form_words
from archive_tool.core.drafting.pages import Page, PageReader
from archive_tool.core.openings import Opening

SCHEME = load_scheme("school-party-building", Path("."))
READER = PageReader(SCHEME.wording, form_words(SCHEME), ["主持人", "记录人"])


def read(text: str, *foot: str) -> Page:
    return READER.read(Opening(tuple(filter(None, text.splitlines())), foot))


def test_a_paper_with_a_letterhead() -> None:
    page = read(
        "中共示例城区教育工作委员会文件\n城教工委〔2025〕3号\n关于做好党建工作的通知\n各学校党组织：\n现就有关事项通知如下。"
    )
    assert (page.letterhead, page.number) == ("中共示例城区教育工作委员会", "城教工委〔2025〕3号")
    assert page.heading == "关于做好党建工作的通知"


def test_an_organisation_above_the_heading_is_a_letterhead() -> None:
    page = read("示例会计师事务所\n审 计 报 告\n示例小学：\n我们审计了财务报表。")
    assert (page.letterhead, page.title) == ("示例会计师事务所", "审计报告")


def test_a_heading_over_two_lines() -> None:
    page = read("关于召开示例小学党支部2025年第三季度\n党员大会的通知\n各位党员同志：")
    assert page.title == "关于召开示例小学党支部2025年第三季度党员大会的通知"


def test_heading_subtitle_byline_and_day() -> None:
    page = read(
        "坚守初心，立德树人\n——在专题党课上的讲稿\n示例小学党支部书记　甲\n（2025年6月30日）\n同志们：今年……"
    )
    assert (page.title, page.subtitle) == ("坚守初心，立德树人", "在专题党课上的讲稿")
    assert (page.byline, page.under_heading) == ("示例小学党支部书记 甲", "2025年6月30日")


@pytest.mark.parametrize(
    "text",
    [
        "同志们：\n今天和大家一起学习。",
        "您好，材料已按要求修改，请查收。",
        "序号\t存在问题\t整改措施",
        "一、指导思想\n以党的精神为指引。",
        "时间：3月4日下午\n地点：会议室",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert read(text).heading == ""


def test_labels_in_lines_and_tables() -> None:
    page = read("会议记录\n时　间：3月4日下午　地点：小会议室\n主持人\t甲\t记录人\t乙\n会议名称\t党组织会议")
    assert page.labels == {
        "时间": "3月4日下午",
        "地点": "小会议室",
        "主持人": "甲",
        "记录人": "乙",
        "会议名称": "党组织会议",
    }


def test_the_first_sentence_tells_when_a_meeting_was() -> None:
    assert read("会议纪要\n5月8日下午，支部书记甲主持召开会议。").first_sentence.startswith("5月8日")


def test_the_foot_signs() -> None:
    page = read("通知\n各位党员：\n请参加。", "请参加。", "示例小学党支部", "2025年3月10日", "附件")
    assert (page.signer, page.signed) == ("示例小学党支部", "2025年3月10日")
    assert read("日志\n各位党员：\n记录。", "召开支委会。", "2025年3月10日", "召开党员大会。").signed == ""


def test_printed_pages() -> None:
    assert read("第 1 页 共 6 页\n自查报告").pages == 6


@given(
    st.lists(st.text(alphabet="党支部会议记录通知〔2025〕号：\t 一、。3月日甲—（）", max_size=20), max_size=6)
)
def test_no_page_breaks_it(lines: list[str]) -> None:
    page = READER.read(Opening(tuple(lines), tuple(lines[:4])))
    assert len(page.title) == len(page.heading)
