"""The typeface of a pack: one of the computer's that is embedded, else one that every viewer of PDF stands in for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

EMBEDDED, NAMED = "archive-pack", "STSong-Light"
MISSING = "〓"  # what printers have always set where they lack a character
BASIC_PLANE = 0xFFFF


@dataclass(frozen=True)
class Face:
    """Name for the canvas; which characters it has."""

    name: str
    _font: TTFont | None = field(default=None, repr=False)

    def width(self, text: str, size: float) -> float:
        """Points."""
        return sum(map(_measure(self.name), text), 0.0) * size

    def fit(self, text: str) -> str:
        """With a sign in place of characters that it lacks, and nothing that cannot be seen."""
        return "".join(c if self._has(c) else MISSING for c in text if c.isprintable() or c == "\u3000")

    def _has(self, character: str) -> bool:
        if self._font is None:
            return ord(character) <= BASIC_PLANE
        return ord(character) in self._font.face.charToGlyph


def face(files: Iterable[str]) -> Face:
    """The first of these font files that can be embedded: with outlines of TrueType, and allowed by its maker."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    _measure.cache_clear()
    for file in files:
        try:
            font = TTFont(EMBEDDED, file)
        # A broken font is as good as none.
        except (TTFError, OSError, ValueError, IndexError, KeyError, ArithmeticError):
            continue
        if ord("党") in font.face.charToGlyph:
            registerFont(font)
            return Face(EMBEDDED, font)
    registerFont(UnicodeCIDFont(NAMED))
    return Face(NAMED)


@cache
def _measure(name: str) -> Callable[[str], float]:
    """From a character to its width at size 1."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    @cache
    def width(character: str) -> float:
        return float(stringWidth(character, name, 1000)) / 1000

    return width
