"""Lays text and evidence out on sheets of A4, page after page; nothing is drawn yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from archive_tool.report.pack_face import Face

WIDTH, HEIGHT = 595.27, 841.89
LEFT, TOP, BOTTOM = 62.0, 64.0, 62.0
ROOM = WIDTH - 2 * LEFT
LEADING = 1.55
NO_LINE_BEGINS = "，。、；：？！）》」』”’】〉…,.;:?!)]}%％"
NO_LINE_ENDS = "（《「『“‘【〈([{"
_WORDS = re.compile(r"[0-9A-Za-z\u00c0-\u024f./:_@#%&+=-]+|.", re.DOTALL)


class Text(NamedTuple):
    """A line; `ref`: the number of the page with this key stands at the right end, and it leads there."""

    x: float
    y: float
    size: float
    text: str
    ref: str = ""
    grey: bool = False


class Mark(NamedTuple):
    """A place that bookmarks and links lead to; without a title it is no bookmark."""

    key: str
    title: str
    level: int
    closed: bool = False
    y: float | None = None  # how high on the page; none: the whole page


class Evidence(NamedTuple):
    """A page of a document laid out before."""

    document: str
    page: int  # from 0


@dataclass(slots=True)
class Page:
    """What stands on one sheet."""

    foot: str = ""
    broad: bool = False
    texts: list[Text] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)  # x, y, width
    evidence: Evidence | None = None


class Flow:
    """Pages that are filled from top to bottom."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.pages: list[Page] = []
        self._y = 0.0
        self._open = False

    @property
    def used(self) -> float:
        """Points that are written on of the page that was begun last."""
        return HEIGHT - TOP - self._y

    def page(self, foot: str = "") -> None:
        """What follows stands on a new page."""
        self.pages.append(Page(self.face.fit(foot)))
        self._y, self._open = HEIGHT - TOP, True

    def go_on(self, foot: str = "", least: float = 0.0) -> None:
        """What follows stands below what was last written, if `least` points are left there."""
        if not self.has_room(least):
            self.page(foot)

    def has_room(self, points: float) -> bool:
        """Whether so much can be written below what was last written."""
        return self._open and self._y - points >= BOTTOM

    def foot(self, foot: str) -> None:
        """What stands at the foot of the page that was begun last."""
        self.pages[-1].foot = self.face.fit(foot)

    def evidence(self, document: str, number: int, *, broad: bool, foot: str) -> None:
        """A page of a document; nothing more is written on it."""
        shown = Evidence(document, number)
        self.pages.append(Page(self.face.fit(foot), broad, evidence=shown))
        self._y, self._open = HEIGHT - TOP, False

    def close(self) -> None:
        """What follows stands on a new page, if anything does."""
        self._open = False

    def mark(self, key: str, title: str, level: int, *, closed: bool = False) -> None:
        """At what is written next on the page that was begun last."""
        self.pages[-1].marks.append(Mark(key, title, level, closed, self._y if self.used else None))

    def space(self, points: float) -> None:
        self._y -= points

    def rule(self) -> None:
        """A thin line from side to side."""
        self.pages[-1].rules.append((LEFT, self._y - 6, ROOM))
        self._y -= 12

    def text(
        self,
        text: str,
        size: float = 11,
        *,
        indent: float = 0.0,
        hang: float = 0.0,
        centred: bool = False,
        grey: bool = False,
        ref: str = "",
    ) -> None:
        """A paragraph; its lines but the first stand `hang` further to the right; a `ref` at its last line."""
        room = ROOM - indent - hang - (34 if ref else 0)
        lines = list(self.wrapped(text, room, size))
        for number, line in enumerate(lines):
            if self._y - size * LEADING < BOTTOM:
                self.page(self.pages[-1].foot)
            self._y -= size * LEADING
            x = LEFT + indent + (hang if number else 0)
            if centred:
                x = (WIDTH - self.face.width(line, size)) / 2
            last = ref if number == len(lines) - 1 else ""
            self.pages[-1].texts.append(Text(x, self._y, size, line, last, grey))

    def wrapped(self, text: str, room: float, size: float) -> Iterator[str]:
        """Lines no wider than so many points; no line begins with a comma, no word is cut that fits a line."""
        for paragraph in text.split("\n"):
            line, used = "", 0.0
            for word in _WORDS.findall(self.face.fit(paragraph.replace("\t", "    "))):
                width = self.face.width(word, size)
                if used + width > room and line and word not in NO_LINE_BEGINS:
                    kept, line = _divided(line)
                    yield kept.rstrip()
                    used = self.face.width(line, size)
                    if word == " ":
                        continue
                while width > room and len(word) > 1:
                    cut = self._fitting(word, room - used, size)
                    yield line + word[:cut]
                    line, used, word = "", 0.0, word[cut:]
                    width = self.face.width(word, size)
                line, used = line + word, used + width
            yield line.rstrip()

    def _fitting(self, word: str, room: float, size: float) -> int:
        """How many of its characters fit, one at least."""
        used = 0.0
        for at, character in enumerate(word):
            used += self.face.width(character, size)
            if used > room:
                return max(at, 1)
        return len(word)


def _divided(line: str) -> tuple[str, str]:
    """A line, and the brackets at its end, which open the next one."""
    kept = line.rstrip(NO_LINE_ENDS)
    return (kept, line[len(kept) :]) if kept else (line, "")
