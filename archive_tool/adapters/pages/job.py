"""What a worker is asked for, what it answers, and where on a page evidence may stand."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple, Self

from archive_tool.core.model import ProblemKind
from archive_tool.core.pack import Copy, Instead

Way = Literal["pages", "picture", "office", "copy", "clean"]

# Points. Below the evidence stands the footer.
A4 = (595.27, 841.89)
MARGIN, FOOT = 20.0, 44.0
MOST_PAGES = 200  # of one document: who prints a thousand pages prints them from the archive


class Unshowable(Exception):
    """Why nothing can be made of a document: a kind of problem and a reason (core/reasons.py)."""

    def __init__(self, kind: ProblemKind, reason: str = "") -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Job:
    """One document and what to make of it; paths are absolute."""

    way: Way
    source: str
    target: str
    sha256: str  # of what was judged: a file that has changed since is another
    form: str
    work: str = ""  # a folder for LibreOffice
    office: str = ""  # the program
    masked: bool = False  # whether numbers of persons may not be told

    def packed(self) -> bytes:
        """Paths may hold bytes that are no text: escaped, they survive."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpacked(cls, message: bytes) -> Self:
        return cls(**json.loads(message))


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: of each page whether it is broader than high, or why there is none."""

    broad: tuple[bool, ...] = ()
    of: int = 0  # pages that the document has
    kind: ProblemKind | None = None
    reason: str = ""
    copy: Copy | None = None  # how it was copied
    instead: Instead | None = None  # why its text is to be shown in its place

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpacked(cls, message: bytes) -> Self:
        told = json.loads(message)
        pages = tuple(map(bool, told["broad"]))
        return cls(pages, int(told["of"]), told["kind"], str(told["reason"]), told["copy"], told["instead"])


class Box(NamedTuple):
    """Where on a sheet of A4 evidence of this size stands: never enlarged, in the middle."""

    width: float  # of the sheet
    height: float
    x: float
    y: float
    scale: float


def box(width: float, height: float) -> Box:
    """`width`, `height`: of the evidence as it is seen; broad evidence stands on a broad sheet."""
    sheet = A4[::-1] if width > height else A4
    room = (sheet[0] - 2 * MARGIN, sheet[1] - MARGIN - FOOT)
    scale = min(1.0, room[0] / width, room[1] / height)
    left = MARGIN + (room[0] - width * scale) / 2
    bottom = FOOT + (room[1] - height * scale) / 2
    return Box(*sheet, left, bottom, scale)
