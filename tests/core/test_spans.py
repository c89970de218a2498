"""Periods in titles: named closely enough, or left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.drafting.spans import UNTOLD, span
from archive_tool.core.periods import Calendar, parse


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("第一季度党员大会", "2025-Q1"),
        ("2024年度第三季度通报", "2024-Q3"),
        ("2025Q2党费", "2025-Q2"),
        ("三月份主题党日", "2025-03"),
        ("12月例会", "2025-12"),
        ("党员名册(2024年12月)", "2024-12"),
        ("示范岗公示2025.10", "2025-10"),
        ("8月上半月汇报", "2025-08a"),
        ("上半年工作总结", "2025-H1"),
        ("大事记(1-6月)", "2025-H1"),
        ("大事记(7—12月)".replace("—", "-"), "2025-H2"),
        ("大事记(1-12月)", "2025"),
        ("2024年度测评表", "2024"),
        ("二〇二六年工作计划", "2026"),
        ("2025工作总结", "2025"),
        ("2024-2025学年考核", "2024-2025"),
        ("2024学年考核", "2024-2025"),
        ("2025-2026学年第一学期小结", "2025-2026-1"),
        ("2024-2025学年下学期计划", "2024-2025-2"),
        ("2025年春季学期学习计划", "2024-2025-2"),
        ("2025年秋季学期学习计划", "2025-2026-1"),
        ("学习计划表2025春", "2024-2025-2"),
    ],
)
def test_periods(title: str, period: str) -> None:
    assert span(title, 2025) == period


@pytest.mark.parametrize(
    "title",
    [
        "上学期小结",  # the last one, or the first half of the school year?
        "第一学期工作计划",  # of which school year?
        "2-3月主题党日",
        "行动计划(2024-2026)",
        "2024年总结及2025年计划",
        "2024年度总结(三月份)",  # whose March?
        "2025年春季收费公示",
        "2025-2027学年规划",
    ],
)
def test_times_that_cannot_be_told(title: str) -> None:
    assert span(title, 2025) == UNTOLD


@pytest.mark.parametrize(
    "title",
    [
        "支委会记录",
        "3月14日主题党日",
        "民主评议党员制度(2025年修订)",
        "学习《2024年工作报告》",
        "2025级新生",
        "第3次会议",
        "半年统计",
        "每月一课",
    ],
)
def test_titles_without_a_period(title: str) -> None:
    assert span(title, 2025) == ""


def test_without_the_folders_year_only_what_has_its_own() -> None:
    assert (span("三月份例会", None), span("2025年三月份例会", None)) == (UNTOLD, "2025-03")


@given(st.text(alphabet="0123456789年月季度学期上下半春秋第一二三-(). 至", max_size=24))
def test_whatever_is_named_is_a_period(title: str) -> None:
    found = span(title, 2025)
    assert found in ("", UNTOLD) or parse(found, Calendar()) is not None
