"""Columns: aligned whatever stands in them, and never wider than the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text
from screens import cells, column, page

from archive_tool.report.columns import Column
from archive_tool.report.printable import printable

NAMES = [
    "年度计划",
    "plan",
    "计划plan２０２５",
    "cafe\u0301 NFD",  # the accent is a character of its own
    "か\u3099 NFD",
    "表情😀名称",
    "换\n行\t制表\x1b[31m红",
    "全角\u3000空格",
    "坏\udce9字节",
    "",
]
THREE = [Column("名称", least=6), Column("数", right=True), Column("位置", least=8, keep="end")]


def table(
    width: int | None, names: list[str], where: str = "2025/05_组织生活/记录.docx", **more: str
) -> list[str]:
    shown = page(width, **more)  # type: ignore[arg-type]
    rows = [[Text(printable(name)), Text("7"), Text(printable(where) + "|")] for name in names]
    shown.screen.table(THREE, rows)
    return shown.lines


@pytest.mark.parametrize("width", [None, 60, 80, 130])
def test_columns_stand_below_each_other_whatever_is_in_them(width: int | None) -> None:
    head, *lines = table(width, NAMES)
    ends = {cells(line.rstrip("|")) for line in lines}
    assert len(lines) == len(NAMES)
    assert len(ends) == 1
    assert {column(line, "7") for line in lines} == {column(head, "数") + 1}


@pytest.mark.parametrize("width", [24, 40, 60, 80])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    long = "2025/13_品牌载体与典型案例/05_典型案例/2025-10-30 图书室多开一小时/照片说明.txt"
    lines = table(width, [*NAMES, "很长很长的名称" * 9, "x" * 200], long)
    assert max(map(cells, lines)) <= width
    assert all(line.endswith("照片说明.txt|") or width < 40 for line in lines[1:])


def test_a_pipe_gets_everything_and_no_blanks_at_the_ends() -> None:
    long = "2025/" + "很长的文件夹/" * 30 + "记录.docx"
    lines = table(None, [*NAMES, "名" * 100], long)
    assert all(long in line for line in lines[1:])
    assert "名" * 100 in lines[-1]
    assert not [line for line in lines if line != line.rstrip()]


def test_control_characters_are_shown_and_not_obeyed() -> None:
    (_, line) = table(80, ["换\n行\t制表\x1b[31m红\x07"])
    assert line.startswith(r"换\n行\t制表\x1b[31m红\x07")


def test_the_end_of_a_path_is_what_is_kept_and_it_begins_at_a_folder_where_it_can() -> None:
    (_, line) = table(40, ["名称"], "2025/05_组织生活/04_党课/2025-11-21 党课")
    assert line.endswith("  …/04_党课/2025-11-21 党课|")


def test_columns_that_can_be_spared_go_before_others_are_cut() -> None:
    columns = [Column("名", least=2, wants=8), Column("甲", spare=1), Column("乙", spare=2), Column("丙")]
    row = [Text("一二三四"), Text("aaaa"), Text("bbbb"), Text("cccc")]
    seen = {}
    for width in (30, 22, 18, 10):
        shown = page(width)
        shown.screen.table(columns, [row])
        seen[width] = shown.lines[0].split()
    assert seen == {30: ["名", "甲", "乙", "丙"], 22: ["名", "甲", "丙"], 18: ["名", "丙"], 10: ["名", "丙"]}


def test_an_empty_column_takes_no_room() -> None:
    shown = page(80)
    shown.screen.table([Column(), Column(), Column()], [[Text("a"), Text(), Text("b")]])
    assert shown.lines == ["a  b"]


@pytest.mark.parametrize("encoding", ["gbk", "cp437", "ascii"])
def test_what_an_encoding_lacks_is_escaped_and_columns_still_stand(encoding: str) -> None:
    _, *lines = table(200, ["年度计划", "表情😀", "plan"], encoding=encoding)
    assert {cells(line.rstrip("|")) for line in lines} == {cells(lines[0].rstrip("|"))}
    assert r"\U0001f600" in lines[1]


@given(st.lists(st.text("年a😀\u0301，/\n ", max_size=60), min_size=1, max_size=5), st.integers(20, 100))
def test_any_rows_fit_any_screen(names: list[str], width: int) -> None:
    assert all(cells(line) <= width for line in table(width, names))
