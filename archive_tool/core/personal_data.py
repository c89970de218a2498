"""Numbers that belong to one person, found and masked in a text: identity cards, mobile telephones, bank cards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

Kind = Literal["identity-card", "mobile", "bank-card"]

MASK = "*"
# Digits may be spaced out, or joined by hyphens; full-width ones are digits too.
_GAP = r"[ \u00a0\u3000\-－—]?"
_DIGIT = "[0-9０-９]"
_RUN = re.compile(
    rf"(?<![0-9０-９A-Za-z]){_DIGIT}(?:{_GAP}{_DIGIT}){{10,20}}(?:{_GAP}[XxＸｘ])?(?![0-9０-９A-Za-z])"
)
_MOBILE = re.compile(r"(?:0?086|86)?(1[3-9][0-9]{9})")
_DAY = re.compile(r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_OLD_DAY = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_FIRST_PROVINCE, _LAST_PROVINCE = 11, 91
# What stays to be read: enough to tell two people of a list apart, not enough to use the number.
_SHOWN: dict[Kind, tuple[int, int]] = {"identity-card": (6, 0), "mobile": (3, 4), "bank-card": (0, 4)}


class Found(NamedTuple):
    """One such number: where it stands, and what it is."""

    start: int
    end: int
    kind: Kind


def find(text: str) -> Iterator[Found]:
    """Every such number, in order."""
    for run in _RUN.finditer(text):
        digits = _plain(run[0])
        kind = next((kind for kind, is_one in _TESTS if is_one(digits)), None)
        if kind is not None:
            yield Found(run.start(), run.end(), kind)


def holds(text: str) -> bool:
    """Whether there is any."""
    return next(find(text), None) is not None


def masked(text: str) -> str:
    """The text of the same length, with the middle of every such number hidden."""
    pieces, done = [], 0
    for found in find(text):
        pieces += [text[done : found.start], _hidden(text[found.start : found.end], found.kind)]
        done = found.end
    return "".join([*pieces, text[done:]])


def _plain(run: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", run) if c.isdecimal() or c in "Xx").upper()


def _is_identity_card(digits: str) -> bool:
    """18 characters with the day of birth in them, or 15 of the old kind.

    The check digit is not asked: a number with a slip of the pen is as personal.
    """
    if not digits[:2].isdecimal() or not _FIRST_PROVINCE <= int(digits[:2]) <= _LAST_PROVINCE:
        return False
    if len(digits) == 18:
        return _DAY.fullmatch(digits[6:14]) is not None
    return len(digits) == 15 and digits.isdecimal() and _OLD_DAY.fullmatch(digits[6:12]) is not None


def _is_mobile(digits: str) -> bool:
    return _MOBILE.fullmatch(digits) is not None


def _is_bank_card(digits: str) -> bool:
    """16 to 19 digits that begin as cards do and whose check digit is right."""
    if not (16 <= len(digits) <= 19 and digits.isdecimal() and digits[0] in "3456"):
        return False
    # Every second digit from the right counts twice, as the sum of its digits.
    counted = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(n // 10 + n % 10 for n in counted) % 10 == 0


_TESTS: tuple[tuple[Kind, Callable[[str], bool]], ...] = (
    ("identity-card", _is_identity_card),
    ("mobile", _is_mobile),
    ("bank-card", _is_bank_card),
)


def _hidden(run: str, kind: Kind) -> str:
    first, last = _SHOWN[kind]
    signs = [at for at, c in enumerate(run) if c.isdecimal() or c in "XxＸｘ"]
    hidden = set(signs[first : len(signs) - last])
    return "".join(MASK if at in hidden else c for at, c in enumerate(run))
