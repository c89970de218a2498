"""Foreign documents as bytes: whole ones, and ones with something wrong."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

import docx
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

_NO_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


@lru_cache(maxsize=8)
def document(*paragraphs: str, created: datetime | None = None) -> bytes:
    """A Word document with these paragraphs, made at a time."""
    made = docx.Document()
    if created is not None:
        made.core_properties.created = created
    for words in paragraphs:
        made.add_paragraph(words)
    made.save(result := io.BytesIO())
    return result.getvalue()


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return result.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The members of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def rezipped(
    content: bytes,
    *,
    drop: Iterable[str] = (),
    add: Mapping[str, bytes] | None = None,
    swap: tuple[bytes, bytes] = (b"", b""),
) -> bytes:
    """A zip with members left out and added, and bytes exchanged in all of them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist() if name not in set(drop)}
    if swap[0]:
        members = {name: member.replace(*swap) for name, member in members.items()}
    return packed(members | dict(add or {}))


def with_part(content: bytes, owner: str, kind: str, xml: str, *, name: str = "added.xml") -> bytes:
    """An Office package whose part `owner` also refers to this XML, by a relation of this kind."""
    folder, _, base = owner.rpartition("/")
    listed = f"{folder}/_rels/{base}.rels"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        relations = package.read(listed) if listed in package.namelist() else _NO_RELATIONS
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = f'<Relationship Id="added" Type="{types}/{kind}" Target="{name}"/></Relationships>'
    relations = relations.replace(b"</Relationships>", added.encode())
    return rezipped(content, add={listed: relations, f"{folder}/{name}": xml.encode()})


def lying_zip(members: Mapping[str, bytes], declared: int) -> bytes:
    """A zip whose directory says that every member has `declared` bytes."""
    content = bytearray(packed(members))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<L", content, place + 24, declared)
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def pdf(*pages: list[str], title: str = "", author: str = "", password: str | None = None) -> bytes:
    """A PDF with these lines on its pages; `password` "" restricts, but locks nobody out."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(result := io.BytesIO())
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for lines in pages:
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return result.getvalue() if password is None else _locked(result.getvalue(), password)


def swelling_pdf() -> bytes:
    """A page of 70 kB that unpacks to nine million drawing operators."""
    return pdf_with_stream(zlib.compress(b"BT /F 9 Tf 72 700 Td " + b"(x) Tj " * 9_000_000 + b"ET"))


def pdf_with_stream(packed_operators: bytes, form: bytes | None = None) -> bytes:
    """One page; its drawing operators as zlib packed them, or as something broke them. Font /F, form /Form."""
    resources = b"/Resources << /Font << /F 5 0 R >> /XObject << /Form 6 0 R >> >>"
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Filter /FlateDecode " + resources
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s >>" % resources),
            _stream(b"/Filter /FlateDecode", packed_operators),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            _stream(entries, zlib.compress(b"") if form is None else form),
        ]
    )


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >> stream\n%s\nendstream" % (entries, len(content), content)


def _file(objects: list[bytes]) -> bytes:
    result, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(result))
        result += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(result))
    return result + head + table + trailer


def _locked(content: bytes, password: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(content)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(result := io.BytesIO())
    return result.getvalue()
