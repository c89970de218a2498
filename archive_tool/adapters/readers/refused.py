"""How a reader says that it will not or cannot go on with a document."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive_tool.core.model import Problem

# More is no document a person wrote; the words of 10 million characters fill 40 books.
MAX_CHARACTERS = 10_000_000

_ADDRESS = re.compile(" at 0x[0-9a-fA-F]+")
_QUOTED = re.compile(r"\bb(?=['\"]).*", re.DOTALL)


class Refused(Exception):
    """Carries the problem out of a reader; never leaves `readers.read`."""

    def __init__(self, problem: Problem, properties: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.reason)
        self.problem = problem
        self.properties = dict(properties or {})


def words_of(error: BaseException) -> str:
    """A parser's complaint, fit to be kept: see `one_line`."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return one_line(f"{type(error).__name__}: {said}" if said else type(error).__name__)


def one_line(said: str) -> str:
    """At most 200 characters, the same every time, and without the document's own bytes.

    Parsers quote what they stumbled over; what they read may be what nobody should keep.
    """
    return " ".join(_QUOTED.sub("…", _ADDRESS.sub("", said)).split())[:200]
