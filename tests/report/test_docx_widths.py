"""No word of our own is broken in a narrow column, whatever typeface stands in for the one that is named."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from commands import done
from docx import Document
from docx.document import Document as Made
from docx.enum.section import WD_ORIENT
from docx.shared import Pt

from archive_tool.report.docx_page import Page

# What letters and digits take of the size in DejaVu Serif, the widest that word processors fall back on.
SLIM, BROAD = frozenset("fijlrt,.:;-() "), frozenset("mwMW")
EDGES = 5.7  # points at both sides of a cell
DAY = ("--year", "2025", "--as-of", "2026-01-20")
_WORD = re.compile(r"[A-Za-z]+[,.]?|\d{4}-\d\d-\d\d")


def wide(word: str, size: float) -> float:
    return size * sum(0.4 if c in SLIM else 1.03 if c in BROAD else 0.64 for c in word)


def broken(made: Made) -> Iterator[str]:
    """Words in cells that no line of their column can hold; names of files may be broken."""
    for table in made.tables:
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                shown = cell.paragraphs[0]
                assert shown.style and shown.style.font.size and column.width
                room = Pt(column.width.pt).pt - EDGES - (shown.paragraph_format.left_indent or Pt(0)).pt
                for line in cell.text.split("\n"):
                    if "/" not in line and "_" not in line:
                        yield from (
                            word
                            for word in _WORD.findall(line)
                            if wide(word, shown.style.font.size.pt) > room
                        )


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the sample archive, in both languages."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "all").mkdir()
    done(folder, "demo", folder / "all" / "sample")
    # One that nobody has read yet: of that much is unsure, which takes another column.
    copytree(folder / "all" / "sample", folder / "all" / "unread", ignore=ignore_patterns(".archive"))
    for lang in ("zh", "en"):
        audit = ("audit", *DAY, "--profile", "annual-assessment", "--fail-on", "never", "--format", "docx")
        done(folder / "all" / "sample", *audit, "-o", folder / f"report-{lang}.docx", lang=lang)
        chronicle = ("report", "chronicle", *DAY, "--format", "docx")
        done(folder / "all" / "sample", *chronicle, "-o", folder / f"chronicle-{lang}.docx", lang=lang)
        many = ("--each", folder / "all", "--scheme", "school-party-building", "--strict", "--rank")
        done(folder, *audit, *many, "-o", folder / f"schools-{lang}", lang=lang)
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("paper", ["report-{}.docx", "chronicle-{}.docx", "schools-{}/*.docx"])
def test_words_and_days_stand_on_one_line(papers: Path, paper: str, lang: str) -> None:
    found = [Document(io.BytesIO(file.read_bytes())) for file in papers.glob(paper.format(lang))]
    assert found and any(made.tables for made in found)
    assert [word for made in found for word in broken(made)] == []


def test_a_table_of_schools_that_a_sheet_cannot_hold_is_turned(papers: Path) -> None:
    for lang, turned in (("zh", WD_ORIENT.PORTRAIT), ("en", WD_ORIENT.LANDSCAPE)):
        (file,) = papers.glob(f"schools-{lang}/00_*.docx")
        made = Document(io.BytesIO(file.read_bytes()))
        assert made.sections[0].orientation == turned
        room = made.sections[0].page_width - made.sections[0].left_margin - made.sections[0].right_margin
        assert all(sum(column.width or 0 for column in one.columns) <= room for one in made.tables)


def test_the_widest_column_gives_way_to_the_head_that_needs_it() -> None:
    page = Page.blank("甲", "en", date(2025, 12, 31))
    page.table(["Category", "Missing", "Due"], [126, 15, 15], [["a", "1", "2"]])
    category, missing, due = (
        round(column.width.mm) for column in page.made.tables[0].columns if column.width
    )
    assert missing > due == 15 and category + missing + due == 156


def test_too_many_columns_stay_as_they_are() -> None:
    page = Page.blank("甲", "en", date(2025, 12, 31))
    page.table(["Responsibility"] * 8, [19] * 8, [["1"] * 8])
    assert {round(column.width.mm) for column in page.made.tables[0].columns if column.width} == {19}
