"""Numbers as people write them in dates: digits and Chinese numerals."""

from __future__ import annotations

from datetime import date

_HAN = {
    **{digit: value for value, digit in enumerate("〇一二三四五六七八九")},
    "○": 0,
    "零": 0,
    "O": 0,
    "o": 0,
}


def year_of(text: str) -> int:
    """2025 or 二〇二五, also with a letter or a digit for the zero."""
    return int("".join(str(_HAN.get(character, character)) for character in text))


def number_of(text: str) -> int:
    """Digits, or Chinese numerals below one hundred; 0 for what is neither (十十)."""
    if text.isdigit() and text.isascii():
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
