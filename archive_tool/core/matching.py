"""Where a phrase or pattern of a query stands in a normal form: for marks, and for what no index can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archive_tool.core.grams import latin_at, wordy_until
from archive_tool.core.query_tree import Phrase, Wild

_SEPARATORS = r"\x00-/:-@\[-`{-\xa0\u3000-\u3004\u3008-\u3020"


def spans(wanted: Phrase | Wild, text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every place, from left to right, none overlapping another."""
    at = 0
    while (found := _first(wanted, text, at)) is not None:
        yield found
        at = max(found[1], at + 1)


def stands_in(wanted: Phrase | Wild, text: str) -> bool:
    """Most texts that hold the pieces of a pattern hold them apart: a rough look at once rules these out."""
    if isinstance(wanted, Phrase):
        return wanted.text in text and _first(wanted, text, 0) is not None
    if _rough(wanted).search(text) is None:
        return False
    return _first(wanted, text, 0) is not None


@lru_cache(maxsize=64)
def _rough(wild: Wild) -> re.Pattern[str]:
    """Fits wherever the pattern does and at few places more: between the pieces is no common separator."""
    head, *rest = (re.escape(piece.text) for piece in wild.pieces)
    return re.compile(head + "".join(f"(?>[^{_SEPARATORS}]*?{piece})" for piece in rest))


def _first(wanted: Phrase | Wild, text: str, at: int) -> tuple[int, int] | None:
    if isinstance(wanted, Phrase):
        return _phrase(wanted, text, at, len(text))
    head = wanted.pieces[0]
    all_wordy = wordy_until(head.text, 0) == len(head.text)
    while (begun := _phrase(head, text, at, len(text))) is not None:
        end = _rest(wanted, text, begun[1])
        if end is not None:
            return begun[0], end
        # What failed from here fails from every later place in the same run.
        at = max(begun[0] + 1, wordy_until(text, begun[1]) if all_wordy else 0)
    return None


def _rest(wanted: Wild, text: str, at: int) -> int | None:
    """The end of the pieces after the first. The nearest place of each is as good as any later one."""
    for piece in wanted.pieces[1:]:
        found = _phrase(piece, text, at, wordy_until(text, at) + len(piece.text))
        if found is None:
            return None
        at = found[1]
    return at


@lru_cache(maxsize=64)
def _latin_sides(wanted: str) -> tuple[bool, bool]:
    return latin_at(wanted, 0), latin_at(wanted, len(wanted) - 1)


def _phrase(phrase: Phrase, text: str, at: int, end: int) -> tuple[int, int] | None:
    """The first place between `at` and `end` that cuts no Latin word open but at an open side."""
    wanted = phrase.text
    begins, ends = _latin_sides(wanted)
    while (start := text.find(wanted, at, end)) >= 0:
        stop = start + len(wanted)
        cut_left = begins and not phrase.open_left and latin_at(text, start - 1)
        cut_right = ends and not phrase.open_right and latin_at(text, stop)
        if not cut_left and not cut_right:
            return start, stop
        at = start + 1
    return None
