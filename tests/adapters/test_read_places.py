"""Workbooks read with the place of every cell: what a score table is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_files import old_workbook, workbook
from openpyxl.workbook import Workbook
from trees import make_tree

from archive_tool.adapters.readers import placed


def cells(tmp_path: Path, content: bytes, name: str = "a.xlsx") -> list[list[str]]:
    reading = placed(str(make_tree(tmp_path, {name: content}) / name))
    assert reading.problem is None
    (sheet,) = reading.segments
    return [line.split("\t") for line in sheet.text.split("\n")]


def test_each_cell_stands_with_its_place_and_blank_ones_leave_it(tmp_path: Path) -> None:
    found = cells(tmp_path, workbook(("甲", None, "丙"), (), (None, "丁")))
    assert found == [["1", "1", "1", "1", "甲"], ["1", "3", "1", "1", "丙"], ["3", "2", "1", "1", "丁"]]


def test_merged_cells_are_one_that_says_how_far_it_reaches(tmp_path: Path) -> None:
    def merge(made: Workbook) -> None:
        made.worksheets[0].merge_cells("A1:B3")

    found = cells(tmp_path, workbook(("甲", "x", "乙"), ("y", "z", "丙"), change=merge))
    assert found == [["1", "1", "3", "2", "甲"], ["1", "3", "1", "1", "乙"], ["2", "3", "1", "1", "丙"]]


def test_what_stands_on_several_lines_of_a_cell_stays_one_cell(tmp_path: Path) -> None:
    assert cells(tmp_path, workbook(("一\n二\t三",))) == [["1", "1", "1", "1", "一 二 三"]]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    def hide(made: Workbook) -> None:
        made.create_sheet("藏").append(["乙"])
        made["藏"].sheet_state = "hidden"

    assert cells(tmp_path, workbook(("甲",), change=hide)) == [["1", "1", "1", "1", "甲"]]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xls", old_workbook(("甲",)), "unsupported"),
        ("a.xlsx", b"", "empty"),
        ("a.txt", "甲".encode(), "unsupported"),
        ("a.xlsx", workbook(("甲",))[:900], "damaged"),
    ],
)
def test_what_is_no_such_workbook_is_a_problem(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    reading = placed(str(make_tree(tmp_path, {name: content}) / name))
    assert reading.segments == ()
    assert reading.problem is not None and reading.problem.kind in (kind, "unsupported")
