"""Web pages saved whole, in one file (MHTML)."""

from __future__ import annotations

from email import message_from_bytes, policy

from archive_tool.adapters.readers import html
from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused
from archive_tool.core.model import Problem, Reading

# Pictures stand in the file as base64.
MAX_BYTES = 8 * MAX_CHARACTERS
_FORMAT = {"format": "mht"}


def read(path: str) -> Reading:
    """What the page shows; its pictures and frames are left out. Raises Refused."""
    with open(path, "rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(Problem("too-large", f"> {MAX_BYTES // 1_000_000} MB"), _FORMAT)
    for part in message_from_bytes(content, policy=policy.compat32).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            charset = part.get_content_charset() or ""
            found = html.page(page if isinstance(page, bytes) else b"", charset)
            return Reading(found.segments, {**found.properties, **_FORMAT}, found.problem)
    raise Refused(Problem("damaged", "no page"), _FORMAT)
