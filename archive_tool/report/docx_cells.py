"""Cells of a Word table: their text, where it leads, what hangs behind its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from rich.cells import cell_len

from archive_tool.report.docx_styles import CENTRE
from archive_tool.report.printable import printable

if TYPE_CHECKING:
    from docx.styles.style import ParagraphStyle
    from docx.table import _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run
    from lxml.etree import _Element

MOST_LINES, MOST_CHARACTERS = 5, 300  # of a cell: a row with more may break across pages
STEP = 10  # points that a level stands further to the right
EDGE, BELOW = 1, 0.36  # millimetres between the text of a cell and its line, at the sides and below
MILLIMETRES = 25.4 / 72  # of a point
LETTER = 0.7  # of the size: what a letter takes in the widest typeface that may stand in for another
DIGIT, BEHIND = 0.56, 0.4  # of the size: what a digit takes in a wide typeface, and the space behind a number
_WORD = re.compile(r"[A-Za-z]+[.,:;]?")


class Linked(str):
    """The text of a cell that leads somewhere: `target` is an address, relative to the file or not."""

    target: str

    def __new__(cls, text: str, target: str) -> Linked:
        made = super().__new__(cls, text)
        made.target = target
        return made


class Hung(str):
    """A number and a name whose lines stand below each other, each level (`depth`) further to the right."""

    number: str
    name: str
    depth: int

    def __new__(cls, number: str, name: str, depth: int = 0) -> Hung:
        made = super().__new__(cls, f"{number} {name}")
        made.number, made.name, made.depth = number, name, depth
        return made


def roomy(widths: Sequence[int], head: Sequence[str], style: ParagraphStyle) -> list[int]:
    """Widths in millimetres at which no word of the heads is broken: the widest column gives way to the others.

    Where it would lose more than a third there are too many columns, and all stay as they are.
    """
    letter = LETTER * _size(style) * MILLIMETRES
    longest = [max((len(word) for word in _WORD.findall(text)), default=0) for text in head]
    made = [
        max(width, ceil(letter * letters + 2 * EDGE)) if letters else width
        for width, letters in zip(widths, longest, strict=True)
    ]
    widest = made.index(max(made))
    given = sum(made) - sum(widths)
    made[widest] -= given
    return made if given <= made[widest] / 2 else list(widths)


def fill(row: _Row, texts: Sequence[str], style: ParagraphStyle, numbers: int) -> None:
    """Writes the texts into the cells; the last `numbers` are centred."""
    cells = row.cells
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        if isinstance(text, Hung):
            _hang(paragraph, text, style)
            continue
        run = paragraph.add_run("\n".join(map(printable, text.split("\n"))))
        if isinstance(text, Linked):
            _link(run, text.target)
        if place >= len(cells) - numbers:
            paragraph.alignment = CENTRE
    if is_low(texts):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def is_low(texts: Sequence[str]) -> bool:
    """Whether a row may stay whole: one that is half a page high goes on where it is, and leaves no half page empty."""
    return not any(text.count("\n") >= MOST_LINES or len(text) > MOST_CHARACTERS for text in texts)


def margins() -> _Element:
    """Of every cell: at the sides, so that 未到期 stands in one line; below, so that no rows are lost.

    Where a row fits a page to less than its line, LibreOffice 7.4 shows nothing of the rows behind it.
    """
    made = OxmlElement("w:tblCellMar")
    for side, wide in (("left", EDGE), ("bottom", BELOW), ("right", EDGE)):
        width = OxmlElement(f"w:{side}")
        width.set(qn("w:w"), str(round(wide / MILLIMETRES * 20)))  # twentieths of a point
        width.set(qn("w:type"), "dxa")
        made.append(width)
    return made


def _hang(paragraph: Paragraph, text: Hung, style: ParagraphStyle) -> None:
    hang = round(_size(style) * (DIGIT * cell_len(text.number) + BEHIND))
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = Pt(STEP * text.depth + hang), Pt(-hang)
    paragraph.add_run(f"{printable(text.number)}\t{printable(text.name)}")


def _size(style: ParagraphStyle) -> float:
    return style.font.size.pt if style.font.size else 0.0


def _link(run: Run, target: str) -> None:
    """Puts the run into a link; it looks as the text around it does, for it is printed."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), run.part.relate_to(target, RELATION.HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)
