"""Texts in cells: none becomes a formula, none is longer than a cell, and what is read back means the same."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.cell_text import GUARD, MOST, bare, settled, shown

DANGEROUS = [
    "=1+1",
    "+86 10",
    "-甲",
    "@SUM(A1)",
    "＝HYPERLINK",
    "\t=1",
    "\r=1",
    " =cmd|' /C calc'!A0",
    "\u3000=1",
    "\x00=1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_would_be_a_formula_is_guarded(text: str) -> None:
    assert shown(text).text.startswith(GUARD)
    assert bare(shown(text).text) == settled(text)


@pytest.mark.parametrize("text", ["甲=乙", "甲'=乙", "2025-03-14", "'引'", "'", "1+1", "—— 甲", ""])
def test_everything_else_is_as_it_was(text: str) -> None:
    assert shown(text).text == text
    assert bare(text) == text


def test_nothing_turns_the_reading_direction_and_no_formula_hides_behind_it() -> None:
    assert shown("名单\u202efdp.exe\u2066").text == "名单fdp.exe"
    assert shown("\u200f=1+1").text == f"{GUARD}=1+1"


def test_bytes_that_are_no_text_are_escaped_and_read_back_as_the_same() -> None:
    assert shown("\udcff名单").text == "\\udcff名单"
    assert settled(shown("\udcff名单").text) == settled("\udcff名单")


def test_a_long_text_is_cut_and_says_so() -> None:
    assert not shown("长" * MOST).cut
    long = shown("长" * (MOST + 1))
    assert long.cut
    assert len(long.text) == MOST
    wide = shown("𠀀" * MOST)  # two units each
    assert wide.cut
    assert len(wide.text.encode("utf-16-le")) // 2 <= MOST


@given(st.text(max_size=60))
def test_no_field_of_a_csv_begins_a_formula(text: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerow([shown(text).text])
    (row,) = csv.reader(io.StringIO(written.getvalue(), newline=""))
    assert not row[:1] or not row[0].lstrip().startswith(tuple("=+-@＝＋－＠"))


@given(st.text(max_size=60))
def test_what_is_shown_again_is_the_same(text: str) -> None:
    once = shown(text).text
    assert shown(bare(once)).text == once
    assert all(c == "\n" or c >= " " for c in once)
