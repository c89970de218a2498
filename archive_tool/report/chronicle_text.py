"""The year on one page at a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from archive_tool.core.chronicle_events import Event
from archive_tool.core.personal_data import masked
from archive_tool.core.plans import Planned
from archive_tool.report import chronicle as words
from archive_tool.report import colophon
from archive_tool.report.chronicle import YearPage
from archive_tool.report.columns import Column
from archive_tool.report.inspection import about
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen

Json = Mapping[str, Any]
STYLES = {"done": "green", "not-done": "bold red", "unproven": "red", "explained": "yellow", "open": "dim"}


def text(page: YearPage, screen: Screen) -> None:
    """Main line, plan, months."""
    say = page.speaker.say
    screen.line(printable(f"{page.name} {page.title}"), style="bold")
    screen.line()
    screen.line(say("chronicle.main-line"), style="bold")
    for told in words.main_line(page):
        screen.paragraph(printable(told))
    if page.found.planned:
        screen.line()
        screen.line(say("chronicle.plan"), style="bold")
        _plan(page, screen)
    for month in page.found.months:
        screen.line()
        screen.line(words.month(month, page), style="bold")
        screen.listing([_row(event, page) for event in month.events])
        for told in words.besides(month, page):
            screen.paragraph(printable(told), style="dim")
    screen.line()
    for told in words.closing(page):
        screen.paragraph(printable(told), style="dim")
    if page.made:
        screen.line()
        colophon.show(page.made, page.speaker, screen)


def _plan(page: YearPage, screen: Screen) -> None:
    say = page.speaker.say
    columns = [
        Column(say("chronicle.column.standing")),
        Column(say("chronicle.column.planned"), least=16, wants=40),
        Column(say("ledger.column.owner"), least=6, spare=1),
        Column(say("chronicle.column.deeds"), least=16, wants=40),
    ]
    screen.table(columns, [_item(item, page) for item in page.found.planned])


def _item(item: Planned, page: YearPage) -> list[Text]:
    told = page.speaker.listed((told for told, _ in words.deeds(item, page)), "list.clauses")
    planned = " ".join(filter(None, (item.no, item.text)))
    return [
        Text(words.standing(item, page), style=STYLES[item.standing]),
        Text(printable(planned)),
        Text(printable(page.joined(list(item.owners)))),
        Text(printable(told)),
    ]


def _row(event: Event, page: YearPage) -> list[Text]:
    return [
        Text(words.day(event), style="dim"),
        Text(printable(page.units(event))),
        Text(printable(words.line(event, page))),
    ]


def json(page: YearPage) -> Json:
    """The document of `report chronicle`."""
    found = page.found
    return {
        **about(page.tool, page.scheme, page.root),
        "year": found.year,
        "as_of": found.as_of.isoformat(),
        "summary": {
            "events": len(found.events),
            "routine": sum(sum(month.routine.values()) for month in found.months),
            "withheld": sum(sum(month.withheld.values()) for month in found.months),
            "unread": found.unread,
            "planned": len(found.planned),
            **{key.replace("-", "_"): count for key, count in words.standings(page).items()},
            "late": sum(bool(item.late) for item in found.planned),
        },
        "held": dict(found.often),
        "main_line": list(words.main_line(page)),
        "plans": [masked(record.path) for record in found.plans],
        "items": [_json_item(item) for item in found.planned],
        "months": [
            {
                "month": month.number or None,
                "events": [_json_event(event, page) for event in month.events],
                "routine": dict(month.routine),
                "withheld": dict(month.withheld),
            }
            for month in found.months
        ],
        "colophon": colophon.json(page.made, page.speaker) if page.made else None,
    }


def _json_item(item: Planned) -> Json:
    return {
        "path": masked(item.record.path),
        "no": item.no,
        "text": item.text,
        "owner": list(item.owners),
        "due": item.due or None,
        "status": item.standing,
        "late": item.late or None,
        "deeds": [
            {"path": masked(deed.path), "title": deed.title, "date": deed.date}
            for deed in item.deeds
            if not deed.withheld
        ],
        "withheld": sum(deed.withheld for deed in item.deeds),
        "absent": list(item.absent),
        "unseen": list(item.unseen),
        "reason": item.reason or None,
    }


def _json_event(event: Event, page: YearPage) -> Json:
    return {
        "date": event.date,
        "units": list(event.units),
        "kind": event.kind,
        "subjects": list(event.subjects),
        "title": event.title,
        "line": words.line(event, page),
        "category": event.category,
        "records": list(map(masked, event.records)),
        "stands_out": event.stands_out,
        "planned": page.found.is_planned(event),
        "draft": event.draft,
        "pointer": event.pointer,
    }
