"""OFD, the fixed-layout documents of GB/T 33190-2016: the text of every page, line by line."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from archive_tool.adapters.readers.lines import paragraphs
from archive_tool.adapters.readers.losses import Losses
from archive_tool.core.locators import at
from archive_tool.core.model import Reading, Segment

if TYPE_CHECKING:
    from lxml import etree

    from archive_tool.adapters.readers.package import Package

_PROPERTIES = {"Title": "title", "Author": "author", "CreationDate": "created", "ModDate": "modified"}
_NEAR = 0.5  # of the size of a character: what is nearer stands on the same line, or directly beside
_INDENT = 1.5


class _Run(NamedTuple):
    """Characters that stand side by side; in millimetres from the upper left corner of the page."""

    text: str
    left: float
    base: float
    size: float

    @property
    def right(self) -> float:
        return self.left + self.size * len(self.text)


class _Page(NamedTuple):
    """The part of a page, and where the templates of its document are, by their ids."""

    part: str
    templates: Mapping[str, str]


def read(path: str) -> Reading:
    """A segment for every page with text (locator "page:3"), that of its template included. Raises Refused.

    Where single pages cannot be read the others are given, with a problem that names the first.
    """
    # lxml takes 30 ms to import: only who reads a package pays.
    from archive_tool.adapters.readers.package import opened

    losses = Losses()
    with opened(path, "ofd") as package:
        root = package.root("OFD.xml")
        properties = {"format": "ofd", **_properties(root)}
        pages = [page for main in _texts(root, "DocRoot") for page in _pages(package, _from("", main))]
        properties["pages"] = str(len(pages))
        segments = tuple(
            s for number, page in enumerate(pages, 1) for s in _page(package, number, page, losses)
        )
        return Reading(segments, properties, losses.problem)


def _properties(root: etree._Element) -> dict[str, str]:
    found = {}
    for info in _named(root, "DocInfo"):
        for child in info:
            name = _PROPERTIES.get(_local(child))
            if name and child.text:
                found[name] = child.text
    return found


def _pages(package: Package, main: str) -> Iterator[_Page]:
    """The pages of one document in their order; a file may hold several documents."""
    root = package.root(main)
    templates = {t.get("ID", ""): _from(main, t.get("BaseLoc", "")) for t in _named(root, "TemplatePage")}
    for pages in _named(root, "Pages"):
        for page in _named(pages, "Page"):
            yield _Page(_from(main, page.get("BaseLoc", "")), templates)


def _page(package: Package, number: int, page: _Page, losses: Losses) -> Iterator[Segment]:
    """What its templates show, then its own."""
    runs: list[_Run] = []
    with losses.at(page.part):
        root = package.root(page.part)
        for template in _named(root, "Template"):
            part = page.templates.get(template.get("TemplateID", ""), "")
            with losses.at(part or page.part):
                runs += _runs(package.root(part))
        runs += _runs(root)
    yield Segment(at("page", number), paragraphs("\n".join(_lines(runs))))


def _runs(root: etree._Element) -> Iterator[_Run]:
    for shown in _named(root, "TextObject"):
        left, top = (_numbers(shown.get("Boundary", "")) or [0.0, 0.0])[:2]
        size = (_numbers(shown.get("Size", "")) or [4.0])[0]
        for code in _named(shown, "TextCode"):
            # Without a place of its own it follows the one before.
            x, y = _numbers(code.get("X", "0")) or [0.0], _numbers(code.get("Y", "0")) or [0.0]
            if code.text:
                yield _Run(code.text, left + x[0], top + y[0], size)


def _lines(runs: list[_Run]) -> Iterator[str]:
    """Runs on one line joined; a gap between them is a space, an indented line begins with two."""
    margin = min((run.left for run in runs), default=0.0)
    line, before = "", None
    for run in runs:
        if before and abs(run.base - before.base) < _NEAR * before.size and run.left > before.left:
            line += (" " if run.left - before.right > _NEAR * run.size else "") + run.text
        else:
            yield line
            line = ("  " if run.left - margin > _INDENT * run.size else "") + run.text
        before = run
    yield line


def _numbers(text: str) -> list[float]:
    try:
        return [float(number) for number in text.split()]
    except ValueError:
        return []


def _from(part: str, target: str) -> str:
    """A place in the package, as a part names it: from the top, or from its own folder."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _texts(root: etree._Element, name: str) -> Iterator[str]:
    return (element.text.strip() for element in _named(root, name) if element.text)


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """By the local name: programs differ in the year of the namespace."""
    return root.iter(f"{{*}}{name}")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
