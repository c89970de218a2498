"""The catalogue of supporting material as a sheet of a workbook."""

from __future__ import annotations

from archive_tool.core.lists import Lists
from archive_tool.report.evidence import Proof, proofs
from archive_tool.report.held import day_cell
from archive_tool.report.inspection import Inspection
from archive_tool.report.links import place
from archive_tool.report.workbook import Workbook
from archive_tool.report.workbook_cells import Cell, Colour, Column


def catalogue(found: Lists, inspection: Inspection, book: Workbook) -> None:
    """A row for every record that serves a point, and for every point that nothing serves."""
    say = inspection.speaker.say
    lacking: dict[str, Colour] = {say("sheet.nothing-there"): "bad", say("sheet.status.uncertain"): "warn"}
    by_profile = inspection.score is not None
    columns = [
        Column(say("sheet.column.indicators" if by_profile else "sheet.column.group"), 26),
        Column(say("score.column.indicator" if by_profile else "sheet.column.point"), 26),
        Column(say("audit.column.unit"), 16),
        Column(say("sheet.column.period"), 13),
        Column(say("sheet.column.material"), 34, begins=lacking),
        Column(say("sheet.column.date"), 12, "date"),
        Column(say("sheet.column.evidence"), 42),
        Column(say("sheet.column.note"), 10),
    ]
    day = inspection.report.as_of.isoformat()
    heading = say("sheet.heading", name=inspection.name, sheet=say("sheet.evidence"), day=day)
    rows = (_row(one, inspection) for one in proofs(found, inspection))
    book.table(say("sheet.evidence"), heading, columns, rows)


def _row(one: Proof, inspection: Inspection) -> list[Cell]:
    period = inspection.speaker.label(f"period:{one.period}") if one.period else ""
    where = place(one.path, inspection) if one.path else ""
    return [*one.point, one.who, period, one.title, day_cell(one.date), where, one.note]
