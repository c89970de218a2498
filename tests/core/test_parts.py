"""Parts of a record: facts from disk, words from a person, lost ones remembered."""

from __future__ import annotations

import time
from typing import Any

import pytest
from schemes import PARTS, make_scheme

from archive_tool.core.model import Entry, Interpreted, Parsed
from archive_tool.core.parts import Keep, are_current, refreshed, told
from archive_tool.core.records import Record, make_record
from archive_tool.core.tree import Holding, Place
from archive_tool.core.written import Written

COMPOSED, APART = "caf\u00e9.txt", "cafe\u0301.txt"
SCHEME = make_scheme(fields={"parts": PARTS})
A, B = "a" * 64, "b" * 64


def holding(*files: str) -> Holding:
    entries = tuple(Entry(f"夹/{name}", "file", 1, 0, (0, 0)) for name in files)
    return Holding("夹", Place(None, 2025, "20", "20.1"), True, entries, "夹/_item.yaml", True)


def record(written: list[dict[str, Any]], *files: str) -> Record:
    return make_record(holding(*files), Interpreted({"parts": written}, {}), {}, described=True)  # type: ignore[dict-item]


def all_stay(rows: object, row: object) -> bool:
    return True


def none_stays(rows: object, row: object) -> bool:
    return False


def fresh(
    now: list[dict[str, Any]], rows: list[Any], *files: str, keep: Keep = none_stays, key: str = "parts"
) -> Any:
    """The rows as they are to be written; every scalar of the old ones is a text."""
    found = Written(SCHEME, Parsed({key: rows}, {}), "zh").rows("parts")
    done = refreshed(found, now, holding(*files), keep) if found else None
    return done and done.rows


def test_words_stay_and_facts_are_taken_from_disk() -> None:
    rows = [{"path": "一", "role": "photo", "caption": "讲话", "size": "1", "sha256": A}]
    now = [{"path": "一", "role": "minutes", "size": 2, "sha256": B}]
    assert fresh(now, rows, "一") == [
        {"path": "一", "role": "photo", "caption": "讲话", "size": 2, "sha256": B}
    ]


def test_what_is_empty_is_filled_where_it_stands() -> None:
    rows = [{"角色": "", "path": "一", "size": "1"}]
    assert fresh([{"path": "一", "role": "minutes", "size": 1}], rows, "一") == [
        {"角色": "minutes", "path": "一", "size": "1"}
    ]


def test_what_nobody_understands_stays_in_its_place() -> None:
    rows = [
        {"题注": "甲", "路径": "一", "作用": "不知", "date": "大约一月", "大小": "约一兆", "sha256": "在柜"}
    ]
    now = [{"path": "一", "role": "photo", "date": "2025-03-14", "size": 2, "sha256": B}]
    assert fresh(now, rows, "一") == rows


def test_keys_keep_their_spelling_and_new_rows_follow_the_key_above() -> None:
    now = [{"path": "一", "size": 2}, {"path": "二", "date": "2025-03-14"}]
    assert fresh(now, [{"文件名": "一", "字节数": "1"}], "一", "二", key="组成文件") == [
        {"文件名": "一", "字节数": 2},
        {"path": "二", "日期": "2025-03-14"},
    ]


@pytest.mark.parametrize("rows", [["一"], [{"path": ["一", "二"]}], ["", {"path": "一"}]])
def test_where_it_is_not_clear_what_a_row_is_about_nothing_is_done(rows: list[Any]) -> None:
    assert fresh([{"path": "一", "size": 2}], rows, "一") is None


def test_a_digest_stands_beside_the_size_it_was_taken_with() -> None:
    rows = [{"path": "一", "size": "1", "sha256": A}]
    assert fresh([{"path": "一", "size": 2}], rows, "一") == rows
    assert fresh([{"path": "一", "size": 2}], [{"path": "一", "size": "1"}], "一") == [
        {"path": "一", "size": 2}
    ]
    # An empty file needs no reading.
    assert fresh([{"path": "一", "size": 0}], rows, "一") == [{"path": "一", "size": 0, "sha256": ""}]


def test_a_renamed_part_takes_its_words_along() -> None:
    now = [{"path": "二", "size": 1, "sha256": A}]
    assert fresh(now, [{"路径": "一", "caption": "讲话", "sha256": A}], "二") == [
        {"路径": "二", "caption": "讲话", "sha256": A, "size": 1}
    ]


def test_of_two_equal_parts_nobody_guesses_which_was_renamed() -> None:
    rows = [{"path": "一", "caption": "甲", "sha256": A}, {"path": "二", "caption": "乙", "sha256": A}]
    now = [{"path": "三", "sha256": A}]
    assert fresh(now, rows, "三", keep=all_stay) == [*rows, *now]


def test_two_rows_of_one_file_both_stay() -> None:
    rows = [{"path": "一", "caption": "甲"}, {"path": "一", "caption": "乙"}]
    assert fresh([{"path": "一", "size": 1}], rows, "一") == [{**row, "size": 1} for row in rows]


def test_a_lost_part_goes_unless_it_is_to_be_kept() -> None:
    rows = [{"path": "一", "size": "1"}, {"path": "二", "caption": "讲话"}]
    assert fresh([], rows, keep=lambda known, row: "caption" in row) == rows[1:]
    assert fresh([], rows) == []


def test_a_name_in_another_unicode_form_is_the_same_name() -> None:
    assert list(told(record([{"path": COMPOSED, "caption": "讲话"}], APART))) == [APART]
    assert fresh([{"path": APART, "size": 1}], [{"path": COMPOSED}], APART) == [{"path": COMPOSED, "size": 1}]
    both = record([{"path": COMPOSED}, {"path": APART}], APART, COMPOSED)
    assert sorted(told(both)) == sorted([COMPOSED, APART])


def test_whether_anything_is_to_be_done_shows_without_the_text() -> None:
    now = [{"path": "一", "role": "photo", "size": 1, "sha256": A}]
    row = {"path": "一", "role": "minutes", "caption": "讲话", "size": 1, "sha256": A}
    assert are_current(now, record([row], "一"))
    for other in ({**row, "size": 2}, {**row, "sha256": B}, {"path": "一"}, {**row, "path": "二"}):
        assert not are_current(now, record([other], "一"))
    assert not are_current(now, record([row, {"path": "二"}], "一"))
    assert not are_current(now, record([], "一"))


def test_many_new_parts_beside_many_known_ones_are_looked_up_and_not_searched() -> None:
    names = [f"{number}.jpg" for number in range(40_000)]
    rows = [{"path": name, "size": "1"} for name in names[::2]]
    now = [{"path": name, "size": 1} for name in names]
    started = time.process_time()
    assert fresh(now, rows, *names) == [*rows, *now[1::2]]
    assert time.process_time() - started < 2.0
