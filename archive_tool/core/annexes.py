"""Which attachments a text says it has, and does not hold itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive_tool.core.drafting.plain_text import either, half_width

_LONGEST = 60  # characters of the name of an attachment
_LISTED = 30  # lines of a list, at the most
_ABOVE, _BELOW = 2, 8  # lines: a text stands above the list, signature and date below, and nothing more
_NUMBER = re.compile(r"\(?([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?[.、)]\s*(?![0-9])")
_HAN = re.compile("[\u3400-\u9fff]+")
_QUOTED = re.compile("[《》〈〉“”\"'「」]")


class _Rows(NamedTuple):
    """The lines of a list, and how many of them stand below its first."""

    texts: list[str]
    below: int


class Annexes:
    """Reads the list that GB/T 9704 puts under the text: 附件：1. 名单, 2. 推荐表."""

    def __init__(self, words: Sequence[str], none: Sequence[str]) -> None:
        """`words`: what such a list begins with; `none`: what stands there where there are none."""
        word = either(words)
        # What stands in a text with one of the words, in whatever width its signs are written.
        self._letters = {max(_HAN.findall(word), key=len, default="") for word in words}
        self._list = re.compile(rf"{word}\s?[0-9一二三四五六七八九十]{{0,2}}\s?:\s*(.*)")
        # The attachment itself, further down: 附件1 on a line of its own, or above its title.
        self._own = re.compile(rf"{word}\s?[0-9一二三四五六七八九十]{{0,2}}\s?:?")
        self._none = frozenset(none)
        self._on = bool(words)

    def named(self, lines: Sequence[str]) -> tuple[str, ...]:
        """Names of the attachments listed; none where the same text goes on with them."""
        if not self._on:
            return ()
        whole = "\n".join(lines)
        if not any(letters in whole for letters in self._letters):  # nearly all texts
            return ()
        clean = [line for line in map(str.strip, half_width(whole).split("\n")) if line]
        at = next((at for at, line in enumerate(clean) if self._list.fullmatch(line)), 0)
        if at < _ABOVE:
            return ()
        first = self._list.fullmatch(clean[at])
        rows = self._rows(first[1] if first else "", clean[at + 1 : at + 1 + _LISTED])
        below = clean[at + 1 + rows.below :]
        if len(below) > _BELOW or any(self._own.fullmatch(one) or self._list.fullmatch(one) for one in below):
            return ()
        return self._names(rows.texts)

    def _rows(self, first: str, following: Sequence[str]) -> _Rows:
        """What is listed on the first line, and on the numbered ones that follow."""
        rows = [first] if first else []
        below = 0
        for line in following:
            listed = self._list.fullmatch(line)
            if listed and listed[1]:
                rows.append(listed[1])
            elif _NUMBER.match(line) and (_NUMBER.match(first) or not first):
                rows.append(line)
            else:
                break
            below += 1
        return _Rows(rows, below)

    def _names(self, rows: Sequence[str]) -> tuple[str, ...]:
        names = [name for row in rows for part in _split(row) if (name := _name(part))]
        kept = [name for name in names if not self._is_none(name) and len(name) <= _LONGEST]
        return tuple(dict.fromkeys(kept)) if len(kept) == len(names) else ()

    def _is_none(self, name: str) -> bool:
        """无; 印章样式(略)."""
        return name in self._none or name.endswith(tuple(f"({word})" for word in self._none))


def _split(row: str) -> list[str]:
    """1. 名单 2. 推荐表, or 1.名单；2.推荐表: as many as are numbered."""
    starts = [
        match.start()
        for match in _NUMBER.finditer(row)
        if not match.start() or row[match.start() - 1] in " ;,。\t"
    ]
    return [row[a:b] for a, b in zip(starts, [*starts[1:], len(row)], strict=True)] if starts else [row]


def _name(text: str) -> str:
    return _QUOTED.sub("", _NUMBER.sub("", text, count=1)).strip(" ;,。.、")


def is_there(name: str, names: Sequence[str]) -> bool:
    """Whether one of the files or records is called so, or nearly."""
    wanted = _bare(name)
    return any(wanted in have or (len(have) > 2 and have in wanted) for have in map(_bare, names) if have)


def _bare(name: str) -> str:
    return "".join(char for char in half_width(name).casefold() if char.isalnum())
