"""Spreadsheets: what their cells show, where it stands, and what is not shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from time import process_time

import openpyxl
import pytest
import xlwt
from foreign import document, rezipped, with_part
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import old_workbook, workbook
from openpyxl.comments import Comment
from trees import make_tree

from archive_tool.adapters.readers import read, sheet_rows
from archive_tool.adapters.readers.number_codes import BUILT_IN
from archive_tool.adapters.readers.number_format import shown, text_shown
from archive_tool.adapters.readers.sheet_rows import Cell, Rows
from archive_tool.core.model import Reading, Segment

ReadFile = Callable[[str, bytes], Reading]
DAY, MOMENT = 45730, 45730.6041666667  # 2025-03-14, 14:30
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def reading(tmp_path: Path) -> ReadFile:
    return lambda name, content: read(str(make_tree(tmp_path, {name: content}) / name))


SHOWN = [
    (12.0, "General", "12"),
    (0.1 + 0.2, "General", "0.3"),
    (1 / 3, "General", "0.333333333"),
    (123456.789012345, "General", "123456.789"),
    (13800138000, "General", "13800138000"),
    (1e20, "General", "1E+20"),
    (1.5e-12, "General", "1.5E-12"),
    (-0.5, "General", "-0.5"),
    (12.5, "0", "13"),
    (5, "000", "005"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (1234567, "#,##0,", "1,235"),
    (0.85, "0%", "85%"),
    (0.8567, "0.00%", "85.67%"),
    (-3, "0;[Red]-0", "-3"),
    (-3, "0;(0)", "(3)"),
    (0, '0;-0;"无"', "无"),
    (0, "0;-0;;@", ""),
    (75, '[>=60]"合格";"不合格"', "合格"),
    (5, '[>=60]"合格";"不合格"', "不合格"),
    (12, '0"人"', "12人"),
    (2, '"第"0"季度"', "第2季度"),
    (20250314, "0000-00-00", "2025-03-14"),
    (13800138000, "000-0000-0000", "138-0013-8000"),
    (1234.5, '"¥"#,##0.00', "¥1,234.50"),
    (1234, "[$¥-804]#,##0", "¥1,234"),
    (0, BUILT_IN[43], "-"),
    (-5, BUILT_IN[43], "-5.00"),
    (12345, "0.00E+00", "1.23E+04"),
    (12345, "##0.0E+0", "12.3E+3"),
    (1.5, "# ?/?", "1 1/2"),
    (123, '[DBNum2]General"元整"', "壹佰贰拾叁元整"),
    (10010, "[DBNum2]General", "壹万零壹拾"),
    (12, "[DBNum1]General", "十二"),
    (2025, "[DBNum1]0", "二〇二五"),
    (DAY, "yyyy-mm-dd", "2025-03-14"),
    (DAY, BUILT_IN[14], "2025/3/14"),
    (DAY, BUILT_IN[31], "2025年3月14日"),
    (DAY, BUILT_IN[57], "2025年3月"),
    (DAY, 'm"月"d"日";@', "3月14日"),
    (DAY, '[$-F800]dddd", "mmmm dd, yyyy', "2025年3月14日"),
    (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二五年三月十四日"),
    (DAY, "d-mmm-yy", "14-Mar-25"),
    (DAY, "aaaa", "星期五"),
    (DAY, "[$-804]dddd", "星期五"),
    (DAY, "dddd", "Friday"),
    (MOMENT, "yyyy/m/d h:mm", "2025/3/14 14:30"),
    (MOMENT, BUILT_IN[34], "下午2时30分"),
    (MOMENT, "h:mm AM/PM", "2:30 PM"),
    (1.5, "[h]:mm:ss", "36:00:00"),
    (45730.999999999, "yyyy-mm-dd hh:mm", "2025-03-15 00:00"),
    (-1, "yyyy-mm-dd", "-1"),
    (3e6, "yyyy-mm-dd", "3000000"),
]


@pytest.mark.parametrize(("value", "code", "expected"), SHOWN)
def test_a_number_as_its_cell_shows_it(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_days_are_counted_from_another_day_where_the_book_says_so() -> None:
    assert shown(DAY - 1462, "yyyy-mm-dd", epoch_1904=True) == "2025-03-14"


@pytest.mark.parametrize(
    ("value", "expected"), [(2_957_003, "9999-12-31"), (2_957_004, "2957004"), (2_958_465, "2958465")]
)
def test_a_day_beyond_the_last_year_there_is_stays_a_number(value: float, expected: str) -> None:
    assert shown(value, "yyyy-mm-dd", epoch_1904=True) == expected


def test_a_text_by_a_format_of_its_own() -> None:
    assert text_shown("甲", '@"同志"') == "甲同志"
    assert text_shown("甲", '0;-0;0;"姓名："@') == "姓名：甲"
    assert text_shown("甲", "0.00") == "甲"


@given(
    st.floats(width=64),
    st.lists(st.sampled_from([*'0#?.,%/;@-_*[]"\\', "E+", "yyyy", "m", "d", "h", "ss.00", "AM/PM", "[h]", "General", "[DBNum2]"]), max_size=9),
)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_no_code_is_too_strange(value: float, code: list[str]) -> None:
    assert isinstance(shown(value, "".join(code)), str)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("甲\n乙", "甲 乙"),
        ("甲 \t 乙", "甲 乙"),
        ("甲  乙", "甲  乙"),
        ("甲\t\t乙 ", "甲 乙"),
        ("甲 \r\n\t \n 乙", "甲  乙"),
        ("\u2028甲 \x0b乙\n", "甲 乙"),
    ],
)
def test_a_cell_is_one_line(text: str, line: str) -> None:
    rows = Rows()
    rows.add(1, [Cell(1, text)])
    assert rows.text() == line


@pytest.mark.parametrize("blank", [" ", "\t", " \t", "\n", "\n "])
def test_a_cell_of_very_many_blanks_is_gone_through_once(blank: str) -> None:
    started = process_time()
    Rows().add(1, [Cell(1, f"甲{blank * 30_000}乙")])
    assert process_time() - started < 0.5


class TestExcel:
    def test_rows_are_lines_and_cells_are_divided_by_tabs(self, reading: ReadFile) -> None:
        found = reading("a.xlsx", workbook(["姓名", None, "金额"], [], ["甲", "第一\n党小组", 12.0]))
        assert found.segments == (Segment("sheet:名册", "姓名\t金额\n甲\t第一 党小组\t12\n名册"),)

    def test_dates_numbers_and_truth_as_they_are_shown(self, reading: ReadFile) -> None:
        def formatted(book: openpyxl.Workbook) -> None:
            for cell, code in zip(book.worksheets[0][1], ["0%", 'yyyy"年"m"月"d"日"'], strict=False):
                cell.number_format = code

        row = [
            0.85,
            date(2025, 3, 14),
            date(2025, 3, 14),
            datetime(2025, 3, 14, 9),
            time(9, 30),
            True,
            "#N/A",
        ]
        found = reading("a.xlsx", workbook(row, change=formatted))
        expected = "85%\t2025年3月14日\t2025-03-14\t2025-03-14 9:00:00\t9:30:00\tTRUE\t#N/A"
        assert found.segments[0].text.split("\n")[0] == expected

    def test_the_number_of_a_format_is_read_as_a_chinese_excel_reads_it(self, reading: ReadFile) -> None:
        content = workbook(
            [DAY], change=lambda book: setattr(book.worksheets[0]["A1"], "number_format", "0.00")
        )
        swapped = rezipped(content, swap=(b'numFmtId="2"', b'numFmtId="31"'))
        assert "2025年3月14日" in reading("a.xlsx", swapped).segments[0].text

    def test_a_formula_shows_what_it_came_to(self, reading: ReadFile) -> None:
        content = rezipped(workbook([0]), swap=(b"<v>0</v>", b"<f>SUM(6*7)</f><v>42</v>"))
        assert reading("a.xlsx", content).segments == (Segment("sheet:名册", "42\n名册"),)

    def test_merged_cells_come_once(self, reading: ReadFile) -> None:
        content = workbook(["签到表", "签到表", "外"], ["签到表", "签到表", "外"])
        merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
        content = rezipped(content, swap=(b"</sheetData>", merged))
        assert reading("a.xlsx", content).segments[0].text == "签到表\t外\n外\n名册"

    def test_hidden_sheets_are_read_after_those_in_sight(self, reading: ReadFile) -> None:
        def hide(book: openpyxl.Workbook) -> None:
            book.create_sheet("收缴")["A1"] = "三月"
            book.worksheets[0].sheet_state = "veryHidden"

        assert reading("a.xlsx", workbook(["甲"], change=hide)).segments == (
            Segment("sheet:收缴", "三月\n收缴"),
            Segment("hidden-sheet:名册", "甲\n名册"),
        )

    def test_an_empty_sheet_and_a_name_nobody_gave_say_nothing(self, reading: ReadFile) -> None:
        content = workbook(["甲"], name="Sheet1", change=lambda book: book.create_sheet("收缴") and None)
        assert reading("a.xlsx", content).segments == (Segment("sheet:Sheet1", "甲"),)

    def test_comments_headers_and_footers(self, reading: ReadFile) -> None:
        def add(book: openpyxl.Workbook) -> None:
            sheet = book.worksheets[0]
            sheet["A1"].comment = Comment("请补充", "乙")
            sheet.oddHeader.left.text = "机密★"
            sheet.oddHeader.right.text = "第&P页"
            sheet.oddFooter.center.text = "制表：甲"

        assert reading("a.xlsx", workbook(["甲"], change=add)).segments == (
            Segment("sheet:名册", "甲\n名册"),
            Segment("sheet:名册/header", "机密★\n第页"),
            Segment("sheet:名册/footer", "制表：甲"),
            Segment("sheet:名册/comment", "请补充"),
        )

    def test_a_text_box_on_a_sheet(self, reading: ReadFile) -> None:
        drawing = (
            '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            "<a:p><a:r><a:t>组织</a:t></a:r><a:r><a:t>机构图</a:t></a:r></a:p></d>"
        )
        content = with_part(workbook(["甲"]), SHEET, "drawing", drawing)
        assert reading("a.xlsx", content).segments[1:] == (Segment("sheet:名册/text-box", "组织机构图"),)

    def test_properties_and_macros(self, reading: ReadFile) -> None:
        found = reading("a.xlsm", rezipped(workbook(["甲"]), add={"xl/vbaProject.bin": b"\0"})).properties
        assert (found["title"], found["author"], found["macro"]) == ("收缴", "甲", "yes")
        assert found["created"].startswith("2025-03-14T08:30:00")

    def test_a_broken_sheet_does_not_hide_the_others(self, reading: ReadFile) -> None:
        content = workbook(["甲"], change=lambda book: book.create_sheet("收缴").append(["三月"]))
        found = reading("a.xlsx", rezipped(content, add={SHEET: b"<worksheet"}))
        assert found.segments == (Segment("sheet:收缴", "三月\n收缴"),)
        assert found.problem and found.problem.reason.startswith(f"part: {SHEET}: ")

    def test_more_text_than_a_document_has(self, reading: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheet_rows, "MAX_CHARACTERS", 10)
        found = reading("a.xlsx", workbook(["0123456789"], ["0"]))
        assert found.problem and found.problem.kind == "too-large"

    def test_a_word_document_called_xlsx(self, reading: ReadFile) -> None:
        assert reading("a.xlsx", document("正文")).properties["format"] == "docx"


class TestOldExcel:
    def test_rows_dates_and_numbers(self, reading: ReadFile) -> None:
        row = ["甲", date(2025, 3, 14), date(2025, 3, 14), 0.85, 12.0, True]
        found = reading("a.xls", old_workbook(row, formats=["@", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "0%"]))
        assert found.segments == (
            Segment("sheet:名册", "甲\t2025-03-14\t2025年3月14日\t85%\t12\tTRUE\n名册"),
        )
        assert found.properties["format"] == "xls"

    def test_merged_cells_and_hidden_sheets(self, reading: ReadFile) -> None:
        def add(book: xlwt.Workbook) -> None:
            book.get_sheet(0).write_merge(1, 2, 0, 1, "签到表")
            book.get_sheet(0).visibility = 1
            book.add_sheet("收缴").write(0, 0, "三月")

        assert reading("a.xls", old_workbook(["甲", "乙"], change=add)).segments == (
            Segment("sheet:收缴", "三月\n收缴"),
            Segment("hidden-sheet:名册", "甲\t乙\n签到表\n名册"),
        )


class TestTable:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_encodings(self, reading: ReadFile, encoding: str) -> None:
        found = reading("a.csv", "姓名,金额\r\n甲,12\r\n".encode(encoding))
        assert found.segments == (Segment("", "姓名\t金额\n甲\t12"),)
        assert (found.properties["format"], found.properties["encoding"]) == ("csv", encoding)

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_the_delimiter_is_found_out(self, reading: ReadFile, delimiter: str) -> None:
        rows = "\n".join(delimiter.join(["甲", f"{month}月", "12"]) for month in range(1, 9))
        assert reading("a.csv", rows.encode()).segments[0].text.split("\n")[0] == "甲\t1月\t12"

    def test_a_cell_in_quotes_holds_what_it_likes(self, reading: ReadFile) -> None:
        found = reading("a.csv", '姓名,说明\n甲,"第一,\n又""说"\n'.encode())
        assert found.segments == (Segment("", '姓名\t说明\n甲\t第一, 又"说'),)

    def test_one_column_needs_no_delimiter(self, reading: ReadFile) -> None:
        assert reading("a.csv", "姓名\n甲\n乙\n".encode()).segments == (Segment("", "姓名\n甲\n乙"),)
