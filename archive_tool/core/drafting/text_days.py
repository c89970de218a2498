"""The one day on which a text says that something was held or made, whoever's record it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive_tool.core.drafting.dating import PART_OF_DAY
from archive_tool.core.drafting.days import Day, days
from archive_tool.core.drafting.pages import Page
from archive_tool.core.drafting.plain_text import either, half_width
from archive_tool.core.openings import signed_days
from archive_tool.core.traces import NO_YEAR, NO_YEAR_WRITTEN
from archive_tool.core.wording import Wording


def held_on(page: Page, wording: Wording) -> str:
    """Behind a label (会议时间：…), or where the account of a meeting begins; "" where it is not certain."""
    return _only(_labelled(page, wording.day_held)) or _only(_in_account(page.first_sentence, wording))


def made_on(page: Page, wording: Wording) -> str:
    """Behind a label (填表日期：…), else in the signature, else alone under the heading; with its year."""
    labelled = _only(_labelled(page, wording.day_made))
    found = labelled or _only(days(page.signed, NO_YEAR)) or _only(days(page.under_heading, NO_YEAR))
    return "" if found.startswith(NO_YEAR_WRITTEN) else found


def stated_on(page: Page, wording: Wording, lines: Sequence[str]) -> str:
    """The day a paper is of, with its year: when it says it was held, else made; "" where it may be another.

    `lines`: all of its text. A form that several sign, one after the other, is of none of these days.
    """
    held, made = held_on(page, wording), made_on(page, wording)
    if held:
        return "" if held.startswith(NO_YEAR_WRITTEN) else held
    signed = signed_days(lines)
    told = {day.date for line in signed for day in days(half_width(line), None)}
    if len(told) > 1:
        return ""
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return made or (told.pop() if told and last in signed else "")


def _labelled(page: Page, labels: Iterable[str]) -> list[Day]:
    told = (page.labels[label] for label in labels if label in page.labels)
    return [day for value in told for day in days(value, NO_YEAR)]


def _in_account(sentence: str, wording: Wording) -> list[Day]:
    found = days(sentence, NO_YEAR)[:1]
    begins = [day for day in found if day.start <= 1 and re.match(PART_OF_DAY, sentence[day.end :])]
    return [day for day in begins if re.search(either(wording.held), sentence[day.end :][:60])]


def _only(found: list[Day]) -> str:
    """One day, and no stretch of several."""
    told = {day.date for day in found}
    return told.pop() if len(told) == 1 and not any(day.stretch for day in found) else ""
