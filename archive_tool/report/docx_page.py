"""A Word document laid out close to GB/T 9704: page, typefaces, headings, tables, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from archive_tool.report.printable import printable

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.styles.style import ParagraphStyle
    from docx.table import _Row
    from lxml.etree import _Element

MAKER = "archive-tool"
WIDTH = 156  # millimetres between the margins
LATIN = "Times New Roman"
BODY, HEAD, SUBHEAD, TITLE, NUMBER = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"
# What Word takes where a typeface is missing: by its other name, else by its kind.
INSTEAD = {TITLE: "宋体", BODY: "FangSong", SUBHEAD: "KaiTi", HEAD: "SimHei", NUMBER: "SimSun"}
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
CELL, CELL_HEAD = "Table Text", "Table Head"
DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
MAKER_IN_PROPERTIES = re.compile(rb"<cp:lastModifiedBy>" + MAKER.encode() + rb"</cp:lastModifiedBy>")


@dataclass(frozen=True, slots=True)
class Page:
    """A document that is written from top to bottom; every text is made fit for XML."""

    made: Made

    @classmethod
    def blank(cls, title: str, language: str, day: date) -> Page:
        """A4 with the margins and typefaces of an official paper, dated as of `day`."""
        made = Document()
        _defaults(made, language)
        _styles(made, language)
        _sheet(made)
        _properties(made, title, language, day)
        return cls(made)

    def title(self, *lines: str) -> None:
        self.made.add_paragraph("\n".join(map(printable, lines)), "Title")

    def heading(self, text: str, level: int = 1) -> None:
        self.made.add_heading(printable(text), level)

    def paragraph(self, text: str) -> None:
        self.made.add_paragraph(printable(text))

    def small(self, text: str) -> None:
        """A line in the size of tables."""
        self.made.add_paragraph(printable(text), CELL)

    def table(
        self, head: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]], *, numbers: int = 0
    ) -> None:
        """`widths` in millimetres; the last `numbers` columns are centred. A cell's lines are apart by \\n."""
        table = self.made.add_table(1, len(head), "Table Grid")
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        table._tbl.tblPr.append(_margins())
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        first = table.rows[0]
        for cell, width in zip(first.cells, widths, strict=True):
            cell.width = Mm(width)
        _fill(first, head, self._style(CELL_HEAD), len(head))
        first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        style = self._style(CELL)
        for row in rows:
            _fill(table.add_row(), row, style, numbers)

    def bytes(self) -> bytes:
        """The file: its parts bear no time of their making."""
        written = BytesIO()
        self.made.save(written)
        again = BytesIO()
        with ZipFile(written) as old, ZipFile(again, "w") as new:
            for name in old.namelist():
                part = ZipInfo(name, DAY_OF_ZIP)
                part.compress_type = ZIP_DEFLATED
                part.create_system = 0  # the same on every system
                new.writestr(part, _mended(name, old.read(name)))
        return again.getvalue()

    def _style(self, name: str) -> ParagraphStyle:
        style: ParagraphStyle = self.made.styles[name]
        return style


def is_untouched(content: bytes) -> bool:
    """Whether a file was made here and not saved by Word or another program since."""
    try:
        with ZipFile(BytesIO(content)) as package:
            return bool(MAKER_IN_PROPERTIES.search(package.read("docProps/core.xml")))
    except (BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, OSError):
        return False


def _fill(row: _Row, texts: Sequence[str], style: ParagraphStyle, numbers: int) -> None:
    cells = row.cells
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run("\n".join(map(printable, text.split("\n"))))
        if place >= len(cells) - numbers:
            paragraph.alignment = CENTRE
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _margins() -> _Element:
    """Of every cell, so that 未到期 stands in one line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        width = OxmlElement(f"w:{side}")
        width.set(qn("w:w"), "57")  # twentieths of a point: 1 mm
        width.set(qn("w:type"), "dxa")
        margins.append(width)
    return margins


def _sheet(made: Made) -> None:
    """Size, margins and the number of the page at its foot."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    foot = section.footer.paragraphs[0]
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


def _styles(made: Made, language: str) -> None:
    chinese = language == "zh"
    styles = made.styles
    for name in (CELL, CELL_HEAD):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, font, size, line in (
        ("Normal", BODY, 16, 28),
        ("Title", TITLE, 22, 36),
        ("Heading 1", HEAD, 16, 28),
        ("Heading 2", SUBHEAD, 16, 28),
        ("Footer", NUMBER, 14, 18),
        (CELL, BODY, 12, 18),
        (CELL_HEAD, HEAD, 12 if chinese else 10.5, 18),
    ):
        style: ParagraphStyle = styles[name]
        _typeface(style, font, size)
        shape = style.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
        indented = chinese and name in ("Normal", "Heading 1", "Heading 2")
        shape.first_line_indent = Pt(2 * size) if indented else Pt(0)
    styles["Title"].paragraph_format.space_after = Pt(28)
    for name in ("Title", "Footer", CELL_HEAD):
        styles[name].paragraph_format.alignment = CENTRE
    for name in ("Heading 1", "Heading 2"):
        styles[name].paragraph_format.space_before = Pt(0 if chinese else 8)
    styles[CELL_HEAD].paragraph_format.keep_with_next = True


def _typeface(style: ParagraphStyle, font: str, size: float) -> None:
    """Nothing of the colours, frames and theme that the template has."""
    element = style.element
    for tag in ("w:rPr", "w:pPr/w:pBdr", "w:pPr/w:contextualSpacing", "w:pPr/w:tabs"):
        for old in element.findall("/".join(map(qn, tag.split("/")))):
            old.getparent().remove(old)
    style.font.name, style.font.size = LATIN, Pt(size)
    element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _defaults(made: Made, language: str) -> None:
    """The template's own are Cambria and Japanese."""
    defaults = made.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for kind, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", BODY)):
            fonts.set(qn(f"w:{kind}"), font)
    for spoken in (
        *defaults.iter(qn("w:lang")),
        *made.settings.element.iter(qn("w:themeFontLang")),
    ):
        spoken.set(qn("w:val"), "zh-CN" if language == "zh" else "en-US")
        spoken.set(qn("w:eastAsia"), "zh-CN")


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
        "word/fontTable.xml": (b"</w:fonts>", _fonts() + b"</w:fonts>"),
    }
    return content.replace(*mended[name]) if name in mended else content


def _fonts() -> bytes:
    kinds = {HEAD: "swiss"}
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{kinds.get(name, "roman")}"/><w:pitch w:val="variable"/></w:font>'
        for name, other in INSTEAD.items()
    ).encode()
