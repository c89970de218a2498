"""Cells of Word tables: long names hang behind their numbers, row after row."""

from __future__ import annotations

from datetime import date

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from judged import CATALOG, meetings, tiny
from scored import parsed, scored, written

from archive_tool.core.catalog import Speaker
from archive_tool.report import docx_score
from archive_tool.report.docx_cells import Hung
from archive_tool.report.docx_page import Page
from archive_tool.report.docx_styles import CELL, SMALL


def cell(told: str, style: str = CELL) -> Paragraph:
    """What a table of one cell holds."""
    page = Page.blank("甲", "zh", date(2025, 12, 31))
    page.table(["指标"], [50], [[told]], text=style)
    paragraph: Paragraph = page.made.tables[0].rows[1].cells[0].paragraphs[0]
    return paragraph


def begins(paragraph: Paragraph) -> tuple[float, float]:
    """Where the number stands and where all lines of the name do, in points from the edge of the cell."""
    shape = paragraph.paragraph_format
    assert shape.left_indent is not None and shape.first_line_indent is not None
    return shape.left_indent.pt + shape.first_line_indent.pt, shape.left_indent.pt


def test_a_name_hangs_behind_its_number_and_deeper_levels_stand_further_right() -> None:
    shown = [cell(Hung("1", "组织", 0)), cell(Hung("1.1", "设置", 1)), cell(Hung("1.1.1", "图", 2))]
    assert [one.text for one in shown] == ["1\t组织", "1.1\t设置", "1.1.1\t图"]
    numbers, names = zip(*map(begins, shown), strict=True)
    assert numbers == (0, 10, 20)
    assert list(names) == sorted(set(names))


def test_there_is_room_for_the_number_in_any_size_and_script() -> None:
    for number, least in (("1.1.1", 30), ("10.12", 30), ("（十二）", 48)):
        edge, name = begins(cell(Hung(number, "甲")))
        assert edge == 0 and least < name < 2 * least
    small, large = begins(cell(Hung("1.1", "甲"), SMALL))[1], begins(cell(Hung("1.1", "甲")))[1]
    assert small < large


def test_what_has_no_number_does_not_hang() -> None:
    assert cell("甲").paragraph_format.left_indent is None


def test_cells_have_room_below_their_text_for_the_line_of_the_row() -> None:
    """LibreOffice loses rows where one fits a page to less than its line, which is half a point."""
    page = Page.blank("甲", "zh", date(2025, 12, 31))
    page.table(["指标"], [50], [["甲"]])
    room = page.made.tables[0]._tbl.tblPr.find(qn("w:tblCellMar"))
    assert [one.tag for one in room] == [qn(f"w:{side}") for side in ("left", "bottom", "right")]
    assert int(room[1].get(qn("w:w"))) == 20


def test_indicators_hang_by_level_and_so_do_those_that_lost_points() -> None:
    leaf = "points: 10\nrules: [10.meeting.count]\ndeductions: [{per: missing-record, points: 1}]"
    judged = scored(parsed(written(leaf)), meetings("2025-02-03"))
    page = Page.blank("甲", "zh", date(2025, 12, 31))
    docx_score.write(judged, frozenset(), Speaker(CATALOG, "zh", tiny(), {"b": "支部"}), page)
    score, reasons = page.made.tables
    *rows, total = score.rows[1:]
    assert [row.cells[0].text for row in rows] == ["1\t一", "1.1\t一"]
    assert [cell.text for cell in total.cells] == ["合计", "已评 10 分", "", "7"]
    assert {row.cells[0].text for row in reasons.rows[1:]} == {"1.1\t一"}
    assert [begins(row.cells[0].paragraphs[0])[0] for row in rows] == [0, 10]


def test_the_last_rows_stay_together_but_for_one_that_would_leave_half_a_page_empty() -> None:
    page = Page.blank("甲", "zh", date(2025, 12, 31))
    tall = "\n".join("缺少会议记录" for _ in range(12))
    page.table(
        ["位置", "情况"], [66, 90], [["甲", "缺"], ["乙", "缺"], ["丙", tall], ["丁", "缺"], ["戊", "缺"]]
    )
    rows = page.made.tables[0].rows[1:]
    kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in rows]
    whole = ["w:cantSplit" in row._tr.xml for row in rows]
    assert kept == [False, True, False, True, False]
    assert whole == [True, True, False, True, True]
