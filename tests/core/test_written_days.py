"""Days in texts, in many hands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.drafting.days import days, without_days


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025年3月14日", ["2025-03-14"]),
        ("二〇二五年三月十四日", ["2025-03-14"]),
        ("二O二五年十二月三十一日", ["2025-12-31"]),
        ("2025-3-4 2025.03.05 2025/3/6 20250307", ["2025-03-04", "2025-03-05", "2025-03-06", "2025-03-07"]),
        ("3月14日", ["2024-03-14"]),
        ("三月十四日下午", ["2024-03-14"]),
        ("2025年5月8日至10日", ["2025-05-08"]),
        ("4月8日-10日", ["2024-04-08"]),
        ("5月12日至6月3日", ["2024-05-12"]),
        ("2025年2月30日", [""]),
        ("2月29日", ["2024-02-29"]),
        ("2025年3月", []),
        ("每月5日前", []),
        ("电话20250314015", []),
    ],
)
def test_days(text: str, found: list[str]) -> None:
    assert [day.date for day in days(text, 2024)] == found


def test_a_stretch_says_that_it_is_one() -> None:
    assert [day.stretch for day in days("5月8日至10日，5月20日", 2025)] == [True, False]


def test_without_a_year_none_is_made_up() -> None:
    assert [day.date for day in days("3月14日，2025年3月15日", None)] == ["", "2025-03-15"]


def test_a_text_without_its_days() -> None:
    assert without_days("2025年3月14日主题党日（3月20日补）").split() == ["主题党日（", "补）"]


@given(st.text(alphabet="0123456789年月日-./至一二三十〇 号党", max_size=30))
def test_nothing_breaks_it_and_days_do_not_overlap(text: str) -> None:
    found = days(text, 2025)
    assert all(one.end <= other.start for one, other in pairwise(found))
