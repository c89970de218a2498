"""Names as schools write them, each in its leaf: what a draft takes from them, right or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_tool.app.opening import load_scheme
from archive_tool.core.config import ArchiveConfig, Unit
from archive_tool.core.drafting.forms import form_words
from archive_tool.core.drafting.plain_text import half_width
from archive_tool.core.drafting.titles import TitleReader
from archive_tool.core.drafts import Deriver
from archive_tool.core.model import Entry
from archive_tool.core.openings import Opening
from archive_tool.core.periods import Calendar
from archive_tool.core.tree import Holding, Place

ASSEMBLY, COMMITTEE, LESSON, THEME = "05.01", "05.02", "05.04", "05.05"
PRINCIPALS, STUDY, CONGRESS = "04.03", "06.03", "11.06"
LIFE, TALKS, PLANS, SUMMARIES, CHART, FEATURE = "05.06", "05.09", "03.01", "03.02", "02.01", "13.01"
DOSSIERS, GROUP, YEARLY, REGULAR = "07.02", "05.03", "03.05", "03.07"


def config() -> ArchiveConfig:
    units = {"b": Unit("b", "示例小学党支部", "branch")}
    return ArchiveConfig(
        scheme="", language="zh", layout="by-year", fonds_code="", fonds_name="", units=units, calendar=Calendar(),
        settings={}, engine="auto", sidecars_hidden=False, ignore=(), cache_dir="", closed=(), since=None, map={},
        waivers=(),
    )  # fmt: skip


SCHEME = load_scheme("school-party-building", Path("."))
DERIVER = Deriver(SCHEME, config())
TITLES = TitleReader(SCHEME, config())


def says(leaf: str, name: str, *parts: str, head: str = "") -> dict[str, object]:
    """A draft of a record; `parts`: of a folder; `head`: the first lines of its first file."""
    place = Place("b", 2025, leaf[:2], leaf)
    names = [f"{name}/{part}" for part in parts] or [name]
    files = tuple(Entry(path, "file", 5, 0, (0, 0)) for path in names)
    openings = {files[0].path: Opening(tuple(head.split("\n")))} if head else {}
    return dict(DERIVER.values(Holding(name, place, bool(parts), files, "", False), openings, {}))


@pytest.mark.parametrize(
    ("leaf", "name", "form"),
    [
        ("09.04", "2025-05-20 关于监督意见的答复.docx", "result"),
        ("09.04", "2025-05-20 群众监督意见.docx", "opinion"),
        ("13.04", "2025-06-01 党员征文获奖名单.docx", "result"),
        ("11.04", "2025-12-20 下半年财务收支情况.docx", "disclosure-notice"),
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
        (PLANS, "2025年度党建工作计划.docx", "annual-plan"),
        (PLANS, "示例小学党支部2025年工作计划.docx", "annual-plan"),
        (PLANS, "2025年党支部工作计划.docx", "annual-plan"),
        (PLANS, "2025年第一学期工作计划.docx", "plan"),
        (PLANS, "2025年上半年工作计划.docx", "plan"),
        (PLANS, "2025年安全工作计划.docx", "plan"),
        (PLANS, "2025年—2027年工作计划.docx", None),
        (PLANS, "2025党支部工作计划.docx", "annual-plan"),
        (PLANS, "2025年党支部工作安排.docx", "annual-plan"),
        (PLANS, "2025年寒假值班工作安排.docx", "plan"),
        (SUMMARIES, "2025年度党建工作总结报告.docx", "annual-summary"),
        ("08.04", "2025-03-05 3月党费收缴表.docx", "dues-ledger"),
        ("08.04", "2025-03-05 党员交纳党费花名册.docx", "dues-ledger"),
        ("12.02", "2025-03-01 到期应交流轮岗的学校领导干部名单.docx", "roster"),
        ("13.05", "2025-03-01 2025年党建典型案例汇编.docx", "case-study"),
        (SUMMARIES, "2025年上半年党建工作总结.docx", "half-year-summary"),
        (SUMMARIES, "2025年度党建工作总结.docx", "annual-summary"),
        (CHART, "2025-01-05 2025年组织机构图说明.docx", None),
        (FEATURE, "2025-05-05 特色活动经费预算.xlsx", None),
    ],
)  # fmt: skip
def test_a_form_only_where_the_title_is_that_paper(leaf: str, name: str, form: str | None) -> None:
    assert says(leaf, name).get("record_form") == form


@pytest.mark.parametrize(
    ("leaf", "name", "head", "form"),
    [
        (DOSSIERS, "2025-07-20 甲发展党员档案", "支部委员会会议记录\n会议时间：2024年9月10日", "dossier"),
        (DOSSIERS, "2025-07-20 甲发展档案", "入党申请人谈话记录", "dossier"),
        (DOSSIERS, "2024-09-10 支委会会议记录", "支部委员会会议记录", "minutes"),
        (FEATURE, "2025-05-09 红烛先锋特色活动", "特色活动记录\n时间：2025年5月9日", "feature-activity"),
        (FEATURE, "2025-05-09 红色研学", "活动记录\n主持人：甲", "feature-activity"),
        (ASSEMBLY, "2025-03-14 第一季度大会", "支部党员大会会议记录", "minutes"),
    ],
)  # fmt: skip
def test_what_the_leaf_keeps_wins_over_the_heading_of_a_part(
    leaf: str, name: str, head: str, form: str
) -> None:
    told = says(leaf, name, "会议记录.txt", head=head)
    assert told["record_form"] == form
    if form == "dossier":
        assert told["date"] == "2025-07-20"  # that of none of its papers
        assert "activity" not in told


@pytest.mark.parametrize(
    ("part", "role"),
    [
        ("会议记录.docx", "minutes"),
        ("会议记录（含议程）.docx", "minutes"),
        ("会议记录(1).docx", "minutes"),
        ("会议记录扫描件.pdf", "minutes"),
        ("签到表.jpg", "sign-in"),
        ("党课安排.docx", "plan"),
        ("签到表2.pdf", "sign-in"),
        ("现场照片1.jpg", "photo"),
        ("会议记录模板.docx", None),
        ("党课讲稿 守住教室里的分寸.docx", "lecture"),
        ("情况.docx", None),
        ("决议.docx", "resolution"),
        ("关于若干历史问题的决议.docx", None),  # somebody else's, to be studied
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


def test_another_year_named_in_the_title_is_the_period() -> None:
    assert says(LIFE, "2025-01-20 2024年度组织生活会会议记录.docx")["period"] == "2024"
    # Of the year of its day it is anyway; 2025年度第3次支委会 is of its month.
    assert "period" not in says(LIFE, "2025-12-20 2025年度组织生活会会议记录.docx")
    assert "period" not in says(LIFE, "2025-12-20 组织生活会会议记录（学习《2024年度报告》）.docx")


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("第一季度支部党员大会", ""),
        ("3月党员大会(扩大)", ""),
        ("党员大会请假条", "请假条"),
        ("2025年第12次会议", ""),
        ("党员大会(签到表)", "签到表"),
    ],
)
def test_residue(title: str, left: str) -> None:
    assert TITLES.residue(title) == left


@pytest.mark.parametrize(
    ("title", "thing"),
    [
        ("关于召开党员大会的通知", "notice"),
        ("花名册2025.6", "roster"),  # the longest word stands, though 册 may follow a thing
        ("竞聘演讲稿-乙", "speech"),
        ("【紧急通知】请各支部报送党员名册", "notice"),
        ("学习材料：二十届四中全会公报", "material"),
        ("工作总结及工作计划", ""),
        ("述职报告目录", "catalogue"),
        ("会议记录模板", ""),
    ],
)
def test_thing(title: str, thing: str) -> None:
    assert TITLES.thing(half_width(title), form_words(SCHEME))[0] == thing


@pytest.mark.parametrize(
    ("title", "only"),
    [("会议记录", True), ("3月计划", True), ("政治学习记录", False), ("党员大会通知", False)],
)
def test_a_title_that_is_only_a_form(title: str, only: bool) -> None:
    assert TITLES.is_only_a_form(title) == only


def contradicted(leaf: str, name: str, heading: str = "") -> str:
    """The activity that name or heading say instead of the folder's."""
    place = Place("b", 2025, leaf[:2], leaf)
    file = Entry(f"{name}/会议记录.txt", "file", 5, 0, (0, 0))
    openings = {file.path: Opening((heading,))} if heading else {}
    return DERIVER.contradiction(Holding(name, place, True, (file,), "", False), openings)


@pytest.mark.parametrize(
    ("leaf", "name", "heading", "other"),
    [
        (ASSEMBLY, "2025-03-14 行政会议", "", "administrative-meeting"),
        (ASSEMBLY, "2025-03-14 行政例会", "", "administrative-meeting"),
        (ASSEMBLY, "2025-03-14 全体教职工大会", "", "staff-meeting"),
        (ASSEMBLY, "2025-03-14 班主任会", "", "staff-meeting"),
        (COMMITTEE, "2025-03-14 全体教师会", "", "staff-meeting"),
        (ASSEMBLY, "2025-03-14 会议记录", "示例小学行政会议记录", "administrative-meeting"),
        (ASSEMBLY, "2025-03-14 支部党员大会", "", ""),
        (ASSEMBLY, "2025-03-14 党员教师大会", "", ""),
        (ASSEMBLY, "2025-03-14 党员大会暨教职工大会", "", ""),
        (THEME, "2025-03-14 主题党日 教师会议室", "", ""),
        (PRINCIPALS, "2025-03-14 行政会议", "", ""),  # some schools call it so
        (STUDY, "2025-03-14 教职工大会 政治学习", "", ""),
        (CONGRESS, "2025-03-14 教职工大会", "", ""),  # of a small school
    ],
)
def test_other_meetings_are_not_taken_for_the_folders(leaf: str, name: str, heading: str, other: str) -> None:
    assert contradicted(leaf, name, heading) == other
    if other and not heading:
        assert "activity" not in says(leaf, name, "会议记录.txt", "签到表.txt")


def test_what_the_school_held_on_the_same_day_is_not_the_branchs() -> None:
    told = says(ASSEMBLY, "2025-03-14 党员大会暨教职工大会", "会议记录.txt")
    assert told["activity"] == ["branch-assembly"]


def test_a_small_schools_assembly_of_all_is_its_congress() -> None:
    assert says(CONGRESS, "2025-03-14 教职工大会", "会议记录.txt")["activity"] == ["staff-congress"]


USUAL = [
    (ASSEMBLY, "第一季度党员大会"), (ASSEMBLY, "支部党员大会（选举）"), (ASSEMBLY, "党员大会暨党课"), (ASSEMBLY, "第一季度大会"),
    (ASSEMBLY, "全体党员会议"), (ASSEMBLY, "换届选举大会"), (ASSEMBLY, "接收甲为预备党员大会"), (ASSEMBLY, "甲同志转正大会"),
    (ASSEMBLY, "示例小学党支部会议"), (ASSEMBLY, "支部扩大会议"), (ASSEMBLY, "党史学习教育动员大会"), (ASSEMBLY, "党员座谈会"),
    (ASSEMBLY, "2025年第3次会议"), (ASSEMBLY, "支部工作会议"), (ASSEMBLY, "传达学习上级会议精神支部大会"), (ASSEMBLY, "会议"),
    (ASSEMBLY, "学习党的二十大精神"), (COMMITTEE, "支委扩大会议"), (COMMITTEE, "支部委员会议"), (COMMITTEE, "书记例会"),
    (COMMITTEE, "支部班子会议"), (COMMITTEE, "3月会议"), (GROUP, "第一党小组会议"), (GROUP, "党小组学习会议"), (THEME, "老教师座谈会"),
    (YEARLY, "全区教育系统党建工作会议"), (YEARLY, "全面从严治党工作会议"), (REGULAR, "3月党务工作例会"),
    (CONGRESS, "第三届会员代表大会"),
]  # fmt: skip
OTHERS = [
    (ASSEMBLY, "工会会员大会"), (ASSEMBLY, "团员大会"), (ASSEMBLY, "少先队代表大会"), (ASSEMBLY, "安全工作会议"),
    (ASSEMBLY, "期末总结表彰大会"), (ASSEMBLY, "开学典礼"), (ASSEMBLY, "中层干部竞聘大会"), (ASSEMBLY, "教研组会议"),
    (ASSEMBLY, "入党积极分子座谈会"), (COMMITTEE, "党政联席会议"), (COMMITTEE, "校委会"), (COMMITTEE, "学校领导班子会议"),
    (COMMITTEE, "教学工作例会"), (COMMITTEE, "家委会会议"), (GROUP, "年级组会议"),
]  # fmt: skip


@pytest.mark.parametrize(("leaf", "title"), USUAL)
def test_usual_titles_are_those_of_the_folder(leaf: str, title: str) -> None:
    assert SCHEME.leaves[leaf].activity in str(says(leaf, f"2025-03-14 {title}", "会议记录.txt")["activity"])


@pytest.mark.parametrize(("leaf", "title"), OTHERS)
def test_a_gathering_of_others_is_none_of_the_folders(leaf: str, title: str) -> None:
    assert "activity" not in says(leaf, f"2025-03-14 {title}", "会议记录.txt")
    assert "activity" not in says(leaf, f"2025-03-14 {title}会议记录.txt")
    assert "activity" not in says(leaf, "2025-03-14 会议", "会议记录.txt", head=f"{title}会议记录")
