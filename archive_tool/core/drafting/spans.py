"""Periods written in titles: 第一季度, 三月份, 上半年, 2024年度, 2024—2025学年第一学期."""

from __future__ import annotations

import re
from collections.abc import Callable

from archive_tool.core.drafting.days import without_days
from archive_tool.core.numerals import number_of, year_of

_YEAR = "(?P<y>(?:19|20)[0-9]{2}|[二一][〇○零Oo0一二三四五六七八九]{3})"
_OF_YEAR = rf"(?:(?<![0-9]){_YEAR}\s?年?度?\s?)?"
_MONTH = "(?P<m>1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
_TO = r"\s?[-—–~～至到和、]{1,2}\s?"
# First and last month of a stretch -> what it is called.
_STRETCHES = {
    (1, 3): "Q1",
    (4, 6): "Q2",
    (7, 9): "Q3",
    (10, 12): "Q4",
    (1, 6): "H1",
    (7, 12): "H2",
    (1, 12): "",
}

_SOME = re.compile("[0-9年月季期]")
UNTOLD = "?"
# 2025年第3次支委会, 党务公开2025年第2期: one of a year's many, so that the year is not what it is about.
_ONE_OF_MANY = r"(?!\s?第\s?[0-9一二三四五六七八九十]{1,3}\s?[次期号批辑周讲场课])"
# A match and its year -> the period, or "?". What is named closer stands before what is named wider.
Build = Callable[[re.Match[str], int], str]


def span(title: str, year: int | None) -> str:
    """The one period a title (in half width) names; "" for none, UNTOLD for one of which it is not said when.

    UNTOLD also for several. Without a year of its own it is of `year`, unless the title speaks of another year.
    """
    if not _SOME.search(title):
        return ""
    closer, years, borrowed = _spans(without_days(_QUOTED.sub(" ", title)), year)
    found = dict.fromkeys(closer or years)
    if len(found) > 1 or (borrowed and set(years) - {f"{year}"}):
        return UNTOLD
    return next(iter(found), "")


def _spans(text: str, year: int | None) -> tuple[list[str], list[str], bool]:
    """Periods named by parts of a year, by years alone, and whether one of the first took `year`."""
    closer: list[str] = []
    years: list[str] = []
    borrowed = False
    for shape, build in _SHAPES:
        while match := shape.search(text):
            named = match.groupdict().get("y")
            own = year_of(named) if named else year
            (years if build is _year else closer).append(build(match, own) if own else UNTOLD)
            borrowed = borrowed or not named
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return closer, years, borrowed


def _school_year(match: re.Match[str], year: int) -> str:
    last, term = match["z"], match["t"]
    if int(last) != year + 1:
        return UNTOLD
    return f"{year}-{last}" + (f"-{_TERMS[term]}" if term else "")


def _season(match: re.Match[str], year: int) -> str:
    return f"{year - 1}-{year}-2" if match["season"] == "春" else f"{year}-{year + 1}-1"


def _one_school_year(_: re.Match[str], year: int) -> str:
    return f"{year}-{year + 1}"


def _quarter(match: re.Match[str], year: int) -> str:
    return f"{year}-Q{number_of(match['n'])}"


def _half(match: re.Match[str], year: int) -> str:
    return f"{year}-H{1 if match['n'] == '上' else 2}"


def _half_month(match: re.Match[str], year: int) -> str:
    return f"{year}-{number_of(match['m']):02}{'a' if match['n'] == '上' else 'b'}"


def _months(match: re.Match[str], year: int) -> str:
    part = _STRETCHES.get((number_of(match["m"]), number_of(match["n"])))
    return UNTOLD if part is None else f"{year}-{part}" if part else f"{year}"


def _month(match: re.Match[str], year: int) -> str:
    return f"{year}-{number_of(match['m']):02}"


def _year(_: re.Match[str], year: int) -> str:
    return f"{year}"


def _untold(_: re.Match[str], __: int) -> str:
    return UNTOLD


_TERMS = {"一": "1", "二": "2", "1": "1", "2": "2", "上": "1", "下": "2"}
# Quoted titles, and remarks that say more than a time: （2025年修订）.
_QUOTED = re.compile(
    r"《[^》]*》|\((?![\d〇○零一二三四五六七八九十年月度季上下半学期第份\-~至、.\s]*\))[^)]*\)"
)
_SHAPES: tuple[tuple[re.Pattern[str], Build], ...] = (
    (
        re.compile(rf"(?<![0-9]){_YEAR}{_TO}(?P<z>20[0-9]{{2}})\s?学年度?\s?(?:第?(?P<t>[一二12上下])学期)?"),
        _school_year,
    ),
    (re.compile(rf"(?<![0-9]){_YEAR}\s?年?度?{_TO}(?:20)?[0-9]{{2}}(?![0-9])\s?年?"), _untold),
    (re.compile(rf"{_OF_YEAR}(?P<season>[春秋])季?学期"), _season),
    (re.compile(rf"(?<![0-9]){_YEAR}\s?年?(?P<season>[春秋])(?=$|[\s)）])"), _season),
    (re.compile(rf"(?<![0-9]){_YEAR}\s?年?(?P<season>[春夏秋冬寒暑])[季天假]?"), _untold),
    (re.compile("第?[一二12上下本]学期"), _untold),
    (re.compile(rf"(?<![0-9]){_YEAR}\s?学年度?"), _one_school_year),
    (re.compile(rf"{_OF_YEAR}第?(?P<n>[一二三四1-4])季度"), _quarter),
    (re.compile(rf"(?<![0-9]){_YEAR}\s?-?Q(?P<n>[1-4])(?![0-9])"), _quarter),
    (re.compile(rf"{_OF_YEAR}(?P<n>[上下])半年"), _half),
    (re.compile(rf"{_OF_YEAR}{_MONTH}\s?月?份?(?P<n>[上下])半月"), _half_month),
    (
        re.compile(
            rf"{_OF_YEAR}(?<![0-9]){_MONTH}\s?月?份?{_TO}(?P<n>1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])\s?月份?"
        ),
        _months,
    ),
    (re.compile(rf"{_OF_YEAR}(?<![0-9第十]){_MONTH}\s?月份?"), _month),
    (re.compile(rf"(?<![0-9.]){_YEAR}[.\-](?P<m>1[0-2]|0?[1-9])(?![0-9.])"), _month),
    (re.compile(rf"(?<![0-9]){_YEAR}\s?年(?!级|代)度?+{_ONE_OF_MANY}"), _year),
    (
        re.compile(
            r"(?:^|(?<=[^0-9A-Za-z〔\[(（.]))(?P<y>20[0-9]{2})(?=$|[^0-9A-Za-z〕\])）.级届班年])"
            + _ONE_OF_MANY
        ),
        _year,
    ),
)
