"""The first page of a year on paper: its main line, its plans and its months, cut to what one page has room for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from archive_tool.core.chronicle import UNDATED, Month
from archive_tool.core.chronicle_events import Event
from archive_tool.core.personal_data import masked
from archive_tool.core.plans import STANDINGS, Standing
from archive_tool.report import chronicle as words
from archive_tool.report.chronicle import YearPage
from archive_tool.report.wrapping import cut

# In cells, of which a Chinese character takes two.
LINE_ROOM, EVENT_ROOM = 150, 60
# How many of them a line holds: of the text, below a table, of a month, of a plan's title; Latin typefaces
# differ in width.
TEXT_CELLS, SMALL_CELLS = {"zh": 92, "en": 80}, {"zh": 106, "en": 92}
MONTH_CELLS, PLAN_CELLS = {"zh": 68, "en": 60}, {"zh": 38, "en": 32}
# Points: what the page has room for, headings and borders aside; a line of text, a line of a table.
HEIGHT, TEXT_LINE, TABLE_LINE = 605, 15, 13
MOST_MONTH_LINES = 3
MOST_PLANS = 4  # with a row of their own
MARK = "…"


class Row(NamedTuple):
    """One month: what its readers should know of it, and how much there was."""

    month: str
    told: str
    events: int
    routine: int  # activities that are only counted
    withheld: int  # what is not for everyone


class Outcome(NamedTuple):
    """One plan, how many items it has, and how many stand how (in the order of STANDINGS, turned round)."""

    plan: str
    items: int
    stand: tuple[int, ...]


ORDER = tuple(reversed(STANDINGS))  # what was done first


def standing_heads(page: YearPage) -> list[str]:
    """What the columns are called in which each standing is counted: as in cells, but with a capital letter."""
    told = [page.speaker.say(f"chronicle.standing.{one}") for one in ORDER]
    return [f"{one[:1].upper()}{one[1:]}" for one in told]


def sentences(page: YearPage) -> Iterator[str]:
    """What was planned, what was done, what stands out: a line or two each."""
    say, found = page.speaker.say, page.found
    yield from words.plan_sentences(page)
    yield from words.held(page, lambda told: _first(told, LINE_ROOM, page))
    out = [_short(one, page) for one in found.events if one.stands_out]
    if out:
        yield say("chronicle.stands-out", events=_first(out, LINE_ROOM, page))
    if found.planned and found.events:
        planned = sum(map(found.is_planned, found.events))
        yield say("chronicle.unplanned", planned=planned, unplanned=len(found.events) - planned)


def outcomes(page: YearPage) -> Iterator[Outcome]:
    """The plans with items, those beyond the first ones together."""
    found = page.found
    counted = {
        plan.path: Counter(item.standing for item in found.planned if item.record is plan)
        for plan in found.plans
    }
    listed = [plan for plan in found.plans if counted[plan.path]]
    shown = listed if len(listed) <= MOST_PLANS else listed[: MOST_PLANS - 1]
    for plan in shown:
        title = _cut(masked(plan.title or plan.holding.name), _of_language(PLAN_CELLS, page))
        yield _outcome(title, [counted[plan.path]])
    rest = listed[len(shown) :]
    if rest:
        title = page.speaker.say("chronicle.other-plans", count=len(rest))
        yield _outcome(title, [counted[plan.path] for plan in rest])


def never(page: YearPage) -> Iterator[str]:
    """What was planned and not done, or cannot be shown."""
    return words.never(page, lambda items: _first(items, LINE_ROOM, page))


def months(page: YearPage) -> Iterator[Row]:
    """All twelve, and one for what says only its year, where there is anything."""
    found = {month.number: month for month in page.found.months}
    numbers = [*range(1, 13), *([UNDATED] if UNDATED in found else [])]
    room = _month_lines(page, len(numbers)) * _of_language(MONTH_CELLS, page)
    for number in numbers:
        yield _row(found.get(number) or Month(number, (), {}, {}), room, page)


def _month_lines(page: YearPage, rows: int) -> int:
    """How many lines each month may take, so that all of it stays one page."""
    text = _lines(sentences(page), _of_language(TEXT_CELLS, page)) * TEXT_LINE
    small = _lines((*never(page), *words.provenance(page)), _of_language(SMALL_CELLS, page))
    table = 3 + len(list(outcomes(page))) if page.found.planned else 0
    left = HEIGHT - text - (small + table) * TABLE_LINE - table - rows
    return max(1, min(MOST_MONTH_LINES, left // (rows * TABLE_LINE)))


def _lines(told: Iterable[str], cells: int) -> int:
    return sum(-(-cell_len(one) // cells) for one in told)


def _of_language(cells: Mapping[str, int], page: YearPage) -> int:
    return cells.get(page.speaker.language, cells["en"])


def _row(month: Month, room: int, page: YearPage) -> Row:
    name = (
        page.speaker.say("chronicle.undated-short") if month.number == UNDATED else _name(month.number, page)
    )
    return Row(
        name,
        _deeds(month, room, page),
        len(month.events),
        sum(month.routine.values()),
        sum(month.withheld.values()),
    )


def _name(number: int, page: YearPage) -> str:
    return page.speaker.say("chronicle.month", number=number)


def _deeds(month: Month, room: int, page: YearPage) -> str:
    """What should not be missed first, then what a plan names, then the rest as far as there is room."""
    found, whole = page.found, room
    kept: list[int] = []
    for at, event in sorted(
        enumerate(month.events),
        key=lambda one: (not one[1].stands_out, not found.is_planned(one[1]), one[0]),
    ):
        needed = cell_len(_on_day(event, page)) + 2
        if needed <= room or not kept:
            kept.append(at)
            room -= needed
    told = [_on_day(month.events[at], page) for at in sorted(kept)]
    return _cut(_joined(told, page), whole)


def _on_day(event: Event, page: YearPage) -> str:
    told, day = _short(event, page), event.date[8:10].lstrip("0")
    return page.speaker.say("chronicle.on-day", day=day, text=told) if day else told


def _short(event: Event, page: YearPage) -> str:
    return _cut(words.line(event, page), EVENT_ROOM)


def _cut(told: str, room: int) -> str:
    return cut(Text(told), room, "start", MARK).plain


def _first(told: Sequence[str], room: int, page: YearPage) -> str:
    """As many as there is room for, one at least; how many more there are."""
    shown: list[str] = []
    for one in told:
        room -= cell_len(one) + 2
        if room < 0 and shown:
            break
        shown.append(_cut(one, LINE_ROOM))
    left = len(told) - len(shown)
    return _joined(shown, page) + (page.speaker.say("chronicle.and-others", count=left) if left else "")


def _joined(told: Iterable[str], page: YearPage) -> str:
    return page.speaker.listed(told, "list.clauses")


def _outcome(title: str, counts: Sequence[Counter[Standing]]) -> Outcome:
    stand = tuple(sum(count[one] for count in counts) for one in ORDER)
    return Outcome(title, sum(stand), stand)
