"""Which of the people that archive.yaml lists a title names: as a whole name, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.drafting.plain_text import either, half_width

_LETTER = re.compile(r"[\u3400-\u9fff·A-Za-z]")
_LINKS = "和与及同"


class PersonReader:
    """Knows the listed people, and the words that may stand beside a name: 甲一廉政承诺书, 书记甲一."""

    def __init__(self, config: ArchiveConfig, words: Iterable[str]) -> None:
        """`words`: what may stand before or behind a name without being part of it."""
        self._units = config.units
        self._listed = {
            unit.id: frozenset(half_width(name) for name in unit.people() if len(name) > 1)
            for unit in config.units.values()
        }
        # A single character may belong to the name: 李明 is not 李明文.
        self._words = tuple({half_width(word) for word in words if len(word) > 1})

    def named(self, titles: Iterable[str], own: str, more: Sequence[str]) -> list[str]:
        """The people of a unit that titles in half width name, each once, in their order.

        `own`: the unit's id; "" means that any unit's people may be meant. `more`: words of the folder.
        """
        people = self._people(own)
        words = (*self._words, *(half_width(word) for word in more if len(word) > 1))
        any_of = re.compile(either(people))
        found: dict[str, None] = {}
        for title in titles if people else ():
            for match in any_of.finditer(title):
                before, after = title[: match.start()], title[match.end() :]
                if _ends_well(before, words, people) and _begins_well(after, words, people):
                    found[match[0]] = None
        return list(found)

    def _people(self, own: str) -> tuple[str, ...]:
        units = (own,) if own else self._listed
        return tuple({name for unit in units for name in self._listed.get(unit, ())})


def _ends_well(before: str, words: tuple[str, ...], people: tuple[str, ...]) -> bool:
    """Whether a name may begin behind it."""
    if not before or not _LETTER.match(before[-1]) or before.endswith(words):
        return True
    return before[-1] in _LINKS and (len(before) == 1 or before[:-1].endswith(people))


def _begins_well(after: str, words: tuple[str, ...], people: tuple[str, ...]) -> bool:
    """Whether a name may end before it."""
    if not after or not _LETTER.match(after[0]) or after.startswith(words):
        return True
    return after[0] in _LINKS and after[1:].startswith(people)
