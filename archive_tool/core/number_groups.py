"""Digits that stand near each other in a text, and what sets them apart: blanks, cells, line breaks, signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

# Signs that nobody sees.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_HYPHENS = "\\-\u2010-\u2015\u2043\u2212\u2500\u30fc\ufe58\ufe63\uff0d"
_DOTS = ".\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff0e"
_WALLS = "\t|\u2502\uff5c"  # between cells
_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_LOW = "_\uff3f"
BETWEEN = rf"[\s{_UNSEEN}{_HYPHENS}{_DOTS}{_WALLS}{_LOW}]{{0,4}}+"
_GROUP = re.compile(rf"\d(?:[{_UNSEEN}]*+\d)*+")
# The gravest sign between two groups tells what sets them apart; blanks do where there is no other.
_SIGNS = {
    name: re.compile(f"[{signs}]")
    for name, signs in (
        ("hyphen", _HYPHENS),
        ("dot", _DOTS),
        ("low", _LOW),
        ("cell", _WALLS),
        ("break", _BREAKS),
    )
}
_PRINTED = frozenset(("hyphen", "dot", "low"))


class Window(NamedTuple):
    """Some groups in a row."""

    digits: str  # as ASCII
    places: tuple[int, ...]  # where in the text each of them stands
    sizes: tuple[int, ...]  # of the groups
    apart: tuple[str, ...]  # what stands between them: blank, cell, break, hyphen, dot, low, mixed
    outside: tuple[str, str]  # what sets it apart from what stands before and behind; "" for no digits there
    lone: (
        int  # how many groups of one digit stand in a row here, set apart alike; 0: not all are of one digit
    )


def windows(text: str, least: int, most: int) -> Iterator[Window]:
    """Every row of whole groups that has so many digits, in the order of their beginnings, longest first."""
    for run in _run(least).finditer(text):
        yield from _of_run(text, list(_GROUP.finditer(text, *run.span())), least, most)


@lru_cache(maxsize=8)
def _run(least: int) -> re.Pattern[str]:
    """So many digits or more near each other: most texts have days and amounts only, and are passed over at once."""
    return re.compile(rf"\d(?:{BETWEEN}\d){{{least - 1},}}+")


def _of_run(text: str, groups: list[re.Match[str]], least: int, most: int) -> Iterator[Window]:
    there = [[at for at in range(*one.span()) if text[at].isdecimal()] for one in groups]
    places, sizes = tuple(at for group in there for at in group), tuple(map(len, there))
    digits = "".join(str(unicodedata.decimal(text[at])) for at in places)
    apart = ["", *(_apart(text[a.end() : b.start()]) for a, b in pairwise(groups)), ""]
    sums = list(accumulate(sizes, initial=0))
    lone = _lone(sizes, apart)
    for first in range(len(groups)):
        for last in reversed(range(first + 1, _end(sums, first, most) + 1)):
            if sums[last] - sums[first] < least:
                break
            inside = slice(sums[first], sums[last])
            yield Window(
                digits[inside],
                places[inside],
                sizes[first:last],
                tuple(apart[first + 1 : last]),
                (apart[first], apart[last]),
                len(lone[first]) if last - 1 in lone[first] else 0,
            )


def _end(sums: list[int], first: int, most: int) -> int:
    end = first
    while end + 1 < len(sums) and sums[end + 1] - sums[first] <= most:
        end += 1
    return end


@lru_cache(maxsize=1024)
def _apart(signs: str) -> str:
    found = [name for name, one in _SIGNS.items() if one.search(signs)]
    printed = [name for name in found if name in _PRINTED]
    if len(printed) > 1 or (printed and "cell" in found):
        return "mixed"
    return (printed or found or ["blank"])[0]


def _lone(sizes: Sequence[int], apart: list[str]) -> list[range]:
    """For each group the row of single digits it stands in, set apart in one manner; longer ones in none."""
    rows: list[range] = []
    while len(rows) < len(sizes):
        first = end = len(rows)
        while (
            end < len(sizes)
            and sizes[end] == 1
            and apart[end] in (apart[first], apart[first + 1])[end > first :]
        ):
            end += 1
        rows += [range(first, end)] * max(end - first, 1)
    return rows
