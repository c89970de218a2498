"""Days written anywhere in a text, in the ways people write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive_tool.core.numerals import iso, number_of, year_of

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_YEAR = "(?:19|20)[0-9]{2}|[二一][〇○零Oo0一二三四五六七八九]{3}"
_MONTH_DAY = rf"(?P<m>[0-9]{{1,2}}|{_HAN_NUMBER})\s?月\s?(?P<d>[0-9]{{1,2}}|{_HAN_NUMBER})"
_TO = r"\s?[-—–~～至到]{1,2}\s?"
# 至10日, -4月2日, ~16: the end of a stretch of days.
_UNTIL = (
    rf"(?P<until>{_TO}(?:(?:{_YEAR})\s?年\s?)?(?:[0-9]{{1,2}}\s?月\s?)?[0-9]{{1,2}}\s?[日号]"
    rf"|、[0-9]{{1,2}}\s?[日号])?"
)
# The first whose shape fits decides: an impossible date (2025-02-30) is told, not read as less.
_WRITTEN = (
    re.compile(rf"(?<![0-9])(?P<y>{_YEAR})\s?年\s?{_MONTH_DAY}\s?[日号]?{_UNTIL}"),
    re.compile(
        r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})(?P<s>[-./_])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9])"
    ),
    re.compile(r"(?<![0-9A-Za-z])(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9])"),
    re.compile(rf"(?<![0-9年])(?P<y>){_MONTH_DAY}\s?[日号]{_UNTIL}"),
)
_ANY = re.compile("月|[0-9]{4}")


class Day(NamedTuple):
    """A day, where it is written, and whether its year is."""

    date: str  # YYYY-MM-DD; "" for an impossible day, or one without a year where none is known
    start: int
    end: int
    dated: bool  # its year is written
    stretch: bool  # the first of several days


def days(text: str, year: int | None) -> list[Day]:
    """The days in a text (in half width), in order; those without a year are of `year`."""
    if not _ANY.search(text):
        return []
    found: list[Day] = []
    for shape in _WRITTEN:
        for match in shape.finditer(text):
            if all(match.end() <= day.start or match.start() >= day.end for day in found):
                found.append(_day(match, year))
    return sorted(found, key=lambda day: day.start)


def without_days(text: str) -> str:
    """The text with a blank for every day."""
    for day in reversed(days(text, None)):
        text = f"{text[: day.start]} {text[day.end :]}"
    return text


def _day(match: re.Match[str], year: int | None) -> Day:
    groups = match.groupdict()
    month, day = number_of(groups["m"]), number_of(groups["d"])
    own = year_of(groups["y"]) if groups["y"] else year
    written = iso(own, month, day) if own and month and day else ""
    return Day(written, match.start(), match.end(), bool(groups["y"]), bool(groups.get("until")))
