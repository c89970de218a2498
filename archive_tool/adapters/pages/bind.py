"""Binds sheets of evidence into one file, object by object: no more than one document is in memory."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

from archive_tool.core.sealing import digest

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, PdfObject

HEAD = b"%PDF-1.7\n%\xe4\xb8\xad\xe6\x96\x87\n% archive-tool inspection-pack\n"
# The frame of a page is a drawing that the page of evidence begins with. Evidence comes last: what a
# careless program left open at its end then spoils nothing of ours.
OURS = "/ArchiveSheet"
DIGITS = 32  # of the digest, in the trailer
_ID = re.compile(rb"/ID \[<([0-9a-f]{32})>")
TRAILER_BYTES = 1000
DRAW_OURS = b"q /ArchiveSheet Do Q"
# Of what is drawn: notes about it for programs, files in it, places it is fetched from, what runs.
LEFT_BEHIND = frozenset(
    ("/Metadata", "/PieceInfo", "/AF", "/OPI", "/Ref", "/StructParent", "/StructParents", "/LastModified")
)
STREAM_ELSEWHERE = frozenset(("/F", "/FFilter", "/FDecodeParms"))


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
        writer = _Writer(file, int(frame.trailer["/Size"]))
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
        writer = _Writer(file, 1)
        reader = PdfReader(document)
        for page in reader.pages:
            writer.take_over(reader, page)


class _Writer:
    """A PDF file written from its beginning to its end; it remembers only where each object begins."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._at = 0
        self._begins: dict[int, int] = {}
        self._next = size  # number of the next new object
        self._known: dict[tuple[int, int], int] = {}  # of the document being taken over: old number -> new
        self._reader: PdfReader | None = None
        self._write(HEAD)

    def put(self, number: int, value: PdfObject) -> None:
        from io import BytesIO

        written = BytesIO()
        value.write_to_stream(written)
        self._begins[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, written.getvalue()))

    def add(self, value: PdfObject) -> int:
        number, self._next = self._next, self._next + 1
        self.put(number, value)
        return number

    def take_over(self, reader: PdfReader, page: Any) -> tuple[list[Any], Any]:
        """What a page draws and draws it with, written with all that belongs to it, under new numbers."""
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

        if reader is not self._reader:
            self._reader, self._known = reader, {}
        waiting: list[IndirectObject] = []
        contents = page.get("/Contents")
        found = contents.get_object() if contents is not None else ArrayObject()
        drawn = list(found) if isinstance(found, ArrayObject) else [page.raw_get("/Contents")]
        resources = page.get("/Resources")
        used = DictionaryObject(resources.get_object() if resources is not None else {})
        drawings: Any = used.get("/XObject")
        if drawings is not None:
            used[NameObject("/XObject")] = DictionaryObject(drawings.get_object())
        new = [self._copy(one, waiting) for one in drawn], self._copy(used, waiting)
        while waiting:
            old = waiting.pop()
            value = reader.get_object(old)
            if value is not None:
                self.put(self._known[old.idnum, old.generation], self._copy(value, waiting))
            # What is written is not wanted again.
            reader.resolved_objects.clear()
        return new

    def _copy(self, value: Any, waiting: list[Any]) -> Any:
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key not in self._known:
                self._known[key], self._next = self._next, self._next + 1
                waiting.append(value)
            return IndirectObject(self._known[key], 0, None)
        if isinstance(value, ArrayObject):
            return ArrayObject(self._copy(one, waiting) for one in value)
        if not isinstance(value, DictionaryObject):
            return value
        is_stream = isinstance(value, StreamObject)
        # A dictionary without a type may be one of names, among which these are names like others.
        typed = is_stream or "/Type" in value or "/Subtype" in value
        dropped = (LEFT_BEHIND if typed else frozenset()) | (STREAM_ELSEWHERE if is_stream else frozenset())
        parts = {
            NameObject(key): self._copy(value.raw_get(key), waiting) for key in value if key not in dropped
        }
        if not is_stream:
            return DictionaryObject(parts)
        stream: Any = value
        new: Any = type(value)()
        new.update(parts)
        new._data = stream._data
        return new

    def end(self, trailer: Any) -> None:
        begin, size = self._at, self._next
        lines = [b"xref\n0 %d\n0000000000 65535 f \n" % size]
        for number in range(1, size):
            known = self._begins.get(number)
            lines.append(b"0000000000 65535 f \n" if known is None else b"%010d 00000 n \n" % known)
        self._write(b"".join(lines))
        root, info = trailer.raw_get("/Root"), trailer.raw_get("/Info")
        digest = self._digest.hexdigest()[:DIGITS].encode()
        self._write(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>] >>\nstartxref\n%d\n%%%%EOF\n"
            % (size, root.idnum, info.idnum, digest, digest, begin)
        )

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._digest.update(content)
        self._at += len(content)


def _evidence(writer: _Writer, sheets: Sequence[Sheet], pages: Sequence[Any]) -> Mapping[int, Any]:
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
