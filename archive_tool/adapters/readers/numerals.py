"""Numbers in Chinese numerals, everyday (一二三) or as money is written (壹贰叁)."""

from __future__ import annotations

_DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖", "3": "０１２３４５６７８９"}
_PLACES = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}
_GROUPS = ("", "万", "亿", "万亿")


def spelled(text: str, numerals: str) -> str:
    """Digit by digit; `numerals` is the number of a [DBNum…] in a format code, "" leaves it as it is."""
    digits = _DIGITS.get(numerals)
    return text.translate(str.maketrans("0123456789", digits)) if digits else text


def counted(text: str, numerals: str) -> str:
    """A whole number below 10^16 as it is spoken (12: 十二, 壹拾贰); others digit by digit."""
    if numerals not in _PLACES or not (text.isascii() and text.isdigit()) or len(text) > 16:
        return spelled(text, numerals)
    number = int(text)
    if not number:
        return "零"
    said = ""
    for group, name in reversed(tuple(enumerate(_GROUPS))):
        four = number // 10_000**group % 10_000
        if four:
            gap = "零" if said and four < 1000 and not said.endswith("零") else ""
            said += gap + _four(four, numerals) + name
    return said[1:] if numerals == "1" and said.startswith("一十") else said


def _four(number: int, numerals: str) -> str:
    said = ""
    for place, name in reversed(tuple(enumerate(_PLACES[numerals]))):
        digit = number // 10**place % 10
        if digit:
            gap = "零" if said and number // 10 ** (place + 1) % 10 == 0 else ""
            said += gap + _DIGITS[numerals][digit] + name
    return said
