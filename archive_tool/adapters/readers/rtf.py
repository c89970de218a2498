"""Rich Text Format, by striprtf."""

from __future__ import annotations

import re

from archive_tool.adapters.readers.refused import MAX_CHARACTERS, Refused, words_of
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

_FORMAT = {"format": "rtf"}
# Pictures stand in the file as hexadecimal digits.
MAX_BYTES = 8 * MAX_CHARACTERS
_FOREIGN = re.compile(rb"[\x80-\xff]")
# striprtf divides cells by a bar, as others may be divided by hand.
_CELL = re.compile(rb"(?<!\\)\\(?:nest)?cell(?![a-z])")


def read(path: str) -> Reading:
    """One segment with the text; headers, notes and comments are left out. Raises Refused."""
    from striprtf.striprtf import rtf_to_text

    with open(path, "rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(Problem("too-large", because("megabytes", MAX_BYTES // 1_000_000)), _FORMAT)
    whole = content.rstrip(b"\0 \r\n\t").endswith(b"}")
    escaped = _FOREIGN.sub(lambda found: b"\\'%02x" % found[0][0], _CELL.sub(rb"\\tab", content))
    if not whole:
        escaped += b"}"  # else striprtf keeps the last characters to itself
    try:
        text: str = rtf_to_text(escaped.decode("ascii"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError) as error:
        raise Refused(Problem("damaged", words_of(error)), _FORMAT) from error
    # Characters beyond the first 65,536 come as two halves.
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    problem = None if whole else Problem("damaged", because("end-missing"))
    return Reading((Segment("", joined),), _FORMAT, problem)
