"""The typefaces, sizes and spacings of an official paper (GB/T 9704), as styles of a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.styles.style import ParagraphStyle

LATIN = "Times New Roman"
BODY, HEAD, SUBHEAD, TITLE, NUMBER = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"
# What Word takes where a typeface is missing: by its other name, else by its kind.
INSTEAD = {TITLE: "宋体", BODY: "FangSong", SUBHEAD: "KaiTi", HEAD: "SimHei", NUMBER: "SimSun"}
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
CELL, CELL_HEAD = "Table Text", "Table Head"
SMALL, SMALL_HEAD = "Small Table Text", "Small Table Head"
NOTE = "Note"
HEADS = {CELL: CELL_HEAD, SMALL: SMALL_HEAD}
ANNEX, ANNEX_NUMBER, SIGNED = "Annex Title", "Annex Number", "Signature Line"
BODY_TEXT = ("Normal", "Heading 1", "Heading 2", "Heading 3")
LINE = 28.95  # points: 22 lines of text on a page
AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")  # as the schema orders them


def lay_out(made: Made, language: str) -> None:
    """Gives a new document its styles, and none of the template's own."""
    _defaults(made)
    _styles(made, language)


def fonts() -> bytes:
    """What stands in for which typeface, for the table of fonts."""
    kinds = {HEAD: "swiss"}
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{kinds.get(name, "roman")}"/><w:pitch w:val="variable"/></w:font>'
        for name, other in INSTEAD.items()
    ).encode()


def _styles(made: Made, language: str) -> None:
    chinese = language == "zh"
    styles = made.styles
    for name in (CELL, CELL_HEAD, SMALL, SMALL_HEAD, NOTE, ANNEX, ANNEX_NUMBER, SIGNED):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, font, size, line in (
        ("Normal", BODY, 16, LINE),
        ("Title", TITLE, 22, 36),
        ("Heading 1", HEAD, 16, LINE),
        ("Heading 2", SUBHEAD, 16, LINE),
        ("Heading 3", BODY, 16, LINE),
        ("Footer", NUMBER, 14, 18),
        (CELL, BODY, 12, 18),
        (CELL_HEAD, HEAD, 12 if chinese else 9, 18),
        (SMALL, BODY, 9, 12),
        (SMALL_HEAD, HEAD, 9, 12),
        (NOTE, BODY, 10.5, 15),
        (ANNEX, TITLE, 22, 36),
        (ANNEX_NUMBER, HEAD, 16, LINE),
        (SIGNED, BODY, 16, LINE),
    ):
        style: ParagraphStyle = styles[name]
        _typeface(style, font, size)
        shape = style.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
        indented = chinese and name in BODY_TEXT
        shape.first_line_indent = Pt(2 * size) if indented else Pt(0)
        if chinese and size == 16:
            _narrower(style)
    styles["Title"].paragraph_format.space_after = Pt(28)
    styles[ANNEX].paragraph_format.space_after = Pt(14)
    styles[SIGNED].paragraph_format.alignment = RIGHT
    styles[SIGNED].paragraph_format.right_indent = Pt(4 * 16 if chinese else 0)
    for name in ("Title", CELL_HEAD, SMALL_HEAD, ANNEX):
        styles[name].paragraph_format.alignment = CENTRE
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        styles[name].paragraph_format.space_before = Pt(0 if chinese else 8)
        styles[name].paragraph_format.keep_with_next = True
    for name in (CELL_HEAD, SMALL_HEAD, ANNEX, ANNEX_NUMBER):
        styles[name].paragraph_format.keep_with_next = True


def _narrower(style: ParagraphStyle) -> None:
    """28 characters of 16 pt need 448 pt and the text is 442 pt wide: a quarter of a point less each."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")  # twentieths of a point
    properties = style.element.get_or_add_rPr()
    properties.insert_element_before(spacing, *AFTER_SPACING)


def _typeface(style: ParagraphStyle, font: str, size: float) -> None:
    """Nothing of the colours, frames and theme that the template has."""
    element = style.element
    for tag in ("w:rPr", "w:pPr/w:pBdr", "w:pPr/w:contextualSpacing", "w:pPr/w:tabs"):
        for old in element.findall("/".join(map(qn, tag.split("/")))):
            old.getparent().remove(old)
    style.font.name, style.font.size = LATIN, Pt(size)
    element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _defaults(made: Made) -> None:
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
        # Of Latin letters and digits: called Chinese, they may be broken anywhere, dates and ids too.
        spoken.set(qn("w:val"), "en-US")
        spoken.set(qn("w:eastAsia"), "zh-CN")
