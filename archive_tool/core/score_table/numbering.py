"""Numbers before titles, as Chinese papers count: 一、 above （一） above 1. above （1） above ①."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_HAN = "[一二三四五六七八九十]{1,3}"
# From the highest level down; NFKC has made brackets and stops narrow, and ① a plain 1, so that comes first.
_CIRCLED = re.compile("^[①-⑳]")
_LEVELS = (
    re.compile(rf"^(?:第{_HAN}(?:部分|章|项)|{_HAN})[、.,:\s]\s*"),
    re.compile(rf"^\({_HAN}\)[、.,]?\s*"),
    re.compile(r"^[0-9]{1,2}(?:[、,)]|\.(?![0-9]))\s*"),
    re.compile(r"^\([0-9]{1,2}\)[、.,]?\s*"),
)
DEEPEST = len(_LEVELS)


class Numbered(NamedTuple):
    """A title without its number, and how deep its number says it is; None: it has none."""

    level: int | None
    title: str


def numbered(text: str) -> Numbered:
    """What a title's number says."""
    said = text.strip()
    if _CIRCLED.match(said):
        return Numbered(DEEPEST, said[1:].strip() or said)
    narrow = unicodedata.normalize("NFKC", said)
    for level, pattern in enumerate(_LEVELS):
        found = pattern.match(narrow)
        # Of what NFKC made longer nobody could say where the title begins.
        if found:
            left = said[found.end() :] if len(narrow) == len(said) else narrow[found.end() :]
            return Numbered(level, left.strip() or said)
    return Numbered(None, said)


class Headings:
    """Rows that are nothing but titles, as deep as their numbers say; one without a number begins anew."""

    def __init__(self) -> None:
        self._there: list[tuple[int, int, str]] = []  # level, row, text
        self._told: set[int] = set()
        self._all: list[tuple[int, str]] = []

    def begin(self, row: int, text: str) -> None:
        level = numbered(text).level
        depth = -1 if level is None else level
        self._there = [one for one in self._there if one[0] < depth]
        self._there.append((depth, row, text))
        self._all.append((row, text))

    def above(self) -> tuple[str, ...]:
        return tuple(text for _, _, text in self._there)

    def used(self) -> None:
        self._told.update(row for _, row, _ in self._there)

    def unused(self) -> list[tuple[int, str]]:
        return [one for one in self._all if one[0] not in self._told]
