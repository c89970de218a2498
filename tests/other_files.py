"""OpenDocument, OFD and Rich Text as bytes."""

from __future__ import annotations

from foreign import packed

OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(kind: str, body: str, **others: str) -> bytes:
    """An OpenDocument text, spreadsheet or presentation; `others`: what further parts hold."""
    names = " ".join(f'xmlns:{n}="{OPEN}:{u}:1.0"' for n, u in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("presentation", "presentation"), ("meta", "meta"),
    ))  # fmt: skip
    content = f"<office:document-content {names}><office:body>{body}</office:body></office:document-content>"
    more = {f"{name}.xml": f"<x {names}>{xml}</x>".encode() for name, xml in others.items()}
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": mime, "content.xml": content.encode(), **more})


def fixed(*pages: str, template: str = "") -> bytes:
    """An OFD document with these pages; all of them on a template, if there is one."""
    name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}/Content.xml"/>' for n in range(len(pages)))
    common = '<ofd:CommonData><ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
    use = '<ofd:Template TemplateID="9"/>' if template else ""
    parts = {
        "OFD.xml": f"<ofd:OFD {name}><ofd:DocBody><ofd:DocInfo><ofd:Title>通知</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {name}>{common}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/T.xml": f"<ofd:Page {name}>{template}</ofd:Page>",
        **{f"Doc_0/Pages/P{n}/Content.xml": f"<ofd:Page {name}>{use}{page}</ofd:Page>" for n, page in enumerate(pages)},
    }  # fmt: skip
    return packed({path: xml.encode() for path, xml in parts.items()})


def placed(text: str, x: float, y: float, size: float = 5.0) -> str:
    """Text at a place on the page, in millimetres."""
    code = f'<ofd:TextCode X="0" Y="{size}">{text}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{x} {y} 100 {size}" Size="{size}">{code}</ofd:TextObject>'


def rich_text(body: str, head: str = r"\ansi\ansicpg936") -> bytes:
    """Rich Text in a Chinese font."""
    fonts = r"{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
    return rf"{{\rtf1{head}\deff0{fonts}\f0 {body}}}".encode("gb18030")
