"""What is kept of a text for drafts: its first lines, its signature, its pages."""

from __future__ import annotations

import pytest

from archive_tool.core.model import Reading, Segment
from archive_tool.core.openings import Opening, opening


def read(*texts: str, **properties: str) -> Opening:
    return opening(Reading(tuple(Segment("", text) for text in texts), properties))


def test_the_first_lines_without_blank_ones_across_segments() -> None:
    assert read("\n通知\n\n  各党小组：\n", "正文").lines == ("通知", "各党小组：", "正文")


def test_neither_many_lines_nor_long_ones() -> None:
    assert len(read("\n".join("一二三四五六七八九十甲乙丙丁戊")).lines) == 12
    assert sum(map(len, read("长" * 500 + "\n" + "长" * 500).lines)) <= 600


@pytest.mark.parametrize(
    "locator", ["header", "footer", "page:2/footnote", "comment", "slide:1/notes", "slide:1/master"]
)
def test_what_stands_beside_the_text_is_no_beginning(locator: str) -> None:
    assert opening(Reading((Segment(locator, "机关事务模板"), Segment("", "通知")))).lines == ("通知",)


@pytest.mark.parametrize(
    "day", ["2025年3月10日", "（2025年3月10日）", "二〇二五年三月十日", "2025 年 3 月 10 日", "2025-03-10"]
)
def test_the_foot_is_who_signed_when_and_what_follows(day: str) -> None:
    text = f"关于召开党员大会的通知\n全体党员：\n定于3月14日召开党员大会。\n特此通知。\n党支部\n{day}\n附件：议程\n议程"
    assert read(text).foot == ("特此通知。", "党支部", day, "附件：议程")


def test_a_day_in_the_text_or_under_the_heading_is_no_foot() -> None:
    assert read("总结\n（2025年1月10日）\n2024年，支部工作取得进展。\n2025年1月6日，召开支委会。").foot == ()


@pytest.mark.parametrize(
    ("properties", "pages"),
    [
        ({"format": "pdf", "pages": "6"}, 6),
        ({"format": "ofd", "pages": "2"}, 2),
        ({"format": "docx", "pages": "6"}, 0),
        ({"format": "pdf", "pages": "?"}, 0),
    ],
)
def test_pages_are_those_of_documents_that_have_pages(properties: dict[str, str], pages: int) -> None:
    assert read("正文", **properties).pages == pages
