"""Numbers as people write them in dates: digits and Chinese numerals."""

from __future__ import annotations

import re
from datetime import date

_HAN = {
    **{digit: value for value, digit in enumerate("〇一二三四五六七八九")},
    "○": 0,
    "零": 0,
    "O": 0,
    "o": 0,
}
_NUMBER = re.compile("[0-9０-９]{1,18}")


def year_of(text: str) -> int:
    """2025 or 二〇二五, also with a letter or a digit for the zero."""
    return int("".join(str(_HAN.get(character, character)) for character in text))


def is_number(text: str) -> bool:
    """Whether these are digits that `int` takes, of either width (2025, ２０２５), and no more than a number has.

    To `str.isdigit` ² and ③ are digits too, and of thousands of them `int` makes nothing.
    """
    return _NUMBER.fullmatch(text) is not None


def number_of(text: str) -> int:
    """Digits, or Chinese numerals below one hundred; 0 for what is neither (十十)."""
    if is_number(text):
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not (ten or ones) or "十" in tens:
        return 0
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)


def iso(year: int, month: int = 0, day: int = 0) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD; "" if there is no such day."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return "-".join([f"{year:04}", *(f"{number:02}" for number in (month, day) if number)])
