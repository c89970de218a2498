"""The text of PDF pages: the same whatever fonts the computer has, and whoever can read the page."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import cmap_format_13
from foreign import pdf, pdf_with_stream

from archive_tool.adapters.readers import read
from archive_tool.adapters.readers.pdf_pages import FONT, Unloadable, page_texts
from archive_tool.core.model import Problem, Reading


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[str, bytes], Reading]:
    def write_and_read(name: str, content: bytes) -> Reading:
        (tmp_path / name).write_bytes(content)
        return read(str(tmp_path / name))

    return write_and_read


def font_of_boxes() -> bytes:
    """One glyph, a box, for every character of Unicode (cmap format 13: many to one)."""
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 800), (950, 800), (950, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": box, "box": box})
    builder.setupHorizontalMetrics({".notdef": (1000, 50), "box": (1000, 50)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    table = cmap_format_13(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = dict.fromkeys([*range(0x20, 0xD800), *range(0xE000, 0x10FFFF)], "box")
    builder.font["cmap"].tables = [table]
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.font.save(result := io.BytesIO())
    return result.getvalue()


def test_the_font_is_what_is_made_here() -> None:
    assert FONT.read_bytes() == font_of_boxes()


LINES = ["支部保证工作有效开展", "。", "甲", "第三条  𠮷 co-operation 12.5：", "a"]


def test_characters_alone_on_a_line_of_a_font_that_is_only_named(
    reading: Callable[[str, bytes], Reading],
) -> None:
    (page,) = reading("a.pdf", pdf(LINES)).segments
    assert page.text.split("\n") == [line.replace("  ", " ") for line in LINES]


def test_a_word_broken_at_the_end_of_a_line_keeps_its_hyphen(
    reading: Callable[[str, bytes], Reading],
) -> None:
    (page,) = reading("a.pdf", pdf(["the co-", "operation"])).segments
    assert page.text == "the co-\noperation"


class TestWherePdfiumFails:
    @pytest.fixture
    def second_page_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        load = pypdfium2.PdfDocument.get_page

        def failing(document: pypdfium2.PdfDocument, index: int) -> object:
            if index == 1:
                raise pypdfium2.PdfiumError("no page")
            return load(document, index)

        monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", failing)

    @pytest.mark.usefixtures("second_page_fails")
    def test_the_other_library_reads_the_page(self, reading: Callable[[str, bytes], Reading]) -> None:
        found = reading("a.pdf", pdf(["一"], ["二"], ["三"]))
        assert ([segment.text for segment in found.segments], found.problem) == (["一", "二", "三"], None)

    @pytest.mark.usefixtures("second_page_fails")
    def test_a_page_nobody_can_read_does_not_hide_the_others(
        self, reading: Callable[[str, bytes], Reading], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(page: pypdf.PageObject) -> str:
            raise NotImplementedError("unknown encoding")

        monkeypatch.setattr(pypdf.PageObject, "extract_text", failing)
        found = reading("a.pdf", pdf(["一"], ["二"], ["三"]))
        assert [segment.locator for segment in found.segments] == ["page:1", "page:3"]
        assert found.problem == Problem("unsupported", "part: p.2: NotImplementedError: unknown encoding")

    def test_no_pdf(self, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(b"nothing")
        with page_texts(str(tmp_path / "a.pdf")) as texts, pytest.raises(Unloadable):
            texts.drawn(1)


def test_a_form_that_is_broken_is_said(reading: Callable[[str, bytes], Reading]) -> None:
    drawn = zlib.compress(b"BT /F 9 Tf 72 700 Td (seen) Tj ET /Form Do")
    words = " ".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(50))
    form = bytearray(zlib.compress(f"BT /F 9 Tf 72 600 Td ({words}) Tj ET".encode()))
    whole = reading("a.pdf", pdf_with_stream(drawn, form=bytes(form)))
    assert (whole.problem, words[:64] in whole.segments[0].text) == (None, True)
    form[1000:1040] = b"\xff" * 40
    broken = reading("b.pdf", pdf_with_stream(drawn, form=bytes(form)))
    assert broken.problem is not None
    assert broken.problem.kind == "damaged"
    assert broken.segments[0].text.startswith("seen")
