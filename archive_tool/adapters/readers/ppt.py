"""PowerPoint presentations of 2003 and before ([MS-PPT]): the slides of the last save, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from struct import unpack_from
from typing import NamedTuple

from archive_tool.adapters.readers.losses import Losses
from archive_tool.adapters.readers.refused import Refused
from archive_tool.core.locators import at
from archive_tool.core.model import Problem, Reading, Segment
from archive_tool.core.reasons import because

_FORMAT = {"format": "ppt"}
_ENCRYPTED = 0xF3D1C4DF
_CONTAINER = 0xF  # in the version of a record: it holds others
# Types of records.
_EDIT, _DIRECTORY, _LIST, _OF_SLIDE, _NOTES = 0x0FF5, 0x1772, 0x0FF0, 0x03F3, 0x03F1
_CHARACTERS, _BYTES, _STRING, _MARGINS = 0x0FA0, 0x0FA8, 0x0FBA, 0x0FD9
_LIST_OF_SLIDES, _LIST_OF_NOTES = 0, 2
_MOST_EDITS = 10_000
_SHOWN = str.maketrans({"\r": "\n", "\x0b": "\n"})
# What stands where a date or the number of a slide will be shown.
_PLACEHOLDER = re.compile(r"^\*\n", re.MULTILINE)


class _Record(NamedTuple):
    """A piece of the stream: its kind, which of its kind, and what is in it."""

    type: int
    instance: int
    container: bool
    start: int
    end: int


class _Slide(NamedTuple):
    """A slide or a page of notes as the document lists it."""

    place: int  # of its record in the stream
    number: int  # by which notes name their slide
    outline: str


def read(path: str) -> Reading:
    """A segment for every slide with text, each followed by its notes; then the footer of all. Raises Refused.

    Where single slides cannot be read the others are given, with a problem that names the first.
    """
    from archive_tool.adapters.readers.ole import properties

    stream, edit = _opened(path)
    places, document = _directory(stream, edit)
    losses = Losses()
    notes: dict[int, str] = {}
    for page in _listed(stream, places, document, _LIST_OF_NOTES):
        if page.place < len(stream):  # notes of slides that are gone are sometimes still listed
            notes[_slide_of(stream, page.place)] = _text(stream, page)
    segments = []
    for number, slide in enumerate(_listed(stream, places, document, _LIST_OF_SLIDES), 1):
        locator = at("slide", number)
        with losses.at(f"slide {number}"):
            segments.append(Segment(locator, _text(stream, slide)))
        segments.append(Segment(at("notes", within=locator), notes.get(slide.number, "")))
    margins = (r for r in _inside(stream, _record(stream, document)) if r.type == _MARGINS)
    segments += [Segment(at("footer"), _margin(stream, margin)) for margin in margins]
    return Reading(tuple(dict.fromkeys(segments)), properties(path, "ppt"), losses.problem)


def _opened(path: str) -> tuple[bytes, int]:
    """The stream with everything in it, and where the last save is described."""
    # olefile takes 20 ms to import: only who reads an old document pays.
    from olefile import OleFileIO

    with OleFileIO(path) as streams:
        _, token, edit = unpack_from("<III", streams.openstream("Current User").read(), 8)
        if token == _ENCRYPTED:
            raise Refused(Problem("encrypted", because("password")), _FORMAT)
        return streams.openstream("PowerPoint Document").read(), edit


def _directory(stream: bytes, edit: int) -> tuple[dict[int, int], int]:
    """Where each numbered record is now, and the place of the document's own; later saves go first."""
    places: dict[int, int] = {}
    document, seen = 0, 0
    while True:
        record = _record(stream, edit)
        if record.type != _EDIT:
            raise Refused(Problem("damaged", because("incomplete", detail="no last save")), _FORMAT)
        before, directory, number = unpack_from("<III", stream, record.start + 8)
        document = document or number
        places = {**_entries(stream, _record(stream, directory)), **places}
        seen += 1
        if not before or before >= edit or seen > _MOST_EDITS:
            return places, places.get(document, 0)
        edit = before


def _entries(stream: bytes, record: _Record) -> dict[int, int]:
    found: dict[int, int] = {}
    at = record.start if record.type == _DIRECTORY else record.end
    while at + 4 <= record.end:
        (head,) = unpack_from("<I", stream, at)
        first, count = head & 0xFFFFF, head >> 20
        places = unpack_from(f"<{count}I", stream, at + 4)
        found |= {first + number: place for number, place in enumerate(places)}
        at += 4 + 4 * count
    return found


def _listed(stream: bytes, places: Mapping[int, int], document: int, which: int) -> Iterator[_Slide]:
    """Slides, or notes, in their order; text in placeholders stands in the list itself."""
    for record in _inside(stream, _record(stream, document)):
        if record.type == _LIST and record.instance == which:
            slide = None
            for item in _inside(stream, record):
                if item.type == _OF_SLIDE:
                    if slide:
                        yield slide
                    number, _, _, own = unpack_from("<IIII", stream, item.start)
                    slide = _Slide(places.get(number, len(stream)), own, "")
                elif slide:
                    slide = slide._replace(outline=slide.outline + _said(stream, item))
            if slide:
                yield slide


def _slide_of(stream: bytes, place: int) -> int:
    records = _inside(stream, _record(stream, place))
    return next((unpack_from("<I", stream, r.start)[0] for r in records if r.type == _NOTES), 0)


def _text(stream: bytes, slide: _Slide) -> str:
    waiting, found = [_record(stream, slide.place)], [slide.outline]
    while waiting:
        record = waiting.pop()
        if record.type == _MARGINS:
            found.append(_margin(stream, record))
        elif record.container:
            waiting += reversed(list(_inside(stream, record)))
        else:
            found.append(_said(stream, record))
    return _PLACEHOLDER.sub("", "".join(found))


def _margin(stream: bytes, record: _Record) -> str:
    """What a person wrote to be shown above or below slides."""
    strings = (r for r in _inside(stream, record) if r.type == _STRING)
    return "".join(stream[r.start : r.end].decode("utf-16-le", "replace") + "\n" for r in strings)


def _said(stream: bytes, record: _Record) -> str:
    content = stream[record.start : record.end]
    if record.type == _CHARACTERS:
        return content.decode("utf-16-le", "replace").translate(_SHOWN) + "\n"
    if record.type == _BYTES:  # of each character the lower half, the upper is zero
        return content.decode("latin-1").translate(_SHOWN) + "\n"
    return ""


def _inside(stream: bytes, record: _Record) -> Iterator[_Record]:
    at = record.start
    while at + 8 <= record.end:
        inner = _record(stream, at)
        yield inner._replace(end=min(inner.end, record.end))
        at = inner.end


def _record(stream: bytes, at: int) -> _Record:
    """Raises struct.error where the stream ends before."""
    version, kind, length = unpack_from("<HHI", stream, at)
    return _Record(kind, version >> 4, version & 0xF == _CONTAINER, at + 8, at + 8 + length)
