"""Who led a meeting and wrote of it, when and where, as the head of its minutes says behind labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive_tool.core.drafting.pages import Page
from archive_tool.core.drafting.plain_text import half_width
from archive_tool.core.numerals import number_of
from archive_tool.core.wording import Wording

_NUMBER = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_CLOCK = re.compile(
    rf"(?P<part>上午|早上|中午|下午|傍晚|晚上|晚)?\s*(?<![0-9一二三四五六七八九十:])(?P<hour>{_NUMBER})\s*(?::|点|时)\s*"
    rf"(?P<minute>半|{_NUMBER})?分?"
)
_TO = re.compile(r"\s*(?:-+|~|至|到)\s*")
_LATER = ("下午", "傍晚", "晚上", "晚")
_EARLIEST = 7  # 3:00 without 上午 or 下午 is of the afternoon, or of nobody knows when
_NAMES = re.compile("[\u3400-\u9fff·、()]{2,}")  # 主持人：张三 记录人：李四; ____ and XXX are nobody


def account(page: Page, wording: Wording) -> tuple[str, ...]:
    """Chair, recorder and place as written, begin and end as HH:MM; "" for what is not told; () for nobody."""
    chair, recorder = (_names(page.labels, labels) for labels in (wording.chairs, wording.recorders))
    if not chair and not recorder:
        return ()
    first, last = _clock(_first(page.labels, wording.day_held))
    return (chair, recorder, _first(page.labels, wording.places).strip(), first, last)


def _first(labels: Mapping[str, str], wanted: Iterable[str]) -> str:
    return next((labels[label] for label in wanted if label in labels), "")


def _names(labels: Mapping[str, str], wanted: Iterable[str]) -> str:
    found = _NAMES.match(_first(labels, wanted).strip())
    return found[0] if found else ""


def _clock(written: str) -> tuple[str, str]:
    """When it began and ended; "" where that is not certain."""
    text = half_width(written)
    first = _CLOCK.search(text)
    begin = _time(first, "") if first else ""
    if not first or not begin:
        return "", ""
    to = _TO.match(text, first.end())
    last = _CLOCK.match(text, to.end()) if to else None
    end = _time(last, first["part"] or "") if last else ""
    return begin, end if end > begin else ""


def _time(found: re.Match[str], before: str) -> str:
    """`before`: the part of the day of a time told before it."""
    hour, part = number_of(found["hour"]), found["part"] or before
    minute = 30 if found["minute"] == "半" else number_of(found["minute"] or "0")
    if (part in _LATER and hour < 12) or (part == "中午" and hour < 3):
        hour += 12
    certain = part or hour >= _EARLIEST
    return f"{hour:02}:{minute:02}" if certain and hour < 24 and minute < 60 else ""
