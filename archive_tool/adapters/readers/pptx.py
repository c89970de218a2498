"""PowerPoint presentations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive_tool.adapters.readers.losses import Losses
from archive_tool.core.locators import Kind, at
from archive_tool.core.model import Reading, Segment

if TYPE_CHECKING:
    from lxml import etree

    from archive_tool.adapters.readers.package import Package

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# What belongs to a slide and holds text of its own, by the kind of relation.
_BESIDE: dict[str, Kind] = {
    "chart": "chart",
    "diagramData": "diagram",
    "notesSlide": "notes",
    "comments": "comment",
}


def read(path: str) -> Reading:
    """A segment for every slide with text, each followed by its notes; then what stands on all slides.

    Hidden slides are read too. Raises Refused. Where single slides cannot be read the others are
    given, with a problem that names the first.
    """
    # lxml takes 30 ms to import: only who reads an Office document pays.
    from archive_tool.adapters.readers.package import opened
    from archive_tool.adapters.readers.properties import properties

    losses = Losses()
    with opened(path, "pptx") as package:
        slides = _slides(package)
        segments = [s for number, part in enumerate(slides, 1) for s in _slide(package, number, part, losses)]
        segments += _masters(package, slides, losses)
        return Reading(tuple(segments), properties(package, "pptx"), losses.problem)


def _slides(package: Package) -> list[str]:
    """The parts of the slides in the order in which they are shown."""
    main = package.main("ppt/presentation.xml")
    parts = {relation.id: relation.target for relation in package.relations(main, "slide")}
    listed = (slide.get(_ID, "") for slide in package.root(main).iter(f"{_P}sldId"))
    return [parts[id] for id in listed if id in parts]


def _slide(package: Package, number: int, part: str, losses: Losses) -> Iterator[Segment]:
    from archive_tool.adapters.readers.markup import text_of

    slide = at("slide", number)
    with losses.at(part):
        yield Segment(slide, text_of(package.root(part)))
        for relation in package.relations(part, *_BESIDE):
            with losses.at(relation.target):
                root = package.root(relation.target)
                if relation.kind == "notesSlide":
                    _without(root, {"sldNum", "sldImg", "hdr", "ftr", "dt"})
                yield Segment(at(_BESIDE[relation.kind], within=slide), text_of(root))


def _masters(package: Package, slides: list[str], losses: Losses) -> Iterator[Segment]:
    """What layouts and masters add to the slides; placeholders in them only say what to type where."""
    from archive_tool.adapters.readers.markup import text_of

    layouts = dict.fromkeys(layout for part in slides for layout in package.related(part, "slideLayout"))
    masters = dict.fromkeys(m for layout in layouts for m in package.related(layout, "slideMaster"))
    for part in (*layouts, *masters):
        with losses.at(part):
            root = package.root(part)
            _without(root, None)
            yield Segment(at("master"), text_of(root))


def _without(root: etree._Element, kinds: set[str] | None) -> None:
    """Take the placeholders of these kinds (None: all) out of a tree."""
    for placeholder in [*root.iter(f"{_P}ph")]:
        shape = next((e for e in placeholder.iterancestors(f"{_P}sp", f"{_P}graphicFrame")), None)
        parent = shape.getparent() if shape is not None else None
        if shape is not None and parent is not None and (kinds is None or placeholder.get("type") in kinds):
            parent.remove(shape)
