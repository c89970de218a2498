"""Draws rules × months as SVG: status by colour and by sign, so that it reads without colours too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import drawsvg as draw
from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.report import heat_words
from archive_tool.report.heat import STATUSES, Axis, Cell, Group, Line
from archive_tool.report.wrapping import cut, wrapped

# Pixels of the drawing; it grows and shrinks with the page.
LABEL = 232
ONE_LINE, TWO_LINES = 35, 42  # terminal cells that fit into a line of a label, large and small
ROW, HEAD, SIGN, GAP = 24, 36, 12, 1
MONTHS = 480  # for all of them, where there are not too many
LEAST_MONTH, MOST_MONTH = 18, 40
DIGIT = 6  # width of one
NUMBERS_FROM = 54  # a cell as wide has room for found/expected
MOST_LINES = 30  # of one drawing: more would not fit on a sheet of paper
# Within 12 × 12: a tick, half a disc, a cross, a question mark, three dots, a slash, a dash.
SIGNS = {
    "met": "M2,6.5 L5,9.5 L10.5,2.5",
    "insufficient": "M6,1.5 A4.5,4.5 0 1 0 6,10.5 Z M6,1.5 A4.5,4.5 0 1 1 6,10.5",
    "missing": "M2.5,2.5 L9.5,9.5 M9.5,2.5 L2.5,9.5",
    "uncertain": "M3.2,4 C3.2,0.6 8.8,0.6 8.8,3.8 C8.8,6 6,5.8 6,8 M6,10.6 h0.01",
    "due": "M2,6 h0.01 M6,6 h0.01 M10,6 h0.01",
    "waived": "M9,2 L3,10",
    "not-applicable": "M3.5,6 H8.5",
}


FILLS = {"uncertain": "url(#hatch)"}  # of all others the style of the page says


class Sheet(NamedTuple):
    """What all drawings of a page share."""

    axis: Axis
    today: float  # months from the first
    speaker: Speaker

    @property
    def month(self) -> float:
        """Its width."""
        return min(max(MONTHS / self.axis.months, LEAST_MONTH), MOST_MONTH)

    @property
    def width(self) -> float:
        return LABEL + self.month * self.axis.months + 1

    def x(self, months: float) -> float:
        return round(LABEL + months * self.month, 1)


class _Description(draw.Title):  # type: ignore[misc]  # drawsvg has no types
    TAG_NAME = "desc"


def signs() -> str:
    """The signs, once a page: every drawing refers to them."""
    drawing = draw.Drawing(0, 0, class_="signs", aria_hidden="true")
    for status in STATUSES:
        mark = draw.Group(id=f"sign-{status}", class_="sign")
        mark.append(draw.Path(d=SIGNS[status]))
        drawing.append_def(mark)
    drawing.append_def(_hatch())
    return _markup(drawing)


def _hatch() -> draw.Pattern:
    """What lies below the sign of what nobody can tell, so that it is told from all others without colours."""
    hatch = draw.Pattern(6, 6, id="hatch", class_="hatch", patternTransform="rotate(45)")
    hatch.append(draw.Rectangle(0, 0, 6, 6))
    hatch.append(draw.Line(0, 0, 0, 6))
    return hatch


def legend(status: str) -> str:
    """One cell, to be explained beside it."""
    drawing = draw.Drawing(ROW, ROW, aria_hidden="true")
    drawing.append(_box(status, 0, 0, ROW))
    return _markup(drawing)


def maps(group: Group, sheet: Sheet, name: str) -> Sequence[str]:
    """The drawings of one category, each no higher than a page; `name`: what their ids begin with."""
    found = []
    for number, start in enumerate(range(0, len(group.lines), MOST_LINES)):
        lines = group.lines[start : start + MOST_LINES]
        found.append(_map(Group(group.category, lines), sheet, f"{name}-{number}"))
    return found


def _map(group: Group, sheet: Sheet, name: str) -> str:
    height = HEAD + sum(len(line.lanes) for line in group.lines) * ROW + 1
    drawing = draw.Drawing(
        round(sheet.width, 1),
        height,
        class_="map",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
    drawing.append(draw.Title(heat_words.title(group, sheet.speaker), id=f"{name}-title"))
    drawing.append(_Description(heat_words.description(group, sheet.speaker), id=f"{name}-desc"))
    _head(drawing, height, sheet)
    y = HEAD
    for line in group.lines:
        _line(drawing, line, y, sheet)
        y += len(line.lanes) * ROW
    today = sheet.x(sheet.today)
    drawing.append(draw.Line(today, HEAD - 4, today, height, class_="today"))
    return _markup(drawing)


def _head(drawing: draw.Drawing, height: float, sheet: Sheet) -> None:
    """Years and months, with a line between."""
    for number in range(sheet.axis.months + 1):
        x = sheet.x(number)
        year = number % 12 == 0
        drawing.append(
            draw.Line(x, 0 if year else HEAD - 14, x, height, class_="year-line" if year else "month-line")
        )
        if number == sheet.axis.months:
            break
        middle = round(x + sheet.month / 2, 1)
        drawing.append(draw.Text(str(number % 12 + 1), 10, middle, HEAD - 4, class_="month"))
        if year:
            told = sheet.speaker.label(f"period:{sheet.axis.first + number // 12}")
            drawing.append(draw.Text(told, 12, x + 4, 14, class_="year"))


def _line(drawing: draw.Drawing, line: Line, y: float, sheet: Sheet) -> None:
    drawing.append(draw.Line(0, y, round(sheet.width, 1), y, class_="row-line"))
    drawing.append(_label(line.rule, y, sheet.speaker))
    for number, lane in enumerate(line.lanes):
        for cell in lane:
            left, right = sheet.x(cell.first), sheet.x(cell.last)
            box = _box(cell.status, left, y + number * ROW, round(right - left, 1), _numbers(cell))
            box.append_title(heat_words.told(cell, sheet.speaker))
            drawing.append(box)


def _label(rule: str, y: float, speaker: Speaker) -> draw.Group:
    """In one line, or in two small ones; what does not fit is told by its title."""
    label, told = draw.Group(class_="label"), heat_words.subject(rule, speaker)
    text = Text(told)
    if text.cell_len <= ONE_LINE:
        label.append(draw.Text(told, 12, 0, y + 16))
    elif text.cell_len <= TWO_LINES:
        label.append(draw.Text(told, 10, 0, y + 15.5))
    else:
        first = next(wrapped(text, TWO_LINES)).plain
        rest = cut(Text(told[len(first) :].lstrip()), TWO_LINES, "start", "…").plain
        label.append(draw.Text(first, 10, 0, y + 10.5))
        label.append(draw.Text(rest, 10, 0, y + 21))
        label.append_title(told)
    return label


def _box(status: str, x: float, y: float, width: float, numbers: str = "") -> draw.Group:
    """A cell with its sign in the middle, and its numbers beside it where there is room."""
    box = draw.Group(class_=f"cell {status}")
    box.append(
        draw.Rectangle(x + GAP, y + 2, round(width - 2 * GAP, 1), ROW - 4, rx=3, fill=FILLS.get(status))
    )
    numbers = numbers if width >= NUMBERS_FROM else ""
    left = x + width / 2 - (SIGN + (4 + DIGIT * len(numbers) if numbers else 0)) / 2
    box.append(draw.Use(f"sign-{status}", round(left, 1), y + (ROW - SIGN) / 2))
    if numbers:
        box.append(draw.Text(numbers, 11, round(left + SIGN + 4, 1), y + 16))
    return box


def _numbers(cell: Cell) -> str:
    return f"{cell.found}/{cell.expected}" if cell.expected > 1 else ""


def _markup(drawing: draw.Drawing) -> str:
    """To stand in a page: texts are escaped by the library, everything else here is numbers and fixed names."""
    made: str = drawing.as_svg(header="", skip_js=True, skip_css=True)
    return made
