"""OpenDocument texts, spreadsheets and presentations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from archive_tool.adapters.readers.refused import Refused
from archive_tool.adapters.readers.running import Running
from archive_tool.adapters.readers.sheet_rows import named
from archive_tool.adapters.readers.sniff import sniff
from archive_tool.core.locators import Kind, at
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from lxml import etree

    from archive_tool.adapters.readers.package import Package

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _DRAW = f"{_NAMES}text:1.0}}", f"{_NAMES}table:1.0}}", f"{_NAMES}drawing:1.0}}"
_OFFICE, _STYLE = f"{_NAMES}office:1.0}}", f"{_NAMES}style:1.0}}"
_SVG = f"{_NAMES}svg-compatible:1.0}}"
_PRESENTATION = f"{_NAMES}presentation:1.0}}"
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_CELL = f"{_TABLE}table-cell"
_CHARACTERS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_LEFT_OUT = frozenset(
    {f"{_TEXT}tracked-changes", f"{_TEXT}ruby-text", f"{_TEXT}note-citation", f"{_OFFICE}forms"}
    | {f"{_SVG}title", f"{_SVG}desc"}
    | {f"{_TABLE}covered-table-cell", f"{_OFFICE}annotation-end"}
)
# Text that stands beside the run of the text it is anchored in.
_APART: dict[str, Kind] = {
    f"{_OFFICE}annotation": "comment",
    f"{_DRAW}text-box": "text-box",
    f"{_TEXT}note-body": "footnote",
    f"{_PRESENTATION}notes": "notes",
}
_META = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    f"{_NAMES}meta:1.0}}initial-creator": "author",
    f"{_NAMES}meta:1.0}}creation-date": "created",
    "{http://purl.org/dc/elements/1.1/}date": "modified",
}


def read(path: str) -> Reading:
    """The text (of sheets and slides a segment each), then what stands beside it. Raises Refused."""
    # lxml takes 30 ms to import: only who reads a package pays.
    from archive_tool.adapters.readers.package import opened

    form = sniff(path)
    with opened(path, form) as package:
        if package.has("META-INF/manifest.xml") and b"encryption-data" in package.content(
            "META-INF/manifest.xml"
        ):
            raise Refused(Problem("encrypted", because("password")))
        segments = tuple(_segments(package, form))
        return Reading(segments, {"format": form, **_properties(package)})


def _segments(package: Package, form: str) -> Iterator[Segment]:
    body = package.root("content.xml").find(f"{_OFFICE}body")
    if body is None:
        raise Refused(Problem("damaged", because("incomplete", detail="no body")))
    if form == "ods":
        for table in body.iter(f"{_TABLE}table"):
            name = table.get(f"{_TABLE}name", "")
            yield from _part(table, at("sheet", name), name)
    elif form == "odp":
        for number, page in enumerate(body.iter(f"{_DRAW}page"), 1):
            yield from _part(page, at("slide", number))
    else:
        yield from _part(body, "")
    if package.has("styles.xml"):
        styles = package.root("styles.xml")
        for kind in ("header", "footer"):
            for margin in styles.iter(f"{_STYLE}{kind}", f"{_STYLE}{kind}-first", f"{_STYLE}{kind}-left"):
                yield Segment(at("header" if kind == "header" else "footer"), _Page(margin, {}).text())


def _part(root: etree._Element, locator: str, name: str = "") -> Iterator[Segment]:
    # On a slide everything is a text box.
    apart = {
        tag: kind for tag, kind in _APART.items() if kind != "text-box" or not locator.startswith("slide")
    }
    page = _Page(root, apart)
    yield Segment(locator, named(name, page.text().strip("\n")) if name else page.text())
    yield from _beside(page, locator, apart)


def _beside(page: _Page, locator: str, apart: Mapping[str, Kind]) -> Iterator[Segment]:
    """A box in a box is part of it; a comment in a box stands beside it."""
    for kind, element in page.apart:
        others = {tag: other for tag, other in apart.items() if tag != element.tag}
        inner = _Page(element, others)
        yield Segment(at(kind, within=locator), inner.text())
        yield from _beside(inner, locator, others)


class _Page(Running):
    """The run of a text; what stands apart from it is collected, not read."""

    def __init__(self, root: etree._Element, apart: Mapping[str, Kind]) -> None:
        super().__init__()
        self.apart: list[tuple[Kind, etree._Element]] = []
        self._kinds = apart
        self._inside = 0  # how deep in paragraphs: between them white space means nothing
        self._walk(root)

    def _walk(self, root: etree._Element) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = str(element.tag)
            if event == "end":
                self._close(tag)
                self.write((element.tail or "") if self._inside and element is not root else "")
            elif tag in _LEFT_OUT:
                walker.skip_subtree()
            elif tag in self._kinds and element is not root:
                self.apart.append((_kind(element, self._kinds[tag]), element))
                walker.skip_subtree()
            else:
                self._open(tag, element)

    def _open(self, tag: str, element: etree._Element) -> None:
        self._inside += tag in _PARAGRAPHS
        if tag == _CELL:
            self.begin_cell()
        elif tag == f"{_TEXT}s":
            self.write(" " * min(int(element.get(f"{_TEXT}c", "1")), 80))
        elif tag in _CHARACTERS:
            self.write(_CHARACTERS[tag])
        if self._inside:
            self.write(element.text or "")

    def _close(self, tag: str) -> None:
        self._inside -= tag in _PARAGRAPHS
        if tag in _PARAGRAPHS:
            self.end_line()
        elif tag == _CELL:
            self.end_cell()
        elif tag == f"{_TABLE}table-row":
            self.end_row()


def _kind(element: etree._Element, kind: Kind) -> Kind:
    note = element.getparent()
    return "endnote" if note is not None and note.get(f"{_TEXT}note-class") == "endnote" else kind


def _properties(package: Package) -> dict[str, str]:
    if not package.has("meta.xml"):
        return {}
    found = ((_META.get(str(element.tag)), element.text) for element in package.root("meta.xml").iter())
    return {name: text for name, text in found if name and text}
