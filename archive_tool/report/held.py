"""The list of one activity in a workbook: every time it took place, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive_tool.core.activities import Held
from archive_tool.core.catalog import Speaker
from archive_tool.report.inspection import Inspection
from archive_tool.report.links import places
from archive_tool.report.workbook import Workbook
from archive_tool.report.workbook_cells import Cell, Column


def activity_sheet(activity: str, held: Sequence[Held], inspection: Inspection, book: Workbook) -> None:
    """One row a time; `activity` is its code."""
    say, name = inspection.speaker.say, inspection.speaker.label(f"activity:{activity}")
    columns = [
        Column(say("sheet.column.no"), 5, "number"),
        Column(say("sheet.column.date"), 12, "date"),
        Column(say("sheet.column.topic"), 32),
        Column(say("audit.column.unit"), 16),
        Column(say("sheet.column.chair"), 15),
        Column(say("sheet.column.recorder"), 10),
        *(Column(say(f"sheet.column.{key}"), 9, "number") for key in ("expected", "present", "absent")),
        Column(say("sheet.column.shown-by"), 24),
        Column(say("sheet.column.evidence"), 36),
        Column(say("sheet.column.note"), 10),
    ]
    day = inspection.report.as_of.isoformat()
    heading = say("sheet.heading", name=inspection.name, sheet=name, day=day)
    rows = (_row(number, one, inspection) for number, one in enumerate(held, 1))
    book.table(name, heading, columns, rows)


def _row(number: int, one: Held, inspection: Inspection) -> list[Cell]:
    speaker = inspection.speaker
    return [
        number,
        day_cell(one.date),
        topics(one, speaker),
        speaker.label(f"unit:{one.unit}") if one.unit else "",
        one.chair,
        one.recorder,
        one.expected,
        one.present,
        one.absent,
        shown_by(one, speaker),
        places(one.records, inspection),
        note(one, speaker),
    ]


def day_cell(written: str) -> Cell:
    """A whole date as one that can be sorted and filtered; a month or year as it is written."""
    return date.fromisoformat(written) if len(written) == 10 else written


def topics(one: Held, speaker: Speaker) -> str:
    """What it was about, as far as everyone may read it."""
    kept = (speaker.say("sheet.withheld"),) if one.withheld else ()
    return speaker.listed((*one.topics, *kept), "list.clauses")


def shown_by(one: Held, speaker: Speaker) -> str:
    """The kinds of papers that show it."""
    return speaker.listed([speaker.label(f"role:{role}") for role in one.roles])


def note(one: Held, speaker: Speaker) -> str:
    """What stands in the way of taking it for certain."""
    if one.pointer:
        return speaker.say("sheet.on-paper")
    if one.uncertain:
        return speaker.say("sheet.unread")
    return speaker.say("sheet.draft") if one.draft else ""
