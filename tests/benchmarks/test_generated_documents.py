"""Generated documents are what their endings say, and hold their text: read by other programs than ours."""

from __future__ import annotations

import csv
import io
import posixpath
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import docx
import pypdf
import pytest
from lxml import etree
from PIL import Image

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from bench_documents import MAKERS, TEXTLESS  # noqa: E402
from bench_page import Page  # noqa: E402
from bench_texts import cutter  # noqa: E402

PAGE = Page("第1次会议 <草稿>", cutter(None)(Random(1)), datetime(2025, 3, 14, 9, 30), 77)
WORDS = "".join((PAGE.title, *PAGE.paragraphs)).replace(" ", "")


class _Text(HTMLParser):
    """What a browser shows of a page's body."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self.body = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.body |= tag == "body"

    def handle_data(self, data: str) -> None:
        self.shown += data if self.body else ""


def _html(content: bytes) -> str:
    parser = _Text()
    parser.feed(content.decode())
    return parser.shown


def _xlsx(content: bytes) -> str:
    """The words of the first row and of the third column below."""
    parts = _parts(content)
    strings = ["".join(item.itertext()) for item in parts["xl/sharedStrings.xml"]]
    cells = {cell.get("r"): cell for cell in parts["xl/worksheets/sheet1.xml"].iter("{*}c")}
    wanted = [cell for place, cell in cells.items() if place == "A1" or (place[0] == "C" and place != "C2")]
    return "".join(strings[int("".join(cell.itertext()))] for cell in wanted)


def _pptx(content: bytes) -> str:
    parts = _parts(content)
    slides = sorted(
        (name for name in parts if name.startswith("ppt/slides/slide")), key=lambda n: (len(n), n)
    )
    return "".join(text for name in slides for text in parts[name].itertext())


def _csv(content: bytes) -> str:
    title, _, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return title[0] + "".join(row[2] for row in rows)


READ: dict[str, Callable[[bytes], str]] = {
    "docx": lambda content: "".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs),
    "pdf": lambda content: "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages
    ),
    "txt": bytes.decode,
    "html": _html,
    "xlsx": _xlsx,
    "pptx": _pptx,
    "csv": _csv,
}


def test_every_format_is_read_here() -> None:
    assert set(READ) | TEXTLESS == set(MAKERS)


@pytest.mark.parametrize("ending", sorted(READ))
def test_documents_open_and_hold_their_text(ending: str) -> None:
    assert "".join(READ[ending](MAKERS[ending](PAGE)).split()) == WORDS


@pytest.mark.parametrize("ending", sorted(MAKERS))
def test_the_same_page_gives_the_same_bytes_and_another_others(ending: str) -> None:
    make = MAKERS[ending]
    other = PAGE._replace(serial=78) if ending in TEXTLESS else PAGE._replace(title="第2次会议")

    assert make(PAGE) == make(PAGE)
    assert make(other) != make(PAGE)


def test_photos_can_be_seen_and_know_when_they_were_taken() -> None:
    with Image.open(io.BytesIO(MAKERS["jpg"](PAGE))) as photo:
        photo.load()
        shades = photo.getextrema()
        taken = photo.getexif().get_ifd(0x8769)[0x9003]

    assert (photo.format, photo.size, taken) == ("JPEG", (1280, 960), "2025:03:14 09:30:00")
    assert shades[1] - shades[0] > 100


@pytest.mark.parametrize("ending", ["docx", "pptx", "xlsx"])
def test_packages_lack_no_part_and_name_no_other(ending: str) -> None:
    parts = _parts(MAKERS[ending](PAGE))
    types = {row.get("PartName")[1:] for row in parts["[Content_Types].xml"].iter("{*}Override")}
    targets = {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), "..", row.get("Target")))
        for name, part in parts.items()
        if name.endswith(".rels")
        for row in part
    }

    assert types == targets == {name for name in parts if not name.endswith((".rels", "s].xml"))}


def _parts(content: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}
