"""How papers name the steps of a case: by id or label in a sidecar, by words in a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.rule_details import Steps
from archive_tool.core.words import fold

GAP = "…"  # in a word: a person's name stands here
_LONGEST_NAME = 20
_LINKS = "[及和与、+＋]"
_ENCLOSED = r"[(\[【〔]附.*?[)\]】〕]|附件?[:：].*"


class _Place(NamedTuple):
    """Where a word stands in a name."""

    start: int
    end: int
    length: int  # of what is written, without the gap
    steps: tuple[str, ...]


class StepWords:
    """The words of one rule. A word that stands for several steps names all of them."""

    def __init__(self, steps: Steps) -> None:
        self.order = tuple(step.id for step in steps.steps)
        self.ids = {_plain(step): step for step in self.order}
        self.labels = {_plain(word): step.id for step in steps.steps for word in step.label.spellings()}
        meanings: dict[str, list[str]] = {}
        for step in steps.steps:
            for word in step.words:
                meanings.setdefault(_plain(word), []).append(step.id)
        self.words = {word: self._ordered(found) for word, found in meanings.items()}
        self.gapped = {word: _gapped(word) for word in self.words if GAP in word}
        self.whole = [word for word in self.words if GAP not in word]
        self.about = _any_of(steps.about)

    def of(self, told: str, name: str) -> tuple[str, ...]:
        """What a sidecar tells, where it tells anything; else what the name does."""
        return self.told(told) if told else self.named(name)

    def told(self, word: str) -> tuple[str, ...]:
        """The step that a sidecar names, by id, label or words in it; several where the word means several."""
        plain = _plain(word.strip())
        if plain in self.ids:
            return (self.ids[plain],)
        of_label = (self.labels[plain],) if plain in self.labels else ()
        return self._ordered([*of_label, *self.words.get(plain, ())]) or self.named(word)

    def named(self, name: str) -> tuple[str, ...]:
        """The step that a name ends with, or the only one it names; several where the word means several.

        The longest words decide. What a name goes on with may say that the paper is only about the step.
        """
        plain = _plain(name.strip())
        places = self._places(plain)
        own = [place for place in places if not self._is_about(plain, place)]
        common = [step for step in self.order if own and all(step in place.steps for place in own)]
        ending = next((place.steps for place in own if place.end == len(plain)), ())
        return tuple(common) or ending

    def _ordered(self, steps: Sequence[str]) -> tuple[str, ...]:
        return tuple(step for step in self.order if step in steps)

    def _places(self, name: str) -> Sequence[_Place]:
        """Where words stand, none within or across a longer one."""
        kept: list[_Place] = []
        for place in sorted(self._all_places(name), key=lambda place: (-place.length, place.start)):
            if not any(place.start < other.end and other.start < place.end for other in kept):
                kept.append(place)
        return kept

    def _all_places(self, name: str) -> Iterator[_Place]:
        for word in self.whole:
            start = name.find(word)
            while start >= 0:
                yield _Place(start, start + len(word), len(word), self.words[word])
                start = name.find(word, start + 1)
        for word, pattern in self.gapped.items():
            if word[: word.index(GAP)] in name:  # a rough look first: most names hold none of them
                for found in pattern.finditer(name):
                    yield _Place(found.start(), found.end(), len(word) - 1, self.words[word])

    def _is_about(self, name: str, place: _Place) -> bool:
        """Whether the paper is a notice of the step, a request for it or a reply, and not the step itself."""
        if self.about is None:
            return False
        heading = re.match(r"\W*(\w+)[:：]", name[: place.start])
        if heading and self.about.fullmatch(heading[1]):
            return True
        rest = re.sub(_ENCLOSED, "", name[place.end :])
        # 大会记录及批复: what stands before the link is the paper; 大会和转正的通知: nothing does.
        first = re.split(_LINKS, rest, maxsplit=1)[0]
        return self.about.search(first if re.search(r"\w", first) else rest) is not None


def _plain(text: str) -> str:
    """A name without the particle that official titles put in or leave out."""
    return fold(text).replace("的", "").replace("...", GAP)


def _gapped(word: str) -> re.Pattern[str]:
    gap = rf"[^\W_]{{0,{_LONGEST_NAME}}}?"
    return re.compile(gap.join(map(re.escape, word.split(GAP))))


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    longest_first = sorted(map(_plain, words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if words else None
