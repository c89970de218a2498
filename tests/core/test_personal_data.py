"""Numbers that belong to one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.personal_data import find, holds, masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证11010119900307851X。", "身份证110101************。"),
        ("证号 110101 19900307 8515", "证号 110101 ******** ****"),
        ("老证110101900307851", "老证110101*********"),
        ("电话13800138000", "电话138****8000"),
        ("电话 138-0013-8000", "电话 138-****-8000"),
        ("手机１３８００１３８０００", "手机１３８****８０００"),
        ("+8613800138000", "+861******8000"),
        ("卡号 6222 0212 3456 7890 128", "卡号 **** **** **** ***0 128"),
    ],
)
def test_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月14日，应到18人，实到16人",
        "示党〔2025〕15号",
        "学校电话010-62345678",
        "档号 20250314001002",
        "110101199013078515",  # a thirteenth month
        "订单号 4111111111111112",  # its check digit is wrong
        "IMG_20250314_101500123",
        "mmexport1741934567890",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text and not holds(text)


@given(st.text(alphabet="0123456789 -X张三１２３年", max_size=80))
def test_masking_keeps_the_length_and_leaves_nothing_to_find(text: str) -> None:
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert all(hidden[found.start : found.end] != text[found.start : found.end] for found in find(text))
