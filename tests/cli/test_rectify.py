"""rectify: status, out as a workbook and back into sidecars of which every other byte stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn
from zipfile import ZipFile

import pytest
from commands import bytes_below, done, is_one_line, looks_below, run
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from trees import Picture, make_tree

from archive_tool.adapters.readers import grid

FOLDER = "2025/10_检查整改/03_整改方案与台账"
ONE, TWO = f"{FOLDER}/2025-04-10 检查整改台账", f"{FOLDER}/2025-09-10 巡察整改台账"
CONFIG = """\
scheme: school-party-building
units:
- {id: b, name: 第一支部, kind: branch, founded: 2020-01-01}
"""
FIRST = """\
id: ledger000001   # 不要改
status: filed
题名: 检查整改台账
date: 2025-04-10
author: [第一支部]
record_form: rectification-ledger
unit: b
security: internal
items:
# 支部自查
- no: 1
  text: 没有签到表   # 三月
  owner: 甲
  due: 2025-05-31
  自定: 留着
- {no: 2, text: "没有总结", type: deadline, due: 2025-06-30}
annotation: |
  最后一行
"""
SECOND = """\
标识: ledger000002
状态: 已归档
题名: 巡察整改台账
日期: 2025-09-10
责任者: [第一支部]
材料形式: 整改台账
密级: 内部
条目:
- 序号: 1
  内容: 没有方案
  整改类型: 逐步整改
"""
# Columns of the sheet.
NO, TEXT, TYPE, OWNER, DUE, MEASURE, EVIDENCE, CLOSED, REASON, STANDING, UNIT, LEDGER, KEY = range(1, 14)


@pytest.fixture
def archive(tmp_path: Path, own_home: Path) -> Path:
    """Two ledgers, and minutes that may be evidence."""
    picture: Picture = {
        "archive.yaml": CONFIG,
        ONE: {"_item.yaml": FIRST, "台账.txt": "整改台账"},
        TWO: {"_item.yaml": SECOND, "台账.txt": "巡察整改台账"},
        "2025/05_组织生活/02_支委会/2025-05-06 支委会/会议记录.txt": "会议记录",
    }
    root = make_tree(tmp_path / "库", picture)
    done(root, "sync")
    return root


PROOF = "2025/05_组织生活/02_支委会/2025-05-06 支委会/会议记录.txt"


def first(root: Path) -> str:
    return (root / ONE / "_item.yaml").read_text("utf-8")


def second(root: Path) -> str:
    return (root / TWO / "_item.yaml").read_text("utf-8")


def sent(root: Path, name: str = "台账.xlsx", *words: str) -> Path:
    file = root.parent / name
    done(root, "rectify", "export", *words, "-o", file)
    return file


def filled(file: Path, edit: Callable[[Worksheet], None]) -> Path:
    book = load_workbook(file)
    edit(next(sheet for sheet in book if sheet.title == "整改台账"))
    book.save(file)
    return file


def put(row: int, column: int, value: Any) -> Callable[[Worksheet], None]:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row, column).value = value

    return edit


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_comes_back_as_it_went_changes_no_byte(archive: Path, lang: str) -> None:
    file = archive.parent / "台账.xlsx"
    done(archive, "rectify", "export", "-o", file, lang=lang)
    before = bytes_below(archive)
    assert "没有要改的" in done(archive, "rectify", "import", file, "--yes").out
    assert bytes_below(archive) == before


def test_edits_are_shown_first_and_then_written_word_by_word(archive: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        put(2, OWNER, "乙")(sheet)
        put(2, DUE, date(2025, 7, 15))(sheet)
        put(2, MEASURE, "补签")(sheet)
        put(4, TYPE, "立行立改")(sheet)
        put(5, TEXT, "新问题：没有照片")(sheet)
        put(5, LEDGER, TWO)(sheet)

    file = filled(sent(archive), edit)
    before, old, other = looks_below(archive), first(archive), second(archive)
    plan = done(archive, "rectify", "import", file).out
    assert looks_below(archive) == before
    assert "完成期限：2025-05-31 → 2025-07-15" in plan
    assert "整改类型：逐步整改 → 立行立改" in plan
    assert "新问题：没有照片" in plan
    assert "--yes" in plan

    done(archive, "rectify", "import", file, "--yes")
    told = old.replace("owner: 甲", "owner: 乙").replace("due: 2025-05-31", "due: 2025-07-15")
    assert first(archive) == told.replace("  自定: 留着\n", "  自定: 留着\n  measure: 补签\n")
    changed = other.replace("整改类型: 逐步整改", "整改类型: 立行立改\n- {内容: 新问题：没有照片}")
    assert second(archive) == changed

    again = load_workbook(sent(archive, "再次.xlsx")).worksheets[0]
    rows = [[cell.value for cell in row] for row in again.iter_rows(min_row=2)]
    assert [row[TEXT - 1] for row in rows] == ["没有签到表", "没有总结", "没有方案", "新问题：没有照片"]
    assert (rows[0][OWNER - 1], rows[0][MEASURE - 1]) == ("乙", "补签")
    assert str(rows[0][DUE - 1]).startswith("2025-07-15")


def test_the_journal_keeps_what_was_there(archive: Path) -> None:
    done(archive, "rectify", "import", filled(sent(archive), put(2, OWNER, "乙")), "--yes")
    (line,) = [
        line
        for file in (archive / ".archive" / "journal").iterdir()
        for line in file.read_text("utf-8").splitlines()
        if '"rectify"' in line
    ]
    assert "owner: 甲" in line  # so that it can be brought back


def test_the_same_file_twice_changes_nothing_more(archive: Path) -> None:
    file = filled(sent(archive), put(5, TEXT, "新问题"))
    assert run(archive, "rectify", "import", file, "--record", ONE, "--yes").code == 0
    after = bytes_below(archive)
    done(archive, "rectify", "import", file, "--record", ONE, "--yes")
    assert bytes_below(archive) == after
    assert first(archive).count("新问题") == 1


def test_rows_that_cannot_be_taken_are_named_and_end_with_2(archive: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        put(2, CLOSED, date(2025, 5, 20))(sheet)
        put(3, MEASURE, "补写")(sheet)
        put(5, TEXT, "没有写是哪份台账的")(sheet)

    ran = run(archive, "rectify", "import", filled(sent(archive), edit), "--yes")
    assert ran.code == 2
    refused = [line for line in ran.out.splitlines() if "未采纳：" in line]
    assert [line.partition("：")[0] for line in refused] == [
        "第 2 行（整改台账）未采纳",
        "第 5 行（整改台账）未采纳",
    ]
    assert "不能销号" in refused[0]
    assert "--record" in refused[1]
    assert "measure: 补写" in first(archive)
    assert "closed" not in first(archive)


def test_closing_with_evidence_that_is_there(archive: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        put(2, CLOSED, "2025年5月20日")(sheet)
        put(2, EVIDENCE, PROOF)(sheet)

    done(archive, "rectify", "import", filled(sent(archive), edit), "--yes")
    made = done(archive, "rectify", "status", "--as-of", "2025-12-01", "--format", "json").json
    assert made["summary"] == {"ledgers": 2, "overdue": 1, "open": 1, "unproven": 0, "closed": 1}
    (closed,) = [item for item in made["items"] if item["status"] == "closed"]
    assert (closed["closed"], closed["evidence"], closed["absent"]) == ("2025-05-20", [PROOF], [])


def test_columns_that_are_no_ledgers_are_named_never_dropped_in_silence(archive: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        put(1, KEY + 1, "督办领导")(sheet)
        put(3, KEY + 1, "丙")(sheet)

    file = filled(sent(archive), edit)
    assert "“督办领导”栏（1 格）" in done(archive, "rectify", "import", file).out
    made = done(archive, "rectify", "import", file, "--format", "json").json
    assert made["columns"] == [{"sheet": "整改台账", "head": "督办领导", "cells": 1}]


def test_a_table_of_somebody_elses_making(archive: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["第一支部问题整改台账"])
    sheet.append(["序号", "存在问题", "整改措施", "责任人", "整改\n时限"])
    sheet.append([1, "学习不够深入", "制定计划", "甲、乙", "2025年12月"])
    sheet.merge_cells("A1:E1")
    file = archive.parent / "外来.xlsx"
    book.save(file)
    done(archive, "rectify", "import", file, "--record", TWO, "--yes")
    (line,) = [line for line in second(archive).splitlines() if "学习不够深入" in line]
    assert line == "- {序号: 1, 内容: 学习不够深入, 责任人: [甲, 乙], 完成期限: 2025-12, 整改措施: 制定计划}"


def test_problems_of_the_audit_are_taken_up_where_somebody_filled_them_in(archive: Path) -> None:
    file = archive.parent / "检查.xlsx"
    run(archive, "audit", "--as-of", "2025-12-31", "--format", "xlsx", "-o", file)
    untouched = run(archive, "rectify", "import", file)
    assert untouched.code == 0
    assert "没有人填写" in untouched.out

    def edit(sheet: Worksheet) -> None:
        row = next(r for r in range(2, 99) if sheet.cell(r, STANDING).value == "待列入台账")
        put(row, OWNER, "丁")(sheet)

    ran = run(archive, "rectify", "import", filled(file, edit), "--record", TWO, "--yes")
    assert ran.code == 0
    assert second(archive).count("丁") == 1


def test_a_person_who_was_faster_is_never_overwritten(archive: Path) -> None:
    file = filled(sent(archive), put(2, OWNER, "乙"))
    sidecar = archive / ONE / "_item.yaml"
    sidecar.write_text(FIRST.replace("owner: 甲", "owner: 戊"), "utf-8")
    ran = run(archive, "rectify", "import", file, "--yes")
    assert ran.code == 2
    assert "重新导出" in ran.out
    assert "owner: 戊" in first(archive)


def test_the_status_tells_what_is_overdue_first(archive: Path) -> None:
    out = done(archive, "rectify", "status", "--as-of", "2025-09-10").out
    assert "已逾期 2，整改中 1，销号缺佐证 0，已销号 0" in out
    rows = [line.split()[0] for line in out.splitlines() if line.startswith(("已逾期 ", "整改中 "))]
    assert rows == ["已逾期", "已逾期", "已逾期", "整改中"]  # the numbers, then the table
    english = done(archive, "rectify", "status", "--as-of", "2025-09-10", lang="en").out
    assert "overdue 2, open 1" in english


def test_a_ledger_dated_later_is_left_out_and_that_is_said(archive: Path) -> None:
    asked = ("rectify", "status", "--as-of", "2025-06-15")
    out = done(archive, *asked).out
    assert "没有方案" not in out
    assert "另有 1 份台账的日期晚于截止日" in out
    told = done(archive, *asked, "--format", "json").json
    assert (told["summary"]["ledgers"], told["later"]) == (1, 1)
    # What comes back for it is taken over all the same: a wrong date is no reason to lose a row.
    (archive / TWO / "_item.yaml").write_text(SECOND.replace("2025-09-10", "2099-09-10"), "utf-8")
    file = filled(sent(archive), lambda sheet: sheet.append([9, "新的问题", *[None] * 9, TWO]))
    done(archive, "rectify", "import", file, "--yes")
    assert "新的问题" in (archive / TWO / "_item.yaml").read_text("utf-8")


def test_the_ledger_and_its_status_say_by_what_they_were_made(archive: Path) -> None:
    out = done(archive, "rectify", "status", "--as-of", "2025-06-15").out
    assert out.splitlines()[-1].startswith("依据：archive-tool ")
    file = archive.parent / "台账.xlsx"
    done(archive, "rectify", "export", "--as-of", "2025-06-15", "-o", file)
    made = load_workbook(file).worksheets[-1]
    told = {str(row[0]): str(row[1]) for row in made.iter_rows(values_only=True)}
    assert list(told) == ["工具", "分类方案", "archive.yaml", "截至"]
    assert told["archive.yaml"].endswith(sha256((archive / "archive.yaml").read_bytes()).hexdigest())
    assert told["截至"] == "2025-06-15"


def test_reading_commands_change_nothing(archive: Path) -> None:
    before = looks_below(archive)
    done(archive, "rectify", "status")
    done(archive, "rectify", "import", sent(archive))
    assert looks_below(archive) == before


@pytest.mark.parametrize("name", ["没有.xlsx", "文字.xlsx", "空.xlsx", "别的.xlsx", "秘密.xlsx"])
def test_files_that_are_no_ledger_are_refused_in_one_line(archive: Path, name: str) -> None:
    file = archive.parent / name
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    match name:
        case "文字.xlsx":
            file.write_text("甲", "utf-8")
        case "空.xlsx":
            file.write_bytes(b"")
        case "别的.xlsx":
            sheet.append(["姓名", "电话"])
            book.save(file)
        case "秘密.xlsx":
            sheet.append(["机密★"])
            sheet.append(["问题", "责任人", "完成期限"])
            book.save(file)
    ran = run(archive, "rectify", "import", file, "--yes")
    assert ran.code == 2
    assert is_one_line(ran.err)


@pytest.mark.parametrize("name", ["交回.csv", "交回.xls", "交回.ods", "交回.et"])
def test_another_format_is_refused_with_how_to_make_it_one(archive: Path, name: str) -> None:
    file = archive.parent / name
    if name.endswith(".ods"):
        with ZipFile(file, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    elif name.endswith(".csv"):
        file.write_bytes("问题,责任人,完成期限\n没有签到表,甲,2025-05-31\n".encode("gb18030"))
    else:
        file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    ran = run(archive, "rectify", "import", file, "--yes")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "另存为 xlsx" in ran.err


@pytest.mark.parametrize("mark", ["秘密★1年", "机密★", "【绝密】"])
def test_a_mark_in_any_cell_refuses_the_whole_file(archive: Path, mark: str) -> None:
    before = bytes_below(archive)
    file = filled(sent(archive), put(40, MEASURE, mark))
    ran = run(archive, "rectify", "import", file, "--yes")
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert "国家秘密标志" in ran.err
    assert bytes_below(archive) == before


def test_the_file_is_opened_in_a_process_of_its_own_only(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(*told: object) -> NoReturn:
        raise AssertionError(told)

    file = sent(archive)
    monkeypatch.setattr(grid, "read", here)
    monkeypatch.setattr(ZipFile, "__init__", here)
    assert "没有变化的 3 行" in done(archive, "rectify", "import", file).out


def test_a_ledger_is_not_written_into_the_archive_nor_over_a_filled_one(archive: Path) -> None:
    inside = run(archive, "rectify", "export")
    assert inside.code == 2
    assert "整改台账.xlsx" in inside.err
    file = filled(sent(archive), put(2, OWNER, "乙"))
    content = file.read_bytes()
    assert run(archive, "rectify", "export", "-o", file).code == 2
    assert file.read_bytes() == content


def test_one_ledger_alone(archive: Path) -> None:
    sheet = load_workbook(sent(archive, "一份.xlsx", TWO)).worksheets[0]
    assert [cell.value for cell in sheet["B"]] == ["问题", "没有方案"]
    assert run(archive, "rectify", "export", PROOF, "-o", archive.parent / "无.xlsx").code == 2


def test_an_archive_without_ledgers_says_so(small: Callable[[Picture], Path]) -> None:
    root = small({})
    ran = run(root, "rectify", "status")
    assert (ran.code, is_one_line(ran.err)) == (2, True)


def test_evidence_that_lies_there_and_proves_nothing_is_not_said_to_be_missing(archive: Path) -> None:
    (archive / ONE / "空.txt").write_text("", "utf-8")
    sidecar = archive / ONE / "_item.yaml"
    closed = f"owner: 甲\n  closed: 2025-05-20\n  evidence: [{ONE}/空.txt]"
    sidecar.write_text(FIRST.replace("owner: 甲", closed), "utf-8")
    done(archive, "sync")
    out = "".join(done(archive, "rectify", "status", "--as-of", "2025-06-15").out.split())
    assert "作不了佐证" in out and "找不到" not in out
    assert "proves nothing" in done(archive, "rectify", "status", "--as-of", "2025-06-15", lang="en").out
