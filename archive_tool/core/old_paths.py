"""What the names of folders outside the layout tell: a year, a unit; for trees that were there before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from archive_tool.core.names import extension
from archive_tool.core.numerals import year_of

_NUMBER = "(?:19|20)[0-9]{2}"
_HAN = "[二一][〇○零一二三四五六七八九]{3}"
_YEAR = re.compile(rf"({_NUMBER})\s*(?:年度?)?|({_HAN})年度?")
_MONTH = re.compile(rf"{_NUMBER}\s*(?:年\s*(?:0?[1-9]|1[0-2])\s*月份?|[-.](?:0?[1-9]|1[0-2]))")
_TO = r"\s*[-—–~～至到及和与、]"
# 2023年党建, 党建资料2023: one year, and what is kept in it. 2019-2025年 are several, 2023年以来 is open.
_TITLED = (
    re.compile(rf"({_NUMBER})\s*(?:年度?)?+(?!{_TO}|以|之|[前后起级届班期号学年.0-9])(?=\D)"),
    re.compile(rf"({_HAN})年度?+(?!{_TO}|以|之|[前后起级届班期号学])"),
    re.compile(rf"(?:.*[^0-9.\-—–~～至到及和与、]|)({_NUMBER})\s*(?:年度?)?[)\]】〕]?"),
)
_SCHOOL_YEAR = re.compile(rf"{_NUMBER}\s*年?\s*[-—–~～至]\s*({_NUMBER})\s*学年度?")


def bare_year(name: str) -> int | None:
    """The year that is all a folder's name says: 2024, 2024年, 二〇二四年度. 2023-2024学年 is two."""
    found = _YEAR.fullmatch(_plain(name))
    return year_of(found[1] or found[2]) if found else None


def is_bare_date(name: str) -> bool:
    """Whether the name is a year or a month and no title: such a folder holds records, it is none."""
    return bare_year(name) is not None or _MONTH.fullmatch(_plain(name)) is not None


def year_told(path: str) -> int | None:
    """The year that the folders of a path name, the innermost if several do; one that says nothing else first."""
    names = path.split("/")
    years = [year for name in names if (year := bare_year(name))] or [
        year for name in names if (year := _titled_year(name))
    ]
    return years[-1] if years else None


def school_year_told(path: str) -> int | None:
    """The year in which the school year ends that a folder of the path names: 2022 of 2021-2022学年党建."""
    ends = [int(found[1]) for name in path.split("/") if (found := _SCHOOL_YEAR.search(_plain(name)))]
    return ends[-1] if ends else None


def _titled_year(name: str) -> int | None:
    """The year in a folder's title; a file's is that of its paper."""
    plain = "" if extension(name) else _plain(name)
    found = next((found for shape in _TITLED[:2] if (found := shape.match(plain))), None)
    found = found or _TITLED[2].fullmatch(plain)
    return year_of(found[1]) if found else None


def unit_told(path: str, units: Mapping[str, str]) -> str | None:
    """The unit that a folder of the path is called by, the innermost; `units`: what it may be called -> id."""
    return next((units[name] for name in reversed(path.split("/")) if name in units), None)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()
