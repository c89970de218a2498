"""Pages -> the bytes of small documents, some thousands a second, the same for the same page."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from functools import cache
from xml.sax.saxutils import escape

from bench_packages import OFFICE, filled, frame, relations
from bench_page import Page, rows
from bench_pdf import pdf
from bench_pictures import jpg
from bench_sheets import xlsx
from bench_slides import pptx

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(page: Page) -> bytes:
    """A Word document: the title, the paragraphs, a footer."""
    body = _paragraph(page.title, "Title") + "".join(map(_paragraph, page.paragraphs))
    text = (
        f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}<w:sectPr>'
        '<w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
        "</w:body></w:document>"
    )
    return filled(_word(), {"word/document.xml": text})


def txt(page: Page) -> bytes:
    """Plain UTF-8 text."""
    return "\n".join((page.title, *page.paragraphs, "")).encode()


def html(page: Page) -> bytes:
    """A page of the school's site, with what stands around its text."""
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in page.paragraphs)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8">'
        f"<title>{escape(page.title)}</title>\n<style>body {{font: 16px/1.8 serif}}</style></head>\n<body>\n"
        f"<h1>{escape(page.title)}</h1>\n{body}</body>\n</html>\n"
    ).encode()


def table(page: Page) -> bytes:
    """A CSV as a spreadsheet saves it: UTF-8 with its mark."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([(page.title,), *rows(page)])
    return text.getvalue().encode("utf-8-sig")


# By file ending.
MAKERS: Mapping[str, Callable[[Page], bytes]] = {
    "docx": docx,
    "txt": txt,
    "pdf": pdf,
    "html": html,
    "xlsx": xlsx,
    "csv": table,
    "pptx": pptx,
    "jpg": jpg,
}
TEXTLESS = frozenset({"jpg"})


@cache
def _word() -> bytes:
    names = ("document.main", "styles", "footer")
    files = ("word/document.xml", "word/styles.xml", "word/footer1.xml")
    types = {file: f"wordprocessingml.{name}" for file, name in zip(files, names, strict=True)}
    return frame(
        "word/document.xml",
        types,
        {
            "word/_rels/document.xml.rels": relations({"styles": "styles.xml", "footer": "footer1.xml"}),
            "word/styles.xml": f'<w:styles xmlns:w="{WORD}">'
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
            '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style></w:styles>',
            "word/footer1.xml": f'<w:ftr xmlns:w="{WORD}"><w:p><w:r><w:t>示例学校</w:t></w:r></w:p></w:ftr>',
        },
    )


def _paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
