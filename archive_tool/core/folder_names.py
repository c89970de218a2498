"""What the name of an old folder or file says by the scheme's words: a leaf, a category, several, or nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from archive_tool.core.scheme import Label, Scheme

Kind = Literal["leaf", "category", "several", "unit", "nothing"]

# Numbers before the name: 01_, 1., 一、, （三）; 三会一课 has none.
_NUMBER = re.compile(
    r"[(（]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:[)）]|[\s_.、．-]+)\s*|[0-9]{1,2}(?=[^\W\d_年月.])"
)
_WHEN = re.compile(
    r"(?:19|20)?[0-9]{2,4}\s*[-–—~～至]\s*(?:19|20)?[0-9]{2,4}\s*(?:学年|年)?度?|(?:19|20)[0-9]{2}\s*(?:学年|年)?度?"
    r"|[0-9]{1,2}\s*月份?|第?[一二三四1-4]季度|[上下]半年|第?[一二上下]学期|本?学[年期]度?|年度"
)
_PLAIN = re.compile(
    r"文件夹?|材料|资料|档案|会议记录|记录|会议|台账|汇总|相关|工作|活动|情况|电子版|扫描件|归档|历年|[\W\d_]"
)
# What lies in such a folder most likely lies elsewhere as well.
_BACKUP = re.compile(r"备份|副本|复件|作废|旧版|(?<![a-z])(?:backup|bak|copy)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name says; `whole` if it says nothing else."""

    kind: Kind
    code: str = ""  # of the leaf or category
    word: str = ""  # by which it was known
    whole: bool = False

    @property
    def category(self) -> str:
        """The category of a leaf, "05" of "05.01"."""
        return self.code.partition(".")[0]


NOTHING = Reading("nothing")


class FolderNames:
    """The words of one scheme for its leaves, categories and kinds of unit."""

    def __init__(self, scheme: Scheme) -> None:
        leaves = _leaf_words(scheme)
        categories: dict[str, set[str]] = {}
        for category in scheme.categories.values():
            for word in (*_words(category.title, category.folder), *category.words):
                categories.setdefault(fold(word), set()).add(category.code)
        kinds = scheme.vocabularies.get("unit_kinds", {})
        self.kinds = {fold(word): kind for kind, term in kinds.items() for word in _labels(term.label)}
        self._leaves = _only(leaves)
        self._categories = _only(categories)
        self._leaf = _pattern(leaves)
        self._plain = _pattern({*map(fold, scheme.plain_words), *self.kinds})

    def read(self, name: str) -> Reading:
        """The reading of a folder's name."""
        plain = _NUMBER.sub("", fold(name), count=1) if _NUMBER.match(fold(name)) else fold(name)
        found = [match.group() for match in self._leaf.finditer(plain)] if self._leaf else []
        codes = {self._leaves.get(word, "") for word in found}
        code = codes.pop() if len(codes) == 1 else ""
        bare = self._bare(plain)
        if bare in self._categories and bare not in self._leaves:
            return Reading("category", self._categories[bare], bare, True)
        if code and not self._residue(plain, found[0]):
            return Reading("leaf", code, found[0], True)
        if found and not code:
            return Reading("several")
        if self.unit_kind(plain):
            return Reading("unit")
        return Reading("leaf", code, found[0]) if found else NOTHING

    def leaf_of(self, name: str) -> str:
        """The leaf that the name of a file or record speaks of; "" if of none or of several."""
        reading = self.read(name)
        return reading.code if reading.kind == "leaf" else ""

    def unit_kind(self, name: str) -> str:
        """The kind of the unit that a name is that of: 示例小学党支部, but not 党支部 alone."""
        plain = fold(name).strip()
        for word in sorted(self.kinds, key=len, reverse=True):
            if plain.endswith(word):
                before = plain.removesuffix(word)
                return self.kinds[word] if _WHEN.sub("", before).strip(" _-0123456789.") else ""
        return ""

    def _residue(self, plain: str, word: str) -> str:
        left = _WHEN.sub(" ", plain.replace(word, " "))
        left = self._plain.sub(" ", left) if self._plain else left
        return _PLAIN.sub("", left)

    def _bare(self, plain: str) -> str:
        """The name without times and, behind it, what only says that these are papers."""
        left = _WHEN.sub("", plain).strip()
        if left in self._categories:
            return left
        return re.sub(r"(?:工作|活动|材料|资料|档案|记录|台账|文件夹?|汇总|[\s_-])+$", "", left)


def fold(name: str) -> str:
    """Full width and letter case aside."""
    return unicodedata.normalize("NFKC", name).casefold()


def is_backup(name: str) -> bool:
    """Whether a folder's name says that copies or discarded papers lie in it: 党建备份, 党课 - 副本."""
    return _BACKUP.search(fold(name)) is not None


def _leaf_words(scheme: Scheme) -> dict[str, set[str]]:
    """Word -> leaves: a leaf's own words, and those of its activity where no leaf has them for its own."""
    own: dict[str, set[str]] = {}
    held: dict[str, set[str]] = {}
    activities = scheme.vocabularies.get("activities", {})
    for leaf in scheme.leaves.values():
        for word in (*_words(leaf.title, leaf.folder), *leaf.words):
            own.setdefault(fold(word), set()).add(leaf.code)
        for word in activities[leaf.activity].words if leaf.activity else ():
            held.setdefault(fold(word), set()).add(leaf.code)
    return {**held, **own}


def _words(title: Label, folder: str) -> tuple[str, ...]:
    """A folder by its title in both languages and by its name, with its number and without."""
    return (title.zh, title.en, _NUMBER.sub("", folder, count=1) or folder)


def _labels(label: Label) -> tuple[str, ...]:
    return (label.zh, *(alias for alias in label.aliases))


def _only(words: Mapping[str, set[str]]) -> dict[str, str]:
    """Words that stand for one thing; one that stands for several decides nothing."""
    return {word: next(iter(codes)) for word, codes in words.items() if len(codes) == 1}


def _pattern(words: Mapping[str, object] | set[str]) -> re.Pattern[str] | None:
    """Any of the words, the longest at its place first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True)))) if words else None
