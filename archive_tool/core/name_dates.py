"""The date a name begins with, in the ways people write one, and the names that devices give."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive_tool.core.numerals import iso, number_of, year_of

# In full width a date is the same; one character stays one character, so places stay places.
_PLAIN = str.maketrans("０１２３４５６７８９．－–～", "0123456789.--~")
_YEARS_BEGIN = ("1", "2", "１", "２", "一", "二")  # asked first: most names begin otherwise

_Y, _M, _D = "(?P<y>(?:19|20)[0-9]{2})", "(?P<m>[0-9]{1,2})", "(?P<d>[0-9]{1,2})"
_HAN_Y = "(?P<y>[〇○零一二三四五六七八九]{4})"
_HAN_M, _HAN_D = "(?P<m>[一二三四五六七八九十]{1,2})", "(?P<d>[一二三四五六七八九十]{1,3})"
_EDGE = r"(?=[\s_\-.~—、，,（(【]|$)"
_TO = r"\s?[\-~—至到]{1,2}\s?"
# 2025-12号 and 2025-3期 number something, 2025-03a and 2025.3.142 go on, 2025年3月-5月 is a stretch.
_NO_MORE = rf"(?![0-9A-Za-z号期次届版]|[._][0-9]|、\s?[0-9]|{_TO}[0-9])"

# The first whose shape fits decides: an impossible date (2025-02-30) is none at all, never a month.
_DATES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_Y}\s?年\s?{_M}\s?月\s?{_D}(?:\s?[日号]|{_EDGE})",
        rf"{_HAN_Y}年{_HAN_M}月{_HAN_D}[日号]",
        rf"{_Y}(?P<s>[-._]){_M}(?P=s){_D}(?![0-9])",
        rf"{_Y}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})(?![0-9号期])",
        rf"{_Y}\s?年\s?{_M}\s?月份?+{_NO_MORE}",
        rf"{_HAN_Y}年{_HAN_M}月份?+{_NO_MORE}",
        rf"{_Y}(?:-(?P<m>[0-9]{{2}})|\.(?P<n>[0-9]{{1,2}})){_NO_MORE}",
    )
)
# 2025-03-14 题名, as nearly all names begin: no other shape, device or stretch of days can follow here.
_USUAL = re.compile(
    r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])(?= [^\s0-9０-９\-－–~～—至到])"
)
# The end of a stretch of days: 至16日, -4月2日, ~16, —2025-03-16.
_UNTIL = re.compile(
    rf"{_TO}(?:(?:(?:19|20)[0-9]{{2}}\s?年)?\s?(?:[0-9]{{1,2}}\s?月)?\s?[0-9]{{1,2}}\s?[日号]"
    r"|(?:19|20)[0-9]{2}([-._]?)[0-9]{1,2}\1[0-9]{1,2}(?![0-9]))"
    r"|\s?[~—至到]{1,2}\s?(?:[0-9]{1,2}[-.])?[0-9]{1,2}(?![0-9])"
)
# 2025年度工作计划, but not 2025年至2027年规划; 2025 工作计划, but not 2025-2026学年 or 2025-Q1.
_YEAR_WORD = re.compile(
    rf"(?P<y>(?:19|20)[0-9]{{2}}(?=\s?年)|[〇○零一二三四五六七八九]{{4}})\s?年(?!级)度?+(?!{_TO}[0-9]|、\s?[0-9])"
)
_YEAR_ALONE = re.compile(rf"{_Y}[\s_\-.、，,：:—]{{1,3}}+(?![0-9]|[A-Z][0-9]|学年|[至到~])")

_DEVICE = re.compile(
    r"(?:IMG|VID|VOICE|REC|RECORDING|(?:新)?录音|语音|DSC[NF]?|PXL|MVIMG|PANO|WIN_|DJI|GOPR|JPEG|PHOTO|VIDEO|SNIPASTE|CAMSCANNER|MMEXPORT|WX_CAMERA"
    r"|SCREEN[\s_]?(?:SHOT|RECORDER|RECORDING)|WECHAT(?:[\s_]?(?:IMAGE|VIDEO|PHOTO))?|扫描全能王"
    r"|(?:(?:企业)?微信|QQ|钉钉)(?:图片|视频|截图|录屏)|屏幕(?:截图|快照|录制)|截屏|截图|录屏)"
    r"[\s_\-E]{0,3}(?:[0-9]{3}|[0-9]{2}-|\([0-9])",
    re.IGNORECASE,
)
# 20250314_153012, 202503141530 or milliseconds since 1970, and nothing a person would write.
_MOMENT = re.compile(
    r"(?:(?:19|20)[0-9]{2}([-._]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])[\s_\-]?"
    r"(?:[01][0-9]|2[0-3])(?:([-._]?)[0-5][0-9]\2[0-5][0-9]|(?<=[0-9]{10})[0-5][0-9](?![0-9]))"
    r"|1[0-9]{12}(?![0-9]))[\x20-\x7e]*\Z"
)
_DAY_OF_YEAR = re.compile(
    r"(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s?月\s?(?P<d>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?[日号]"
)
_MONTHS_BEGIN = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十")
_DAY_INSIDE = re.compile(rf"(?<![0-9]){_Y}(?P<s>[-._]?)(?P<m>[0-9]{{2}})(?P=s)(?P<d>[0-9]{{2}})")


class Leading(NamedTuple):
    """A date at the beginning of a name, and how much of the name it takes."""

    date: str  # YYYY-MM-DD, YYYY-MM or YYYY
    end: int  # 0 where the year is a word of the title and stays in it


def leading_date(name: str) -> Leading | None:
    """The date the name begins with; of a stretch of days the first."""
    if usual := _USUAL.match(name):
        return Leading(usual[0], usual.end())
    if not name.startswith(_YEARS_BEGIN):
        return None
    plain = name.translate(_PLAIN)
    if found := next((found for shape in _DATES if (found := shape.match(plain))), None):
        day = _written(found)
        until = _UNTIL.match(plain, found.end()) if day.count("-") == 2 else None
        return Leading(day, (until or found).end()) if day else None
    if found := _YEAR_WORD.match(plain):
        return Leading(_written(found), 0)
    return Leading(found["y"], found.end()) if (found := _YEAR_ALONE.match(plain)) else None


def begins_with_day(name: str) -> bool:
    """Whether the name begins with a day of no year: 3月14日, 三月十四日."""
    found = _DAY_OF_YEAR.match(name.translate(_PLAIN)) if name[:1] in _MONTHS_BEGIN else None
    # In a leap year, which every day there is has.
    return found is not None and bool(iso(2000, number_of(found["m"]), number_of(found["d"])))


def device_name(name: str) -> bool:
    """Whether a camera, telephone, messenger or scanner gave this name (without its extension)."""
    if _USUAL.match(name):
        return False
    shape = _MOMENT if name.startswith(_YEARS_BEGIN) else _DEVICE
    return shape.match(name.translate(_PLAIN)) is not None


def day_inside(name: str) -> str:
    """The first day (YYYY-MM-DD) written in digits anywhere in a name; "" if there is none."""
    found = _DAY_INSIDE.search(name.translate(_PLAIN))
    return _written(found) if found else ""


def _written(found: re.Match[str]) -> str:
    """The date found as YYYY[-MM[-DD]]; "" if there is no such day."""
    groups = found.groupdict()
    month, day = groups.get("m") or groups.get("n"), groups.get("d")
    numbers = [number_of(text) for text in (month, day) if text]
    return iso(year_of(found["y"]), *numbers) if all(numbers) else ""
