"""Labels of a record, in lines and in cells, behind which nothing was written: 主持人：______, 应到   人."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_MOST = 3  # places told of one text
_SHOWN = 16  # characters of each
# One of these stands in every text that has a place to write on: most have none, and are passed over.
_HINTS = ("__", "＿＿", "_人", "＿人", " 人", "\u3000人", "）人", ")人")
_LINE = re.compile("[_＿]{2}")
_UNITS = re.compile(r"[\s_＿年月日时分点人名:：/\-—]+")
# 应到   人， but neither 应到人数 nor 应到人员.
# Nothing that was passed is tried again: of a long run of blanks that would be its length to the third power.
_NOBODY = re.compile(
    r"(?:[\s_＿]++(?:[)）]\s*+)?|\s*+[(（](?:[\s_＿]++|[\s_＿]*+[)）]\s*+))人(?![\u3400-\u9fff])"
)
# What follows on the line is the next label's: 主持人：____ 记录人：甲.
_ANOTHER = re.compile(r"[\s,，;；、][^\s:：_＿]{1,8}[:：]")
_SIGNS = " \t\u3000,，;；、。"
_SOME = re.compile(r"\s*+(?:[(（]\s*+)?\d")


class _Label(NamedTuple):
    """One label in a text: whether something was written behind it, and how it looks if not."""

    word: str
    blank: bool
    shown: str


class Blanks:
    """Finds them in texts that were filled in otherwise.

    What is to be written on by hand has more places left than filled; a label that has its value elsewhere
    in the text stands again over a signature.
    """

    def __init__(self, labels: Iterable[str]) -> None:
        known = sorted(set(labels), key=lambda one: (-len(one), one))
        words = "|".join(map(re.escape, known))
        self._labels = re.compile(rf"({words})(\s*[:：]| *\t)?") if known else None

    def may_be_in(self, text: str) -> bool:
        """Whether it is worth a look at the lines of a text: all of them in one."""
        return self._labels is not None and any(hint in text for hint in _HINTS)

    def places_in(self, lines: Sequence[str]) -> tuple[str, ...]:
        """The first few places that were left, each once."""
        if self._labels is None:
            return ()
        found = list(self._found(self._labels, lines))
        filled = {label.word for label in found if not label.blank}
        left = {label.word: label.shown for label in found if label.blank and label.word not in filled}
        return tuple(left.values())[:_MOST] if len(filled) >= len(left) else ()

    def _found(self, labels: re.Pattern[str], lines: Iterable[str]) -> Iterator[_Label]:
        for line in lines:
            places = list(labels.finditer(line))
            for place, following in zip(places, [*places[1:], None], strict=False):
                value = _ANOTHER.split(line[place.end() : following.start() if following else None])[0]
                blank = _is_blank(value) if place[2] else _counts_nobody(value)
                if blank is not None:
                    yield _Label(place[1], blank, f"{place[0]}{value}".strip(_SIGNS)[:_SHOWN])


def _is_blank(value: str) -> bool | None:
    """Whether only lines to write on stand behind a label; None: nothing does, the value may be in the next cell."""
    if _UNITS.sub("", value):
        return False
    return True if _LINE.search(value) or _NOBODY.match(value) else None


def _counts_nobody(value: str) -> bool | None:
    """Of a label without a colon: 应到   人 is blank, 应到18人 is not, anything else says nothing."""
    if _SOME.match(value):
        return False
    return True if _NOBODY.match(value) else None
