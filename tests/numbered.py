"""Many documents, each different from the others, and whether an index finds what a plain scan finds."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterator, Sequence
from typing import Any

from fakes.naive_index import NaiveIndex

from archive_tool.core.documents import Document, Passage
from archive_tool.core.model import Segment
from archive_tool.core.ports import SearchIndex
from archive_tool.core.query import parse

WORDS = ["党建", "会议", "学习", "支部", "党员", "教育", "管理", "license", "2025", "第12次"]
QUERIES = (
    "党",
    "会议",
    "支部党员",
    "licen*",
    "第12次",
    "学习 教育",
    "会议 -支部",
    "year:2024",
    "date:2025-02..2025-04",
)
NAMES = {"year": "year", "date": "date"}


def document(number: int, text: str = "", mark: str = "1") -> Document:
    """One of many, different from the others."""
    drawn = random.Random(number)
    text = text or "".join(drawn.choices(WORDS, k=40)) + f" n{number}"
    day = 20250101 + 100 * (number % 12)
    year = (str(2024 + number % 2),)
    passages = (Passage("正文.docx", Segment("", text)),)
    return Document(f"{number:05d}", mark, "", passages, {"year": year}, day, day, {"year": year})


def documents(*numbers: int) -> Iterator[Document]:
    return (document(number) for number in numbers)


def agree(index: SearchIndex, held: Sequence[Document]) -> None:
    """Whether it finds what a plain scan finds."""
    naive = NaiveIndex()
    naive.update(held, [])
    for text in (*QUERIES, *(f"n{each.path.lstrip('0')}" for each in held[:3])):
        asked = parse(text, NAMES)
        found, expected = index.search(asked, 0, ["year"]), naive.search(asked, 0, ["year"])
        assert sorted(hit.path for hit in found.hits) == sorted(hit.path for hit in expected.hits), text
        assert found.facets == expected.facets


def indexers() -> list[Any]:
    """Processes of an index build: readers that other tests share may be there too."""
    return [process for process in multiprocessing.active_children() if process.name != "reader"]
