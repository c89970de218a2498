"""The workbook of an audit: its sheets, what a reader can do with them, and nothing in it that does anything."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pytest
from judged import CATALOG, material, meeting, paper, school
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.colophon import Made, colophon
from archive_tool.core.lists import lists
from archive_tool.core.material import Material
from archive_tool.core.model import Finding, NotRun
from archive_tool.core.standing import by_category
from archive_tool.report.inspection import Inspection
from archive_tool.report.package import is_untouched
from archive_tool.report.workbook import Workbook as Book
from archive_tool.report.xlsx import make

AS_OF = date(2025, 12, 31)
MEETING = "2025/05_组织生活/02_支委会/2025-05-06 支委会"
LEDGER = "2025/10_检查整改/03_整改方案与台账/2025-04-10 台账"
UNITS = [{"id": "b", "name": "支部", "kind": "branch", "founded": "2025-01-01", "members": 20,
          "committee": 3}]  # fmt: skip
EVENT = {"chair": "张三", "recorder": "李四", "expected": 9, "present": 8, "absentees": [{"name": "甲"}]}
SHEETS = {
    "zh": ["总览", "应有情况", "问题", "支委会", "支撑材料目录", "整改台账"],
    "en": ["Overview", "Coverage", "Findings", "Committee meeting", "Evidence", "Rectification ledger"],
}


def there(**more: object) -> Material:
    held = meeting("2025-05-06", title="研究分工", activity=["committee-meeting"], event=EVENT)
    items = [{"no": "1", "text": "没有签到表", "type": "immediate", "due": "2025-05-31", "measure": "=1+1"}]
    ledger = paper("rectification-ledger", "2025-04-10", id="ledger000001", items=items)
    return material({MEETING: {**held, **more}, LEDGER: ledger}, AS_OF, scheme=school(), units=UNITS)


def inspection(found: Material, lang: str = "zh", findings: tuple[Finding, ...] | None = None) -> Inspection:
    report = audit(found, ())
    report = replace(report, colophon=colophon(report, found, (), Made("9.9", "ab" * 32)))
    report = report if findings is None else replace(report, findings=findings)
    speaker = Speaker(CATALOG, lang, school(), {"b": "支部"})
    sums = by_category(report, school(), found.config)
    return Inspection(
        report, sums, speaker, school(), "9.9", "/库", "甲社", ("支部",), ("*.bak",), 2024,
        repeat="audit --as-of 2025-12-31", lists=lambda: lists(found), base="库",
    )  # fmt: skip


def opened(made: bytes) -> Mapping[str, Worksheet]:
    book: Workbook = load_workbook(io.BytesIO(made))
    return {sheet.title: sheet for sheet in book.worksheets}


def column(sheet: Worksheet, head: str) -> list[object]:
    at = [cell.value for cell in sheet[1]].index(head) + 1
    return [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1)]


@pytest.fixture(scope="module")
def zh() -> bytes:
    return make(inspection(there()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheets_and_their_order(lang: str) -> None:
    sheets = opened(make(inspection(there(), lang)))
    assert list(sheets) == SHEETS[lang]
    texts = [str(cell.value) for sheet in sheets.values() for row in sheet.iter_rows() for cell in row]
    assert not [text for text in texts if "{" in text or text.startswith(("sheet.", "ledger.", "audit."))]


def test_the_overview_ends_with_how_it_was_made(zh: bytes) -> None:
    first = next(iter(opened(zh).values()))
    texts = [str(row[0].value) for row in first.iter_rows()]
    made = texts[texts.index("制作说明") :]
    assert "工具：archive-tool 9.9" in made
    assert f"分类方案：SHA-256 {school().sha256}" in made
    assert f"archive.yaml：SHA-256 {'ab' * 32}" in made
    assert "豁免：无" in made


@pytest.mark.parametrize(
    ("lang", "command"),
    [("zh", "操作命令：同步  archive-tool sync"), ("en", "Commands: sync  archive-tool sync")],
)
def test_what_was_not_checked_is_told_in_words_and_its_command_once(lang: str, command: str) -> None:
    asked = inspection(there(), lang, ())
    unread = NotRun("consistency", MEETING, "not-run.unread")
    report = replace(asked.report, not_run=(unread,))
    report = replace(report, colophon=colophon(report, there(), (), Made("9.9", "ab" * 32)))
    overview = next(iter(opened(make(replace(asked, report=report))).values()))
    texts = [str(row[0].value) for row in overview.iter_rows()]
    assert [text for text in texts if "archive-tool sync" in text] == [command]
    assert sum("“同步”" in text or "“sync”" in text for text in texts) == 2


def test_the_same_inspection_is_the_same_bytes(zh: bytes) -> None:
    assert make(inspection(there())) == zh


def test_every_list_can_be_filtered_keeps_its_head_and_prints_on_a4(zh: bytes) -> None:
    for name, sheet in opened(zh).items():
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if name != "总览":
            assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, each as wide as the paper
            assert sheet.freeze_panes == "A2"
            assert (
                sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
            )
            assert sheet.print_title_rows == "$1:$1"
            assert all(sheet.column_dimensions[cell.column_letter].width > 4 for cell in sheet[1])


def test_coverage_has_a_row_for_every_rule_unit_and_period(zh: bytes) -> None:
    report = audit(there(), ())
    sheet = opened(zh)["应有情况"]
    assert sheet.max_row == len(report.coverage) + 1
    assert column(sheet, "已有") == [row.found for row in report.coverage]
    assert {"达到", "缺少"} <= set(column(sheet, "状态"))
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert {rule.formula[0] for rule in rules} >= {'"达到"', '"缺少"', '"不足"'}


def test_findings_are_those_of_the_report_worst_first(zh: bytes) -> None:
    report = audit(there(), ())
    severities = column(opened(zh)["问题"], "级别")
    assert len(severities) == len(report.findings)
    assert severities == sorted(severities, key=["错误", "警告", "提示"].index)


def test_an_activity_says_when_who_how_many_and_where(zh: bytes) -> None:
    (row,) = opened(zh)["支委会"].iter_rows(min_row=2)
    told = [cell.value for cell in row]
    assert str(told[1]).startswith("2025-05-06")
    assert told[2:9] == ["研究分工", "支部", "张三", "李四", 9, 8, 1]
    assert row[10].hyperlink is not None
    assert str(row[10].hyperlink.target).replace("\\", "/").replace("%20", " ") == f"库/{MEETING}"


def test_evidence_names_what_is_there_and_what_is_not(zh: bytes) -> None:
    sheet = opened(zh)["支撑材料目录"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    (there_,) = [row for row in rows if row[6] == MEETING]
    assert (there_[1], there_[4]) == ("支委会", "研究分工")
    report = audit(there(), ())
    lacking = [row for row in report.coverage if row.kind == "count" and row.status == "missing"]
    assert sum(row[4] == "缺少" for row in rows) == len(lacking) > 0


def test_the_ledger_has_what_stands_there_and_what_was_found(zh: bytes) -> None:
    sheet = opened(zh)["整改台账"]
    assert column(sheet, "目前状态")[0] == "已逾期"
    assert set(column(sheet, "目前状态")[1:]) == {"待列入台账"}
    problems = "\n".join(map(str, column(sheet, "问题")))
    report = audit(there(), ())
    found = [f for f in report.findings if f.severity != "info"]
    titles = {CATALOG.findings[f.code].title.zh for f in found if f.record != LEDGER}
    assert titles
    assert "逾期" in {CATALOG.findings[f.code].title.zh[:2] for f in found}
    assert "2025年6月" in problems and "2025-06" not in problems
    assert "逾期" not in problems  # it is said of the entry that stands above
    assert set(column(sheet, "单位")) <= {"支部", None}  # a row of its own for every unit
    assert all(title in problems for title in titles)
    allowed = {rule.type: rule for rule in sheet.data_validations.dataValidation if rule.type}
    assert allowed["list"].formula1 == '"立行立改,限期整改,逐步整改"'
    days = [rule.sqref for rule in sheet.data_validations.dataValidation if rule.type == "date"]
    assert [str(area)[:3] for area in days] == ["E2:", "H2:"]


DANGEROUS = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "坏\x07字", "\ud800", "长" * 40_000]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_cell_without_anything_is_empty_and_takes_a_day_where_days_stand(lang: str) -> None:
    made = make(inspection(there(), lang))
    with ZipFile(io.BytesIO(made)) as package:
        sheets = [package.read(one) for one in package.namelist() if one.startswith("xl/worksheets/sheet")]
    assert sheets
    for xml in sheets:  # a text that holds nothing is no empty cell
        assert not re.search(rb"<is><t[^>]*/>|<is><t[^>]*></t>|<is/>", xml)
    ledger = opened(made)[SHEETS[lang][-1]]
    heads = [cell.value for cell in ledger[1]]
    for head in ("完成期限", "销号日期") if lang == "zh" else ("Due", "Closed"):
        below = [ledger.cell(row, heads.index(head) + 1) for row in range(2, ledger.max_row + 1)]
        assert {cell.number_format for cell in below} == {"yyyy-mm-dd"}
    assert None in {cell.value for cell in below}


@pytest.mark.parametrize("text", DANGEROUS, ids=range(len(DANGEROUS)))
def test_nothing_in_a_cell_is_a_formula_or_breaks_the_file(text: str) -> None:
    found = there(title=text, event={**EVENT, "chair": text})
    item = Finding("file/empty", "error", text, {"name": text})
    made = make(inspection(found, findings=(item,)))
    with ZipFile(io.BytesIO(made)) as package:
        assert not [name for name in package.namelist() if b"<f>" in package.read(name) and "sheets/" in name]
    for sheet in opened(made).values():
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d", "inlineStr"), cell.value
                if isinstance(cell.value, str):
                    assert not cell.value.lstrip().startswith(tuple("=+-@"))
                    assert len(cell.value) <= 32_767


def test_a_name_that_begins_with_a_digit_is_printed_whole() -> None:
    sheets = opened(make(replace(inspection(there()), name="2024 & 甲社")))
    assert sheets["问题"].oddHeader.center.size == 14
    assert str(sheets["问题"].oddHeader.center.text).strip().startswith("2024 && 甲社")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("Study session of the central group", "Study session of the central…"),
        ("Study session of the central group", "Study session of the central… 2"),
        ("Committee meeting, branch 1 / [A]", "Committee meeting, branch 1…"),
        ("Meeting of all the members, 2025", "Meeting of all the members…"),
        ("a" * 40, "a" * 30 + "…"),
        ("示例小学" * 8 + "党支部", "示例小学" * 7 + "示例…"),
        ("Meeting of the whole membership", "Meeting of the whole membership"),
    ],
)
def test_a_long_name_of_a_sheet_is_cut_at_a_word(wanted: str, told: str) -> None:
    book = Book.blank("甲", "en", AS_OF)
    for _ in range(1 + told.endswith(" 2")):
        book.page(wanted, (), ())
    name = list(opened(book.bytes()))[-1]
    assert name == told and len(name) <= 31 and not set(name) & set("[]:*?/\\'")


def test_names_that_sheets_and_links_cannot_have(zh: bytes) -> None:
    path = MEETING.replace("05-06 支委会", "05-06 100% #1")
    held = meeting("2025-05-06", title="甲", activity=["committee-meeting"])
    found = material({path: held}, AS_OF, scheme=school(), units=UNITS)
    (row,) = opened(make(inspection(found)))["支委会"].iter_rows(min_row=2)
    assert (row[10].value, row[10].hyperlink) == (path, None)


@pytest.mark.parametrize(
    ("name", "told"),
    [("05-06 \u202e支委会", "05-06 \\u202e支委会"), ("05-06 支\n委会", "05-06 支\\n委会"), ("05-06 \udcff支委会", "05-06 \\udcff支委会")],
)  # fmt: skip
def test_no_link_leads_to_a_name_that_is_not_what_it_looks_like(name: str, told: str) -> None:
    path = MEETING.replace("05-06 支委会", name)
    held = meeting("2025-05-06", title="甲", activity=["committee-meeting"])
    found = material({path: held}, AS_OF, scheme=school(), units=UNITS)
    (row,) = opened(make(inspection(found)))["支委会"].iter_rows(min_row=2)
    assert (row[10].value, row[10].hyperlink) == (MEETING.replace("05-06 支委会", told), None)


def test_a_workbook_that_another_program_saved_is_told_from_one_as_it_was_made(zh: bytes) -> None:
    assert is_untouched(io.BytesIO(zh))
    saved = io.BytesIO()
    load_workbook(io.BytesIO(zh)).save(saved)
    assert not is_untouched(saved)
    assert not is_untouched(io.BytesIO(b"PK"))


def test_an_archive_with_nothing_in_it_still_makes_one() -> None:
    sheets = opened(make(inspection(material({}, AS_OF, scheme=school(), units=UNITS))))
    assert list(sheets) == ["总览", "应有情况", "问题", "支撑材料目录", "整改台账"]
