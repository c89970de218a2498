"""What a title is about and what it is: the thing itself stands at its end. All titles in half width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.drafting.plain_text import either, half_width
from archive_tool.core.label import Label
from archive_tool.core.scheme import Scheme
from archive_tool.core.words import WordTable

# Remarks and quoted titles: (讨论议程), 《…》.
_ASIDE = re.compile(r"[(《【][^)》】]*[)》】]")
_JOINT = re.compile(r"[暨和与及、+\s]")
_APART = re.compile(r"[\s_\-:,。+]+")
# 【紧急通知】请各支部…: what it is, said in front.
_IN_FRONT = re.compile(r"【([^】]*)】")
_WHEN = (
    r"\d{4}\s*[年学]度?年?|[一二三四1-4]季度|第?[一二三四五六七八九十百\d]+(?:次|季度|期|届|场|讲|课|学期|月份?|日|号|份|页|张|周)"
    r"|[上下]半[年月]|[上下]学期|年度|学年|本年|全年|当年|年终|年末|年初|[〇○零Oo0一二三四五六七八九]{4}年|[春秋]季?学期"
)
_SOME_TIME = re.compile(_WHEN)
_LAST = re.compile(rf"(?:v?\d+(?:\.\d+)*|{_WHEN})$")
_LAST_CHARACTERS = frozenset("0123456789次度期届场讲课月份日号页张周年终末初")
_SIGNS = " \t\n-_.+,:;、"
_NO_WORD = re.compile(r"[的\W\d_]")


def without_remarks(title: str) -> str:
    """The title with a blank for what stands in brackets: （讨论议程）, 《…》."""
    return _ASIDE.sub(" ", title).strip()


class TitleReader:
    """Reads titles by the words of a scheme. Known are words that say no more than the folder does."""

    def __init__(self, scheme: Scheme, config: ArchiveConfig) -> None:
        wording = scheme.wording
        self._scheme = scheme
        self._config = config
        self._versions = _longest_first(wording.versions)
        self._tails = _longest_first((*wording.versions, *wording.tails))
        self._plain_words = (*wording.plain, *wording.versions)
        self._about = re.compile(either(wording.about))
        self._meetings = _longest_first(wording.meetings)
        self._deals = _longest_first(wording.deals)
        self._granting = re.compile(either(wording.granting))

    def is_about(self, name: str) -> bool:
        """Whether a name speaks about a thing (its template, its rules) rather than naming it."""
        return self._about.search(without_remarks(name)) is not None

    def residue(self, title: str, more: Iterable[str] = ()) -> str:
        """What is left without known words, times and plain words: "" says nothing else.

        Remarks are looked into: they may say what the paper is (党员大会（签到表）).
        """
        for word in more:
            title = title.replace(word, " ")
        return _without(self._known, title)

    def subject(self, title: str) -> str:
        """What is left when the names of forms are taken away as well: 安全 of 2025年安全工作计划."""
        return _without(self._known_and_forms, title)

    def matter(self, title: str) -> str:
        """The subject alone: 换届选举 of 关于同意换届选举的批复. The title may be in any width.

        Where it has none, the gathering that it names: 组织生活会 of 组织生活会整改台账.
        """
        title = half_width(title)
        return self._granting.sub("", self.subject(title)) or "".join(self._gatherings.findall(title))

    def topics(self, forms: Iterable[Label]) -> Callable[[str], str]:
        """(title in any width) -> its subject: of the words for papers only these are no part of it."""
        words = (word for form in forms for word in form.spellings())
        known = re.compile(either((*self._known_words, *words)))
        return lambda title: self._granting.sub("", _without(known, half_width(title)))

    def is_only_a_form(self, title: str) -> bool:
        """Whether a title says no more than what kind of paper it is: 会议记录, 3月计划."""
        return not _without(self._forms, without_remarks(title))

    def named(self, title: str, words: WordTable) -> tuple[str, ...]:
        """Codes a title names as its own: one, or several joined (主题党日暨党课); not what it is about."""
        pieces = _JOINT.split(without_remarks(title))
        return tuple(dict.fromkeys(code for piece in pieces for code in words.found(piece)[:1]))

    def is_meeting(self, name: str) -> bool:
        """Whether a name is that of a meeting by its end: 党员大会, 支委会会议."""
        return name.endswith(self._meetings)

    def names_other_meeting(self, title: str, own: Iterable[str]) -> bool:
        """Whether a title is that of a meeting, and neither an own word nor what such meetings deal with says which.

        工会会员大会, 安全工作会议; not 第一季度大会, 换届选举大会, 支部会议记录, 传达大会精神.
        """
        own = tuple(own)
        if any(word in title for word in own):
            return False
        return any(map(self._is_other_meeting, filter(None, _APART.split(without_remarks(title)))))

    def _is_other_meeting(self, segment: str) -> bool:
        at = max((segment.rfind(word) + len(word) for word in self._meetings if word in segment), default=0)
        # 教研组会议记录, not 大会精神: what follows is a paper of a meeting, or nothing.
        if not at or all(_without(self._forms, word + segment[at:]) for word in self._meetings):
            return False
        meeting = segment[:at]
        while meeting.endswith(self._meetings):  # 工会会员大会会议记录
            word = next(word for word in self._meetings if meeting.endswith(word))
            meeting = _cut(meeting.removesuffix(word), self._common)
        return bool(meeting) and not meeting.endswith(self._deals)

    def thing(self, title: str, words: WordTable) -> tuple[str, str]:
        """The code of what a title is, by the word a stretch of it ends with, and that stretch.

        ("", "") where it names none or several: 工作计划完成情况 is no plan, 总结及计划 is neither; 演讲稿-乙 is a
        speech, 【紧急通知】请… a notice.
        """
        front = _IN_FRONT.match(title)
        if front and (code := words.ending(front[1])):
            return code, front[1]
        endings: dict[str, str] = {}
        others: set[str] = set()
        for segment in filter(None, _APART.split(without_remarks(title))):
            code = self._ending(segment, words)
            pieces = _JOINT.split(segment)
            if code and (
                len(pieces) == 1 or len({self._ending(piece, words) for piece in pieces} - {""}) < 2
            ):
                endings[code] = segment
            else:
                others.update(found for piece in pieces for found in words.found(piece))
        return endings.popitem() if len(endings) == 1 and others <= endings.keys() else ("", "")

    @property
    def words(self) -> tuple[str, ...]:
        """All known words and the names of forms."""
        return (*self._known_words, *self._form_words)

    @cached_property
    def _common(self) -> tuple[str, ...]:
        """Words that say no more than that it is the school's and the unit's."""
        named = (name for unit in self._config.units.values() for name in (unit.name, *unit.aliases))
        return _longest_first(filter(None, (*named, self._config.fonds_name, *self._plain_words)))

    @cached_property
    def _known_words(self) -> tuple[str, ...]:
        vocabularies = self._scheme.vocabularies
        activities = vocabularies.get("activities", {}).values()
        return (
            *(word for term in activities for word in (*term.words, *term.label.spellings())),
            *(word for unit in self._config.units.values() for word in (unit.name, *unit.aliases)),
            *(term.label.zh for term in vocabularies.get("unit_kinds", {}).values()),
            self._config.fonds_name,
            *self._plain_words,
        )

    @cached_property
    def _gatherings(self) -> re.Pattern[str]:
        activities = self._scheme.vocabularies.get("activities", {}).values()
        return re.compile(
            either(word for term in activities for word in (*term.words, *term.label.spellings()))
        )

    @cached_property
    def _form_words(self) -> tuple[str, ...]:
        forms = self._scheme.forms.values()
        return tuple(word for form in forms for word in (*form.words, *form.timed.words))

    @cached_property
    def _known(self) -> re.Pattern[str]:
        return re.compile(either(self._known_words))

    @cached_property
    def _known_and_forms(self) -> re.Pattern[str]:
        return re.compile(either((*self._known_words, *self._form_words)))

    @cached_property
    def _forms(self) -> re.Pattern[str]:
        return re.compile(either((*self._plain_words, *self._form_words)))

    def _ending(self, text: str, words: WordTable) -> str:
        """The longest word stands; 花名册2025.6 ends with 名册, 签到表 with 签到, 测评汇总表 with 测评汇总."""
        stages = (text, _cut(text, self._versions), *_stages(text, self._tails))
        return next(filter(None, map(words.ending, stages)), "")


def _cut(text: str, words: tuple[str, ...]) -> str:
    """The text without the words, times, numbers and signs it ends with."""
    return [*_stages(text, words)][-1]


def _stages(text: str, words: tuple[str, ...]) -> Iterator[str]:
    """What is left of the text as these are taken off its end, one after another."""
    while True:
        text = text.rstrip(_SIGNS)
        yield text
        folded = text.casefold()
        if folded.endswith(words):
            text = text[: -len(next(word for word in words if folded.endswith(word)))]
        elif text[-1:] in _LAST_CHARACTERS and (found := _LAST.search(text)):
            text = text[: found.start()]
        else:
            return


def _without(words: re.Pattern[str], text: str) -> str:
    return _NO_WORD.sub("", words.sub(" ", _SOME_TIME.sub(" ", words.sub(" ", text))))


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word.casefold() for word in words}, key=len, reverse=True))
