"""The pages of `inspection-pack`: short indicators share one, and whatever names a page names the right one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from commands import done
from foreign import document
from pypdf import PdfReader
from trees import make_tree

ASKED = ("--profile", "annual-assessment", "--year", "2025", "--as-of", "2026-01-20", "--no-office")
ONE = {
    "archive.yaml": """\
scheme: school-party-building
language: zh
fonds: {code: X1, name: 示例小学党支部}
units: [{id: branch-1, name: 示例小学党支部, kind: branch, founded: 2025-01-01, members: {full: 12, probationary: 0}}]
""",
    "2025/05_组织生活/01_支部党员大会/2025-03-14 一季度支部党员大会/会议记录.docx": document(
        "支部党员大会记录", "时间：2025年3月14日"
    ),
}


class Bound(NamedTuple):
    """A pack: the text of each page without blanks, where bookmarks lead, what programs are told."""

    pages: list[str]
    places: list[tuple[str, int, float | None]]  # title, page from 0, how high on it
    chapters: list[dict[str, Any]]


def bound(root: Path, target: Path) -> Bound:
    done(root, "sync")
    told = json.loads(done(root, "inspection-pack", *ASKED, "-o", target, "--format", "json").out)
    reader = PdfReader(target)

    def leads(outline: Any) -> Iterator[tuple[str, int, float | None]]:
        for one in outline:
            if isinstance(one, list):
                yield from leads(one)
            else:
                yield squeezed(one["/Title"]), reader.get_destination_page_number(one) or 0, one.get("/Top")

    pages = [squeezed(page.extract_text()) for page in reader.pages]
    return Bound(pages, list(leads(reader.outline)), told["chapters"])


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module", params=["one", pytest.param("sample", marks=pytest.mark.slow)])
def pack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bound:
    folder = tmp_path_factory.mktemp("pages")
    if request.param == "sample":
        done(folder, "demo", folder / "sample")
        return bound(folder / "sample", folder / "pack.pdf")
    return bound(make_tree(folder / "one", ONE), folder / "pack.pdf")


def headings(pack: Bound) -> list[tuple[dict[str, Any], int, float | None]]:
    """Every chapter with the place its bookmark leads to."""
    found = []
    for chapter in pack.chapters:
        name = squeezed(f"{chapter['id']}{chapter['title']}")
        ((page, top),) = (
            (page, top)
            for title, page, top in pack.places
            if re.fullmatch(re.escape(name) + r"(（缺\d+）)?", title)
        )
        found.append((chapter, page, top))
    return found


def test_bookmarks_and_contents_name_the_page_a_chapter_stands_on(pack: Bound) -> None:
    before_body = min(page for _, page, _ in headings(pack))
    contents = "".join(pack.pages[1:before_body])
    for chapter, page, _ in headings(pack):
        name = squeezed(f"{chapter['id']}{chapter['title']}")
        assert name in pack.pages[page]
        listed = re.search(re.escape(name) + r"(（缺\d+）)?(\d+)", contents)
        assert listed and listed[2].startswith(str(page + 1))


def test_a_heading_stands_with_all_that_is_said_below_it(pack: Bound) -> None:
    for chapter, page, _ in headings(pack):
        name = squeezed(f"{chapter['id']}{chapter['title']}")
        # The foot names the chapter too, behind all other text of the page or before it.
        below = pack.pages[page].split(name, 1)[1]
        said = ["缺项（"] * bool(chapter["gaps"]) + ["材料（"] * bool(chapter["records"])
        said += [squeezed(one["title"]) for one in chapter["apart"]]
        assert all(one in below for one in said)


def test_short_chapters_share_a_page_and_one_with_documents_does_not(pack: Bound) -> None:
    found = headings(pack)
    on_page = Counter(page for _, page, _ in found)
    shown: set[int] = set()
    alone = []
    for chapter, page, _ in found:
        fresh = set(chapter["records"]) - shown
        shown |= fresh
        if any(f"第{number}件2025/" in pack.pages[page + 1] for number in fresh):
            alone.append(on_page[page])
    assert alone and set(alone) == {1}
    assert max(on_page.values()) > 1


def test_what_shares_a_page_is_found_by_how_high_it_stands(pack: Bound) -> None:
    heights: dict[int, list[float]] = {}
    for _, page, top in headings(pack):
        heights.setdefault(page, []).append(1000.0 if top is None else float(top))
    for tops in heights.values():
        assert tops == sorted(set(tops), reverse=True)


def test_an_archive_of_one_record_is_no_bundle_of_empty_pages(tmp_path: Path) -> None:
    few = bound(make_tree(tmp_path / "one", ONE), tmp_path / "pack.pdf")
    chapters = [page for _, page, _ in headings(few)]
    assert len(chapters) > 20 and len(set(chapters)) <= len(chapters) / 3
    assert re.search(r"1\.1\.1至1\.\d\.\d$", few.pages[chapters[0]])  # the foot says which stand there
