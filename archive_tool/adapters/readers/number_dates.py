"""Dates and times as the cells of a spreadsheet show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from archive_tool.adapters.readers.number_codes import Section, Token, sections
from archive_tool.adapters.readers.numerals import counted, spelled

_ENGLISH = (
    ("January", "February", "March", "April", "May", "June", "July"),
    ("August", "September", "October", "November", "December"),
)
_MONTHS = tuple(name for half in _ENGLISH for name in half)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HAN_DAYS = "一二三四五六日"
_HAN_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_CHINESE = ("804", "404", "C04", "1004", "1404")
# Dates and times "of the system": what a computer set to Chinese makes of them.
_SYSTEM = {"F800": 'yyyy"年"m"月"d"日"', "F400": "h:mm:ss"}
_LAST = 2_958_465.9999  # the end of 9999-12-31


def date_shown(value: float, section: Section, epoch_1904: bool) -> str | None:
    """A serial number by a section with date tokens; None for what is no day there is."""
    system = next((code for locale, code in _SYSTEM.items() if section.locale.endswith(locale)), "")
    if system:
        return date_shown(value, sections(system)[0], epoch_1904)
    if not 0 <= value < _LAST:
        return None
    digits = max((len(t.text.partition(".")[2]) for t in section.tokens if t.kind == "date"), default=0)
    try:
        moment = _moment(value, epoch_1904, digits)
    except OverflowError:  # counted from 1904, the last four years of serial numbers are beyond 9999
        return None
    return _Date(section, moment, value, digits).text()


def _moment(value: float, epoch_1904: bool, digits: int) -> datetime:
    seconds = timedelta(seconds=round(value * 86_400, digits))
    if epoch_1904:
        return datetime(1904, 1, 1, tzinfo=UTC) + seconds
    # In 1900 there was no 29 February; spreadsheets have one, day 60.
    return datetime(1899, 12, 31 if value < 60 else 30, tzinfo=UTC) + seconds


class _Date:
    """One moment, shown by one section."""

    def __init__(self, section: Section, moment: datetime, value: float, digits: int) -> None:
        self._section = section
        self._moment = moment
        self._elapsed = round(value * 86_400, digits)
        self._half_days = section.has("half")
        self._chinese = section.locale.endswith(_CHINESE)

    def text(self) -> str:
        tokens = self._section.tokens
        return "".join(self._token(token, _is_minutes(tokens, at)) for at, token in enumerate(tokens))

    def _token(self, token: Token, minutes: bool) -> str:
        if token.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            return str(int(self._elapsed // unit)).zfill(len(token.text))
        if token.kind == "half":
            first, _, second = token.text.partition("/")
            return first if self._moment.hour < 12 else second
        if token.kind != "date":
            return token.text if token.kind in ("literal", "mark", "digit") else ""
        letter, width = token.text[0].casefold(), len(token.text)
        if letter == "m" and not minutes and width > 2:
            return self._month_name(width)
        if letter == "a" or (letter == "d" and width > 2):
            return self._day_name(letter, width)
        return self._number(token.text.casefold(), minutes)

    def _number(self, text: str, minutes: bool) -> str:
        letter, width, when = text[0], len(text), self._moment
        numerals = self._section.numerals
        if letter in "ye":
            year = f"{when.year:04}"
            return spelled(year if letter == "e" or width > 2 else year[2:], numerals)
        if letter == "s":
            whole, _, part = text.partition(".")
            said = str(when.second).zfill(len(whole))
            return f"{said}.{f'{when.microsecond:06}'[: len(part)]}" if part else said
        hour = (when.hour % 12 or 12) if self._half_days else when.hour
        number = {"d": when.day, "h": hour, "m": when.minute if minutes else when.month}[letter]
        return counted(str(number), numerals) if numerals else str(number).zfill(width)

    def _month_name(self, width: int) -> str:
        if self._chinese:
            return f"{_HAN_MONTHS[self._moment.month - 1]}月"
        name = _MONTHS[self._moment.month - 1]
        return {3: name[:3], 5: name[:1]}.get(width, name)

    def _day_name(self, letter: str, width: int) -> str:
        day = self._moment.weekday()
        if letter == "a" or self._chinese:
            return ("星期" if width > 3 else "" if letter == "a" else "周") + _HAN_DAYS[day]
        return _DAYS[day][:3] if width == 3 else _DAYS[day]


def _is_minutes(tokens: Sequence[Token], at: int) -> bool:
    """Whether an m stands for minutes: after hours, or before seconds."""
    if tokens[at].kind != "date" or tokens[at].text[0].casefold() != "m" or len(tokens[at].text) > 2:
        return False

    def nearest(others: Sequence[Token]) -> str:
        return next((t.text[0].casefold() for t in others if t.kind in ("date", "elapsed")), "")

    return nearest(tokens[at + 1 :]) == "s" or nearest(tokens[:at][::-1]) == "h"
