"""Samples that are packages of XML: Office, OpenDocument and OFD."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial

from archive_tool.adapters.readers.samples.word import WORD

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHOW = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAW = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_OFD = "http://www.ofdspec.org/2016"

Parts = Mapping[str, str]  # name -> XML

_DOCX: Parts = {
    "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{WORD}</w:t></w:r></w:p></w:body></w:document>'
}
_XLSX: Parts = {
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_KINDS}">'
    '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_KINDS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData><row r="1">'
    f'<c r="A1" t="inlineStr"><is><t>{WORD}</t></is></c></row></sheetData></worksheet>',
}
_PPTX: Parts = {
    "ppt/presentation.xml": f'<p:presentation xmlns:p="{_SHOW}" xmlns:r="{_KINDS}">'
    '<p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
    "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_KINDS}/slide" Target="slides/slide1.xml"/></Relationships>',
    "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{_SHOW}" xmlns:a="{_DRAW}"><p:cSld><p:spTree><p:sp><p:txBody>'
    f"<a:p><a:r><a:t>{WORD}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>",
}
_OFD_PARTS: Parts = {
    "OFD.xml": f'<o:OFD xmlns:o="{_OFD}"><o:DocBody><o:DocRoot>Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>',
    "Doc_0/Document.xml": f'<o:Document xmlns:o="{_OFD}"><o:Pages><o:Page ID="1" BaseLoc="Page.xml"/></o:Pages></o:Document>',
    "Doc_0/Page.xml": f'<o:Page xmlns:o="{_OFD}"><o:Content><o:Layer><o:TextObject Boundary="0 0 9 9" Size="4">'
    f'<o:TextCode X="0" Y="4">{WORD}</o:TextCode></o:TextObject></o:Layer></o:Content></o:Page>',
}
_PARAGRAPH = f"<text:p>{WORD}</text:p>"
_ROW = f"<table:table-row><table:table-cell>{_PARAGRAPH}</table:table-cell></table:table-row>"
_FRAME = f"<draw:frame><draw:text-box>{_PARAGRAPH}</draw:text-box></draw:frame>"
# OpenDocument: what the package says it is, and where the paragraph stands.
_BODIES = {
    "odt": ("text", _PARAGRAPH),
    "ods": ("spreadsheet", f'<table:table table:name="1">{_ROW}</table:table>'),
    "odp": ("presentation", f"<draw:page>{_FRAME}</draw:page>"),
}


def _office(main: str, kind: str, parts: Parts) -> bytes:
    """`main` is the part that is the document, `kind` its content type."""
    head = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{_TYPES}.{kind}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_KINDS}/officeDocument" Target="{main}"/></Relationships>',
    }
    return _packed({**head, **parts})


def _open_document(form: str) -> bytes:
    kind, body = _BODIES[form]
    spaces = {"office": "office", "text": "text", "table": "table", "draw": "drawing"}
    names = " ".join(f'xmlns:{short}="{_OPEN}:{name}:1.0"' for short, name in spaces.items())
    content = (
        f"<office:document-content {names}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    return _packed({"content.xml": content}, mimetype=f"application/vnd.oasis.opendocument.{kind}")


def _packed(parts: Parts, mimetype: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        if mimetype:
            package.writestr("mimetype", mimetype)
        for name, content in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return packed.getvalue()


SAMPLES: Mapping[str, Callable[[], bytes]] = {
    "docx": partial(_office, "word/document.xml", "wordprocessingml.document", _DOCX),
    "xlsx": partial(_office, "xl/workbook.xml", "spreadsheetml.sheet", _XLSX),
    "pptx": partial(_office, "ppt/presentation.xml", "presentationml.presentation", _PPTX),
    "ofd": partial(_packed, _OFD_PARTS),
    **{form: partial(_open_document, form) for form in _BODIES},
}
