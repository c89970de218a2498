"""A few words around a match, cut from the text as it was read, with the matches marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from archive_tool.core.documents import Passage
from archive_tool.core.grams import MARKS, normalise, one_for_one
from archive_tool.core.matching import spans, stands_in
from archive_tool.core.query import Query
from archive_tool.core.query_tree import Phrase, Wild, texts

WIDTH = 80  # characters
BEFORE = 20  # of them before the first match
_AROUND = 40  # characters looked at on both sides, so that a word cut by the window is not mistaken

# What goes into normal form by itself: white space, or a character with the marks that join it.
_CLUSTER = re.compile(rf"[^\S\n]+|\n|.[{MARKS}]*", re.DOTALL)
_normal = lru_cache(maxsize=4096)(normalise)


_NOT_ONE = "\0" * 1000


class _Forms(dict[int, str]):
    """A table for str.translate: normal forms, and something too long for what is not one for one."""

    def __missing__(self, code: int) -> str:
        form = normalise(chr(code))
        if len(form) != 1:
            form = _NOT_ONE
        self[code] = form
        return form


_forms = _Forms()

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """Original text, newlines shown as spaces, and what to mark in it."""

    part: str  # file name below the record; "" for its own names and values
    locator: str
    text: str
    marks: tuple[Span, ...]  # start and end in `text`, ascending, apart


def snippet(passages: Iterable[Passage], query: Query) -> Snippet | None:
    """Around the first match in the passage that holds most of what was asked for; no more are drawn than needed.

    Where nothing stands in the passages (a query of fields), their beginning; None if all are blank.
    """
    wanted = tuple(dict.fromkeys(texts(query.root)))
    chosen, held = _choose(passages, wanted)
    if chosen is None:
        return None
    text = chosen.segment.text
    anchor = min((_first(each, text) for each in held), default=len(text) - len(text.lstrip()))
    line = text.rfind("\n", 0, anchor) + 1
    start = max(line, min(anchor - BEFORE, len(text) - WIDTH))
    end = min(len(text), start + WIDTH)
    marks = _marks(text, start, end, held)
    return Snippet(chosen.part, chosen.segment.locator, text[start:end].replace("\n", " "), marks)


def _choose(
    passages: Iterable[Passage], wanted: Sequence[Phrase | Wild]
) -> tuple[Passage | None, tuple[Phrase | Wild, ...]]:
    """The passage with most different matches, and what matches in it; a part before the record's own names."""
    present = []
    for passage in passages:
        text = passage.segment.text
        if not text or text.isspace():
            continue
        # The first part that holds everything is the best there can be: the rest need not be read.
        if passage.part and all(stands_in(each, text) for each in wanted):
            return passage, tuple(wanted)
        present.append(passage)
    if not present:
        return None, ()
    found = _held([passage.segment.text for passage in present], wanted)
    best = max(range(len(present)), key=lambda at: (len(found[at]), present[at].part != "", -at))
    return present[best], tuple(found[best])


def _held(present: Sequence[str], wanted: Sequence[Phrase | Wild]) -> list[list[Phrase | Wild]]:
    """What stands in each text. Most texts hold a phrase as it is: normal forms only for what is nowhere."""
    found = [[each for each in wanted if stands_in(each, text)] for text in present]
    missing = [each for each in wanted if not any(each in held for held in found)]
    if missing:
        for held, text in zip(found, present, strict=True):
            normal = normalise(text)
            held += [each for each in missing if stands_in(each, normal)]
    return found


def _first(wanted: Phrase | Wild, text: str) -> int:
    """Where the first match begins in the original text; its end if it cannot be told."""
    as_it_is = next(spans(wanted, text), None)
    if as_it_is is not None:
        return as_it_is[0]
    at = 0
    for line in text.split("\n"):
        if stands_in(wanted, normalise(line)):
            found = _originals(line, [wanted])
            return at + (found[0][0] if found else 0)
        at += len(line) + 1
    return len(text)


def _marks(text: str, start: int, end: int, wanted: Sequence[Phrase | Wild]) -> tuple[Span, ...]:
    """Every match that shows between start and end, from there; overlapping ones joined."""
    base = max(0, start - _AROUND)
    marks: list[Span] = []
    for left, right in _originals(text[base : end + _AROUND], wanted):
        shown = max(base + left, start) - start, min(base + right, end) - start
        if shown[0] >= shown[1]:
            continue
        if marks and shown[0] <= marks[-1][1]:
            marks[-1] = marks[-1][0], max(marks[-1][1], shown[1])
        else:
            marks.append(shown)
    return tuple(marks)


def _originals(text: str, wanted: Sequence[Phrase | Wild]) -> list[Span]:
    """Matches in the normal form of a short text, as places of the text itself, ascending."""
    simple = one_for_one(text)
    if simple is None:
        simple = text.translate(_forms)
        simple = simple if len(simple) == len(text) and normalise(text) == simple else None
    if simple is not None:
        return sorted(span for each in wanted for span in spans(each, simple))
    clusters = _CLUSTER.findall(text)
    forms = list(map(_normal, clusters))
    found = sorted(span for each in wanted for span in spans(each, "".join(forms)))
    begins = list(accumulate(map(len, clusters), initial=0))
    normal_begins = list(accumulate(map(len, forms), initial=0))
    return [
        (
            begins[bisect_right(normal_begins, left) - 1],
            begins[bisect_right(normal_begins, right - 1)],
        )
        for left, right in found
    ]
