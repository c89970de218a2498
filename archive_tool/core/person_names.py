"""Names of persons as people write them: several in one place, a post before or behind one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

_SEVERAL = re.compile("[、，,；;]")
_BRACKETED = re.compile("(?P<name>.*[^（(])[（(](?P<said>[^（()）]+)[）)]")


class PersonNames:
    """Knows what may stand beside a name (书记), and who is listed."""

    def __init__(self, posts: tuple[str, ...], people: Collection[str] = ()) -> None:
        self._posts = posts
        self._people = people

    def of(self, written: Iterable[str]) -> Iterator[str]:
        """Each name without the post beside it: 张三（书记）、李四老师 are 张三 and 李四.

        Other brackets tell two persons of one name apart: 张三（大）. Without brackets a post is taken off a
        listed name only: 教务主任 is nobody called 教务.
        """
        for line in written:
            for part in _SEVERAL.split(line):
                if name := self._bare(part.strip()):
                    yield name

    def known(self, written: Iterable[str]) -> Iterator[str]:
        """The same, of those that are listed."""
        return (name for name in self.of(written) if name in self._people)

    def _bare(self, written: str) -> str:
        if written in self._people:
            return written  # as the list has it, whatever stands in it
        bracketed = _BRACKETED.fullmatch(written)
        name = bracketed["name"].strip() if bracketed and bracketed["said"].endswith(self._posts) else written
        if not self._people or name in self._people:
            return name
        told = (
            rest.strip()
            for post in self._posts
            for rest in (name.removesuffix(post), name.removeprefix(post))
        )
        return next((rest for rest in told if rest in self._people), name)
