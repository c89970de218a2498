"""What stands in the cells of a workbook: its kinds and colours, the room it takes, what may be entered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from rich.cells import cell_len

MOST_NAME = 31  # characters of a sheet's name
MOST_CHOICES = 255  # characters of a list to choose from
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
MOST_LINES = 28  # of a row, which may be 409 points high
# The rest of a word that is cut, and what does not end a name.
LAST_WORD = re.compile(r"[^\W\u2e80-\uffff]+\Z")
NO_END = " ,;.-–(（、，；"
Colour = Literal["bad", "warn", "good", "quiet"]
COLOURS: Mapping[Colour, Mapping[str, str]] = {
    "bad": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "warn": {"font_color": "#7F6000", "bg_color": "#FFEB9C"},
    "good": {"font_color": "#006100", "bg_color": "#C6EFCE"},
    "quiet": {"font_color": "#7F7F7F"},
}


class Link(NamedTuple):
    """A text that leads to a file: `target` relative to the folder that the workbook lies in."""

    text: str
    target: str


Cell = str | float | date | Link | None


class Column(NamedTuple):
    """One column: its head, its width in Latin characters, and what stands or may stand in it."""

    head: str
    width: float
    kind: Literal["text", "number", "percent", "date"] = "text"
    colours: Mapping[str, Colour] = {}  # a cell's whole text -> its colour
    begins: Mapping[str, Colour] = {}  # how a cell's text begins -> its colour
    choices: Sequence[str] = ()  # what may be entered
    hint: tuple[str, str] | None = None  # of a column to be filled in: a title, what to enter
    formula: tuple[str, Colour] | None = None  # when to colour it, said of the first row
    on_paper: bool = True  # columns for programs stand last and are not printed


class Line(NamedTuple):
    """One line of a page."""

    cells: Sequence[Cell]
    style: str = "plain"
    spread: bool = False  # over the whole width


def cut(name: str, most: int) -> str:
    """At a word, with a sign that there is more; a word that has no room at all is cut itself."""
    if len(name) <= most:
        return name
    kept = name[: most - 1]
    if LAST_WORD.match(name[most - 1]):
        kept = LAST_WORD.sub("", kept).rstrip(NO_END) or kept
    return kept.rstrip(NO_END) + "…"


def lines_of(cell: Cell, width: float) -> int:
    """How many lines it takes in a column of so many Latin characters; not all programs find out themselves."""
    text = cell.text if isinstance(cell, Link) else cell
    if not isinstance(text, str):
        return 1
    return min(sum(_wrapped(line, int(width * 0.92)) for line in text.split("\n")), MOST_LINES)


def _wrapped(line: str, width: int) -> int:
    """Lines of one paragraph: a path that does not fit behind the word before it begins a line of its own."""
    lines, used = 1, 0
    for word in line.split(" "):
        long = cell_len(word)
        if used and used + 1 + long > width:
            lines, used = lines + 1, 0
        used += long + bool(used)
        lines, used = lines + max(used - 1, 0) // width, used % width or min(used, width)
    return lines


def allowed(column: Column) -> dict[str, Any]:
    """What Excel is to warn about; a person may know better."""
    if column.choices and len(",".join(column.choices)) <= MOST_CHOICES:
        return {"validate": "list", "source": list(column.choices), "error_type": "warning"}
    if column.kind == "date":
        span = {"criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        return {"validate": "date", **span, "error_type": "warning"}
    return {"validate": "any"}
