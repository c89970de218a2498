"""Lines no wider than a terminal: Chinese breaks between characters, Latin between words, paths at a slash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rich.cells import cell_len
from rich.text import Text

Side = Literal["start", "end"]

_NEVER_FIRST = frozenset("，。、；：？！）》」』】〕”’…％,.;:?!)]}%")
_NEVER_LAST = frozenset("（《「『【〔“‘([{")
_BREAKS_AFTER = frozenset("/\\_ \u3000")


def wrapped(text: Text, width: int, first: int | None = None) -> Iterator[Text]:
    """The text in pieces of at most `width` cells (the first: `first`), without white space between them."""
    plain = text.plain
    start = 0
    while start < len(plain):
        end = start + _fitting(plain[start:], width if start or first is None else first)
        if end < len(plain):
            end = _good_break(plain, start, end)
        piece = text[start:end]
        piece.rstrip()
        yield piece
        start = end
        while plain[start : start + 1] == " ":
            start += 1


def cut(text: Text, width: int, keep: Side, mark: str) -> Text:
    """The text in at most `width` cells; `mark` stands for what was cut off behind or before it."""
    plain = text.plain
    if cell_len(plain) <= width:
        return text
    room = max(0, width - cell_len(mark))
    if keep == "start":
        kept = text[: _fitting(plain, room)]
        kept.rstrip()
        return kept + Text(mark)
    start = len(plain) - _fitting(plain[::-1], room)
    # Backwards an accent comes before its letter, and the sum of the parts may be less than the whole.
    while start < len(plain) and (not cell_len(plain[start]) or cell_len(plain[start:]) > room):
        start += 1
    slash = plain.find("/", start)
    if start <= slash <= start + (len(plain) - start) // 3:
        start = slash
    return Text(mark) + text[start:]


def _fitting(plain: str, width: int) -> int:
    """How many characters from the start fill at most `width` cells; one at least, however narrow."""
    cells = [0]
    for character in plain:
        cells.append(cells[-1] + cell_len(character))
        if cells[-1] > width:
            break
    count = len(cells) - 1 if cells[-1] <= width else len(cells) - 2
    # A sign and what changes its look are one: the sum of the parts may be less than the whole.
    while count > 1 and cell_len(plain[:count]) > width:
        count -= 1
    return max(1, count)


def _good_break(plain: str, start: int, end: int) -> int:
    """The last place at or before `end` where a line may break, `end` itself if there is none."""
    for place in range(end, start, -1):
        if _may_break(plain[place - 1], plain[place]):
            return place
    return end


def _may_break(before: str, after: str) -> bool:
    if after == " " or (before in _BREAKS_AFTER and after not in _NEVER_FIRST):
        return True
    if after in _NEVER_FIRST or before in _NEVER_LAST or not cell_len(after):
        return False
    return cell_len(before) > 1 or cell_len(after) > 1
