"""Parts of a record: facts from disk, words from a person, lost ones remembered."""

from __future__ import annotations

from typing import Any

from archive_tool.core.model import Entry, Interpreted
from archive_tool.core.parts import refreshed, told
from archive_tool.core.records import Record, make_record
from archive_tool.core.tree import Holding, Place

COMPOSED, APART = "caf\u00e9.txt", "cafe\u0301.txt"


def record(written: list[dict[str, Any]], *files: str) -> Record:
    entries = tuple(Entry(f"夹/{name}", "file", 1, 0, (0, 0)) for name in files)
    holding = Holding("夹", Place(None, 2025, "20", "20.1"), True, entries, "夹/_item.yaml", True)
    return make_record(holding, Interpreted({"parts": written}, {}), {}, described=True)  # type: ignore[dict-item]


def test_words_stay_and_facts_are_taken_from_disk() -> None:
    before = record([{"path": "一", "role": "photo", "caption": "讲话", "size": 1, "sha256": "a"}], "一")
    now = [{"path": "一", "role": "minutes", "size": 2, "sha256": "b"}]
    assert refreshed(now, before, keep_lost=False) == [
        {"path": "一", "role": "photo", "caption": "讲话", "size": 2, "sha256": "b"}
    ]


def test_a_digest_that_no_longer_holds_is_dropped_where_the_file_was_not_read() -> None:
    before = record([{"path": "一", "size": 1, "sha256": "a"}], "一")
    assert refreshed([{"path": "一", "size": 2}], before, keep_lost=False) == [{"path": "一", "size": 2}]


def test_a_renamed_part_takes_its_words_along() -> None:
    before = record([{"path": "一", "caption": "讲话", "sha256": "a"}], "二")
    now = [{"path": "二", "size": 1, "sha256": "a"}]
    assert refreshed(now, before, keep_lost=True) == [
        {"path": "二", "caption": "讲话", "size": 1, "sha256": "a"}
    ]


def test_of_two_equal_parts_nobody_guesses_which_was_renamed() -> None:
    written = [{"path": "一", "caption": "甲", "sha256": "a"}, {"path": "二", "caption": "乙", "sha256": "a"}]
    now = [{"path": "三", "sha256": "a"}]
    assert refreshed(now, record(written, "三"), keep_lost=False) == [*now, *written]


def test_a_lost_part_stays_where_somebody_wrote_about_it_or_all_do() -> None:
    plain, words = {"path": "一", "role": "photo", "size": 1}, {"path": "二", "caption": "讲话"}
    before = record([plain, words])
    assert refreshed([], before, keep_lost=False) == [words]
    assert refreshed([], before, keep_lost=True) == [plain, words]


def test_a_name_in_another_unicode_form_is_the_same_name() -> None:
    before = record([{"path": COMPOSED, "caption": "讲话"}], APART)
    assert list(told(before)) == [APART]
    assert refreshed([{"path": APART, "size": 1}], before, keep_lost=False) == [
        {"path": APART, "caption": "讲话", "size": 1}
    ]
    both = record([{"path": COMPOSED}, {"path": APART}], APART, COMPOSED)
    assert sorted(told(both)) == sorted([COMPOSED, APART])
