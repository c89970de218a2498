"""A tiny document of each format that holds the word WORD, to see whether its reader works on this computer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

WORD = "archive"

_TYPES = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORDML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PAGE = f"BT /F1 12 Tf 20 100 Td ({WORD}) Tj ET"


def _docx() -> bytes:
    return _package(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_TYPES}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{_WORDML}"><w:body><w:p><w:r><w:t>{WORD}</w:t></w:r></w:p>'
            "</w:body></w:document>",
        }
    )


def _pdf() -> bytes:
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(_PAGE)}>>stream\n{_PAGE}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    return (
        f"{body}xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R>>\n"
        f"startxref\n{len(body)}\n%%EOF\n"
    ).encode("ascii")


def _package(members: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in members.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return packed.getvalue()


# Extension -> how to make one.
SAMPLES: Mapping[str, Callable[[], bytes]] = {
    "txt": lambda: f"档案 {WORD}\n".encode(),
    "md": lambda: f"# 档案\n\n{WORD}\n".encode(),
    "docx": _docx,
    "pdf": _pdf,
}
