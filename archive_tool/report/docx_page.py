"""A Word document laid out close to GB/T 9704: page, typefaces, headings, tables, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm, Pt
from rich.cells import cell_len

from archive_tool.report import docx_cells as cells
from archive_tool.report import docx_styles as styles
from archive_tool.report import package
from archive_tool.report.docx_styles import (
    ANNEX,
    ANNEX_NUMBER,
    CELL,
    HEADS,
    RIGHT,
    SIGNED,
)
from archive_tool.report.printable import printable

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.section import Section, _Footer
    from docx.styles.style import ParagraphStyle

MAKER = "archive-tool"
WIDTH = 156  # millimetres between the margins
FULL = 174  # the same of a sheet that has to hold a whole year
FULL_ACROSS = 261  # and of that turned on its side
ACROSS = 225  # the same of a page turned on its side
TOGETHER = 4  # last rows of a table, which stay on one page


@dataclass(frozen=True, slots=True)
class Page:
    """A document that is written from top to bottom; every text is made fit for XML."""

    made: Made

    @classmethod
    def blank(cls, title: str, language: str, day: date, *, full: bool = False, turned: bool = False) -> Page:
        """A4 with the margins and typefaces of an official paper, dated as of `day`.

        `full`: narrow margins, for a table that has to be seen whole; `turned`: such a sheet on its side.
        """
        made = Document()
        _without_picture(made)
        styles.lay_out(made, language)
        _sheet(made)
        if full:
            _fill_sheet(made)
        if turned:
            _turn(made.sections[0])
        _properties(made, title, language, day)
        return cls(made)

    def title(self, *lines: str) -> None:
        self.made.add_paragraph("\n".join(map(printable, lines)), "Title")

    def heading(self, text: str, level: int = 1) -> None:
        self.made.add_heading(printable(text), level)

    def paragraph(self, text: str) -> None:
        self.made.add_paragraph(printable(text))

    def lead(self, text: str) -> None:
        """A line of the text that is not parted from the table below it."""
        self.made.add_paragraph(printable(text)).paragraph_format.keep_with_next = True

    def small(self, text: str, style: str = CELL) -> None:
        """A line in the size of tables."""
        self.made.add_paragraph(printable(text), style)

    def above(self, text: str) -> None:
        """The same, not parted from the table below it."""
        self.made.add_paragraph(printable(text), CELL).paragraph_format.keep_with_next = True

    def annexes(self, label: str, titles: Sequence[str]) -> None:
        """What is annexed, told below the text, each on a line of its own."""
        for number, title in enumerate(titles, 1):
            before = label if number == 1 else "\u3000" * (cell_len(label) // 2)
            told = f"{before}{number}. {title}" if len(titles) > 1 else f"{before}{title}"
            self.made.add_paragraph(printable(told)).paragraph_format.keep_with_next = True

    def signature(self, *lines: str) -> None:
        """Who signs, and the day: at the right, not parted from each other."""
        for number, line in enumerate(lines):
            shape = self.made.add_paragraph(printable(line), SIGNED).paragraph_format
            shape.space_before = Pt(0 if number else 56)
            shape.keep_with_next = number < len(lines) - 1

    def annex(self, number: str, title: str) -> None:
        """A new page turned on its side, as tables of many columns need it."""
        turned_already = self.made.sections[-1].orientation == WD_ORIENT.LANDSCAPE
        if not turned_already:
            turned = _new_section(self.made)
            _turn(turned)
            turned.top_margin, turned.bottom_margin = Mm(28), Mm(26)
            turned.left_margin, turned.right_margin = Mm(37), Mm(35)
            turned.footer_distance = Mm(16)
        first = self.made.add_paragraph(printable(number), ANNEX_NUMBER)
        first.paragraph_format.page_break_before = turned_already
        self.made.add_paragraph(printable(title), ANNEX)

    def table(
        self,
        head: Sequence[str],
        widths: Sequence[int],
        rows: Iterable[Sequence[str]],
        *,
        numbers: int = 0,
        text: str = CELL,
    ) -> None:
        """`widths` in millimetres, more where a head needs it; the last `numbers` columns are centred.

        A cell's lines are apart by \\n. `text`: the style of the cells.
        """
        table = self.made.add_table(1, len(head), "Table Grid")
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        table._tbl.tblPr.append(cells.margins())
        rooms = cells.roomy(widths, head, self._style(HEADS[text]))
        for column, width in zip(table.columns, rooms, strict=True):
            column.width = Mm(width)
        first = table.rows[0]
        for cell, width in zip(first.cells, rooms, strict=True):
            cell.width = Mm(width)
        cells.fill(first, head, self._style(HEADS[text]), len(head))
        first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        style = self._style(text)
        told = list(rows)
        for number, row in enumerate(told, 1):
            last = table.add_row()
            cells.fill(last, row, style, numbers)
            # So that no page begins with the last line of a table alone.
            whole = len(told) - TOGETHER < number < len(told) and cells.is_low(row)
            for cell in last.cells if whole else ():
                cell.paragraphs[0].paragraph_format.keep_with_next = True

    def bytes(self) -> bytes:
        """The file, under its seal; its parts bear no time of their making."""
        _closed(self.made)
        written = BytesIO()
        self.made.save(written)
        return package.sealed(written.getvalue(), _mended)

    def _style(self, name: str) -> ParagraphStyle:
        style: ParagraphStyle = self.made.styles[name]
        return style


def _new_section(made: Made) -> Section:
    """On a new page. The paragraph that holds the break is taken away where the text before can hold it.

    It would be an empty line, and where the text ends at the foot of a page an empty page.
    """
    section: Section = made.add_section(WD_SECTION.NEW_PAGE)
    *_, text, holder, _ = made.element.body
    if isinstance(text, CT_P):
        text.set_sectPr(holder.pPr.sectPr)
        made.element.body.remove(holder)
    return section


def _closed(made: Made) -> None:
    """Word ends every document with a paragraph: one of its own below a table might need a page more."""
    if isinstance(made.element.body[-2], CT_Tbl):
        shape = made.add_paragraph().paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)


def _sheet(made: Made) -> None:
    """Size, margins and the number of the page at its foot."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    made.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, even=False)
    _page_number(section.even_page_footer, even=True)


def _turn(section: Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def _fill_sheet(made: Made) -> None:
    section = made.sections[0]
    section.top_margin, section.bottom_margin = Mm(16), Mm(17)
    section.left_margin, section.right_margin = Mm(18), Mm(18)
    section.footer_distance = Mm(8)
    for name, size, line in (("Title", 20, 28), ("Heading 1", 14, 22)):
        style: ParagraphStyle = made.styles[name]
        style.font.size, style.paragraph_format.line_spacing = Pt(size), Pt(line)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.first_line_indent = Pt(0)


def _page_number(footer: _Footer, *, even: bool) -> None:
    """One character from the outer edge: at the right on odd pages, at the left on even ones."""
    foot = footer.paragraphs[0]
    foot.style = "Footer"
    shape = foot.paragraph_format
    if even:
        shape.left_indent = Pt(14)
    else:
        foot.alignment, shape.right_indent = RIGHT, Pt(14)
    foot.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    foot._p.append(field)
    foot.add_run(" —")


def _without_picture(made: Made) -> None:
    """The template shows what it looks like in a folder, which is not what this document looks like."""
    links = made.part.package.rels
    for name in [name for name, link in links.items() if link.reltype == RELATION.THUMBNAIL]:
        del links[name]


def _properties(made: Made, title: str, language: str, day: date) -> None:
    properties = made.core_properties
    properties.title, properties.author = printable(title)[:255], MAKER
    properties.last_modified_by, properties.comments, properties.keywords = MAKER, "", ""
    properties.language = "zh-CN" if language == "zh" else "en-US"
    properties.created = properties.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)


def _mended(name: str, content: bytes) -> bytes:
    """What python-docx leaves as its template has it: who made the file, and which typefaces stand in."""
    mended: Mapping[str, tuple[bytes, bytes]] = {
        "docProps/app.xml": (b"Microsoft Macintosh Word", MAKER.encode()),
        "word/fontTable.xml": (b"</w:fonts>", styles.fonts() + b"</w:fonts>"),
    }
    return content.replace(*mended[name]) if name in mended else content
