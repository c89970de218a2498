"""Which of the archive's units a title names, and who made a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive_tool.core.config import ArchiveConfig, Unit
from archive_tool.core.drafting.pages import Page
from archive_tool.core.drafting.plain_text import either, half_width
from archive_tool.core.drafting.titles import without_remarks
from archive_tool.core.wording import Wording

_HAN_NUMBER = "[一二三四五六七八九十]{1,2}"
# 第一、二党小组 -> 第一党小组 第二党小组
_SHORTENED = re.compile(rf"第({_HAN_NUMBER})(?:[、和与及]第?({_HAN_NUMBER}))+(?=([\u3400-\u9fff]{{2,6}}))")
_NAME = re.compile(r"[\u3400-\u9fff·]{1,4}")
# What a paper is about or to, not by: 关于第一党支部…, 对第二党支部….
_ABOUT = re.compile(r"(?:关于|对|致|给|向|听取|同意|转发)[^,，。]*$")


class UnitReader:
    """Knows the units of an archive by their names and aliases."""

    def __init__(self, config: ArchiveConfig, wording: Wording) -> None:
        self._ids = {half_width(word): unit for word, unit in config.unit_ids().items() if unit != word}
        self._units = config.units
        # At the head of a title 党支部 may be any branch.
        self._names = self._ids.keys() - set(wording.plain)
        self._any = re.compile(either(self._ids))
        self._posts = tuple(wording.posts)
        self._bodies = tuple(wording.bodies)
        self._made_by = wording.made_by
        # 中共示例市委组织部 中共示例市委教育工作委员会关于…
        self._issuer = re.compile(rf"((?:[\u3400-\u9fff]{{3,20}}{either(wording.bodies)}\s?){{1,4}})关于")

    def named(self, titles: Iterable[str]) -> tuple[Unit, ...]:
        """Units whose own paper it is by its titles, each once: not those it is about."""
        found: dict[str, Unit] = {}
        for title in titles:
            text = without_remarks(_written_out(half_width(title)))
            for match in self._any.finditer(text):
                if not _ABOUT.search(text[: match.start()]):
                    unit = self._units[self._ids[match[0]]]
                    found[unit.id] = unit
        return tuple(found.values())

    def beside(self, own: str, named: Sequence[Unit]) -> list[str]:
        """Ids of those named beside the unit whose folder it is: its groups, or it together with others.

        Where several units share the folder (`own` is ""), all that are named, but for those above them.
        """
        if not own:
            above = set[str]().union(*(self._above(unit.id) for unit in named))
            return [unit.id for unit in named if unit.id not in above]
        if below := [unit.id for unit in named if unit.parent == own]:
            return below
        above = self._above(own)
        together = [unit.id for unit in named if unit.id not in above]
        return together if len(together) > 1 and own in together else []

    def _above(self, own: str) -> set[str]:
        found: set[str] = set()
        while (parent := self._units[own].parent if own in self._units else "") and parent not in found:
            found.add(parent)
            own = parent
        return found

    def author(self, page: Page, title: str, personal: bool) -> list[str]:
        """Who letterhead, signature, label, heading or byline name as the author; [] where none does."""
        label = next((page.labels[key] for key in self._made_by if key in page.labels), "")
        if page.signer or page.letterhead:
            signer, letterhead = (self.called(name) for name in (page.signer, page.letterhead))
            return [signer or letterhead] if not signer or not letterhead or signer == letterhead else []
        if label and (label in self._ids or label.endswith(self._bodies)):
            return [self.called(label)]
        for heading in filter(None, (page.heading, half_width(title))):
            if found := self._issuer.match(heading):
                return [self.called(name) for name in found[1].split()]
        if personal and (person := self._person(page.byline)):
            return [person]
        return self._in_front(page.heading) or self._in_front(half_width(title))

    def _in_front(self, heading: str) -> list[str]:
        """The unit a heading begins with, unless that is about one of its people."""
        unit = self._any.match(heading)
        if not unit or unit[0] not in self._names or heading.startswith(self._posts, unit.end()):
            return []
        return [self.called(unit[0])]

    def called(self, name: str) -> str:
        """The unit's own name, where one is meant; else the name as written."""
        return self._units[self._ids[name]].name if name in self._ids else name

    def _person(self, byline: str) -> str:
        """甲, 示例小学党支部书记 甲: a person's name, alone or behind a post or an organisation."""
        *before, name = byline.split() or [""]
        if not _NAME.fullmatch(name) or name.endswith(self._bodies) or name in self._ids:
            return ""
        return name if not before or before[-1].endswith((*self._posts, *self._bodies)) else ""


def _written_out(title: str) -> str:
    def each(match: re.Match[str]) -> str:
        numbers = re.findall(_HAN_NUMBER, match[0])
        return " ".join(f"第{number}{match[3]}" for number in numbers) + " "

    return _SHORTENED.sub(each, title)
