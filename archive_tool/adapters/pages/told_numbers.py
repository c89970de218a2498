"""Whether anything in a file that is handed out tells a number of a person, be it shown or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZipFile, is_zipfile

from archive_tool.core.personal_data import holds

if TYPE_CHECKING:
    from lxml import etree

LEAST = 11  # digits of such a number
DEEPEST = 3  # packages in packages
# Of these the texts are one, however they are cut into runs.
BLOCKS = frozenset(("p", "h", "si", "is", "comment"))
# Coordinates and lengths: rows of digits that are no texts.
DRAWN = frozenset(
    ("d", "points", "path", "enhanced-path", "viewBox", "style", "coordsize", "coordorigin", "formulas",
     "adj", "fmla", "sqref", "spans", "transform", "modifiers")
)  # fmt: skip
_DIGITS = re.compile(r"\d")
_FRACTION = re.compile(r"-?[0-9]+\.[0-9]+(?:[Ee][+-]?[0-9]+)?|-?[0-9]+[Ee][+-]?[0-9]+")
_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_RUN = re.compile(r"[0-9][0-9 .()-]{9,}[0-9Xx]")
# Pictures in an rtf file, and what its control words count.
_HEX, _CONTROL = re.compile(rb"[0-9A-Fa-f\s]{64,}"), re.compile(rb"\\[a-z]+-?[0-9]* ?")


def in_file(path: str, form: str) -> bool:
    """Everything in it: texts, attributes, properties, and files within."""
    with open(path, "rb") as file:
        if form == "pdf":
            return in_pdf(file)
        if is_zipfile(file):
            return in_package(file)
        file.seek(0)
        content = file.read()
    return in_bytes(_HEX.sub(b"", content), rtf=True) if form == "rtf" else in_bytes(content)


def in_package(file: IO[bytes], depth: int = 1) -> bool:
    """Every part of a package, whatever it is for."""
    with ZipFile(file) as package:
        return any(_in_part(package.read(name), depth) for name in package.namelist())


def _in_part(content: bytes, depth: int) -> bool:
    if content[:4] == b"PK\x03\x04" and depth < DEEPEST and is_zipfile(BytesIO(content)):
        return in_package(BytesIO(content), depth + 1)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return in_xml(content)
    return in_bytes(content)


def in_xml(content: bytes) -> bool:
    """Texts, by paragraphs and by themselves, and all that attributes say."""
    from lxml import etree

    walker = etree.iterparse(
        BytesIO(content), ("end", "comment", "pi"), resolve_entities=False, no_network=True, huge_tree=True
    )
    try:
        return any(_told(text) for _, element in walker for text in _texts(element))
    except etree.XMLSyntaxError:  # drawings of old programs are none
        return in_bytes(content)


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    if not isinstance(element.tag, str):
        return
    for name, value in element.items():
        if str(name).rpartition("}")[2] not in DRAWN:
            yield str(value)
    yield from (child.tail or "" for child in element)
    kind = element.tag.rpartition("}")[2]
    if kind in BLOCKS:
        yield "".join(map(str, element.itertext()))
    if kind in BLOCKS or kind == "row":  # what has been looked at needs no memory
        element.clear(keep_tail=True)  # type: ignore[call-arg]  # lxml's stubs are older


def _told(text: str) -> bool:
    if len(text) < LEAST:
        return False
    if _FRACTION.fullmatch(text):
        # A number in a cell, as programs write it: an amount, unless it is whole.
        number = float(text)
        return number.is_integer() and holds(f"{number:.0f}")
    return len(_DIGITS.findall(text)) >= LEAST and not _GUID.fullmatch(text) and holds(text)


def in_bytes(content: bytes, *, rtf: bool = False) -> bool:
    """What stands in it in one piece, in the two ways in which programs keep letters."""
    if rtf:
        content = _CONTROL.sub(b"", content)
    ways = (content.decode("latin-1"), *(content[at:].decode("utf-16-le", "replace") for at in (0, 1)))
    return any(holds(found[0]) for way in ways for found in _RUN.finditer(way))


def on_pages(path: str) -> bool:
    """What can be read on the pages of a PDF file."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(path)
    try:
        return any(holds(_page(document, number)) for number in range(len(document)))
    finally:
        document.close()


def _page(document: Any, number: int) -> str:
    page = document[number]
    text = page.get_textpage()
    try:
        said: str = text.get_text_bounded()
        return said
    finally:
        text.close()
        page.close()


def in_pdf(file: IO[bytes]) -> bool:
    """What its objects say beside what pages draw: bookmarks, notes, fields, properties, attachments."""
    from pypdf import PdfReader

    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        return True  # nobody can tell
    numbers = sorted({*(number for one in reader.xref.values() for number in one), *reader.xref_objStm})
    values = [reader.trailer, *(_object(reader, number) for number in numbers)]
    return any(_in_value(value) for value in values)


def _object(reader: Any, number: int) -> Any:
    from pypdf.generic import IndirectObject

    generations = [generation for generation, known in reader.xref.items() if number in known]
    return reader.get_object(IndirectObject(number, max(generations, default=0), reader))


def _in_value(value: Any) -> bool:
    from pypdf.generic import ArrayObject, DictionaryObject, StreamObject, TextStringObject

    if isinstance(value, TextStringObject):
        return _told(str(value))
    if isinstance(value, ArrayObject):
        return any(_in_value(one) for one in value)
    if not isinstance(value, DictionaryObject):
        return False
    if any(_in_part(stream.get_data(), 1) for stream in _files(value) if isinstance(stream, StreamObject)):
        return True
    return any(_in_value(value.raw_get(key)) for key in value if key != "/ID")


def _files(value: Any) -> Iterator[Any]:
    """Streams that no page draws: files in the file, scripts, properties."""
    attached = value.get("/EF")
    if attached is not None:
        yield from (one.get_object() for one in attached.get_object().values())
    yield from (value[key].get_object() for key in ("/JS", "/Metadata", "/XFA", "/RC") if key in value)
