"""The catalogue of supporting material in a workbook: what is there for everything that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archive_tool.core.lists import Lists
from archive_tool.core.model import CoverageRow
from archive_tool.core.standing import asks
from archive_tool.report.held import day_cell
from archive_tool.report.inspection import Inspection
from archive_tool.report.links import place
from archive_tool.report.standing import category
from archive_tool.report.workbook import Cell, Colour, Column, Workbook


class Point(NamedTuple):
    """What a record is evidence of: a group of points, and the point itself."""

    group: str
    name: str


def catalogue(found: Lists, inspection: Inspection, book: Workbook) -> None:
    """A row for every record that serves a point, and for every point that nothing serves."""
    say = inspection.speaker.say
    lacking: dict[str, Colour] = {say("sheet.nothing-there"): "bad"}
    columns = [
        Column(say("sheet.column.group"), 18),
        Column(say("sheet.column.point"), 26),
        Column(say("audit.column.unit"), 16),
        Column(say("sheet.column.period"), 13),
        Column(say("sheet.column.material"), 34, colours=lacking),
        Column(say("sheet.column.date"), 12, "date"),
        Column(say("sheet.column.evidence"), 42),
        Column(say("sheet.column.note"), 10),
    ]
    day = inspection.report.as_of.isoformat()
    heading = say("sheet.heading", name=inspection.name, sheet=say("sheet.evidence"), day=day)
    book.table(say("sheet.evidence"), heading, columns, _rows(found, inspection))


def points(row: CoverageRow, inspection: Inspection) -> Iterator[Point]:
    """The points that one row of coverage serves: its rule, in its category.

    The one place where indicators of a profile come in: a rule that several of them name serves each.
    """
    rule = inspection.scheme.rules.get(row.rule)
    group = category(rule.category if rule else "", inspection.speaker)
    yield Point(group, inspection.speaker.label(f"subject:{row.rule}"))


def _rows(found: Lists, inspection: Inspection) -> Iterator[list[Cell]]:
    for row in filter(asks, inspection.report.coverage):
        if row.status in ("not-applicable", "due") and not row.records:
            continue
        for point in points(row, inspection):
            for path in row.records or ("",):
                yield _row(row, point, path, found, inspection)


def _row(row: CoverageRow, point: Point, path: str, found: Lists, inspection: Inspection) -> list[Cell]:
    speaker, record = inspection.speaker, found.records.get(path)
    who = speaker.label(f"unit:{row.whom or row.unit}")
    about = [point.group, point.name, who, speaker.label(f"period:{row.period}")]
    if not path:
        waived = row.status == "waived"
        return [*about, speaker.say("sheet.status.waived" if waived else "sheet.nothing-there"), "", "", ""]
    title = record.title if record and record.title else path.rpartition("/")[2]
    note = ""
    if record and record.pointer:
        note = speaker.say("sheet.on-paper")
    elif record and record.status == "draft":
        note = speaker.say("sheet.draft")
    return [*about, title, day_cell(record.date) if record else "", place(path, inspection), note]
