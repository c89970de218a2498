"""The year on one page as a Word document."""

from __future__ import annotations

from collections.abc import Callable

from archive_tool.core.chronicle import Month
from archive_tool.core.plans import Planned
from archive_tool.report import chronicle as words
from archive_tool.report.chronicle import YearPage
from archive_tool.report.docx_numbers import numbered
from archive_tool.report.docx_page import WIDTH, Linked, Page
from archive_tool.report.docx_styles import SMALL
from archive_tool.report.html_page import href

DAY_WIDTH, UNIT_WIDTH = 24, 38  # millimetres
STANDING_WIDTH, OWNER_WIDTH, DEED_WIDTH, NUMBER_WIDTH = 22, 20, 58, 10
COUNT_WIDTH = 24


def make(page: YearPage) -> bytes:
    """The file; the same bytes for the same year and day."""
    say = page.speaker.say
    paper = Page.blank(f"{page.name} {page.title}", page.speaker.language, page.found.as_of)
    paper.title(page.name, page.title)
    sections: list[tuple[str, Callable[[], None]]] = [("main-line", lambda: _main_line(page, paper))]
    if page.found.planned:
        sections.append(("plan", lambda: _plan(page, paper)))
    if page.found.months:
        sections.append(("months", lambda: _months(page, paper)))
    for number, (name, write) in enumerate(sections, 1):
        paper.heading(numbered("paper.section", number, say(f"chronicle.{name}"), page.speaker))
        write()
    for told in words.closing(page):
        paper.small(told)
    return paper.bytes()


def _main_line(page: YearPage, paper: Page) -> None:
    for told in words.main_line(page):
        paper.paragraph(told)
    say, rows = page.speaker.say, list(words.categories(page))
    if not rows:
        return
    planned = bool(page.found.planned)
    head = [say("audit.column.category"), say("chronicle.column.events")]
    if planned:
        head.append(say("chronicle.column.of-plan"))
    told_rows = [(name, str(count), str(of_plan))[: len(head)] for name, count, of_plan in rows]
    widths = [WIDTH - COUNT_WIDTH * (len(head) - 1), *[COUNT_WIDTH] * (len(head) - 1)]
    paper.table(head, widths, told_rows, numbers=len(head) - 1, text=SMALL)


def _plan(page: YearPage, paper: Page) -> None:
    """Under each plan its items in their order."""
    say = page.speaker.say
    head = [
        say("sheet.column.no"),
        say("chronicle.column.planned"),
        say("ledger.column.owner"),
        say("chronicle.column.standing"),
        say("chronicle.column.deeds"),
    ]
    taken = NUMBER_WIDTH + OWNER_WIDTH + STANDING_WIDTH + DEED_WIDTH
    widths = [NUMBER_WIDTH, WIDTH - taken, OWNER_WIDTH, STANDING_WIDTH, DEED_WIDTH]
    for plan in page.found.plans:
        items = [item for item in page.found.planned if item.record is plan]
        if items:
            paper.heading(plan.title or plan.holding.name, 2)
            paper.table(head, widths, [_item(item, page) for item in items], text=SMALL)


def _item(item: Planned, page: YearPage) -> tuple[str, ...]:
    deeds = list(words.deeds(item, page))
    told = "\n".join(told for told, _ in deeds)
    first = next((path for _, path in deeds if path), "")
    number = item.no or str(item.number + 1)
    planned = "\n".join(filter(None, (item.text, item.due)))
    return (
        number,
        planned,
        page.joined(list(item.owners)),
        words.standing(item, page),
        _linked(told, first, page),
    )


def _months(page: YearPage, paper: Page) -> None:
    """A table a month, whose head is its name: a year has room on few pages."""
    for month in page.found.months:
        _month(month, page, paper)
        for told in list(words.besides(month, page)) or [""]:  # tables with nothing between are one
            paper.small(told)


def _month(month: Month, page: YearPage, paper: Page) -> None:
    say = page.speaker.say
    rows = [
        (words.day(one), page.units(one), _linked(words.line(one, page), one.records[0], page))
        for one in month.events
    ]
    head = [words.month(month, page), say("audit.column.unit"), say("chronicle.column.event")]
    widths = [DAY_WIDTH, UNIT_WIDTH, WIDTH - DAY_WIDTH - UNIT_WIDTH]
    paper.table(head, widths, rows or [("", "", "")], text=SMALL)


def _linked(told: str, path: str, page: YearPage) -> str:
    """Leads to the record from where the file will lie."""
    way = href(page.base, path) if page.base is not None and path else None
    return Linked(told, way) if way else told
