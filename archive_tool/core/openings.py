"""How a document begins and where it is signed: as much of its text as drafts ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive_tool.core.locators import innermost
from archive_tool.core.model import Reading
from archive_tool.core.numerals import is_number

_LINES, _CHARACTERS = 12, 600  # of an opening, at the most
_FOOT_LINES, _FOOT_WIDTH = 3, 60
# What stands beside the text: a header may be a letterhead, but is more often a template's.
_BESIDE = frozenset(
    (
        "header",
        "footer",
        "footnote",
        "endnote",
        "comment",
        "field",
        "notes",
        "master",
        "hidden-sheet",
        "chart",
        "diagram",
    )
)
_PAGED = frozenset(
    ("pdf", "ofd")
)  # formats that have pages by themselves; others get them when they are printed
# A line that is a day and nothing else: 2025年3月10日, （二〇二五年三月十日）, 2025-03-10.
_DATED = re.compile(
    r"[（(]?\s*(?:[0-9０-９]{4}|[〇○零Ｏ一二三四五六七八九]{4})\s*[年.\-/]\s*"
    r"[0-9０-９一二三四五六七八九十]{1,3}\s*[月.\-/]\s*[0-9０-９一二三四五六七八九十]{1,3}\s*[日号]?\s*[）)]?"
)
_LONGEST_DATE = 24  # characters, blanks inside counted


class Opening(NamedTuple):
    """What is kept of a text for drafts; blank lines left out, of every kind of document the same."""

    lines: tuple[str, ...] = ()  # the first ones
    foot: tuple[str, ...] = ()  # lines up to the first one that is a day and nothing else, and the next
    pages: int = 0  # of documents that have pages by themselves; 0: unknown


Openings = Mapping[str, Opening]  # by path, of files whose text is known


def opening(reading: Reading) -> Opening:
    """The opening of what a reader got."""
    pages = reading.properties.get("pages", "")
    lines = list(_lines(reading))
    return Opening(
        tuple(_limited(lines)),
        tuple(_foot(lines)),
        int(pages) if is_number(pages) and reading.properties.get("format") in _PAGED else 0,
    )


def _lines(reading: Reading) -> Iterator[str]:
    for segment in reading.segments:
        if innermost(segment.locator) not in _BESIDE:
            yield from filter(None, (line.strip() for line in segment.text.splitlines()))


def signed_days(lines: Iterable[str]) -> set[str]:
    """Lines that are a day and nothing else, each once, in whatever way it is written."""
    found = (line.strip() for line in lines)
    return {line for line in found if len(line) <= _LONGEST_DATE and _DATED.fullmatch(line)}


def _limited(lines: Sequence[str]) -> Iterator[str]:
    room = _CHARACTERS
    for line in lines[:_LINES]:
        yield line[:room]
        room -= len(line) + 1
        if room <= 0:
            return


def _foot(lines: Sequence[str]) -> Sequence[str]:
    """Who signed, when, and what follows; a date under the heading is no signature."""
    for number, line in enumerate(lines):
        if number >= _FOOT_LINES and len(line) <= _LONGEST_DATE and _DATED.fullmatch(line):
            return [text[:_FOOT_WIDTH] for text in lines[number + 1 - _FOOT_LINES : number + 2]]
    return []
