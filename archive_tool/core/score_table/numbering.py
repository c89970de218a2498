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
