"""Old trees as schools keep them: each folder gets the right leaf, or none and the reason."""

from __future__ import annotations

import pytest
from judged import school

from archive_tool.core.adopt import Proposal, proposals
from archive_tool.core.adopted_units import old_units, unit_of
from archive_tool.core.folder_names import FolderNames
from archive_tool.core.model import Entry

NAMES = FolderNames(school())


def entries(*paths: str) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for path in paths:
        for depth in range(1, path.count("/") + 1):
            above = "/".join(path.split("/")[:depth])
            found[above] = Entry(above, "folder", 0, 0, (0, 0))
        found[path] = Entry(path, "file", 1, 0, (0, 0))
    return tuple(sorted(found.values()))


def told(*paths: str) -> dict[str, str]:
    """Folder -> leaf; `?` after it where a person is to look; "-" where it says nothing."""
    return {p.folder: _word(p) for p in proposals(school(), entries(*paths))}


def _word(proposal: Proposal) -> str:
    return (proposal.leaf or "-") + ("?" if proposal.leaf and not proposal.sure else "")


BY_YEAR = (
    *(f"{y}年/党建/三会一课/支部大会/{y}-0{m}-14 第{m // 3}次支部大会记录.docx" for y in (2023, 2024) for m in (3, 6)),
    *(f"{y}年/党建/三会一课/支委会/{m}月支委会.docx" for y in (2023, 2024) for m in range(1, 6)),
    *(f"{y}年/党建/三会一课/党课/{y}.6.20 党课 讲校史/讲稿.docx" for y in (2023, 2024)),
    "2024年/党建/三会一课/主题党日/2024-05-01 主题党日暨党课/活动记录.docx",
    "2024年/党建/党费/2024年党费台账.xlsx",
    "2024年/党建/计划总结/2024年党支部工作计划.docx",
    "2024年/党建/计划总结/2024年党支部工作总结.docx",
    "2024年/党建/党风廉政/责任书/书记.docx",
    "2024年/党建/新建文件夹/主题党日活动方案.docx",
    "2024年/党建/新建文件夹/3月主题党日签到表.jpg",
    "2024年/党建/新建文件夹/4月主题党日照片.jpg",
    "2024年/党建/新建文件夹/Thumbs.db",
    *(f"2024年/教学/{subject}/教案{n}.docx" for subject in ("语文", "数学") for n in range(3)),
)  # fmt: skip


def test_a_tree_by_year() -> None:
    assert told(*BY_YEAR) == {
        "2023年/党建/三会一课/党课": "05.04",
        "2023年/党建/三会一课/支委会": "05.02",
        "2023年/党建/三会一课/支部大会": "05.01",
        "2024年/党建/三会一课/党课": "05.04",
        "2024年/党建/三会一课/支委会": "05.02",
        "2024年/党建/三会一课/支部大会": "05.01",
        "2024年/党建/三会一课/主题党日": "05.05",
        "2024年/党建/党费": "08.04",
        "2024年/党建/党风廉政/责任书": "09.01",  # together with the folder around it
        "2024年/党建/新建文件夹": "05.05?",  # only its files say so
        "2024年/党建/计划总结": "-",  # two leaves in one folder
        "2024年/教学": "-",  # one line for all below
    }


BY_TOPIC = (
    "01 上级文件/关于做好工作的通知.pdf",
    "02 三会一课/1.支部党员大会/2024年/2024年3月14日支部党员大会会议记录.doc",
    "02 三会一课/2.支部委员会会议/2024年/1.docx",
    "02 三会一课/3.党小组会/第一党小组/2024-03-01 党小组会.docx",
    "02 三会一课/3.党小组会/第二党小组/2024-03-01 党小组会.docx",
    "02 三会一课/4.党课/课件.pptx",
    "03 组织生活会和民主评议/2023年度/方案.docx",
    "04 发展党员/张三/入党申请书.docx",
    "04 发展党员/李四/谈话记录.docx",
    "05 理论学习中心组学习/2024/学习记录1.docx",
    "06 党风廉政建设/廉政承诺书/甲.docx",
    "07 民主评议/2024/测评表.docx",
    "组织生活会/民主评议党员/2023评议.docx",
    "组织生活会/2023记录.docx",
    "学校文件/01.docx",
    "学校文件/02.docx",
)


def test_a_tree_by_topic() -> None:
    assert told(*BY_TOPIC) == {
        "01 上级文件": "01.01",
        "02 三会一课/1.支部党员大会": "05.01",
        "02 三会一课/2.支部委员会会议": "05.02",
        "02 三会一课/3.党小组会": "05.03",
        "02 三会一课/4.党课": "05.04",
        "03 组织生活会和民主评议/2023年度": "-",
        "04 发展党员": "-",  # plans or dossiers: the category is known, the leaf is not
        "05 理论学习中心组学习": "06.02",
        "06 党风廉政建设/廉政承诺书": "09.02",
        "07 民主评议": "05.07",
        "组织生活会": "05.06",
        "组织生活会/民主评议党员": "05.07",
        "学校文件": "-",
    }


CHAOS = (
    "党建资料/2024年支部党员大会记录.docx",
    "党建资料/支委会记录3月.docx",
    "党建资料/党课讲稿.docx",
    "党建资料/IMG_20240314_101010.jpg",
    "党建资料/新建文本文档.txt",
    "党建资料/新建文件夹 (2)/1.jpg",
    "桌面备份/党员大会/签到表.jpg",
    "桌面备份/杂/2.docx",
    "微信图片_20240314153012.jpg",
    "散的计划.docx",
)


def test_flat_chaos() -> None:
    found = {p.folder: p for p in proposals(school(), entries(*CHAOS))}
    assert {folder: _word(p) for folder, p in found.items()} == {
        "": "-",
        "党建资料": "-",
        "桌面备份/党员大会": "05.01",
        "桌面备份/杂": "-",
    }
    assert (found[""].files, found["党建资料"].files) == (2, 6)


def test_what_is_read_already_needs_no_proposal() -> None:
    standard = (
        "2025/05_组织生活/01_支部党员大会/2025-03-14 会/记录.docx",
        "一支部/2025/05_组织生活/02_支委会/2025-03-14 会/记录.docx",
        "收件箱/党课/讲稿.docx",
        "在办/07_发展党员/张三/申请书.docx",
    )
    assert told(*standard) == {}
    assert told("2024年/05_组织生活/04_党课/讲稿.docx") == {"2024年/05_组织生活/04_党课": "05.04"}


@pytest.mark.parametrize(
    ("paths", "leaf"),
    [
        (["党课/1.docx"], "05.04"),
        (["党课/主题党日1.docx", "党课/主题党日2.docx", "党课/主题党日3.docx"], "-"),
        (["党课/主题党日1.docx", "党课/主题党日2.docx"], "05.04"),  # too few to speak against the name
        (["青年教师党课/1.docx"], "05.04?"),
        (["青年教师党课/3月党课.docx"], "05.04"),
        (["材料/党课1.docx", "材料/党课2.docx"], "-"),
        (["材料/党课1.docx", "材料/党课2.docx", "材料/党课3.docx"], "05.04?"),
        (
            ["材料/党课1.docx", "材料/党课2.docx", "材料/党课3.docx", *(f"材料/{n}.jpg" for n in range(9))],
            "-",
        ),
    ],
)
def test_files_may_confirm_a_name_or_speak_against_it(paths: list[str], leaf: str) -> None:
    assert list(told(*paths).values()) == [leaf]


def test_a_leaf_among_another_category_is_for_a_person_to_look_at() -> None:
    assert told("党员教育/党课/讲稿.docx") == {"党员教育/党课": "05.04?"}
    assert told("三会一课/党课/讲稿.docx") == {"三会一课/党课": "05.04"}


def test_the_meetings_of_a_year_are_a_leaf_and_one_meeting_is_none() -> None:
    assert told("党建/2024年支部党员大会/1.docx") == {"党建/2024年支部党员大会": "05.01"}
    quarters = [f"党建/2024年第{q}季度支部党员大会/记录.docx" for q in "一二三四"]
    assert told(*quarters) == {"党建": "05.01?"}


def test_copies_are_for_a_person_to_look_at() -> None:
    paths = (
        "2024年/党课/1.docx",
        "_备份/2024年/党课/1.docx",
        "2024年/党课 - 副本/1.docx",
        "_备份/支委会/1.docx",
    )
    assert told(*paths) == {
        "2024年/党课": "05.04",
        "2024年/党课 - 副本": "05.04?",
        "_备份/2024年/党课": "05.04?",
        "_备份/支委会": "05.02",  # nowhere else
    }


def test_a_folder_that_begins_with_a_day_is_one_event() -> None:
    days = ("3月5日", "10月17日", "五月四日")
    assert told(*(f"2024年/{day}主题党日/1.docx" for day in days)) == {"2024年": "05.05?"}


def test_years_and_units_of_the_path() -> None:
    paths = [
        *(f"{unit}/2024年度/{leaf}/1.docx" for unit in ("第一党支部", "第二支部") for leaf in ("支委会", "党课")),
        "第一党支部/2023/党小组会/第一党小组/2.docx",
        "区教育局/通知公告/上级文件/3.pdf",
    ]  # fmt: skip
    found = proposals(school(), entries(*paths))
    units = old_units(school(), entries(*paths), found)
    assert [(unit.name, unit.kind, unit.parent) for unit in units] == [
        ("第一党支部", "branch", ""),
        ("第二支部", "branch", ""),
        ("第一党小组", "group", "第一党支部"),
    ]
    assert {p.folder: (p.year, unit_of(p, units)) for p in found} == {
        "第一党支部/2023/党小组会": (2023, "第一党支部"),
        "第一党支部/2024年度/支委会": (2024, "第一党支部"),
        "第一党支部/2024年度/党课": (2024, "第一党支部"),
        "第二支部/2024年度/支委会": (2024, "第二支部"),
        "第二支部/2024年度/党课": (2024, "第二支部"),
        "区教育局/通知公告/上级文件": (None, ""),
    }


OLD_UNITS = {
    "a leaf each": (["第一党支部/主题党日/1.docx", "第二党支部/党课/2.docx"], ["第一党支部", "第二党支部"]),
    "inside a leaf": (
        ["2024年/主题党日/第一党支部/1.docx", "2024年/主题党日/第二党支部/2.docx"],
        ["第一党支部", "第二党支部"],
    ),
    "one inside, one around": (
        ["主题党日/第一党支部/1.docx", "第二党支部/党课/2.docx"],
        ["第一党支部", "第二党支部"],
    ),
    "a committee and its branch": (
        ["示例小学党委/中心组学习/1.docx", "第一党支部/党课/2.docx"],
        ["第一党支部", "示例小学党委"],
    ),
    "papers of branches that are no meetings": (
        ["党费/第一党支部/1.xlsx", "党费/第二党支部/1.xlsx"],
        ["第一党支部", "第二党支部"],
    ),
    "one name alone, of one leaf": (["第一党支部/主题党日/1.docx"], []),
    "one name alone, of several": (["第一党支部/主题党日/1.docx", "第一党支部/党课/1.docx"], ["第一党支部"]),
    "papers received from above": (
        [f"上级文件/{above}/1.pdf" for above in ("区教育局", "市教育局", "区党委")]
        + ["示例小学党委/中心组学习/1.docx"],
        ["示例小学党委"],
    ),
    "a folder that no leaf is in or around": (
        ["第一党支部/杂/1.docx", "第二党支部/党课/2.docx"],
        ["第一党支部", "第二党支部"],
    ),
    "a group that keeps no meetings": (["杂/第一党小组/1.docx", "党课/1.docx"], []),
}


@pytest.mark.parametrize("case", OLD_UNITS)
def test_units_are_known_wherever_their_folders_lie(case: str) -> None:
    paths, units = OLD_UNITS[case]
    found = old_units(school(), entries(*paths), proposals(school(), entries(*paths)))
    assert sorted(unit.name for unit in found) == sorted(units)


@pytest.mark.parametrize(
    ("name", "kind", "code", "whole"),
    [
        ("支部大会", "leaf", "05.01", True),
        ("01_支部党员大会", "leaf", "05.01", True),
        ("一、党课", "leaf", "05.04", True),
        ("（三）党费收缴台账", "leaf", "08.04", True),
        ("2024年第一季度支部党员大会", "leaf", "05.01", True),
        ("2023-2024学年工作计划", "leaf", "03.01", True),
        ("党支部工作计划", "leaf", "03.01", True),
        ("支委会会议记录", "leaf", "05.02", True),
        ("支委会换届选举", "leaf", "02.04", True),
        ("中心组", "leaf", "06.02", True),
        ("党委会", "leaf", "04.02", True),
        ("ＤＡＮＧ党费", "leaf", "08.04", False),
        ("Branch assembly", "leaf", "05.01", True),
        ("教师师德考核", "leaf", "14.02", False),
        ("三会一课", "category", "05", True),
        ("2024年三会一课材料", "category", "05", True),
        ("计划总结", "category", "03", True),
        ("发展党员", "category", "07", True),
        ("党风廉政", "category", "09", True),
        ("05_组织生活", "category", "05", True),
        ("主题党日暨党课", "several", "", False),
        ("工会工作总结", "several", "", False),
        ("中心组学习心得", "several", "", False),
        ("示例小学党支部", "unit", "", False),
        ("第一党小组", "unit", "", False),
        ("党支部", "nothing", "", False),
        ("教育局", "nothing", "", False),
        ("会议记录", "nothing", "", False),
        ("新建文件夹", "nothing", "", False),
        ("2024年", "nothing", "", False),
        ("党建", "nothing", "", False),
        ("", "nothing", "", False),
    ],
)
def test_a_folder_name_says_a_leaf_a_category_several_or_nothing(
    name: str, kind: str, code: str, whole: bool
) -> None:
    reading = NAMES.read(name)
    assert (reading.kind, reading.code, reading.whole) == (kind, code, whole)


def test_every_leaf_and_category_is_known_by_its_own_folder() -> None:
    for leaf in school().leaves.values():
        assert NAMES.read(leaf.folder).code in (leaf.code, leaf.category), leaf.folder
    for category in school().categories.values():
        reading = NAMES.read(category.folder)
        assert (reading.kind, reading.code) == ("category", category.code), category.folder
