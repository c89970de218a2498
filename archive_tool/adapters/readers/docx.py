"""Word documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive_tool.adapters.readers.losses import Losses
from archive_tool.core.locators import Kind, at
from archive_tool.core.model import Reading, Segment

if TYPE_CHECKING:
    from lxml import etree

    from archive_tool.adapters.readers.package import Package, Relation

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MARGINS = (f"{_W}headerReference", f"{_W}footerReference")
# Parts beside the body that hold text of their own, by the kind of relation.
_BESIDE: dict[str, Kind] = {
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
    "diagramData": "diagram",
    "chart": "chart",
    "header": "header",
    "footer": "footer",
}


def read(path: str) -> Reading:
    """The body (locator ""), its text boxes, then what stands beside it. Raises Refused.

    Where a part beside the body cannot be read the others are given, with a problem that names it.
    """
    # lxml takes 30 ms to import: only who reads an Office document pays.
    from archive_tool.adapters.readers.package import opened
    from archive_tool.adapters.readers.properties import properties

    losses = Losses()
    with opened(path, "docx") as package:
        segments = tuple(dict.fromkeys(_segments(package, losses)))
        return Reading(segments, properties(package, "docx"), losses.problem)


def _segments(package: Package, losses: Losses) -> Iterator[Segment]:
    from archive_tool.adapters.readers.markup import split_text, text_of

    main = package.main("word/document.xml")
    root = package.root(main)
    body = split_text(root)
    yield Segment("", body.run)
    yield from (Segment(at("text-box"), box) for box in body.boxes)
    for relation in _beside(package, main, root):
        with losses.at(relation.target):
            yield Segment(at(_BESIDE[relation.kind]), text_of(package.root(relation.target)))


def _beside(package: Package, main: str, root: etree._Element) -> Iterator[Relation]:
    """Of headers and footers only those that a section uses: Word keeps old ones."""
    used = {reference.get(_ID) for reference in root.iter(*_MARGINS)}
    for relation in package.relations(main, *_BESIDE):
        if relation.kind not in ("header", "footer") or relation.id in used:
            yield relation
