"""What a generated document says, before it takes a format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

CELL = 24  # characters
HEADINGS = ("序号", "姓名", "事项", "日期", "数量")
_NAMES = ("甲", "乙", "丙", "丁", "张三", "李四")


class Page(NamedTuple):
    """A title and paragraphs; a picture has only the moment and the number."""

    title: str
    paragraphs: Sequence[str]
    when: datetime
    serial: int  # of all documents of the archive


def lines(page: Page, width: int) -> Iterator[str]:
    """Title and paragraphs, cut to so many characters."""
    for paragraph in (page.title, *page.paragraphs):
        yield from pieces(paragraph, width)


def pieces(text: str, width: int) -> Iterator[str]:
    """A text in lines of so many characters."""
    yield from (text[start : start + width] for start in range(0, len(text), width))


def rows(page: Page) -> Iterator[tuple[str | int, ...]]:
    """A table that holds all of the text: headings, then number, name, text, date and quantity."""
    yield HEADINGS
    cells = (piece for paragraph in page.paragraphs for piece in pieces(paragraph, CELL))
    day = page.when.date().isoformat()
    for number, cell in enumerate(cells, 1):
        yield (number, _NAMES[number % len(_NAMES)], cell, day, number * 7 % 100)
