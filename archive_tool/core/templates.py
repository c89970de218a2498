"""Path templates: one text says where things lie, read to classify a path and to build one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from archive_tool.core.errors import CannotRun

SLOTS = ("unit", "year", "open", "category", "leaf", "record")
_SEGMENT = re.compile(r"([^{}]*)(?:\{([^{}]*)\}([^{}]*))?")
_YEAR = re.compile("(?:19|2[0-9])[0-9]{2}")  # 1900 to 2999


class Piece(NamedTuple):
    """One segment of a template: literal text, or a slot with literal text around it."""

    before: str
    slot: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A layout such as `{unit}/{year}/{category}/{leaf}/{record}`; slots never cross a slash."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def parse(cls, text: str) -> Template:
        """The template; CannotRun on unknown or repeated slots and on segments that cannot be read."""
        pieces = tuple(_piece(segment, text) for segment in text.split("/"))
        slots = [piece.slot for piece in pieces if piece.slot]
        if repeated := [slot for slot in slots if slots.count(slot) > 1]:
            raise CannotRun("template.repeated", template=text, slot=repeated[0])
        return cls(text, pieces)

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots, from the top of the tree down."""
        return tuple(piece.slot for piece in self.pieces if piece.slot)

    def match(self, path: str) -> dict[str, str] | None:
        """Slot -> text for a POSIX path exactly as deep as the template; None if it does not fit."""
        return self.match_prefix(path) if path.count("/") + 1 == len(self.pieces) else None

    def match_prefix(self, path: str) -> dict[str, str] | None:
        """Slot -> text for a folder on the way down; None if it is from elsewhere or lies deeper."""
        segments = path.split("/")
        if len(segments) > len(self.pieces):
            return None
        values: dict[str, str] = {}
        for piece, segment in zip(self.pieces, segments, strict=False):
            value = _read(piece, segment)
            if value is None:
                return None
            if piece.slot:
                values[piece.slot] = value
        return values

    def fill(self, values: Mapping[str, str]) -> str:
        """The path with these values; those without a slot are not used.

        CannotRun where a value is missing, empty, `.`, `..`, holds a slash or is no year.
        """
        return "/".join(self._write(piece, values) for piece in self.pieces)

    def fill_prefix(self, values: Mapping[str, str]) -> str:
        """The folder as far down as the values lead: up to the first slot without one."""
        known = takewhile(lambda piece: not piece.slot or piece.slot in values, self.pieces)
        return "/".join(self._write(piece, values) for piece in known)

    def _write(self, piece: Piece, values: Mapping[str, str]) -> str:
        value = values.get(piece.slot, "")
        if piece.slot and not _fits(piece.slot, value):
            raise CannotRun("template.value", template=self.text, slot=piece.slot, value=value)
        return piece.before + (value if piece.slot else "") + piece.after


def _piece(segment: str, text: str) -> Piece:
    found = _SEGMENT.fullmatch(segment)
    if not found or segment in ("", ".", ".."):
        raise CannotRun("template.segment", template=text, segment=segment)
    before, slot, after = found[1], found[2], found[3] or ""
    if slot is None:
        return Piece(before)
    if slot not in SLOTS:
        raise CannotRun("template.slot", template=text, slot=slot, known=list(SLOTS))
    return Piece(before, slot, after)


def _read(piece: Piece, segment: str) -> str | None:
    """What the segment puts into the piece's slot, "" where it has none; None if it does not fit."""
    before, slot, after = piece
    if not slot:
        return "" if segment == before else None
    if before or after:
        around = len(before) + len(after)
        if len(segment) < around or not (segment.startswith(before) and segment.endswith(after)):
            return None
        segment = segment[len(before) : len(segment) - len(after)]
    return segment if _fits(slot, segment) else None


def _fits(slot: str, value: str) -> bool:
    if slot == "year":
        return _YEAR.fullmatch(value) is not None
    return value not in ("", ".", "..") and "/" not in value
