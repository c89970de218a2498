"""Texts in the cells of a spreadsheet: never a formula, not even after the sheet was saved as CSV."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST = 32_767  # UTF-16 units that a cell may hold
GUARD = "'"  # what stands before a text that programs would take for a formula
CUT = "……"

# What begins a formula, blanks before it aside; full-width signs are taken for the others in places.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_GUARDED = re.compile(r"'(?=\s*[=+\-@＝＋－＠])")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Nothing a person wrote: XML holds none of them, and spreadsheets show none. Tabs become blanks.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# They turn the reading direction, so that `txt.exe` looks like another name; Chinese has no use for them.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Shown(NamedTuple):
    """What a cell shows of a text."""

    text: str
    cut: bool = False  # there is more than a cell may hold


def shown(text: str) -> Shown:
    """A text as a cell may hold it; the same for what was read back from that cell."""
    plain = settled(text)
    guarded = GUARD + plain if _FORMULA.match(plain) else plain
    if _units(guarded) <= MOST:
        return Shown(guarded)
    return Shown(_first(guarded, MOST - len(CUT)) + CUT, cut=True)


def bare(cell: str) -> str:
    """What a person means by a cell: without the guard."""
    plain = settled(cell)
    return plain.removeprefix(GUARD) if _GUARDED.match(plain) else plain


def settled(text: str) -> str:
    """Line ends as one, blanks instead of tabs, nothing unseen, no blanks around; bytes of names that are no text escaped."""
    one = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    seen = _TURNS.sub("", _CONTROLS.sub("", one))
    return seen.encode("utf-8", "backslashreplace").decode("utf-8").strip()


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _first(text: str, units: int) -> str:
    # Half a character at the end is none.
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
