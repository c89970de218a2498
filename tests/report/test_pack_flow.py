"""Text laid out on sheets: nothing stands outside, nothing is lost."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from archive_tool.report.pack_draw import draw
from archive_tool.report.pack_face import NAMED, Face, face
from archive_tool.report.pack_flow import BOTTOM, LEFT, NO_LINE_BEGINS, ROOM, WIDTH, Flow


@cache
def named() -> Face:
    """The one that is there on every computer."""
    return face(())


@given(st.text(alphabet="党支部会议，。（）《》abc 2025-", max_size=300), st.floats(30, 300))
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, room: float) -> None:
    lines = list(Flow(named()).wrapped(text, room, 11))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    hanging = 2 * 11  # a comma that may not begin a line stands at the end of the one before
    for line in lines:
        assert named().width(line.rstrip(NO_LINE_BEGINS), 11) <= room + hanging


def test_no_line_begins_with_a_comma_and_words_stay_whole() -> None:
    lines = list(Flow(named()).wrapped("支部党员大会，支委会 committee-meeting 2025-03-14", 66.0, 11))
    assert not any(line.startswith("，") for line in lines)
    assert "2025-03-14" in lines
    lines = list(Flow(named()).wrapped("一二三（四五六）七八", 44.0, 11))
    assert lines[:2] == ["一二三", "（四五六）"]


def test_long_text_goes_on_over_the_page() -> None:
    flow = Flow(named())
    flow.page("foot")
    flow.text("会议\n" * 200)
    assert len(flow.pages) > 2
    assert {page.foot for page in flow.pages} == {"foot"}
    for text in (text for page in flow.pages for text in page.texts):
        assert text.y >= BOTTOM and text.x + flow.face.width(text.text, text.size) <= LEFT + ROOM <= WIDTH


def test_what_the_typeface_lacks_is_marked_and_what_cannot_be_seen_goes() -> None:
    assert named().fit("党\u200b\x07𠮷") == "党〓"


def test_a_font_that_is_none_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font")
    assert face([str(tmp_path / "a.ttf"), str(tmp_path / "nowhere.ttf")]).name == NAMED


@pytest.mark.parametrize("broad", [False, True])
def test_contents_tell_the_page_and_lead_there(broad: bool) -> None:
    flow = Flow(named())
    flow.page("contents")
    flow.text("meeting", ref="there")
    flow.evidence("a.pdf", 0, broad=broad, foot="x" * 500)
    flow.mark("there", "meeting", 0)
    written = BytesIO()
    draw(flow.pages, named(), written, title="t", of_pages="{page}/{pages}", maker="m")
    reader = PdfReader(written)
    assert "meeting" in reader.pages[0].extract_text() and "2" in reader.pages[0].extract_text()
    assert "2/2" in reader.pages[1].extract_text()
    assert reader.pages[0]["/Annots"]
    assert (reader.pages[1].mediabox.width > reader.pages[1].mediabox.height) == broad
