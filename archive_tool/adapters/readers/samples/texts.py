"""Samples that are written as text: plain, marked up, and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive_tool.adapters.readers.samples.word import WORD

_HTML = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><p>档案 {WORD}</p></body></html>"
_MHT = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>{WORD}</p></body></html>\r\n--b--\r\n"
)
_SHOWN = f"BT /F1 12 Tf 20 100 Td ({WORD}) Tj ET"
_OBJECTS = (
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    f"<</Length {len(_SHOWN)}>>stream\n{_SHOWN}\nendstream",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)


def _pdf() -> bytes:
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(_OBJECTS, 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(_OBJECTS) + 1
    end = f"trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {count}\n0000000000 65535 f \n{table}{end}".encode("ascii")


SAMPLES: Mapping[str, Callable[[], bytes]] = {
    "txt": lambda: f"档案 {WORD}\n".encode(),
    "md": lambda: f"# 档案\n\n{WORD}\n".encode(),
    "csv": lambda: f"档案,{WORD}\n甲,乙\n".encode(),
    "html": _HTML.encode,
    "mht": _MHT.encode,
    "rtf": f"{{\\rtf1\\ansi {WORD}\\par}}".encode,
    "pdf": _pdf,
}
