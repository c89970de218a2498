"""The year on one page as a web page in one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archive_tool.core.chronicle_events import Event
from archive_tool.core.personal_data import holds, masked
from archive_tool.core.plans import Planned
from archive_tool.report import chronicle as words
from archive_tool.report import chronicle_page as first
from archive_tool.report import colophon, html_page
from archive_tool.report.chronicle import YearPage
from archive_tool.report.paper_words import said_once

TEXTS = ("main-line", "plan", "months", "plan-items", "all-events", "column.planned", "column.standing",
         "column.deeds", "column.events", "column.of-plan", "column.plan", "column.items", "column.month",
         "by-category", "column.main-events", "column.routine", "column.withheld")  # fmt: skip


class Line(NamedTuple):
    """One event."""

    day: str
    units: str
    told: str
    address: str | None
    stands_out: bool


class Item(NamedTuple):
    """One item of a plan."""

    number: str
    planned: str
    owners: str
    due: str
    kind: str
    standing: str
    deeds: list[tuple[str, str | None]]


def make(page: YearPage) -> bytes:
    """The file; the same bytes for the same year and day."""
    say, found = page.speaker.say, page.found
    return html_page.render(
        "year_page.html",
        lang={"zh": "zh-CN"}.get(page.speaker.language, page.speaker.language),
        name=page.name,
        t={"title": page.title, **{key: say(f"chronicle.{key}") for key in TEXTS}},
        owner=say("ledger.column.owner"),
        category=say("audit.column.category"),
        sentences=list(first.sentences(page)),
        outcomes=list(first.outcomes(page)),
        standings=first.standing_heads(page),
        never=list(first.never(page)),
        year=list(first.months(page)) if found.months else [],
        categories=list(words.categories(page)),
        plans=list(_plans(page)),
        months=[
            (
                words.month(month, page),
                [_line(event, page) for event in month.events],
                list(words.besides(month, page)),
            )
            for month in found.months
        ],
        closing=list(words.provenance(page)),
        colophon=said_once(list(colophon.rows(page.made, page.speaker)), page.speaker) if page.made else [],
        how_made=say("paper.colophon"),
    )


def _plans(page: YearPage) -> Iterator[tuple[str, str | None, list[Item]]]:
    """Title and address of each plan that has items, and these."""
    for plan in page.found.plans:
        items = [_item(item, page) for item in page.found.planned if item.record is plan]
        if items:
            yield masked(plan.title or plan.holding.name), _address(plan.path, page), items


def _item(item: Planned, page: YearPage) -> Item:
    return Item(
        item.no or str(item.number + 1),
        item.text,
        page.joined(list(item.owners)),
        item.due,
        item.standing,
        words.standing(item, page),
        [(told, _address(path, page)) for told, path in words.deeds(item, page)],
    )


def _line(event: Event, page: YearPage) -> Line:
    address = _address(event.records[0], page)
    return Line(words.day(event), page.units(event), words.line(event, page), address, event.stands_out)


def _address(path: str, page: YearPage) -> str | None:
    """None of a name that holds a number of a person: the address would tell it."""
    leads = page.base is not None and path and not holds(path)
    return html_page.href(page.base or "", path) if leads else None
