"""A filled-in workbook as a table: kinds of values, merged cells, hidden sheets, and files that are refused whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from archive_tool.adapters.readers.grid import read
from archive_tool.core.grid import Area, Cell, Grid, letters, parse


def made(fill: Callable[[Worksheet], None], *, epoch_1904: bool = False) -> bytes:
    book = Workbook()
    if epoch_1904:
        book.epoch = datetime(1904, 1, 1)
    assert isinstance(book.active, Worksheet)
    fill(book.active)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def table(content: bytes, folder: Path) -> Grid:
    (folder / "表.xlsx").write_bytes(content)
    reading = read(str(folder / "表.xlsx"))
    assert reading.problem is None
    return parse(reading.segments[0].locator, reading.segments[0].text)


@pytest.mark.parametrize(
    ("value", "code", "cell"),
    [
        ("甲", "General", Cell("text", "甲")),
        (3, "General", Cell("number", "3")),
        (45730, "@", Cell("number", "45730")),
        (0.85, "0%", Cell("text", "85%")),
        (date(2025, 3, 14), "yyyy-mm-dd", Cell("day", "2025-03-14")),
        (45730, 'yyyy"年"m"月"d"日"', Cell("day", "2025-03-14")),
        (45730.5, "m/d/yy h:mm", Cell("day", "2025-03-14")),
        (45730, "[$-F800]dddd, mmmm dd, yyyy", Cell("day", "2025-03-14")),
        (45730, "d-mmm", Cell("day", "2025-03-14")),
        ("=1+1", "General", Cell("error", "=")),
        ("#REF!", "General", Cell("error", "#REF!")),
        (True, "General", Cell("text", "TRUE")),
    ],
)
def test_a_cell_and_its_kind(tmp_path: Path, value: object, code: str, cell: Cell) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B2"] = value  # type: ignore[assignment]
        sheet["B2"].number_format = code

    assert table(made(fill), tmp_path).rows == {2: {2: cell}}


def test_days_of_the_old_mac_calendar(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = date(2025, 3, 14)

    assert table(made(fill, epoch_1904=True), tmp_path).rows == {1: {1: Cell("day", "2025-03-14")}}


def test_merged_cells_and_their_value(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A2"], sheet["B2"], sheet["B3"] = "甲", "一", "二"
        sheet.merge_cells("A2:A3")

    found = table(made(fill), tmp_path)
    assert found.merged == (Area(2, 1, 3, 1),)
    assert found.filled(1, [1, 2])[3] == {1: Cell("text", "甲"), 2: Cell("text", "二")}
    assert 1 not in found.filled(1, [2])[3]  # a column that is none of ours


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("别的") if sheet.parent else None
        assert other is not None
        other["A1"] = "看得见"
        sheet.sheet_state = "hidden"

    assert table(made(fill), tmp_path).name == "别的"


def _bomb() -> bytes:
    written = io.BytesIO()
    with ZipFile(io.BytesIO(made(lambda sheet: sheet.append(["甲"])))) as old, ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", b" " * 60_000_000 + b"</sheetData>")
            new.writestr(name, content, ZIP_DEFLATED)
    return written.getvalue()


def _without(part: str) -> bytes:
    written = io.BytesIO()
    with ZipFile(io.BytesIO(made(lambda sheet: sheet.append(["甲"])))) as old, ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name.endswith(part) else old.read(name))
    return written.getvalue()


def _entity() -> bytes:
    written = io.BytesIO()
    head = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    with ZipFile(io.BytesIO(made(lambda sheet: sheet.append(["甲"])))) as old, ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, head + content if name.endswith("sheet1.xml") else content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "unsupported"),
        (b"a,b\n1,2\n", "unsupported"),
        (_bomb(), "too-large"),
        (_without("sheet1.xml"), "damaged"),
        (_without("styles.xml"), "damaged"),  # days would be numbers
        (_entity(), "damaged"),
        (made(lambda sheet: sheet.append(["甲"]))[:-200], "damaged"),
    ],
    ids=["empty", "csv", "bomb", "sheet", "styles", "entity", "cut"],
)
def test_what_cannot_be_read_whole_is_refused_whole(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "表.xlsx").write_bytes(content)
    reading = read(str(tmp_path / "表.xlsx"))
    assert reading.segments == ()
    assert reading.problem is not None
    assert reading.problem.kind == kind


@pytest.mark.parametrize(
    "said", ["", "[]", '{"cells": [[1, 1, "code", "x"]], "merged": []}', '{"cells": [[1, -1, "text", ""]]}']
)
def test_what_no_worker_of_ours_says_is_refused(said: str) -> None:
    with pytest.raises(ValueError):
        parse("表", said)


def test_letters_of_columns() -> None:
    assert [letters(n) for n in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
