"""What a name says by itself, and what no name may hold."""

from __future__ import annotations

import time
import unicodedata
from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.names import (
    NameReading,
    extension,
    fold,
    illegal,
    matches_pattern,
    normal,
    part_date,
    read_name,
    stem,
)

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PIECES = st.sampled_from(
    [
        "2025",
        "-",
        ".",
        "年",
        "月",
        "日",
        "03",
        "14",
        "至",
        " ",
        "_",
        "二〇二五",
        "三",
        "十",
        "IMG_",
        "~",
        "\n",
    ]
)
TEXTS = st.text(max_size=300) | st.lists(PIECES, max_size=100).map("".join)
HAN = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


@pytest.mark.parametrize(
    ("name", "day", "title"),
    [
        ("2025-03-14 一季度支部党员大会", "2025-03-14", "一季度支部党员大会"),
        ("20250314党员大会", "2025-03-14", "党员大会"),
        ("2025.3.14 会议", "2025-03-14", "会议"),
        ("2025_03_14_会议", "2025-03-14", "会议"),
        ("2025年3月14日会议", "2025-03-14", "会议"),
        ("2025年3月14号会议", "2025-03-14", "会议"),
        ("2025 年 3 月 14 日 会议", "2025-03-14", "会议"),
        ("２０２５年３月１４日　会议", "2025-03-14", "会议"),
        ("二〇二五年三月十四日会议", "2025-03-14", "会议"),
        ("二○二五年十二月三十一日会议", "2025-12-31", "会议"),
        ("2025-03-14", "2025-03-14", ""),
        ("2025-03-14-支部大会", "2025-03-14", "支部大会"),
        ("2025-03-14 2025年第一季度党员大会", "2025-03-14", "2025年第一季度党员大会"),
        ("2025-03-14 1.2版说明", "2025-03-14", "1.2版说明"),
        ("2025-03 党费", "2025-03", "党费"),
        ("2025.3 党费", "2025-03", "党费"),
        ("2025年3月党费", "2025-03", "党费"),
        ("2025年3月份党费", "2025-03", "党费"),
        ("二〇二五年三月党费", "2025-03", "党费"),
        ("2025 工作计划", "2025", "工作计划"),
        ("2025-工作计划", "2025", "工作计划"),
        ("2024-02-29 闰日", "2024-02-29", "闰日"),
    ],
)
def test_a_name_begins_with_its_date(name: str, day: str, title: str) -> None:
    assert read_name(name, folder=True) == NameReading(day, title, False)
    assert read_name(name + ".docx", folder=False) == NameReading(day, title, False)


@pytest.mark.parametrize(
    "name",
    [
        "2025年度工作计划",
        "2025年工作总结",
        "2025年第一季度总结",
        "2025 年工作要点",
        "2025年14号文件",
        "2025年3月14次会议",
        "2025年3月-5月活动",
    ],
)
def test_a_year_that_is_a_word_of_the_title_stays_in_it(name: str) -> None:
    assert read_name(name, folder=True) == NameReading("2025", name, False)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025年3月14日至16日 培训", "2025-03-14"),
        ("2025年3月31日-4月2日 培训", "2025-03-31"),
        ("2025年3月1-15日 培训", "2025-03-01"),
        ("2025-03-14~16 培训", "2025-03-14"),
        ("2025-03-14—2025-03-16 培训", "2025-03-14"),
        ("20250314-20250316 培训", "2025-03-14"),
    ],
)
def test_a_stretch_of_days_is_dated_by_its_first(name: str, day: str) -> None:
    assert read_name(name, folder=True) == NameReading(day, "培训", False)


@pytest.mark.parametrize(
    "name",
    ["党员大会", "关于2025-03-14会议的通知", "示教党〔2025〕15号", "2025-02-30 会议", "20250230 会议", "2025年2月30日会议",
     "2025年13月会议", "2025-13 会议", "二〇二五年十十月会议", "20251234567 甲", "202503140001 甲", "2025-2026学年计划",
     "2025 学年计划", "2025-Q1 总结", "2025-03a 汇报", "2025-12号文件", "2025-3期", "2025年至2027年规划", "2025—2027年规划",
     "2025、2026年计划", "2025级新生", "2025", "1234-01-01 会议", "题名 1.2版", "", " "],
)  # fmt: skip
def test_what_is_no_date_is_left_in_the_title(name: str) -> None:
    assert read_name(name, folder=True) == NameReading("", name.strip(), False)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("IMG_20250314_153012.jpg", "2025-03-14"),
        ("IMG_0012.JPG", ""),
        ("IMG-20250314-WA0001.jpg", "2025-03-14"),
        ("DSC00012.JPG", ""),
        ("DSC_0012.NEF", ""),
        ("VID_20250314_153012.mp4", "2025-03-14"),
        ("WIN_20250314_15_30_12_Pro.jpg", "2025-03-14"),
        ("微信图片_20250314153012.jpg", "2025-03-14"),
        ("微信图片_20250314153012_12.jpg", "2025-03-14"),
        ("微信截图_20250230153012.png", ""),
        ("WeChat Image_20250314153012.jpg", "2025-03-14"),
        ("mmexport1741934567890.jpg", ""),
        ("1741934567890.jpg", ""),
        ("Screenshot_2025-03-14-15-30-12-123_com.tencent.mm.png", "2025-03-14"),
        ("屏幕截图 2025-03-14 153012.png", "2025-03-14"),
        ("屏幕截图(12).png", ""),
        ("QQ图片20250314153012.png", "2025-03-14"),
        ("20250314_153012.jpg", "2025-03-14"),
        ("20250314_153012(1).jpg", "2025-03-14"),
        ("20250314153012.jpg", "2025-03-14"),
        ("202503141530.jpg", "2025-03-14"),
        ("2025-03-14 15.30.12.jpg", "2025-03-14"),
    ],
)
def test_the_time_in_a_device_name_dates_the_part_never_the_record(name: str, day: str) -> None:
    assert read_name(name, folder=False) == NameReading("", stem(name), True)
    assert part_date(name) == day


@pytest.mark.parametrize(
    "name",
    [
        "2025-03-14 IMG_0012.jpg",
        "截图说明.docx",
        "微信公众号管理办法.docx",
        "IMG说明.docx",
        "WIN10 说明.docx",
        "2025-03-14 1530 会议.docx",
    ],
)
def test_a_name_given_by_a_person_is_no_device_name(name: str) -> None:
    assert not read_name(name, folder=False).camera
    assert part_date(name) == ""


@pytest.mark.parametrize(
    ("name", "base", "suffix"),
    [
        ("会议记录.docx", "会议记录", "docx"),
        ("题名 1.2版", "题名 1.2版", ""),
        ("题名 1.2", "题名 1.2", ""),
        ("2025.3.14", "2025.3.14", ""),
        ("会议.DOCX", "会议", "DOCX"),
        ("录像.mp4", "录像", "mp4"),
        ("打包.7z", "打包", "7z"),
        ("表.numbers", "表", "numbers"),
        ("会议.docx.meta.yaml", "会议.docx.meta", "yaml"),
        (".gitignore", ".gitignore", ""),
        ("会议.", "会议.", ""),
        ("会议.记录", "会议.记录", ""),
        ("会议.something", "会议.something", ""),
        ("", "", ""),
    ],
)
def test_only_an_extension_is_cut(name: str, base: str, suffix: str) -> None:
    assert (stem(name), extension(name)) == (base, suffix)


@pytest.mark.parametrize(
    ("name", "precise_to"),
    [
        ("2025-03-14 支部党员大会", ["day", "month", "year"]),
        ("2025-03-14 支部党员大会.docx", ["day", "month", "year"]),
        ("2025-03 党费.xlsx", ["month", "year"]),
        ("2025 工作计划.docx", ["year"]),
        ("2025-02-30 支部党员大会", []),
        ("2025-03-14支部党员大会", []),
        ("2025-03-14  支部党员大会", []),
        ("2025-03-14　支部党员大会", []),
        ("2025-03-14 .docx", []),
        ("2025-03-14", []),
        ("20250314 支部党员大会", []),
        ("2025年3月14日 支部党员大会", []),
        ("支部党员大会", []),
    ],
)
def test_the_standard_name_is_a_date_a_space_and_a_title(name: str, precise_to: list[str]) -> None:
    precisions: tuple[Literal["day", "month", "year"], ...] = ("day", "month", "year")
    assert [p for p in precisions if matches_pattern(name, p)] == precise_to


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("2025-03-14 支部党员大会.docx", ""),
        ("🎉 表彰👨‍👩‍👧.jpg", ""),
        ("CONTRACT.docx", ""),
        ("com10.txt", ""),
        ("会\x07议", "name.control"),
        ("会\x7f议", "name.control"),
        ("con", "name.reserved"),
        ("NUL.txt", "name.reserved"),
        ("COM1 .会议.docx", "name.reserved"),
        ("lpt9.docx", "name.reserved"),
        ("会议?.docx", "name.character"),
        ("a\\b", "name.character"),
        ("会议.", "name.ending"),
        ("会议 ", "name.ending"),
        ("会\n议", "name.newline"),
        ("会\u2028议", "name.newline"),
        ("会\udcff议", "name.undecodable"),
        ("会" * 85, ""),
        ("会" * 85 + "a", "name.too-long"),
    ],
)
def test_a_name_must_stand_on_every_system(name: str, key: str) -> None:
    assert illegal(name) == key


def test_the_gravest_reason_is_told() -> None:
    name = "NUL.\x07?\n\udcff" + "会" * 90 + " "
    found = []
    for repaired in ["\x07", "NUL.", "?", " ", "\n", "\udcff", "会" * 90]:
        found.append(illegal(name))
        name = name.replace(repaired, "")
    assert found == [
        f"name.{what}"
        for what in ("control", "reserved", "character", "ending", "newline", "undecodable", "too-long")
    ]


def test_a_name_too_long_for_its_sidecar_is_too_long() -> None:
    name = "会" * 80 + ".docx"
    assert illegal(name) == ""
    assert illegal(name, ".meta.yaml") == ""
    assert illegal("一" + name, ".meta.yaml") == "name.too-long"


def test_names_that_collide_somewhere_fold_to_one() -> None:
    assert fold("Café.DOCX") == fold("CAFE\u0301.docx")
    assert fold("会议.docx") != fold("會議.docx")
    assert normal("e\u0301") == "é"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_and_forms_do_not_matter(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert {fold(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")} == {fold(name)}
    assert normal(normal(name)) == normal(name)


@given(
    DAYS,
    st.sampled_from(
        [
            "{0:%Y-%m-%d} 题",
            "{0:%Y%m%d}题",
            "{0.year}.{0.month}.{0.day} 题",
            "{0.year}年{0.month}月{0.day}日题",
        ]
    ),
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    assert read_name(form.format(day), folder=True) == NameReading(day.isoformat(), "题", False)


@given(DAYS)
def test_every_day_is_read_in_chinese_numerals(day: date) -> None:
    def spoken(number: int) -> str:
        tens, ones = divmod(number, 10)
        return (
            ("" if tens < 2 else HAN[str(tens)]) + ("十" if tens else "") + (HAN[str(ones)] if ones else "")
        )

    year = "".join(HAN[digit] for digit in str(day.year))
    name = f"{year}年{spoken(day.month)}月{spoken(day.day)}日题"
    assert read_name(name, folder=True) == NameReading(day.isoformat(), "题", False)


@given(TEXTS, st.booleans())
def test_any_text_can_be_read(text: str, folder: bool) -> None:
    date_text, rest, camera = read_name(text, folder)
    assert not (camera and date_text)
    assert rest in text
    assert date_text == "" or len(date_text) in (4, 7, 10)
    assert text.startswith(stem(text))
    assert isinstance(illegal(text, ".meta.yaml"), str)
    assert isinstance(matches_pattern(text, "year"), bool)
    part_date(text)


@pytest.mark.parametrize("piece", ["2025", "2025-", "-", " ", "年", "十", "IMG_", "0", "1"])
def test_a_long_name_costs_little_more_than_a_short_one(piece: str) -> None:
    text = "2025年3月14日" + piece * 30_000
    begun = time.perf_counter()
    read_name(text, folder=True)
    part_date("IMG_" + text)
    assert time.perf_counter() - begun < 0.5
