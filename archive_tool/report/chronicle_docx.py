"""The year on one page as a Word document: one page that stands alone, then its particulars as annexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive_tool.core.chronicle import Month
from archive_tool.core.personal_data import holds, masked
from archive_tool.core.plans import Planned
from archive_tool.report import chronicle as words
from archive_tool.report import chronicle_page as first
from archive_tool.report import colophon
from archive_tool.report.chronicle import YearPage
from archive_tool.report.docx_cells import Linked
from archive_tool.report.docx_numbers import annex_number, numbered
from archive_tool.report.docx_page import ACROSS, FULL, Page
from archive_tool.report.docx_styles import NOTE, SMALL
from archive_tool.report.html_page import href
from archive_tool.report.paper_words import said_once

# Millimetres.
MONTH_WIDTH, NUMBER_WIDTH = 15, 15
DAY_WIDTH, UNIT_WIDTH = 28, 56
STANDING_WIDTH, OWNER_WIDTH, DEED_WIDTH, NO_WIDTH = 26, 30, 90, 12
LABEL_WIDTH = 44


def make(page: YearPage) -> bytes:
    """The file; the same bytes for the same year and day."""
    say = page.speaker.say
    paper = Page.blank(f"{page.name} {page.title}", page.speaker.language, page.found.as_of, full=True)
    paper.title(f"{page.name} {page.title}")
    sections: list[tuple[str, Callable[[], None]]] = [("main-line", lambda: _main_line(page, paper))]
    if page.found.planned:
        sections.append(("plan", lambda: _plans(page, paper)))
    if page.found.months:
        sections.append(("months", lambda: _year(page, paper)))
    for number, (name, write) in enumerate(sections, 1):
        paper.heading(numbered("paper.section", number, say(f"chronicle.{name}"), page.speaker))
        write()
    for told in words.provenance(page):
        paper.small(told, SMALL)
    annexes = list(_annexes(page, paper))
    for number, (title, write) in enumerate(annexes, 1):
        paper.annex(annex_number(number, len(annexes), page.speaker), title)
        write()
    return paper.bytes()


def _annexes(page: YearPage, paper: Page) -> Iterator[tuple[str, Callable[[], None]]]:
    say = page.speaker.say
    if page.found.planned:
        yield say("chronicle.plan-items"), lambda: _items(page, paper)
    if page.found.months:
        yield say("chronicle.all-events"), lambda: _months(page, paper)
    if page.made:
        yield say("paper.colophon"), lambda: _colophon(page, paper)


def _main_line(page: YearPage, paper: Page) -> None:
    for told in first.sentences(page):
        paper.small(told, NOTE)


def _plans(page: YearPage, paper: Page) -> None:
    """A row a plan, and what of it was never done."""
    say = page.speaker.say
    head = [
        say("chronicle.column.plan"),
        say("chronicle.column.items"),
        *first.standing_heads(page),
    ]
    rows = [(one.plan, str(one.items), *map(str, one.stand)) for one in first.outcomes(page)]
    numbers = len(head) - 1
    wide = 18
    paper.table(head, [FULL - numbers * wide, *[wide] * numbers], rows, numbers=numbers, text=SMALL)
    for told in first.never(page):
        paper.small(told, SMALL)


def _year(page: YearPage, paper: Page) -> None:
    """A row a month."""
    say = page.speaker.say
    head = [say("chronicle.column.month"), say("chronicle.column.main-events")]
    head += [say(f"chronicle.column.{key}") for key in ("events", "routine", "withheld")]
    rows = [
        (
            one.month,
            one.told,
            *(str(count) if count else "" for count in (one.events, one.routine, one.withheld)),
        )
        for one in first.months(page)
    ]
    widths = [MONTH_WIDTH, FULL - MONTH_WIDTH - 3 * NUMBER_WIDTH, *[NUMBER_WIDTH] * 3]
    paper.table(head, widths, rows, numbers=3, text=SMALL)


def _items(page: YearPage, paper: Page) -> None:
    """Under each plan its items in their order."""
    say = page.speaker.say
    head = [
        say("sheet.column.no"),
        say("chronicle.column.planned"),
        say("ledger.column.owner"),
        say("chronicle.column.standing"),
        say("chronicle.column.deeds"),
    ]
    taken = NO_WIDTH + OWNER_WIDTH + STANDING_WIDTH + DEED_WIDTH
    widths = [NO_WIDTH, ACROSS - taken, OWNER_WIDTH, STANDING_WIDTH, DEED_WIDTH]
    for plan in page.found.plans:
        items = [item for item in page.found.planned if item.record is plan]
        if items:
            paper.heading(masked(plan.title or plan.holding.name), 2)
            paper.table(head, widths, [_item(item, page) for item in items], text=SMALL)


def _item(item: Planned, page: YearPage) -> tuple[str, ...]:
    deeds = list(words.deeds(item, page))
    told = "\n".join(told for told, _ in deeds)
    path = next((path for _, path in deeds if path), "")
    number = item.no or str(item.number + 1)
    planned = "\n".join(filter(None, (item.text, item.due)))
    return (
        number,
        planned,
        page.joined(list(item.owners)),
        words.standing(item, page),
        _linked(told, path, page),
    )


def _months(page: YearPage, paper: Page) -> None:
    """A table a month, whose head is its name: a year has room on few pages."""
    for month in page.found.months:
        _month(month, page, paper)
        for told in list(words.besides(month, page)) or [""]:  # tables with nothing between are one
            paper.small(told, SMALL)


def _month(month: Month, page: YearPage, paper: Page) -> None:
    say = page.speaker.say
    rows = [
        (words.day(one), page.units(one), _linked(words.line(one, page), one.records[0], page))
        for one in month.events
    ]
    head = [words.month(month, page), say("audit.column.unit"), say("chronicle.column.event")]
    widths = [DAY_WIDTH, UNIT_WIDTH, ACROSS - DAY_WIDTH - UNIT_WIDTH]
    paper.table(head, widths, rows or [("", "", "")], text=SMALL)


def _colophon(page: YearPage, paper: Page) -> None:
    say = page.speaker.say
    told = said_once(list(colophon.rows(page.made, page.speaker)), page.speaker) if page.made else []
    rows = [(row.label, "\n".join(row.lines)) for row in told]
    head = [say("paper.matter"), say("paper.what")]
    paper.table(head, [LABEL_WIDTH, ACROSS - LABEL_WIDTH], rows, text=SMALL)


def _linked(told: str, path: str, page: YearPage) -> str:
    """Leads to the record from where the file will lie."""
    way = href(page.base, path) if page.base is not None and path and not holds(path) else None
    return Linked(told, way) if way else told
