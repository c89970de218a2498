"""The day of a record: when it took place or was made, said by name or text, never by both differently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_tool.core.drafting.days import days
from archive_tool.core.drafting.evidence import Evidence
from archive_tool.core.drafting.plain_text import either
from archive_tool.core.scheme import Form
from archive_tool.core.wording import Wording

_FINER = {"day": (10,), "month": (10, 7), "year": (10, 7, 4)}  # lengths of dates of that precision
PART_OF_DAY = r"\s*(?:\([^)]*\)\s*)?(?:上午|下午|中午|早上|晚上|晚|,|，|\s)"


def dated(said: Evidence, form: Form | None, wording: Wording) -> str:
    """YYYY-MM-DD, YYYY-MM or YYYY; "" where nothing dates it, or name and text contradict each other."""
    named = _named(said, form)
    told = next((found for found in _told(said, form, wording) if found), [])
    if said.name.contradicts or "" in told:
        return ""
    found = {day for day in (named, *told) if day}
    if len(found) > 1:
        return ""
    return found.pop() if found else _loose(said, form)


def _named(said: Evidence, form: Form | None) -> str:
    """The name's day. A day that is part of a title may be that of the meeting a notice calls."""
    if said.holding.folder or said.name.style == "stamp" or form is None or form.dated == "held":
        return said.name.day
    return said.name.day if form.dated == "made" and said.name.at_end else ""


def _told(said: Evidence, form: Form | None, wording: Wording) -> Iterator[list[str]]:
    """What the text says, the surest first; days as dates, "" for impossible ones."""
    page, year = said.page, said.year
    kind = form.dated if form else ""
    if kind in ("held", ""):
        yield _labelled(said, wording.day_held)
    if kind == "held":
        yield _first_sentence(page.first_sentence, year, wording)
    if kind in ("made", "planned"):
        yield _labelled(said, wording.day_made)
    yield [day.date for day in days(page.signed, year) if day.dated]
    yield [day.date for day in days(page.under_heading, year) if day.dated]


def _labelled(said: Evidence, labels: tuple[str, ...]) -> list[str]:
    return [day.date for value in said.labelled(labels) for day in days(value, said.year)][:2]


def _first_sentence(sentence: str, year: int | None, wording: Wording) -> list[str]:
    """5月8日下午，支部书记甲主持召开…: the day a meeting's account begins with."""
    for day in days(sentence, year)[:1]:
        follows = sentence[day.end :]
        if (
            day.start <= 1
            and re.match(PART_OF_DAY, follows)
            and re.search(either(wording.held), follows[:60])
        ):
            return [day.date]
    return []


def _loose(said: Evidence, form: Form | None) -> str:
    """A month or year that a name begins with, where that is close enough, and the folder's.

    A thing took place in its month, whichever day it was.
    """
    loose = said.name.loose
    if form is None or (said.year is not None and not loose.startswith(f"{said.year}")):
        return ""
    return loose if len(loose) in _FINER["month" if form.dated == "held" else form.precision] else ""
