"""What the name of a record says: title, day, number, and whether it says anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from archive_tool.core.drafting.days import days
from archive_tool.core.drafting.numbers import number_in_name
from archive_tool.core.drafting.plain_text import either, file_title, half_width, mended
from archive_tool.core.name_dates import device_name, leading_date
from archive_tool.core.numerals import iso
from archive_tool.core.wording import Wording

# stamp: a date as files are named by (20250314, 2025-03-14); said: a day as titles speak of it (3月14日),
# which may be that of the meeting a notice calls
Style = Literal["stamp", "said"]

_SIGNS = " \t_-.,、:;·~+．，：；"
_SIGN = r"[\s_\-.·]"
_ORDINAL = re.compile(
    r"\s*(?:\(\d{1,3}\)|\d{1,3}\s?[.、](?!\d)|\d{1,3}[\s_\-]+(?=[^\d\s年月])|0\d{1,2}(?=[^\d年月日.\-/]))\s*"
)
_CLOCK = re.compile(r"[\s_\-T]?\d{2}[\-:._]?\d{2}")  # behind a day: the stamp of a device
_SHORT = r"(?P<m>1[0-2]|0?[1-9])\.(?P<d>3[01]|[12]\d|0?[1-9])"
_HEAD = (
    re.compile(rf"(?P<yy>\d{{2}})\.{_SHORT}(?![\d.])"),
    re.compile(rf"{_SHORT}(?![\d.])"),
    # Not 1203: that may as well be a room.
    re.compile(r"(?P<m>0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?![\d.年月届级班])"),
)
_TAIL = (
    re.compile(rf"(?<![\d.])(?P<yy>\d{{2}})\.{_SHORT}$"),
    re.compile(rf"(?<=[^\d.A-Za-z]){_SHORT}$"),
    re.compile(r"(?<=[^\d.A-Za-z])(?P<m>0[1-9])(?P<d>3[01]|[12]\d|0[1-9])$"),
)


class Name(NamedTuple):
    """What a name says. Texts are empty where it says nothing."""

    title: str  # without date, number, ordinal and marks of copies and versions
    day: str = ""  # YYYY-MM-DD
    style: Style = "stamp"
    loose: str = ""  # a month or year that stands for the date: YYYY-MM, YYYY
    contradicts: bool = False  # an impossible day, or several different ones
    at_end: bool = False  # the day stands behind the title
    number: str = ""
    device: bool = False  # named by a camera, messenger or scanner


class NameReader:
    """Reads names by the words of a scheme."""

    def __init__(self, wording: Wording) -> None:
        glued, marks = either(wording.versions), either((*wording.versions, *wording.marks))
        changed = rf"(?:\d{{2,4}}[.年\-])?\d{{1,2}}[.月\-]\d{{1,2}}[日号]?\s?{either(wording.marks)}"
        shapes = (
            r"\s*\(\s?\d{1,2}\s?\)",  # (1)
            rf"{_SIGN}+{changed}",  # -7.1修改
            rf"{_SIGN}*[(\[〔【]\s?(?:{changed}|{marks}+)\d{{0,2}}\s?[)\]〕】]\d{{0,2}}",  # (终稿)2, (7.1修改)
            rf"(?:{_SIGN}+|(?<=[)\]〕】])){marks}+\d{{0,2}}",  # -改改改, (定稿)最新
            rf"(?:{_SIGN}+|(?<=[\u3400-\u9fff]))v\d+(?:\.\d+)*",  # _v2, 总结V3
            rf"{glued}\d{{0,2}}",  # 会议记录终稿
            rf"{_SIGN}+",
        )
        self._copy = re.compile(rf"(?:{'|'.join(shapes)})$", re.IGNORECASE)
        nothing = either((*wording.nameless, *wording.versions, *wording.marks))
        self._nameless = re.compile(rf"(?:{nothing}|[\W\d_])*", re.IGNORECASE)
        self._wording = wording

    def read(self, name: str, folder: bool, year: int | None) -> Name:
        """The name of a file or folder; days without a year are of `year`."""
        title = (mended(name) if folder else file_title(name)).strip()
        if device_name(title):
            return Name("", device=True)
        number, title = number_in_name(title, self._wording.citing)
        title = self._without_copies(title)
        if ordinal := _ORDINAL.match(half_width(title)):
            title = title[ordinal.end() :] or title
        head = self._head(title, year)
        tail = self._tail(head.title, year)
        found = [day for day in (head, tail, *self._inside(tail.title)) if day.day]
        return Name(
            tail.title.rstrip(_SIGNS),
            found[0].day if found else "",
            found[0].style if found else "stamp",
            head.loose,
            head.contradicts or tail.contradicts or len({day.day for day in found}) > 1,
            not head.day and bool(tail.day),
            number,
        )

    def says_nothing(self, title: str) -> bool:
        """新建 Microsoft Word 文档, 最终版, 1: made of words and digits that name no paper."""
        return self._nameless.fullmatch(half_width(title)) is not None

    def _without_copies(self, title: str) -> str:
        while (found := self._copy.search(half_width(title))) and found.start() > 0:
            title = title[: found.start()]
        return title

    def _head(self, title: str, year: int | None) -> Name:
        plain = half_width(title)
        leading = leading_date(title)
        if leading is not None and leading.date.count("-") == 2:
            apart = "月" not in plain[: leading.end] or plain[leading.end : leading.end + 1] in _SIGNS
            style: Style = "stamp" if apart else "said"
            return Name(title[leading.end :].lstrip(_SIGNS), leading.date, style)
        if leading is not None:
            return Name(title[leading.end :].lstrip(_SIGNS) if leading.end else title, loose=leading.date)
        for day in days(plain, year)[:1]:
            if day.start == 0:
                return Name(title[day.end :].lstrip(_SIGNS), day.date, "said", contradicts=not day.date)
        for shape in _HEAD:
            if found := shape.match(plain):
                return self._short(title[found.end() :].lstrip(_SIGNS), found, year, title)
        return Name(title)

    def _tail(self, title: str, year: int | None) -> Name:
        plain = half_width(title)
        bare = plain.rstrip(" )")
        bracket = plain.rfind("(") if plain.endswith(")") else -1
        for day in days(bare, year)[-1:]:
            if day.end == len(bare) and (bracket < 0 or day.start == bracket + 1):
                before = title[: bracket if bracket >= 0 else day.start].rstrip(_SIGNS)
                style: Style = "said" if not day.dated else "stamp"
                return Name(before, day.date, style, contradicts=not day.date)
        for shape in _TAIL:
            found = shape.search(bare)
            if found and (bracket < 0 or found.start() == bracket + 1):
                return self._short(title[: bracket if bracket >= 0 else found.start()], found, year, title)
        return Name(title)

    def _inside(self, title: str) -> Iterator[Name]:
        """支委会20250708记录: a day as files are named by, anywhere; one of words may be any."""
        plain = half_width(title)
        for day in days(plain, None):
            if "月" not in plain[day.start : day.end] and not _CLOCK.match(plain, day.end):
                yield Name(title, day.date)

    def _short(self, rest: str, found: re.Match[str], year: int | None, title: str) -> Name:
        """25.5.7 and 5.6 in the folder's year; numbers of another kind leave the title as it is."""
        near = found.groupdict().get("yy")
        own = 2000 + int(near) if near else year
        if own is None or (year is not None and abs(own - year) > 1) or not rest.strip():
            return Name(title)
        day = iso(own, int(found["m"]), int(found["d"]))
        return Name(rest, day, "stamp" if near else "said") if day else Name(title)
