"""Rows of workbooks are as high as what stands in them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from archive_tool.report.workbook import LINE, Workbook
from archive_tool.report.workbook_cells import Column

NARROW = Column("问题", 24)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一支部", 1),
        ("一支部\n二支部", 2),
        ("第一季度党员大会没有会议记录、签到", 2),  # breaks anywhere
        ("one two three four five six", 2),
        # A path begins a line of its own, and what stands behind it another one.
        ("一支部 一支部/2025/02_组织/01_图 2024", 3),
        ("a" * 22, 1),
        ("a" * 23, 2),
        ("", 1),
    ],
)
def test_a_row_has_room_for_its_lines(text: str, lines: int) -> None:
    made = Workbook.blank("甲", "zh", date(2025, 12, 31))
    made.table("问题", "", [NARROW], [[text]])
    sheet = openpyxl.load_workbook(BytesIO(made.bytes())).worksheets[0]
    assert (sheet.row_dimensions[2].height or LINE) / LINE == lines
