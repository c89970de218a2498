"""Text lines -> the bytes of a small Word document that any version of any library writes alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from sample_package import HEAD, OFFICE, package, relations
from sample_text import Block, blocks

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = {
    "word/document.xml": f"{MAIN_TYPE}.document.main+xml",
    "word/styles.xml": f"{MAIN_TYPE}.styles+xml",
    "word/footer1.xml": f"{MAIN_TYPE}.footer+xml",
}
RELATIONS = relations(
    {"rId1": (f"{OFFICE}/styles", "styles.xml"), "rId2": (f"{OFFICE}/footer", "footer1.xml")}
)

STYLES = f"""{HEAD}<w:styles xmlns:w="{WORD}">\
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman"/>\
<w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>\
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>\
<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>\
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>\
<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>\
</w:styles>"""

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx_bytes(text: str, made: date, author: str, footer: str) -> bytes:
    """A document of the text (see sample_text), dated and signed in its properties."""
    body = "".join(_block(block) for block in blocks(text))
    parts = {
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}'
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>',
        "word/_rels/document.xml.rels": RELATIONS,
        "word/styles.xml": STYLES,
        "word/footer1.xml": f'{HEAD}<w:ftr xmlns:w="{WORD}">{_paragraph(footer)}</w:ftr>',
    }
    return package("word/document.xml", TYPES, parts, made, author)


def _block(block: Block) -> str:
    if block.kind == "table":
        return _table(block.rows)
    style = {"title": "Title", "heading": "Heading1"}.get(block.kind, "")
    return _paragraph(block.text, style)


def _paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    grid = tuple(rows)
    columns = '<w:gridCol w:w="2000"/>' * len(grid[0])
    lines = "".join(
        f"<w:tr>{''.join(f'<w:tc>{_paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in grid
    )
    # A paragraph must follow: Word does not open a body that ends in a table.
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl><w:p/>"
    )
