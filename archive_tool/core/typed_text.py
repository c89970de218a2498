"""Texts that people write for numbers, yes and no, dates and periods, brought to one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from archive_tool.core.model import Value

_YES_NO = {"是": True, "true": True, "yes": True, "否": False, "false": False, "no": False}
_INTEGER = re.compile("[+-]?[0-9]{1,15}")

_Y = "([12][0-9]{3})"
_DATES = tuple(
    re.compile(shape)
    for shape in (
        _Y,
        rf"{_Y}([-/.])([0-9]{{1,2}})(?:\2([0-9]{{1,2}}))?",
        rf"{_Y}()([0-9]{{2}})([0-9]{{2}})",
        rf"{_Y}\s*年()(?:\s*([0-9]{{1,2}})\s*月(?:\s*([0-9]{{1,2}})\s*[日号])?)?",
    )
)
_TIME = re.compile(
    r"(.*?)(?:\s*T\s*|\s+|(?<=[日号]))([0-9]{1,2}):([0-9]{2})(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)

_LONGEST = 60  # characters of a day, a moment or a period: what is longer is none, and costly to be tried

# Years that belong together: the school year 2025-2026 and its terms.
_SCHOOL_YEAR = re.compile(
    rf"{_Y}\s*[-—~至]\s*{_Y}\s*(?:学年(?:度)?)?(?:\s*-\s*([1-9])|\s*第?([一二三12])学期)?"
)
_HALVES = {"上": "1", "下": "2", "1": "1", "2": "2"}
_NUMBERS = {"一": "1", "二": "2", "三": "3", "四": "4"}


def plain(text: str) -> str:
    """Full-width characters as ordinary ones, no spaces around."""
    return unicodedata.normalize("NFKC", text).strip()


def _short(text: str) -> str:
    written = plain(text)
    return written if len(written) <= _LONGEST else ""


def integer(text: str) -> int | None:
    """A whole number of at most 15 digits, full-width ones too."""
    written = plain(text)
    return int(written) if _INTEGER.fullmatch(written) else None


def boolean(text: str) -> bool | None:
    """是/否, true/false, yes/no."""
    return _YES_NO.get(plain(text).casefold())


def day(text: str) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD for 2025/3/4, 2025.3.4, 20250304, 2025年3月4日; None if there is no such day."""
    written = _short(text)
    for shape in _DATES:
        if found := shape.fullmatch(written):
            return _iso(*(int(part) for part in (found[1], *found.groups()[2:]) if part))
    return None


def moment(text: str) -> str | None:
    """YYYY-MM-DD with or without THH:MM[:SS] and an offset from UTC."""
    written = _short(text)
    found = _TIME.fullmatch(written)
    on = day(found[1] if found else written)
    if on is None or len(on) < 10 or not found:
        return on if on and len(on) == 10 else None
    hour, minute, seconds, zone = int(found[2]), int(found[3]), found[4] or "", found[5] or ""
    if hour > 23 or minute > 59 or seconds > ":59":
        return None
    return f"{on}T{hour:02}:{minute:02}{seconds}{zone}"


def period(text: str) -> str | None:
    """2025, 2025-H1, 2025-Q1, 2025-03, 2025-03a, 2025-2026, 2025-2026-1, once, term:2024-06-20."""
    written = _short(text)
    for shape, spell in _PERIODS:
        if found := re.fullmatch(shape, written, re.IGNORECASE):
            return spell(found)
    if found := _SCHOOL_YEAR.fullmatch(written):
        return _school_year(found)
    on = day(written)
    return on if on and len(on) <= 7 else None


def _iso(*parts: int) -> str | None:
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])


def _school_year(found: re.Match[str]) -> str | None:
    if int(found[2]) != int(found[1]) + 1:
        return None
    term = found[3] or _NUMBERS.get(found[4] or "", found[4] or "")
    return f"{found[1]}-{found[2]}" + (f"-{term}" if term else "")


def _half_month(found: re.Match[str]) -> str | None:
    month = _iso(int(found[1]), int(found[2]))
    return month and month + {"上": "a", "下": "b"}.get(found[3], found[3].lower())


def _term(found: re.Match[str]) -> str | None:
    on = day(found[1])
    return f"term:{on}" if on and len(on) == 10 else None


_PERIODS: tuple[tuple[str, Callable[[re.Match[str]], str | None]], ...] = (
    ("once|一次性", lambda _: "once"),
    (r"(?:term|届)\s*:\s*(.+)", _term),
    (rf"{_Y}\s*-?\s*H\s*([12])", lambda found: f"{found[1]}-H{found[2]}"),
    (rf"{_Y}\s*年?\s*([上下])半年", lambda found: f"{found[1]}-H{_HALVES[found[2]]}"),
    (rf"{_Y}\s*-?\s*Q\s*([1-4])", lambda found: f"{found[1]}-Q{found[2]}"),
    (
        rf"{_Y}\s*年?\s*第?([一二三四1-4])季度",
        lambda found: f"{found[1]}-Q{_NUMBERS.get(found[2], found[2])}",
    ),
    (rf"{_Y}-([0-9]{{1,2}})\s*([ab])", _half_month),
    (rf"{_Y}\s*年\s*([0-9]{{1,2}})\s*月(?:份)?\s*([上下])半月", _half_month),
    (rf"{_Y}\s*年度", lambda found: found[1]),
    (rf"{_Y}\s*年\s*([0-9]{{1,2}})\s*月份", lambda found: _iso(int(found[1]), int(found[2]))),
)

# Field type -> from text to the canonical value, None where the text is not one.
TYPES: Mapping[str, Callable[[str], Value]] = {
    "integer": integer,
    "boolean": boolean,
    "date": day,
    "date-time": moment,
    "period": period,
}
