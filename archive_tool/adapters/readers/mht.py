"""Web pages saved whole, in one file (MHTML), and letters, which are written alike."""

from __future__ import annotations

from email import message_from_bytes
from typing import TYPE_CHECKING

from archive_tool.adapters.readers import html
from archive_tool.adapters.readers.encodings import decode
from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

if TYPE_CHECKING:
    from email.message import Message

# Pictures stand in the file as base64.
MAX_BYTES = 8 * MAX_CHARACTERS
_FORMAT = {"format": "mht"}


def read(path: str) -> Reading:
    """What the page shows; its pictures and frames are left out. Raises Refused."""
    with open(path, "rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(Problem("too-large", because("megabytes", MAX_BYTES // 1_000_000)), _FORMAT)
    parts = list(message_from_bytes(content).walk())
    for kind in ("text/html", "text/plain"):
        for part in parts:
            if part.get_content_type() == kind:
                return _read(part, kind)
    raise Refused(Problem("damaged", because("incomplete", detail="no page")), _FORMAT)


def _read(part: Message, kind: str) -> Reading:
    content = part.get_payload(decode=True)
    page = content if isinstance(content, bytes) else b""
    if kind == "text/plain":
        decoded = decode(page)
        return Reading((Segment("", decoded.text if decoded else page.decode("latin-1")),), _FORMAT)
    found = html.page(page, part.get_content_charset() or "")
    return Reading(found.segments, {**found.properties, **_FORMAT}, found.problem)
