"""How like one text is to others: what is compared of it, and which sketches resemble each other."""

from __future__ import annotations

import heapq
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from operator import eq

from archive_tool.core.gaps import plain
from archive_tool.core.locators import innermost
from archive_tool.core.model import Reading
from archive_tool.core.rule_details import Own

VERSION = "2"  # raised when other shingles are made of a text
COMPARED = "2"  # raised when more or better is said of texts that were compared
SHINGLE = 4  # characters
LEAST = 60  # characters that are left of a text at least: with fewer, the labels of a form are most of it
NUMBERS = 256  # of a sketch
TOO_SHORT = ""  # stands for what texts with too few characters are like
_BANDS, _ROWS = 32, 8  # 0.8 alike share a band 997 times in 1000, 0.4 alike 20 times
NEAREST = 1000  # that one text is held against
_MOST = 5  # told of one text: those before it may be parts of its own record
_WIDTH = array("I").itemsize
# A text repeats its day, its place in a series, its amounts: nobody asks why they differ.
_COUNTED = re.compile("[0-9〇零一二三四五六七八九十百千万两]+")
_SIGNS = re.compile(r"[\W_]+")
_NO_SHEET = "(?!(?:登记)?[表册])"
_BESIDE = frozenset(("comment", "header", "footer", "master", "notes"))


class Masker:
    """Takes out of a text what every unit and every day has of its own."""

    def __init__(self, names: Iterable[str], own: Own | None = None) -> None:
        """`names`: of units and of persons, as far as they are known. `own`: what is looked at alone."""
        self.names = tuple(_longest_first(names))
        self.own = own

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        """There may be thousands of names, and texts to mask only now and then."""
        return re.compile(_either(self.names)) if self.names else None

    @cached_property
    def _sheet(self) -> re.Pattern[str] | None:
        """Behind a label, but not behind the name of the sheet (个人自评表), up to the next label of either kind.

        A label that another one begins with (自评, 自评等次) is the longer one.
        """
        if self.own is None:
            return None
        after, end, until = map(_either, (self.own.after, self.own.until, (*self.own.after, *self.own.until)))
        not_end = f"(?!{end})" if end else ""
        return re.compile(rf"{not_end}(?:{after}){_NO_SHEET}(.*?)(?=(?:{until}){_NO_SHEET}|$)", re.DOTALL)

    def shingles(self, reading: Reading) -> tuple[str, ...]:
        """The pieces of a text by which it is compared; none of one that is too short."""
        text = "".join(
            plain(segment.text) for segment in reading.segments if innermost(segment.locator) not in _BESIDE
        )
        if self._sheet:
            text = "".join(found[1] for found in self._sheet.finditer(text))
        if self._names:
            text = self._names.sub("", text)
        text = _SIGNS.sub("", _COUNTED.sub("", text))
        if len(text) < LEAST:
            return ()
        return tuple(dict.fromkeys(text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)))


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted({plain(word) for word in words} - {""}, key=lambda one: (-len(one), one))


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, _longest_first(words)))


def resembling(
    texts: Sequence[str], sketches: Mapping[str, bytes], share: float
) -> dict[str, tuple[str, ...]]:
    """By text, those before it that are at least so much alike, the nearest first; at most a few.

    Each is held against the nearest ones that it has much in common with, up to NEAREST: where thousands were
    filled in on one form, those further back are not looked at.
    `texts`: keys in order, each once; those without a sketch are not compared, those with an empty one
    stand under TOO_SHORT. `share`: of the pieces of both together, how many are in both (the Jaccard index).
    """
    made = [(at, sketches[key]) for at, key in enumerate(texts) if sketches.get(key)]
    buckets = _buckets(made)
    told = {at: array("I", sketch) for at, sketch in made if at in buckets}
    found: dict[str, tuple[str, ...]] = {}
    for at, shared in sorted(buckets.items()):
        near_ones = islice(_before(at, shared), NEAREST)
        like = (other for other in near_ones if alike(told[at], told[other]) >= share)
        near = tuple(texts[other] for other, _ in zip(like, range(_MOST), strict=False))
        if near:
            found[texts[at]] = near
    short = tuple(key for key in texts if sketches.get(key) == b"")
    return {**found, TOO_SHORT: short} if short else found


def _buckets(made: Sequence[tuple[int, bytes]]) -> dict[int, list[Sequence[int]]]:
    """By number of a text, for each band that it shares with others the numbers of all that have it, ascending."""
    found: dict[int, list[Sequence[int]]] = {}
    width = _ROWS * _WIDTH
    for begin in range(0, _BANDS * width, width):
        bands = [sketch[begin : begin + width] for _, sketch in made]
        if len(set(bands)) == len(bands):  # nearly always: nobody repeats anybody
            continue
        buckets: dict[bytes, list[int]] = {}
        for (at, _), band in zip(made, bands, strict=True):
            buckets.setdefault(band, []).append(at)
        for bucket in buckets.values():
            for at in bucket if len(bucket) > 1 else ():
                found.setdefault(at, []).append(bucket)
    return found


def _before(at: int, shared: Iterable[Sequence[int]]) -> Iterator[int]:
    """The texts before one that stand in a bucket with it, each once, from the nearest on, as far as they are asked for."""
    last = at
    for other in heapq.merge(*(_backwards(bucket, at) for bucket in shared), reverse=True):
        if other != last:
            yield other
        last = other


def _backwards(bucket: Sequence[int], at: int) -> Iterator[int]:
    for place in range(bisect_left(bucket, at) - 1, -1, -1):
        yield bucket[place]


def alike(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of equal numbers of two sketches, which estimates how much their texts have in common."""
    same: int = sum(map(eq, one, other))
    return same / len(one)
