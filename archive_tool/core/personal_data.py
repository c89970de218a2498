"""Numbers that belong to one person, found and masked in a text: identity cards, mobile telephones, bank cards.

Neighbours hide none: every row of groups of digits is asked by itself. What is written in one piece is known
by its digits alone; what is set apart is known by the manner in which people, forms and line breaks do that,
because the cells of a table of amounts may have the same digits. Where both are possible it is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple
from unicodedata import decimal

from archive_tool.core.number_groups import BETWEEN, Window, windows

Kind = Literal["identity-card", "mobile", "bank-card"]

MASK = "*"
_LEAST, _MOST = 11, 19  # digits
_LEAST_OF_CARDS = 15
_MOBILE = re.compile(r"(?:00?86|86|0)?1[3-9][0-9]{9}")
_DAY = re.compile(r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_OLD_DAY = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
# GB/T 2260; 81 to 83 and 9 begin the cards of residents from Hong Kong, Macao, Taiwan and abroad.
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[0-9]")
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_LONG = re.compile(r"\d{18,}(?:\d|[XxＸｘ])")
_LAST_SIGN = re.compile(f"{BETWEEN}[XxＸｘ]")
_YEAR = re.compile("(?:18|19|20)[0-9]{2}")
# How people group them.
_CARD_SHAPES = frozenset(
    ((6, 8, 4), (6, 4, 4, 4), (6, 12), (14, 4), (17, 1), (3, 3, 4, 4, 4), (6, 8, 3, 1), (6, 6, 3))
)
_MOBILE_SHAPES = frozenset(((3, 4, 4), (3, 8), (7, 4)))
_BANK_SHAPES = frozenset(((4, 4, 4, 4), *((4, 4, 4, 4, rest) for rest in (1, 2, 3)), (6, 13), (6, 10)))
_UNIONPAY = "62"
_WRITTEN = frozenset(("blank", "hyphen", "dot", "low", "break"))
_LINE = frozenset(("blank", "hyphen"))
_MOST_GROUPS = 5  # of a number that stands alone; 18 16 2 18 17 10 is a row of a table
# Single digits in a row: a telephone's boxes, perhaps with a card's, and up to two more.
_BOXES = frozenset((11, 12, 13, 29, 30, 31))
_MOST_BOXES = max(_BOXES)
# What stays to be read: enough to tell two people of a list apart, not enough to use the number.
_SHOWN: dict[Kind, tuple[int, int]] = {"identity-card": (6, 0), "mobile": (3, 4), "bank-card": (0, 4)}


class Found(NamedTuple):
    """One such number: what it is, and where each of its signs stands."""

    kind: Kind
    places: tuple[int, ...]


def find(text: str, least: int = _LEAST) -> Iterator[Found]:
    """Every such number of so many digits or more; they may lie over each other."""
    for window in windows(text, least, _MOST):
        # One that is in doubt between two kinds is the first.
        for kind, found in _TESTS:
            if places := found(window, text):
                yield Found(kind, places)
                break
    yield from _within(text)


def kinds(text: str) -> tuple[Kind, ...]:
    """Those by which somebody could be impersonated; a telephone is told to be called."""
    there = {found.kind for found in find(text, _LEAST_OF_CARDS)}
    return tuple(kind for kind in ("identity-card", "bank-card") if kind in there)


def holds(text: str) -> bool:
    """Whether there is any."""
    return next(find(text), None) is not None


def masked(text: str) -> str:
    """The text of the same length, with the middle of every such number hidden."""
    signs = list(text)
    for found in find(text):
        first, last = _SHOWN[found.kind]
        for at in found.places[first : len(found.places) - last]:
            signs[at] = MASK
    return "".join(signs)


def _card(window: Window, text: str) -> tuple[int, ...]:
    """18 characters with the day of birth in them, or 15 of the old kind.

    The check digit is asked only of what is grouped as nobody groups it: a slip of the pen is as personal.
    """
    digits, places, sizes = window.digits, window.places, window.sizes
    if len(digits) == 17 and (last := _LAST_SIGN.match(text, places[-1] + 1)):
        touching = len(last[0]) == 1
        digits, places = digits + "X", (*places, last.end() - 1)
        sizes = (*sizes[:-1], sizes[-1] + 1) if touching else (*sizes, 1)
    if not _born(digits):
        return ()
    boxes = 0 < window.lone <= _MOST_BOXES and len(digits) == 18
    alike = len(set(window.apart)) == 1 and _checked(digits)
    whole = _told(window, sizes, _CARD_SHAPES) or _broken(window) or _alone(window)
    return places if boxes or alike or whole else ()


def _born(digits: str) -> bool:
    if _PROVINCE.match(digits) is None:
        return False
    if len(digits) == 18:
        return _DAY.fullmatch(digits[6:14]) is not None
    return len(digits) == 15 and _OLD_DAY.fullmatch(digits[6:12]) is not None


def _checked(digits: str) -> bool:
    """GB 11643."""
    if len(digits) != 18:
        return False
    return _CHECKS[sum(int(a) * b for a, b in zip(digits, _WEIGHTS, strict=False)) % 11] == digits[17]


def _mobile(window: Window, text: str) -> tuple[int, ...]:
    if _MOBILE.fullmatch(window.digits) is None:
        return ()
    # 1998-09-2001-7 is a time.
    timed = window.sizes[:1] == (4,) and window.sizes[1:2] < (3,) and _YEAR.match(window.digits)
    alone = not timed and _alone(window)
    wrapped = _broken(window) and "" in window.outside
    # Twelve numbers of a table by months are small, and so are marks.
    boxes = window.lone in _BOXES and max(window.digits[2:]) > "4" and len(set(window.digits)) > 3
    return window.places if boxes or alone or wrapped or _told(window, window.sizes, _MOBILE_SHAPES) else ()


def _bank_card(window: Window, text: str) -> tuple[int, ...]:
    """16 to 19 digits that begin as cards do and whose check digit is right."""
    digits = window.digits
    if len(digits) < 16 or digits[0] not in "3456" or not _luhn(digits):
        return ()
    # Every tenth row of four amounts has a right check digit.
    shapes = _BANK_SHAPES if digits.startswith(_UNIONPAY) else frozenset[tuple[int, ...]]()
    wrapped = _broken(window) and "" in window.outside
    return window.places if wrapped or _alone(window) or _told(window, window.sizes, shapes) else ()


def _luhn(digits: str) -> bool:
    """Every second digit from the right counts twice, as the sum of its digits."""
    counted = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(n // 10 + n % 10 for n in counted) % 10 == 0


_TESTS: tuple[tuple[Kind, Callable[[Window, str], tuple[int, ...]]], ...] = (
    ("identity-card", _card),
    ("mobile", _mobile),
    ("bank-card", _bank_card),
)


def _told(window: Window, sizes: tuple[int, ...], shapes: frozenset[tuple[int, ...]]) -> bool:
    """Whether it is written in one piece, or as people group it, be it over two lines."""
    if len(window.sizes) == 1:
        return True
    return sizes in shapes and window.apart.count("break") <= 1 and _WRITTEN.issuperset(window.apart)


def _broken(window: Window) -> bool:
    """Whether it is one piece but for the end of a line."""
    return window.apart == ("break",)


def _alone(window: Window) -> bool:
    """Whether its groups, however large, are set apart as nothing is that stands beside them."""
    inside = set(window.apart)
    return len(window.sizes) <= _MOST_GROUPS and inside <= _LINE and not inside.intersection(window.outside)


def _within(text: str) -> Iterator[Found]:
    """Cards in longer numbers: what stood beside them touches them."""
    for long in _LONG.finditer(text):
        for first in range(len(long[0]) - 17):
            digits = "".join(str(decimal(sign, "X")) for sign in long[0][first : first + 18])
            if _born(digits):
                yield Found("identity-card", tuple(range(long.start() + first, long.start() + first + 18)))
