"""Where in a document a text stands, as its reader says it; put into words only when it is shown.

`sheet:收缴/comment` is a comment on the sheet 收缴; the text of the document itself has "".
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "page",
    "sheet",
    "hidden-sheet",
    "slide",
    "master",
    "notes",
    "header",
    "footer",
    "text-box",
    "field",
    "footnote",
    "endnote",
    "comment",
    "chart",
    "diagram",
]


class Step(NamedTuple):
    """One step inwards: a kind of place, and which of them (a page's number, a sheet's name) or ""."""

    kind: str
    name: str


def at(kind: Kind, name: str | int = "", within: str = "") -> str:
    """The locator of a place, perhaps inside another one."""
    said = str(name).replace("/", "／")
    step = f"{kind}:{said}" if said else kind
    return f"{within}/{step}" if within else step


def steps(locator: str) -> tuple[Step, ...]:
    """From the outermost place inwards; none for the document itself."""
    return tuple(Step(*step.partition(":")[::2]) for step in locator.split("/")) if locator else ()


def innermost(locator: str) -> str:
    """The kind of the place a text stands in; "" for the document itself."""
    return steps(locator)[-1].kind if locator else ""
