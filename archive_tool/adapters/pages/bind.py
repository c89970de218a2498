"""Binds sheets of evidence into one file, object by object: no more than one document is in memory."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

from archive_tool.adapters.pages.pdf_writer import DIGITS, PdfWriter
from archive_tool.core.sealing import digest

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, PdfObject

# The frame of a page is a drawing that the page of evidence begins with. Evidence comes last: what a
# careless program left open at its end then spoils nothing of ours.
OURS = "/ArchiveSheet"
_ID = re.compile(rb"/ID \[<([0-9a-f]{32})>")
TRAILER_BYTES = 1000
DRAW_OURS = b"q /ArchiveSheet Do Q"


class Sheet(NamedTuple):
    """A page of the frame (from 0) on which a page of a document (from 0) stands."""

    at: int
    document: str  # path
    page: int


@dataclass(frozen=True, slots=True)
class Binding:
    """The frame: a PDF file with all pages, empty where evidence will stand; and the evidence."""

    frame: str
    sheets: Sequence[Sheet]  # in order
    target: str

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpacked(cls, message: bytes) -> Self:
        told = json.loads(message)
        return cls(told["frame"], [Sheet(*one) for one in told["sheets"]], told["target"])


def work(message: bytes) -> Iterator[bytes]:
    """Does a packed Binding; answers how many pages there are, and what the disk refused."""
    try:
        yield str(bound(Binding.unpacked(message))).encode()
    except OSError as error:
        yield f"0 {error.strerror or type(error).__name__}".encode()


def bound(binding: Binding) -> int:
    """Write the file; the number of its pages."""
    from pypdf import PdfReader

    frame: Any = PdfReader(binding.frame)
    pages = [page.indirect_reference for page in frame.pages]
    with open(binding.target, "wb") as file:
        writer = PdfWriter(file, int(frame.trailer["/Size"]))
        evidence = _evidence(writer, binding.sheets, pages)
        ours = writer.add(_stream(DRAW_OURS))
        for number, value in _rest(frame, pages, evidence, ours):
            writer.put(number, value)
        writer.end(frame.trailer)
    return len(pages)


def is_ours(file: IO[bytes]) -> bool:
    """Whether an open file was bound here and nobody has changed it: its trailer bears the digest of all before."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - TRAILER_BYTES))
    end = file.read(TRAILER_BYTES)
    begin = end.rfind(b"trailer\n<<")
    said = _ID.search(end, max(begin, 0))
    if begin < 0 or said is None or not end.endswith(b"%%EOF\n"):
        return False
    return digest(file, size - len(end) + begin)[:DIGITS].encode() == said[1]


def try_out(document: str) -> None:
    """Goes through all that binding would take over; whatever is wrong is raised."""
    from pypdf import PdfReader

    with open(os.devnull, "wb") as file:
        writer = PdfWriter(file, 1)
        reader = PdfReader(document)
        for page in reader.pages:
            writer.take_over(reader, page)


def _evidence(writer: PdfWriter, sheets: Sequence[Sheet], pages: Sequence[Any]) -> Mapping[int, Any]:
    """Number of the frame's page object -> contents and resources of the evidence that stands on it."""
    from pypdf import PdfReader

    found: dict[int, Any] = {}
    path, reader = "", None
    for sheet in sheets:
        if reader is None or sheet.document != path:
            path, reader = sheet.document, PdfReader(sheet.document)
        found[pages[sheet.at].idnum] = writer.take_over(reader, reader.pages[sheet.page])
    return found


def _rest(
    frame: Any, pages: Sequence[Any], evidence: Mapping[int, Any], ours: int
) -> Iterator[tuple[int, PdfObject]]:
    """All objects of the frame under the numbers they have; pages with evidence draw that too."""
    from pypdf.generic import IndirectObject

    drawings: dict[int, Any] = {}
    # Pages first: their contents become drawings.
    for number in [page.idnum for page in pages if page.idnum in evidence]:
        page = frame.get_object(IndirectObject(number, 0, frame))
        drawings[page.raw_get("/Contents").idnum] = page
        contents, resources = evidence[number]
        yield number, _with_evidence(page, contents, resources, ours)
    for number in range(1, int(frame.trailer["/Size"])):
        if number in evidence:
            continue
        value = frame.get_object(IndirectObject(number, 0, frame))
        if value is None:
            continue
        if number in drawings:
            value = _drawing(value, drawings[number])
        yield number, value
        frame.resolved_objects.clear()


def _with_evidence(page: Any, contents: list[Any], resources: Any, ours: int) -> DictionaryObject:
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

    drawings = DictionaryObject(resources.get("/XObject", {}))
    drawings[NameObject(OURS)] = page.raw_get("/Contents")
    new = DictionaryObject(page)
    used = DictionaryObject(resources)
    used[NameObject("/XObject")] = drawings
    new[NameObject("/Resources")] = used
    new[NameObject("/Contents")] = ArrayObject([IndirectObject(ours, 0, None), *contents])
    return new


def _drawing(value: Any, page: Any) -> Any:
    from pypdf.generic import NameObject

    value[NameObject("/Type")] = NameObject("/XObject")
    value[NameObject("/Subtype")] = NameObject("/Form")
    value[NameObject("/BBox")] = page.raw_get("/MediaBox")
    value[NameObject("/Resources")] = page.raw_get("/Resources")
    return value


def _stream(content: bytes) -> PdfObject:
    from pypdf.generic import DecodedStreamObject

    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream
