"""Dates, periods, numbers and answers as people write them."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core import typed_text
from archive_tool.core.periods import Calendar
from archive_tool.core.periods import parse as parse_period


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025", "2025"), ("2025年", "2025"), ("2025-3", "2025-03"), ("2025年3月", "2025-03"), ("2025/3/4", "2025-03-04"),
        ("2025.3.4", "2025-03-04"), ("20250304", "2025-03-04"), ("2025年3月4日", "2025-03-04"),
        ("２０２５－０３－０４", "2025-03-04"), (" 2024-02-29 ", "2024-02-29"),
        ("2023-02-29", None), ("2025-13", None), ("2025-00-01", None), ("2025-03-00", None), ("2025-3/4", None),
        ("0012", None), ("202503", None), ("昨天", None), ("2025-03-14a", None),
    ],
)  # fmt: skip
def test_a_day(text: str, iso: str | None) -> None:
    assert typed_text.day(text) == iso


@given(
    st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]),
)
def test_every_day_in_every_spelling(on: date, shape: str) -> None:
    assert typed_text.day(on.strftime(shape)) == on.isoformat()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-03-14", "2025-03-14"), ("2025-03-14 9:00", "2025-03-14T09:00"), ("2025年3月14日9：30", "2025-03-14T09:30"),
        ("2025-03-14T09:00:05+08:00", "2025-03-14T09:00:05+08:00"), ("2025-03-14T25:00", None), ("14:30", None),
        ("2025-03", None),
    ],
)  # fmt: skip
def test_a_moment(text: str, iso: str | None) -> None:
    assert typed_text.moment(text) == iso


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2025", "2025"), ("2025年度", "2025"), ("2025-h1", "2025-H1"), ("2025年上半年", "2025-H1"), ("2025Q1", "2025-Q1"),
        ("2025年第一季度", "2025-Q1"), ("2025-3", "2025-03"), ("2025年3月份", "2025-03"), ("2025-03A", "2025-03a"),
        ("2025年3月下半月", "2025-03b"), ("2025-2026", "2025-2026"), ("2025—2026学年", "2025-2026"),
        ("2025-2026-1", "2025-2026-1"), ("2025-2026学年第二学期", "2025-2026-2"), ("once", "once"),
        ("term:2024-06-20", "term:2024-06-20"),
        ("2025-2027", None), ("2025-Q5", None), ("2025-13", None), ("2025-13a", None), ("2025-03-14", None), ("term:2024", None),
    ],
)  # fmt: skip
def test_a_period(text: str, label: str | None) -> None:
    assert typed_text.period(text) == label
    assert label is None or parse_period(label, Calendar()) is not None


@pytest.mark.parametrize(
    ("text", "number"), [("18", 18), ("１８", 18), ("-1", -1), ("18人", None), ("9" * 5000, None)]
)
def test_an_integer(text: str, number: int | None) -> None:
    assert typed_text.integer(text) == number


@pytest.mark.parametrize(
    ("text", "answer"), [("是", True), ("Yes", True), ("否", False), ("no", False), ("y", None)]
)
def test_an_answer(text: str, answer: bool | None) -> None:
    assert typed_text.boolean(text) == answer


@given(st.text(max_size=20), st.sampled_from(sorted(typed_text.TYPES)))
def test_any_text_is_converted_or_refused(text: str, kind: str) -> None:
    once = typed_text.TYPES[kind](text)
    if isinstance(once, str):
        assert typed_text.TYPES[kind](once) == once


@pytest.mark.parametrize("convert", [typed_text.moment, typed_text.day, typed_text.period])
@pytest.mark.parametrize("text", ["2025{}x", "2025-2026{}x", "2025-03-14{}9:00x", "2025年{}第x"])
def test_what_is_longer_than_any_time_is_none_at_once(
    convert: Callable[[str], str | None], text: str
) -> None:
    started = time.process_time()
    assert convert(text.format(" " * 20_000)) is None
    assert time.process_time() - started < 0.3
