"""Places that were to be filled in: found as they are, and nothing that only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged import school

from archive_tool.core.gaps import Spotter

BRACKETS = {ord(sign): None for sign in "[]【】［］"}
SCHOOL = Spotter(school().checks["consistency/placeholder"].words, alone=True)


@pytest.mark.parametrize(
    "line",
    [
        "主持人：XXX",
        "主持人：ＸＸＸ 同志",
        "×××同志主持",
        "X X X",
        "参加人员：【　】",
        "会议时间：XX年XX月XX日",
        "会议时间：××年×月×日",
        "经费：待填",
        "姓名（待填写）",
        "成效：待补充。",
        "单击此处添加标题",
        "时间：XXXX年XX月XX日",
        "20XX年X月XX日",
        "时间：2025年×月×日",
        "时间：XX月XX日",
        "主持人：XXXX",
        "xxx主持会议",
        "XXXX学校党支部",
        "示例小学XX支部",
        "主持人：XX同志",
        "会议由XX同志主持",
        "主持人：[请填写]",
        "请输入标题",
        "（此处填写会议内容）",
        "点击输入文字",
        "主持人：[ ] 记录人：[ ]",
        "由[ ]负责",
        "姓名：***",
    ],
)
def test_gaps(line: str) -> None:
    assert SCHOOL.places_in([line])


@pytest.mark.parametrize(
    "line",
    [
        "",
        "工作还有待填补",
        "期待填报结果的同志",
        "尺码XXXL",
        "www.xxx.com",
        "【通知】各支部",
        "甲〔2025〕3号",
        "2×3×4",
        "满意□ 不满意□",
        "联系人：________",
        "（ ）班",
        "联系电话：138****1234",
        "身份证号：320102********1234",
        "卡号：6222××××××××1234",
        "证件号：32010219XXXXXX1234",
        "是[ ] 否[√]",
        "同意 [ ] 不同意 [ ]",
        "同意【 】 不同意【 】",
        "参加人员：[ ]党员 [ ]群众",
        "[ ] 已通知全体党员",
        "型号：XX-100",
        "学生李××家长来访",
        "找李XX同志谈话",
        "尺码：XXL、XXXL",
        "各支部报送名单（请填写附件1）",
        "此处填写的内容以附件为准",
    ],
)
def test_no_gaps(line: str) -> None:
    assert SCHOOL.places_in([line]) == ()


def test_a_few_places_are_told_with_what_stands_around_them() -> None:
    assert SCHOOL.places_in(["第一支部书记是 XXX 同志", "第一支部书记是XXX同志", "待填"]) == (
        "第一支部书记是XXX同志",
        "待填",
    )
    assert len(SCHOOL.places_in(f"甲{number}：XXX" for number in range(9))) == 3


@given(st.text(max_size=12), st.text(max_size=12))
def test_brackets_with_nothing_in_them_are_found_behind_every_label(before: str, after: str) -> None:
    line = f"{before.translate(BRACKETS)}：【 】{after.translate(BRACKETS)}"
    assert Spotter(["【】"], alone=True).words_in([line]) == ("【】",)


@given(st.lists(st.text(alphabet="街道我镇学校", min_size=1, max_size=3)), st.text(alphabet="街道我镇学校x "))
def test_words_found_stand_in_the_text(words: list[str], text: str) -> None:
    found = Spotter(words, alone=False).words_in([text])
    assert set(found) <= set(words)
    assert bool(found) == any(word in text.replace(" ", "") for word in words)
