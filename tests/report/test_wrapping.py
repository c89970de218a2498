"""Wrapped text: every character kept, lines that fit, breaks where a reader expects them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text
from screens import cells, page

from archive_tool.report.wrapping import cut, wrapped


def lines(text: str, width: int) -> list[str]:
    return [piece.plain for piece in wrapped(Text(text), width)]


def test_chinese_breaks_anywhere_but_not_before_a_stop_or_behind_an_opening_bracket() -> None:
    assert lines("一二三四五六", 8) == ["一二三四", "五六"]
    assert lines("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert lines("一二三《四》五", 8) == ["一二三", "《四》五"]


def test_words_and_numbers_stay_whole() -> None:
    assert lines("run archive-tool sync now", 12) == ["run", "archive-tool", "sync now"]
    assert lines("还缺 2025-03 的材料", 10) == ["还缺", "2025-03 的", "材料"]


def test_a_path_breaks_behind_a_slash() -> None:
    assert lines("2025/abcdef/ghijkl", 12) == ["2025/abcdef/", "ghijkl"]


def test_what_has_no_place_to_break_is_broken_all_the_same() -> None:
    assert lines("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_paragraph_hangs_and_a_pipe_gets_one_line() -> None:
    text = "1. " + "补齐材料，" * 30
    shown = page(40)
    shown.screen.paragraph(text, indent=2, hang=3)
    assert max(map(cells, shown.lines)) <= 40
    assert [line[:5] for line in shown.lines[1:-1]] == [" " * 5] * (len(shown.lines) - 2)
    pipe = page(None)
    pipe.screen.paragraph(text, indent=2, hang=3)
    assert pipe.lines == ["  " + text]


def test_names_stand_beside_what_is_said_of_them() -> None:
    shown = page(40)
    rows = [("题名", "一季度支部党员大会" * 3), ("Status", "draft"), ("空", "")]
    shown.screen.listing([[Text("标题")], *([Text(name), Text(said)] for name, said in rows)])
    assert shown.lines[:2] == ["标题", "题名    一季度支部党员大会一季度支部党员"]
    assert shown.lines[2].startswith("        大会")
    assert shown.lines[-2:] == ["Status  draft", "空"]


def test_numbers_of_a_listing_end_below_each_other_and_long_names_are_wrapped() -> None:
    shown = page(37)
    rows = [[Text("记录"), Text("6,826"), Text("名" * 20)], [Text("照片说明"), Text("9"), Text("x")]]
    shown.screen.listing(rows, right=[1])
    assert shown.lines == ["记录      6,826  " + "名" * 10, " " * 17 + "名" * 10, "照片说明      9  x"]


def test_a_very_narrow_screen_hangs_less_rather_than_overflow() -> None:
    shown = page(30)
    shown.screen.paragraph("补齐材料" * 20, indent=4, hang=25)
    assert max(map(cells, shown.lines)) <= 30


@given(st.text("甲乙ab1，。《》“”/_-. 😀e\u0301", max_size=120), st.integers(2, 40))
def test_nothing_is_lost_but_blanks_and_every_line_fits(text: str, width: int) -> None:
    found = lines(text, width)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= max(width, 2) for line in found)


@given(st.text("甲a/😀e\u0301 ", max_size=80), st.integers(3, 40))
@pytest.mark.parametrize("keep", ["start", "end"])
def test_what_is_cut_fits_and_shows_that_it_was_cut(keep: str, text: str, width: int) -> None:
    shown = cut(Text(text), width, keep, "…").plain  # type: ignore[arg-type]
    assert cells(shown) <= width
    if cells(text) <= width:
        assert shown == text
    elif keep == "start":
        assert shown.endswith("…") and text.startswith(shown[:-1])
    else:
        assert shown.startswith("…") and text.endswith(shown[1:])
