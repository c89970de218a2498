"""Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from archive_tool.adapters.readers.losses import Losses
from archive_tool.core.locators import Kind, at
from archive_tool.core.model import Reading, Segment

if TYPE_CHECKING:
    from lxml import etree

    from archive_tool.adapters.readers.package import Package
    from archive_tool.adapters.readers.sheet_xml import Book

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_THREADS = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_DRAWN: dict[str, Kind] = {"chart": "chart", "diagramData": "diagram"}


class Place(NamedTuple):
    """A sheet's part in the package, its name, and what it is in the words of a reader."""

    part: str
    name: str
    locator: str


def read(path: str) -> Reading:
    """For every sheet a segment with its cells, then what stands beside them; hidden sheets come last.

    A row is a line, the last line is the sheet's name. Raises Refused. Where single sheets cannot be
    read the others are given, with a problem that names the first.
    """
    # lxml takes 30 ms to import: only who reads an Office document pays.
    from archive_tool.adapters.readers.package import opened
    from archive_tool.adapters.readers.properties import properties

    losses = Losses()
    with opened(path, "xlsx") as package:
        main = package.main("xl/workbook.xml")
        root = package.root(main)
        book = book_of(package, main, root, losses)
        places = sorted(places_of(package, main, root), key=lambda place: place.locator.startswith("hidden"))
        segments = tuple(s for place in places for s in _segments(package, place, book, losses))
        return Reading(segments, properties(package, "xlsx"), losses.problem)


def placed(path: str) -> Reading:
    """For every sheet that is shown a segment with its cells by their places, see `Rows.places`. Raises Refused."""
    from archive_tool.adapters.readers.package import opened
    from archive_tool.adapters.readers.sheet_xml import places as cells

    losses = Losses()
    with opened(path, "xlsx") as package:
        main = package.main("xl/workbook.xml")
        root = package.root(main)
        book = book_of(package, main, root, losses)
        segments = []
        for place in places_of(package, main, root):
            if place.locator.startswith("sheet"):
                with losses.at(place.part):
                    segments.append(Segment(place.locator, cells(package.content(place.part), book)))
        return Reading(tuple(segments), {"format": "xlsx"}, losses.problem)


def places_of(package: Package, main: str, root: etree._Element) -> Iterator[Place]:
    from archive_tool.adapters.readers.sheet_xml import S

    parts = {relation.id: relation.target for relation in package.relations(main)}
    for sheet in root.iter(f"{S}sheet"):
        part, name = parts.get(sheet.get(_ID, "")), sheet.get("name", "")
        hidden = sheet.get("state", "visible") != "visible"
        if part:
            yield Place(part, name, at("hidden-sheet" if hidden else "sheet", name))


def book_of(package: Package, main: str, root: etree._Element, losses: Losses) -> Book:
    from archive_tool.adapters.readers import sheet_xml

    settings = root.find(f"{sheet_xml.S}workbookPr")
    epoch_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    strings: list[str] = []
    codes: list[str] = []
    for part in package.related(main, "sharedStrings"):
        with losses.at(part):
            strings = sheet_xml.strings(package.content(part))
    for part in package.related(main, "styles"):
        with losses.at(part):
            codes = sheet_xml.codes(package.root(part))
    return sheet_xml.Book(strings, codes, epoch_1904)


def _segments(package: Package, place: Place, book: Book, losses: Losses) -> Iterator[Segment]:
    from archive_tool.adapters.readers.markup import text_of
    from archive_tool.adapters.readers.sheet_rows import named
    from archive_tool.adapters.readers.sheet_xml import sheet

    with losses.at(place.part):
        found = sheet(package.content(place.part), book)
        yield Segment(place.locator, named(place.name, found.cells))
        yield Segment(at("header", within=place.locator), found.header)
        yield Segment(at("footer", within=place.locator), found.footer)
    with losses.at(place.part):
        yield Segment(at("comment", within=place.locator), _comments(package, place.part))
    for part, kind in _drawn(package, place.part):
        with losses.at(part):
            yield Segment(at(kind, within=place.locator), text_of(package.root(part)))


def _comments(package: Package, part: str) -> str:
    """One a line. A thread has a copy for old programs among the comments, by the author `tc=…`."""
    from archive_tool.adapters.readers.sheet_xml import S, plain

    said = []
    for beside in package.related(part, "comments"):
        root = package.root(beside)
        authors = [author.text or "" for author in root.iter(f"{S}author")]
        threads = {str(at) for at, author in enumerate(authors) if author.startswith("tc=")}
        said += [plain(c) for c in root.iter(f"{S}comment") if c.get("authorId") not in threads]
    for beside in package.related(part, "threadedComment"):
        said += [text.text or "" for text in package.root(beside).iter(f"{_THREADS}text")]
    return "\n".join(said)


def _drawn(package: Package, part: str) -> Iterator[tuple[str, Kind]]:
    """Drawings of a sheet, which hold text boxes, and the charts and diagrams in them."""
    for drawing in package.related(part, "drawing"):
        yield drawing, "text-box"
        for relation in package.relations(drawing, "chart", "diagramData"):
            yield relation.target, _DRAWN[relation.kind]
