"""Numbers as the cells of a spreadsheet show them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from archive_tool.adapters.readers.number_codes import GENERAL, Section, Token, sections
from archive_tool.adapters.readers.number_dates import date_shown
from archive_tool.adapters.readers.numerals import counted, spelled

_SIGNIFICANT = 15  # digits that a spreadsheet keeps of a number
_WIDTH = 10  # and those it shows where the format leaves it the choice
_MOST_PLACES = 30  # behind the point; a code may ask for thousands
_ROOM = Context(prec=400)  # for the largest number there is, 309 digits long


@lru_cache(maxsize=8192)  # columns repeat themselves
def shown(value: float, code: str = GENERAL, *, epoch_1904: bool = False) -> str:
    """A number by its format code: 45730 by yyyy-mm-dd is 2025-03-14, 0.85 by 0% is 85%."""
    if code == GENERAL or not math.isfinite(value):
        return general(value)
    section, signed = _chosen(value, sections(code))
    if section is None:
        return general(value)
    if section.has("date", "elapsed"):
        said = date_shown(value, section, epoch_1904)
        return general(value) if said is None else said.strip()
    sign = "-" if signed and value < 0 else ""
    text = "".join(_Number(abs(value), section).pieces()).strip()
    return sign + text if re.search("[1-9]", text) or not re.search("[0-9]", text) else text


def text_shown(text: str, code: str) -> str:
    """A text by its format code: 甲 by @"同志" is 甲同志."""
    section = next((s for s in sections(code) if s.has("text")), None)
    if section is None or not section.has("literal"):
        return text
    said = (text if token.kind == "text" else token.text for token in section.tokens)
    return "".join(said).strip()


def general(value: float) -> str:
    """Without a format: 12 and not 12.0, at most ten digits where there is a fraction."""
    if not math.isfinite(value):
        return str(value)
    if abs(value) < 10**_SIGNIFICANT and value == int(value):
        return str(int(value))
    if not 1e-9 <= abs(value) < 1e15:
        return _exponent(f"{value:.5E}")
    whole = len(str(int(abs(value))))
    rounded = _rounded(Decimal(repr(value)), max(_WIDTH - whole, 0))
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded


def _rounded(value: Decimal, places: int) -> str:
    """Half away from zero, as spreadsheets do."""
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _ROOM):f}"


def _exponent(text: str) -> str:
    mantissa, _, exponent = text.partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent):+03}"


def _chosen(value: float, given: tuple[Section, ...]) -> tuple[Section | None, bool]:
    """The section for a number, and whether it needs a sign; a section for texts is none for numbers."""
    numbers = [s for at, s in enumerate(given) if at < 3 and not (at and s.has("text"))]
    if any(section.condition for section in numbers):
        fitting = (s for s in numbers if s.condition is None or s.condition(value))
        return next(fitting, None), True
    if len(numbers) == 1 or value > 0:
        return numbers[0], True
    if value < 0:
        return numbers[1], False
    return numbers[2 if len(numbers) > 2 else 0], True


class _Number:
    """One number, not negative, shown by one section."""

    def __init__(self, value: float, section: Section) -> None:
        self._value = value
        self._section = section
        tokens = section.tokens
        marks = "".join(t.text.upper() if t.kind == "mark" else t.kind[0] for t in tokens)
        self._digits = [t.text for t in tokens if t.kind == "digit"]
        self._point = next((at for at, t in enumerate(tokens) if t == Token("mark", ".")), len(tokens))
        self._grouped = re.search("d,+d", marks) is not None
        self._fraction = re.search("d/", marks) is not None
        self._exponent = "E" in marks
        thousands = re.search(r"d(,+)(?!.*d)", marks) or re.search(r"d(,+)\.", marks)
        places = 2 * marks.count("%") - 3 * (len(thousands[1]) if thousands and not self._exponent else 0)
        exact = Decimal(f"{value:.{_SIGNIFICANT}g}")
        self._scaled = exact.scaleb(places)

    def pieces(self) -> Iterator[str]:
        if self._section.has("general", "text"):
            yield from self._general()
        elif self._exponent:
            yield self._scientific()
        elif self._fraction:
            yield self._as_fraction()
        else:
            yield from self._placed()

    def _general(self) -> Iterator[str]:
        for token in self._section.tokens:
            if token.kind in ("general", "text"):
                yield counted(general(self._value), self._section.numerals)
            else:
                yield token.text

    def _scientific(self) -> str:
        tokens = self._section.tokens
        end = next(at for at, t in enumerate(tokens) if t.kind == "mark" and t.text[0] in "eE")
        before, after, width = (
            sum(t.kind == "digit" for t in part)
            for part in (tokens[: min(self._point, end)], tokens[self._point : end], tokens[end:])
        )
        # ##0.0E+0 moves the point by three at a time.
        step = max(before, 1)
        power = self._scaled.adjusted() // step * step if self._scaled else 0
        mantissa = _rounded(self._scaled.scaleb(-power), min(after, _MOST_PLACES))
        if len(mantissa.partition(".")[0]) > step:
            power += step
            mantissa = _rounded(self._scaled.scaleb(-power), min(after, _MOST_PLACES))
        sign = "-" if power < 0 else "+" if tokens[end].text[1] == "+" else ""
        return f"{mantissa}E{sign}{str(abs(power)).zfill(width)}"

    def _as_fraction(self) -> str:
        after = "".join(t.text for t in self._section.tokens).rpartition("/")[2]
        width = min(max(1, after.count("?")), _SIGNIFICANT)
        whole = int(self._scaled) if len(self._digits) > 2 * width else 0
        part = Fraction(self._scaled - whole).limit_denominator(10**width - 1)
        if part.denominator == 1:
            return str(whole + part.numerator)
        said = f"{part.numerator}/{part.denominator}"
        return f"{whole} {said}" if whole else said

    def _placed(self) -> Iterator[str]:
        """Digits into their places; what is written between the places stays there."""
        tokens = self._section.tokens
        before = sum(t.kind == "digit" for t in tokens[: self._point])
        after = len(self._digits) - before
        whole, _, part = _rounded(self._scaled, min(after, _MOST_PLACES)).partition(".")
        part = part.ljust(after, "0")
        whole = whole.lstrip("0")
        place = 0
        for token in tokens:
            if token.kind == "digit":
                digits = (
                    self._whole(whole, before, place) if place < before else self._part(part, place - before)
                )
                yield spelled(digits, self._section.numerals)
                place += 1
            elif token.kind == "literal" or token.text in (".", "%", "/"):
                yield token.text

    def _whole(self, digits: str, places: int, place: int) -> str:
        """The digit of one place; the first place holds all that have none of their own."""
        right = places - place - 1
        own = digits[: len(digits) - right] if place == 0 else digits[len(digits) - right - 1 :][:1]
        if len(digits) <= right:
            own = "0" if self._digits[place] == "0" else ""
        if not self._grouped or not own:
            return own
        return "".join(
            digit + ("," if (left := len(own) - at - 1 + right) and left % 3 == 0 else "")
            for at, digit in enumerate(own)
        )

    def _part(self, digits: str, place: int) -> str:
        kept = self._digits[len(self._digits) - len(digits) :]
        return digits[place] if kept[place] == "0" or digits[place:].strip("0") or "0" in kept[place:] else ""
