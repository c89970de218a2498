"""What names say by themselves: title, day, number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.app.opening import load_scheme
from archive_tool.core.drafting.names import Name, NameReader
from archive_tool.core.drafting.numbers import number_in_line, with_numbers_whole
from archive_tool.core.drafting.plain_text import closed_up, half_width, mended

WORDING = load_scheme("school-party-building", Path(".")).wording
READER = NameReader(WORDING)


def read(name: str, year: int | None = 2025) -> Name:
    return READER.read(name, folder=False, year=year)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2025-03-14 支部党员大会.docx", "支部党员大会"),
        ("会议记录(终稿)2.docx", "会议记录"),
        ("会议记录 - 副本 (2).docx", "会议记录"),
        ("工作计划-改改改.docx", "工作计划"),
        ("管理规定(定稿)最新.docx", "管理规定"),
        ("研讨记录_v2.docx", "研讨记录"),
        ("summary_final.docx", "summary"),
        ("巡察整改.docx", "巡察整改"),  # 改 is no mark of a version here
        ("改革创新.docx", "改革创新"),
        ("2.民主评议党员制度.docx", "民主评议党员制度"),
        ("01_签到表.jpg", "签到表"),
        ("03月主题党日.docx", "03月主题党日"),
        ("（3）承诺书.docx", "承诺书"),
        ("2025年党支部工作计划.docx", "2025年党支部工作计划"),
        ("党员大会（讨论议程）.docx", "党员大会（讨论议程）"),
        ("IMG_20250310_102233.jpg", ""),
        ("新录音 20250310_102233.m4a", ""),
    ],
)
def test_titles(name: str, title: str) -> None:
    assert read(name).title == title


@pytest.mark.parametrize(
    ("name", "day", "style"),
    [
        ("2025-03-14 记录.docx", "2025-03-14", "stamp"),
        ("25.5.7支委会记录.docx", "2025-05-07", "stamp"),
        ("交款凭证20250411.pdf", "2025-04-11", "stamp"),
        ("支委会20250708记录.docx", "2025-07-08", "stamp"),
        ("3月14日主题党日记录.docx", "2025-03-14", "said"),
        ("签到表(5.6).jpg", "2025-05-06", "said"),
        ("集中学习记录3.7.docx", "2025-03-07", "said"),
        ("0318备课记录.docx", "2025-03-18", "said"),
        ("自查报告 2025年4月25日.docx", "2025-04-25", "stamp"),
        ("签到表(1).jpg", "", "stamp"),
        ("方案1.2版.docx", "", "stamp"),
        ("请于3月7日前报送名册.docx", "", "stamp"),
        ("录音2025_20250314_153000.m4a", "", "stamp"),
        ("35.5.7记录.docx", "", "stamp"),  # no year near the folder's
        ("1203会议室使用.docx", "", "stamp"),
    ],
)
def test_days(name: str, day: str, style: str) -> None:
    found = read(name)
    assert (found.day, found.style) == (day, style)


def test_days_without_a_year_need_the_folders() -> None:
    assert read("3月14日记录.docx", year=None).day == ""


@pytest.mark.parametrize("name", ["2025-02-30 记录.docx", "2月30日记录.docx", "2025-03-14 记录20250315.docx"])
def test_impossible_days_and_two_days_contradict(name: str) -> None:
    assert read(name).contradicts


@pytest.mark.parametrize(
    ("name", "number", "title"),
    [
        ("城教工委〔2025〕3号 关于做好工作的通知.pdf", "城教工委〔2025〕3号", "关于做好工作的通知"),
        ("示小党[2025]8号关于印发办法的通知.pdf", "示小党〔2025〕8号", "关于印发办法的通知"),
        ("（示市教党（2025）19号）关于收缴的通知.pdf", "示市教党〔2025〕19号", "关于收缴的通知"),
        ("关于议事规则的通知（示区教工委﹝2025﹞12号）.docx", "示区教工委〔2025〕12号", "关于议事规则的通知"),
        ("城教工委【2025】5号.pdf", "城教工委〔2025〕5号", ""),
        ("示会审字〔2025〕第018号 审计报告.pdf", "示会审字〔2025〕第018号", "审计报告"),
        ("学习城教工委〔2025〕3号文件记录.docx", "", "学习城教工委〔2025〕3号文件记录"),
        ("转发示教〔2025〕9号文的通知.docx", "", "转发示教〔2025〕9号文的通知"),
        ("(2025)7号文.pdf", "", "(2025)7号文"),
    ],
)
def test_numbers_of_the_paper_itself(name: str, number: str, title: str) -> None:
    found = read(name)
    assert (found.number, found.title) == (number, title)


@pytest.mark.parametrize(
    "title", ["新建 Microsoft Word 文档", "最终版", "扫描0003", "附件2", "1", "文档1", "红头文件"]
)
def test_names_that_say_nothing(title: str) -> None:
    assert READER.says_nothing(title)
    assert not READER.says_nothing(title + "会议记录")


def test_a_name_from_another_code_page_is_mended() -> None:
    name = "主题党日活动记录"
    for page in ("latin-1", "cp437"):
        assert mended(name.encode("gb18030").decode(page)) == name
    assert mended("Café Ångström") == "Café Ångström"


def test_numbers_in_letterheads_stand_alone() -> None:
    assert number_in_line("示教〔2025〕7号      签发人:甲", ()) == "示教〔2025〕7号"
    assert number_in_line("根据示教〔2025〕7号文件,制定本方案。", ()) == ""
    assert with_numbers_whole(["示教〔2025〕", "18号", "通知"]) == ["示教〔2025〕18号", "通知"]


def test_characters_set_apart_are_closed_up() -> None:
    assert closed_up("通　　知") == "通知"
    assert closed_up("立 项 申 报 书") == "立项申报书"
    assert closed_up("示例小学　甲") == "示例小学　甲"


@given(st.text(max_size=20))
def test_half_width_keeps_every_place(text: str) -> None:
    assert len(half_width(text)) == len(text)


@given(st.text(alphabet="2025年月日-.() 一二支委会记录终稿改〔〕号", max_size=24))
def test_no_name_breaks_it(name: str) -> None:
    found = read(name)
    assert found.title == found.title.strip()
