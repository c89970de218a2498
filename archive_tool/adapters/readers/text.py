"""Plain text and Markdown."""

from __future__ import annotations

from archive_tool.adapters.readers.encodings import decode
from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

# No encoding takes more than four bytes for a character.
MAX_BYTES = 4 * MAX_CHARACTERS


def read(path: str) -> Reading:
    """One segment with the whole text. Raises Refused where the bytes are no text we can tell."""
    with open(path, "rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(Problem("too-large", because("megabytes", MAX_BYTES // 1_000_000)), {"format": "txt"})
    decoded = decode(content)
    if decoded is None:
        raise Refused(Problem("damaged", because("encoding")))
    return Reading((Segment("", decoded.text),), {"format": "txt", "encoding": decoded.encoding})
