"""The score in the workbook: every indicator, every reason with its numbers, blanks for a hand score."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, CATALOG, Facts, material, meetings, tiny
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from scored import parsed, scored, written

from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.lists import lists
from archive_tool.core.model import FileFacts
from archive_tool.report.inspection import Inspection
from archive_tool.report.xlsx import make

RULE = "10.meeting.count"
COUNTED = f"points: 5\nrules: [{RULE}]\nmax_deduction: 1\ndeductions: [{{per: missing-record, points: 1}}]"
BY_HAND = "points: 5\nkind: manual"
HELD = meetings("2025-02-03", "2025-05-06")
AS_OF = date(2026, 3, 31)


def book(
    profile: str, lang: str = "zh", name: str = "甲社", facts: Facts | None = None, **more: Any
) -> Mapping[str, Worksheet]:
    seen = replace(material(HELD, AS_OF, 2025, facts, **more), profile=parsed(profile))
    speaker = Speaker(CATALOG, lang, tiny(), {"b": "支部"})
    report = audit(seen, ())
    told = Inspection(
        report, (), speaker, tiny(), "9.9", "/库", name, ("支部",), lists=lambda: lists(seen), base="库",
        score=scored(profile, HELD, facts=facts, **more),
    )  # fmt: skip
    return {sheet.title: sheet for sheet in load_workbook(io.BytesIO(make(told))).worksheets}


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


@pytest.fixture(scope="module")
def zh() -> Mapping[str, Worksheet]:
    return book(written(COUNTED, BY_HAND))


def test_indicators_stand_below_their_headings_with_what_is_left(zh: Mapping[str, Worksheet]) -> None:
    shown = [row for row in rows(zh["评分"]) if row[0] in ("上级指标", "指标")]
    assert [row[:10] for row in shown] == [
        ["上级指标", None, "1 一", 10, 5, 4, -1, None, None, "已评"],
        ["指标", "1 一", "1.1 一", 5, 5, 4, -1, None, None, "已评"],
        ["指标", "1 一", "1.2 一", 5, None, None, None, None, None, "人工评分"],
    ]


def test_every_deduction_says_expected_found_and_why_within_its_limit(zh: Mapping[str, Worksheet]) -> None:
    lost = [row for row in rows(zh["评分"]) if row[0] == "扣分"]
    assert [(row[6], row[7], row[8]) for row in lost] == [(-1, 1, 0)]
    assert all("例会" in str(row[10]) and row[12] == RULE for row in lost)
    (note,) = [row for row in rows(zh["评分"]) if row[0] == "说明"]
    assert note[10] == "另有 1 处，已到最多扣分，不再扣"


def test_indicators_and_what_was_shared_out_add_up_to_the_score() -> None:
    lesson = "points: 2\nrules: [10.group-meeting.count]\nnot_applicable: scale\ndeductions: [{per: missing-record, points: 1}]"
    bonus = f"points: 0\nrules: [{RULE}]\nbonus: [{{per: record, points: 1, at_most: 1}}]"
    spared = [{**BRANCH, "groups": 0}]
    sheet = book(written(COUNTED, lesson, bonus, "kind: manual\npoints: 3"), units=spared)["评分"]
    own = [row for row in rows(sheet) if row[0] in ("指标", "折算")]
    assert [row[5] for row in own] == [4, None, 1, None, 1.6]
    assert own[-1][10] == "不适用的 2 分已按比例折算：4 ÷ 5 × 7 = 5.6"
    (whole,) = [row[5] for row in rows(sheet) if row[2] == "1 一"]
    assert whole == 5  # 4 of 5, and 1 more


def test_the_sheet_is_filtered_coloured_and_leaves_room_for_a_hand(zh: Mapping[str, Worksheet]) -> None:
    sheet = zh["评分"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:M{sheet.max_row}"
    formulas = {rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules}
    assert {'"扣分"', '"人工评分"', 'AND($A2="指标",$F2="",$J2="人工评分")'} <= formulas


def test_the_overview_says_how_many_points_were_judged(zh: Mapping[str, Worksheet]) -> None:
    told = [str(row[0]) for row in rows(zh["总览"])]
    assert "得 4 分（已评 5 分，共 10 分）" in told


def test_titles_of_a_foreign_profile_are_no_formulas() -> None:
    profile = written(COUNTED).replace("zh: 一", "zh: '=1+1'").replace('total: "10"', 'total: "5"')
    cells = [cell for row in book(profile)["评分"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}


def test_without_a_profile_there_is_no_such_sheet_and_in_english_all_is_english() -> None:
    assert "Score" in book(written(COUNTED, BY_HAND), "en")
    told = [str(value) for row in rows(book(written(COUNTED, BY_HAND), "en")["Score"]) for value in row]
    assert not [text for text in told if "score." in text or "sheet." in text]


def test_what_nobody_could_read_is_a_doubt_and_takes_no_points() -> None:
    path = next(path for path in HELD if "05-06" in path)
    damaged = FileFacts("f" * 64, "txt", problem="damaged", reason="x")
    facts: Facts = {f"{path}/{name}": damaged for name in ("记录.txt", "签到.txt")}
    unlimited = COUNTED.replace("max_deduction: 1\n", "")
    shown = rows(book(written(unlimited, BY_HAND), facts=facts)["评分"])
    (doubt,) = [row for row in shown if row[0] == "存疑"]
    assert doubt[6] is None and (doubt[7], doubt[8]) == (1, 0)
    assert "未评 1" in str(doubt[10])
