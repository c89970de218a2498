"""Numbers that belong to one person."""

from __future__ import annotations

from datetime import date

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
        ("老证 110101 900307 851", "老证 110101 ****** ***"),
        ("13812345678-1", "138****5678-1"),
        ("QQ13812345678", "QQ138****5678"),
        ("电话13800138000X", "电话138****8000X"),
        ("长途013812345678", "长途013*****5678"),
        ("138.1234.5678", "138.****.5678"),
        ("138_1234_5678", "138_****_5678"),
        ("138\u20101234\u20135678", "138\u2010****\u20135678"),
        ("138\u200b12345678", "138\u200b****5678"),
        ("1381234\n5678", "138****\n5678"),
        ("138\t1\t1\t0\t1\t0\t5", "138\t1\t1\t0\t1\t0\t5"),
        ("110105  19900101  1234", "110105  ********  ****"),
        ("1101051990010\n11234", "110105*******\n*****"),
        ("11010519900101123\nX", "110105***********\n*"),
        ("1 3 8 1 2 3 4 5 6 7 8", "1 3 8 * * * * 5 6 7 8"),
        ("1|1|1|0|1|0|5|1|9|9|0|0|1|0|1|1|2|3|X", "1|1|1|0|1|0|5|*|*|*|*|*|*|*|*|*|*|*|*"),
        ("1 4111 1111 1111 1111", "1 4111 1111 1111 1111"),  # might be amounts
        ("4111 1111 1111 1111，", "**** **** **** 1111，"),
        ("1 6222 0212 3456 7890 128", "1 **** **** **** ***0 128"),
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
        "微信图片_20250314101500",
        "1998-09-2001-7任校长",
        "生于1980-05-12 100人",
        "地址192.168.100.10",
        "18 16 2 18 17 10",
        "2021\t2022\t2023\t2024\t2025",
        "2025.3.14 18.30 2025.3.21 18.30",
        "1 0 2 1 1 3 1 1 2 1 1 1",  # by months
        "3500 4200 3900 4100 15700",
        "15600.00\t1350.00\n13500.00\t4500.00",
        "1560.00 15600.00 135.00 12600.00 185.00 1200.00",
        "15000\t13800\n138000\t12000",
        "共13,800,138,000元",
        "第1380页，共13800页",
        "示党〔2025〕138号 2025年12月31日 第15页 共138页",
        "DA/T 22-2015 GB/T 9704-2012 DA/T 18-2022",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text and not holds(text)


# What may stand beside a number, digits too; what sets it apart; and how it is written.
BESIDE = st.text(alphabet="0123456789 -.\t\n_X张", max_size=30)
APART = st.sampled_from([" ", "  ", "\t", "\n", "-", ".", "_", "|", "：", "张", "Q", ", "])
CARDS = st.builds(
    "{}{:04}{:02}{:02}{:03}{}".format,
    st.sampled_from([110105, 330106, 652301]),
    st.integers(1930, 2020),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 999),
    st.sampled_from("0123456789X"),
)
MOBILES = st.builds("1{}{:09}".format, st.integers(3, 9), st.integers(0, 999_999_999))


def hidden(number: str, text: str) -> bool:
    at = text.index(number)
    return masked(text)[at : at + len(number)].count("*") >= 4


@given(BESIDE, APART, CARDS | MOBILES, APART, BESIDE)
def test_what_stands_beside_a_number_does_not_hide_it(
    before: str, left: str, number: str, right: str, behind: str
) -> None:
    assert hidden(number, f"{before}{left}{number}{right}{behind}")


@given(BESIDE, APART, MOBILES, st.sampled_from([" ", "-", ".", "_", "\u2013", "  "]), APART, BESIDE)
def test_nor_one_that_is_grouped(
    before: str, left: str, number: str, gap: str, right: str, behind: str
) -> None:
    written = gap.join((number[:3], number[3:7], number[7:]))
    assert hidden(written, f"{before}{left}{written}{right}{behind}")


@given(BESIDE, APART, CARDS, st.integers(1, 17), APART, BESIDE)
def test_nor_a_card_over_two_lines(
    before: str, left: str, card: str, cut: int, right: str, behind: str
) -> None:
    written = f"{card[:cut]}\n{card[cut:]}"
    assert hidden(written, f"{before}{left}{written}{right}{behind}")


@given(BESIDE, CARDS, BESIDE)
def test_nor_a_card_that_other_digits_touch(before: str, card: str, behind: str) -> None:
    assert hidden(card, f"{before}{card}张{behind}")


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]), st.integers(1, 999))
def test_days_and_counts_stay(day: date, how: str, count: int) -> None:
    said = f"{day:{how}}\t{count}人\n{day:{how}}，应到{count}人，第{count}页"
    assert masked(said) == said


@given(st.text(alphabet="0123456789 -X张三１２３年", max_size=80))
def test_masking_keeps_the_length_and_leaves_nothing_to_find(text: str) -> None:
    found = masked(text)
    assert len(found) == len(text)
    assert all(found[at] == "*" for one in find(text) for at in one.places[6:-4])
