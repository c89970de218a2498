"""Presentations: slides in their order, what is said beside them, what stands on all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from foreign import rezipped, with_part
from office_files import slides
from old_slides import ENCRYPTED, presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation
from pptx.util import Inches
from trees import make_tree

from archive_tool.adapters.readers import read
from archive_tool.core.model import Problem, Reading, Segment

ReadFile = Callable[[str, bytes], Reading]
BOX = Inches(1), Inches(1), Inches(5), Inches(1)


@pytest.fixture
def reading(tmp_path: Path) -> ReadFile:
    return lambda name, content: read(str(make_tree(tmp_path, {name: content}) / name))


def test_slides_in_the_order_they_are_shown(reading: ReadFile) -> None:
    def swap(made: Presentation) -> None:
        listed = made.slides._sldIdLst
        listed.insert(0, listed[1])

    assert reading("a.pptx", slides("党课", "讲稿", change=swap)).segments == (
        Segment("slide:1", "讲稿"),
        Segment("slide:2", "党课"),
    )


def test_tables_groups_and_line_breaks(reading: ReadFile) -> None:
    def add(made: Presentation) -> None:
        shapes = made.slides[0].shapes
        table = shapes.add_table(2, 2, *BOX).table
        for cell, text in zip(table.iter_cells(), ["姓名", "签到", "甲", "已到"], strict=True):
            cell.text = text
        shapes.add_group_shape().shapes.add_textbox(*BOX).text_frame.text = "组内\v又一行"

    assert reading("a.pptx", slides("党课", change=add)).segments == (
        Segment("slide:1", "党课\n姓名\t签到\n甲\t已到\n组内\n又一行"),
    )


def test_notes_charts_and_diagrams_belong_to_their_slide(reading: ReadFile) -> None:
    def add(made: Presentation) -> None:
        slide = made.slides[0]
        slide.notes_slide.notes_text_frame.text = "讲到这里停一停"
        data = CategoryChartData()
        data.categories = ["一季度"]
        data.add_series("到会率", (0.9,))
        slide.shapes.add_chart(XL_CHART_TYPE.PIE, *BOX, data)

    diagram = '<m xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>书记</a:t></a:r></a:p></m>'
    content = with_part(slides("党课", change=add), "ppt/slides/slide1.xml", "diagramData", diagram)
    found = reading("a.pptx", content).segments
    assert found[0] == Segment("slide:1", "党课")
    assert set(found[1:]) == {
        Segment("slide:1/notes", "讲到这里停一停"),
        Segment("slide:1/chart", "到会率\n一季度"),
        Segment("slide:1/diagram", "书记"),
    }


def test_a_hidden_slide_is_read_too(reading: ReadFile) -> None:
    content = slides("党课", change=lambda made: made.slides[0]._element.set("show", "0"))
    assert reading("a.pptx", content).segments == (Segment("slide:1", "党课"),)


def test_what_stands_on_every_slide_comes_once_and_what_to_type_where_never(reading: ReadFile) -> None:
    def add(made: Presentation) -> None:
        shape = made.slides[0].shapes[0]._element
        made.slide_master.shapes._spTree.append(shape)  # moved: the slide keeps nothing

    found = reading("a.pptx", slides("示例小学党支部", "党课", change=add)).segments
    assert found == (Segment("slide:2", "党课"), Segment("master", "示例小学党支部"))


def test_a_broken_slide_does_not_hide_the_others(reading: ReadFile) -> None:
    content = rezipped(slides("党课", "讲稿"), add={"ppt/slides/slide1.xml": b"<p:sld"})
    found = reading("a.pptx", content)
    assert found.segments == (Segment("slide:2", "讲稿"),)
    assert found.problem and found.problem.kind == "damaged"


class TestOldSlides:
    SLIDES = (("党课", "讲稿", "停一停"), ("", "第二页\r又一行\r*", ""))

    def test_slides_their_notes_and_the_footer_of_all(self, reading: ReadFile) -> None:
        assert reading("a.ppt", presentation(self.SLIDES, footer="示例小学")) == Reading(
            (
                Segment("slide:1", "党课\n讲稿"),
                Segment("slide:1/notes", "停一停"),
                Segment("slide:2", "第二页\n又一行"),
                Segment("footer", "示例小学"),
            ),
            {"format": "ppt"},
        )

    def test_what_was_there_before_the_last_save_is_not_read(self, reading: ReadFile) -> None:
        found = reading("a.dps", presentation([("", "今", "")], old="昔"))
        assert found.segments == (Segment("slide:1", "今"),)

    def test_a_password(self, reading: ReadFile) -> None:
        content = presentation(self.SLIDES, token=ENCRYPTED)
        assert reading("a.ppt", content).problem == Problem("encrypted", "password")

    @pytest.mark.parametrize("length", [600, 1500, 3000, 5500])
    def test_cut_off(self, length: int, reading: ReadFile) -> None:
        found = reading("a.ppt", presentation([("", "党课" * 800, "")])[:length])
        assert found.problem and found.problem.kind == "damaged"
