"""Writes a PDF file from its beginning to its end, with objects taken over from others."""

from __future__ import annotations

import hashlib
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import PdfObject

HEAD = b"%PDF-1.7\n%\xe4\xb8\xad\xe6\x96\x87\n% archive-tool inspection-pack\n"
DIGITS = 32  # of the digest, in the trailer
# Of what is drawn: notes about it for programs, files in it, places it is fetched from, what runs.
LEFT_BEHIND = frozenset(
    ("/Metadata", "/PieceInfo", "/AF", "/OPI", "/Ref", "/StructParent", "/StructParents", "/LastModified")
)
STREAM_ELSEWHERE = frozenset(("/F", "/FFilter", "/FDecodeParms"))


class PdfWriter:
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
