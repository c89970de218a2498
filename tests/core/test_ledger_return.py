"""A returned ledger: what its rows change, what they must not, and that an untouched one changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import Edit, edited, sent, taken_back
from openpyxl.worksheet.worksheet import Worksheet

from archive_tool.core.cell_text import MOST
from archive_tool.core.ledger_return import Returned

ITEMS: list[dict[str, Any]] = [
    {"no": "1", "text": "没有签到表", "type": "immediate", "owner": ["甲", "乙"], "due": "2025-05-31"},
    {"no": "2", "text": "没有总结", "due": "2025-05", "measure": "补写"},
    {"no": "3", "text": "照片没有说明", "closed": "2025-05-06", "evidence": ["proof0000001"]},
]
# Columns of the sheet.
NO, TEXT, TYPE, OWNER, DUE, MEASURE, EVIDENCE, CLOSED, REASON, STANDING, UNIT, LEDGER, KEY = range(1, 14)
LAST = len(ITEMS) + 1  # row


def after(edit: Edit, folder: Path, items: list[dict[str, Any]] | None = None) -> Returned:
    """The ledger sent out as ITEMS, edited, and taken back where it says `items` by now."""
    return taken_back(items or ITEMS, edited(sent(ITEMS), edit), folder)


def put(row: int, **values: Any) -> Edit:
    """Write into cells; names are those of the columns above."""

    def edit(sheet: Worksheet) -> None:
        for name, value in values.items():
            cell = sheet.cell(row, globals()[name])
            cell.value = value
            if isinstance(value, (int, float)):
                cell.number_format = "General"

    return edit


def reasons(found: Returned) -> list[tuple[int, str]]:
    return [(one.row, one.key) for one in found.refusals]


words = st.text(min_size=1, max_size=40)
days = st.sampled_from(["2025", "2025-03", "2025-03-14", "1989-12-31", "2101-01-01"])
entry = st.fixed_dictionaries(
    {"text": words.filter(str.strip)},
    optional={
        "no": words,
        "type": st.sampled_from(["immediate", "deadline", "stepwise"]),
        "owner": st.lists(words, min_size=1, max_size=3),
        "due": days,
        "measure": words | st.just("=1+1") | st.just("长" * (MOST + 5)),
        "evidence": st.lists(words, min_size=1, max_size=3),
        "closed": days,
        "reason": words,
    },
)


@given(st.lists(entry, max_size=6), st.sampled_from(["zh", "en"]), st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_ledger_that_comes_back_as_it_went_changes_nothing(
    tmp_path: Path, items: list[dict[str, Any]], lang: str, saved: bool
) -> None:
    content = sent(items, lang)
    found = taken_back(items, edited(content, lambda sheet: None) if saved else content, tmp_path)
    assert found.changes == ()
    assert found.refusals == ()
    assert (found.unchanged, found.left) == (len(items), ())


def test_an_edited_cell_changes_its_field_and_no_other(tmp_path: Path) -> None:
    found = after(put(2, DUE=date(2025, 7, 1), TYPE="限期整改", OWNER="甲、丙"), tmp_path)
    (change,) = found.changes
    assert change.at == 0
    assert change.values == {"type": "deadline", "owner": ["甲", "丙"], "due": "2025-07-01"}
    assert change.before == {"type": "immediate", "owner": "甲、乙", "due": "2025-05-31"}
    assert found.unchanged == 2


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (date(2025, 3, 14), "2025-03-14"),
        (45730, "2025-03-14"),
        (20250314, "2025-03-14"),
        (2025, "2025"),
        ("2025年3月14日", "2025-03-14"),
        ("2025.3.14", "2025-03-14"),
        ("２０２５/３/１４", "2025-03-14"),
        ("2025年3月", "2025-03"),
    ],
)
def test_days_in_all_their_spellings(tmp_path: Path, written: Any, said: str) -> None:
    (change,) = after(put(2, DUE=written), tmp_path).changes
    assert change.values == {"due": said}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"DUE": "下个月"}, "ledger.date"),
        ({"DUE": 2025.1}, "ledger.date"),  # January or October
        ({"DUE": "2025-02-30"}, "ledger.date"),
        ({"DUE": date(1905, 7, 17)}, "ledger.date"),  # 2025 typed where days are shown
        ({"TYPE": "马上"}, "ledger.type"),
        ({"MEASURE": "=1+1"}, "ledger.formula"),  # nothing was calculated
        ({"CLOSED": date(2025, 5, 20)}, "ledger.unproven"),
        ({"CLOSED": date(2025, 5, 20), "EVIDENCE": "会议记录"}, "ledger.absent"),
        ({"EVIDENCE": "会议记录"}, "ledger.absent"),
        ({"CLOSED": date(2025, 6, 2), "EVIDENCE": "proof0000001"}, "ledger.later"),
        ({"STANDING": "已销号"}, "ledger.no-day"),
        ({"STANDING": "已完成"}, "ledger.other-standing"),
        ({"TEXT": None}, "ledger.no-text"),
    ],
)
def test_a_row_that_cannot_be_so_is_named_and_the_others_go(
    tmp_path: Path, cells: dict[str, Any], reason: str
) -> None:
    def edit(sheet: Worksheet) -> None:
        put(2, **cells)(sheet)
        put(3, MEASURE="改写")(sheet)

    found = after(edit, tmp_path)
    assert reasons(found) == [(2, reason)]
    assert [change.values for change in found.changes] == [{"measure": "改写"}]


@pytest.mark.parametrize(
    "old",
    [
        {"closed": "2025-05-06"},
        {"closed": "2025-05-06", "evidence": ["不见了.docx"]},
        {"closed": "2025-12-31"},
    ],
    ids=["unproven", "absent", "later"],
)
def test_what_was_closed_badly_before_can_still_be_told_better(tmp_path: Path, old: dict[str, Any]) -> None:
    items = [{"no": "1", "text": "没有签到表", **old}]
    edit = put(2, MEASURE="补签", OWNER="张三")
    (change,) = taken_back(items, edited(sent(items), edit), tmp_path).changes
    assert change.values == {"measure": "补签", "owner": ["张三"]}


def test_a_bad_closing_is_refused_where_the_sheet_touches_it(tmp_path: Path) -> None:
    items = [{"no": "1", "text": "没有签到表", "closed": "2025-05-06"}]
    again = taken_back(items, edited(sent(items), put(2, CLOSED=date(2025, 5, 7))), tmp_path)
    assert reasons(again) == [(2, "ledger.unproven")]
    absent = taken_back(items, edited(sent(items), put(2, EVIDENCE="没有.docx")), tmp_path)
    assert reasons(absent) == [(2, "ledger.absent")]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("张三（教务处、德育处）、李四", ["张三（教务处、德育处）", "李四"]),
        ("张三(教务处,德育处)；李四（总务处）", ["张三(教务处,德育处)", "李四（总务处）"]),
        ("张三，李四\n王五", ["张三", "李四", "王五"]),
    ],
)
def test_owners_are_not_cut_inside_brackets(tmp_path: Path, written: str, said: list[str]) -> None:
    (change,) = after(put(2, OWNER=written), tmp_path).changes
    assert change.values == {"owner": said}


def test_closing_with_evidence_goes(tmp_path: Path) -> None:
    edit = put(2, CLOSED="2025年5月20日", EVIDENCE="签到.txt；proof0000001")
    (change,) = after(edit, tmp_path).changes
    assert change.values == {"evidence": ["签到.txt", "proof0000001"], "closed": "2025-05-20"}


def test_a_serial_number_in_a_cell_formatted_as_text_is_a_day(tmp_path: Path) -> None:
    """What a formula gave there, as another program saved it."""

    def edit(sheet: Worksheet) -> None:
        put(2, DUE=45998)(sheet)
        sheet.cell(2, DUE).number_format = "@"

    (change,) = after(edit, tmp_path).changes
    assert change.values == {"due": "2025-12-07"}


def test_an_emptied_cell_empties_the_field(tmp_path: Path) -> None:
    (change,) = after(put(4, CLOSED=None), tmp_path).changes
    assert change.values == {"closed": ""}


def test_a_column_that_is_gone_changes_nothing(tmp_path: Path) -> None:
    found = after(lambda sheet: sheet.delete_cols(MEASURE), tmp_path)
    assert (found.changes, found.refusals, found.unchanged) == ((), (), 3)


def test_sorted_rows_and_a_title_above_change_nothing(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        sheet.insert_rows(1, 2)
        sheet.cell(1, 1, "甲校整改台账")
        sheet.merge_cells("A1:I1")

    found = after(edit, tmp_path)
    assert (found.changes, found.refusals, found.unchanged) == ((), (), 3)


def test_new_rows_are_new_entries_and_missing_ones_stay(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(3)
        put(5, TEXT="新问题", OWNER="丙")(sheet)

    found = after(edit, tmp_path)
    (change,) = found.changes
    assert (change.at, change.row, change.values) == (None, 5, {"text": "新问题", "owner": ["丙"]})
    assert found.left == ("2 没有总结",)


def test_of_a_copied_row_the_changed_one_is_new(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        for column in range(1, KEY + 1):
            sheet.cell(5, column, sheet.cell(2, column).value)
        put(5, TEXT="另一个问题")(sheet)

    found = after(edit, tmp_path)
    (change,) = found.changes
    assert (change.at, change.row, change.values["text"]) == (None, 5, "另一个问题")
    assert (found.unchanged, found.left) == (3, ())


def test_of_two_changed_copies_nobody_knows_which_is_meant(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        put(2, TEXT="改过")(sheet)
        put(5, TEXT="也改过", KEY=sheet.cell(2, KEY).value)(sheet)

    found = after(edit, tmp_path)
    assert reasons(found) == [(2, "ledger.twice"), (5, "ledger.twice")]
    assert found.left == ()


def test_what_was_changed_in_the_archive_meanwhile_is_never_overwritten(tmp_path: Path) -> None:
    now = [{**ITEMS[0], "owner": ["丁"]}, *ITEMS[1:]]
    untouched = after(lambda sheet: None, tmp_path, now)
    assert (untouched.changes, untouched.refusals, untouched.outdated) == ((), (), 1)
    both = after(put(2, OWNER="戊"), tmp_path, now)
    assert both.changes == ()
    assert reasons(both) == [(2, "ledger.stale")]


def test_the_same_file_a_second_time_changes_nothing_more(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        put(2, OWNER="戊")(sheet)
        put(5, TEXT="新问题")(sheet)

    first = after(edit, tmp_path)
    assert len(first.changes) == 2
    now = [{**ITEMS[0], "owner": ["戊"]}, *ITEMS[1:], {"text": "新问题"}]
    again = after(edit, tmp_path, now)
    assert (again.changes, again.refusals, again.unchanged) == ((), (), 4)


def test_a_problem_that_was_taken_up_is_not_taken_up_twice(tmp_path: Path) -> None:
    problem = "缺少材料：主题党日\n2025/05_组织生活/05_主题党日  2025年8月"
    proposal = put(LAST + 1, TEXT=problem, OWNER="甲", STANDING="待列入台账")
    (change,) = after(proposal, tmp_path).changes
    taken = [*ITEMS, {**change.values}]
    again = after(proposal, tmp_path, taken)
    assert (again.changes, again.refusals) == ((), ())
    since = after(proposal, tmp_path, [*ITEMS, {**change.values, "owner": ["乙"]}])
    assert (since.changes, reasons(since)) == ((), [(LAST + 1, "ledger.taken")])


def test_cells_merged_downwards_hold_for_each_of_their_rows(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(2, OWNER, "丙")
        sheet.merge_cells(start_row=2, end_row=4, start_column=OWNER, end_column=OWNER)

    found = after(edit, tmp_path)
    assert [change.values for change in found.changes] == [{"owner": ["丙"]}] * 3


def test_a_remark_below_is_no_problem_and_is_named(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(6, 1, "填表人：甲")
        sheet.merge_cells("A6:I6")

    assert reasons(after(edit, tmp_path)) == [(6, "ledger.no-text")]


def test_a_text_that_was_cut_is_not_overwritten_by_its_beginning(tmp_path: Path) -> None:
    items = [{"text": "长" * (MOST + 10)}]
    content = edited(sent(items), put(2, TEXT="短"))
    assert reasons(taken_back(items, content, tmp_path)) == [(2, "ledger.cut")]
    other = edited(sent(items), put(2, OWNER="甲"))
    assert [change.values for change in taken_back(items, other, tmp_path).changes] == [{"owner": ["甲"]}]


def test_formulas_go_out_as_texts_and_come_back_as_they_were(tmp_path: Path) -> None:
    items = [{"text": "=HYPERLINK(1)", "measure": "-补", "reason": "@甲"}]
    assert taken_back(items, sent(items), tmp_path).changes == ()
    (change,) = taken_back(items, edited(sent(items), put(2, MEASURE="'+补写")), tmp_path).changes
    assert change.values == {"measure": "+补写"}
