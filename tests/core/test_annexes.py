"""Lists of attachments: read where they stand under a text, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged import school

from archive_tool.core.annexes import Annexes, is_there

SETTING = school().checks["consistency/attachment"]
READ = Annexes(SETTING.words, SETTING.none)
TEXT = ["关于上报材料的通知", "各支部：", "请按要求上报。"]
FOOT = ["示例小学党支部", "2025年3月14日"]


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        (["附件：党员名册"], ("党员名册",)),
        (["附件:1.党员名册", "2.推荐表"], ("党员名册", "推荐表")),
        (["　　附件：1．党员名册　2．推荐表"], ("党员名册", "推荐表")),
        (["附件：1、《党员名册》；2、《推荐表》。"], ("党员名册", "推荐表")),
        (["附件1：党员名册", "附件2：推荐表"], ("党员名册", "推荐表")),
        (["附件：", "1. 党员名册", "2. 推荐表"], ("党员名册", "推荐表")),
        (["附件：2025年3.15活动方案"], ("2025年3.15活动方案",)),
        (["附件：无"], ()),
        (["附件：略"], ()),
        (["附件：印章样式（略）"], ()),
        (["材料见附件。"], ()),
        (["作为附件上报"], ()),
        ([], ()),
    ],
)
def test_what_is_listed(listed: list[str], names: tuple[str, ...]) -> None:
    assert READ.named([*TEXT, *listed, *FOOT]) == names


@pytest.mark.parametrize(
    "lines",
    [
        [*TEXT, "附件：党员名册", *FOOT, "附件", "党员名册", "1 甲"],
        [*TEXT, "附件：1.党员名册", *FOOT, "附件1", "党员名册"],
        [*TEXT, "附件：党员名册", *FOOT, "附件：党员名册", "甲"],
        [*TEXT, "附件1：党员名册", *(f"{number} 甲" for number in range(20))],
        ["附件：党员名册", "甲", "乙"],
        ["示例小学", "附件1：党员名册", "甲"],
    ],
)
def test_a_text_that_holds_its_attachments_lists_none_that_could_lack(lines: list[str]) -> None:
    assert READ.named(lines) == ()


@pytest.mark.parametrize(
    ("have", "there"),
    [
        (["附件1 党员名册"], True),
        (["附件2：2025年党员名册（定稿）"], True),
        (["名册"], False),
        (["党员 名册"], True),
        (["推荐表"], False),
        ([], False),
    ],
)
def test_names_that_mean_one_thing(have: list[str], there: bool) -> None:
    assert is_there("党员名册", have) is there


names = st.text(alphabet="党员名册推荐表方案计划", min_size=3, max_size=8)


@given(st.lists(names, min_size=2, max_size=6, unique=True))
def test_as_many_as_are_listed_are_read(listed: list[str]) -> None:
    rows = [f"附件：1.{listed[0]}", *(f"{number}.{name}" for number, name in enumerate(listed[1:], 2))]
    read = READ.named([*TEXT, *rows, *FOOT])
    assert read == tuple(listed)
    assert all(is_there(name, [f"附件 {name}.docx"]) for name in read)
