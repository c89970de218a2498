"""What a title says beyond dates, numbers, remarks and marks of a version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from archive_tool.core.words import WordTable

ASIDE = re.compile(r"[(《][^()《》]*[)》]")
QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”")
JOINT = re.compile(r"[暨和与及、]")

_N = "(?:[0-9]{1,4}|[〇○零一二三四五六七八九十]{1,4})"
_PERIOD = (
    rf"第?{_N}(?:年度?(?:[上下]半年)?|月份?(?:{_N}[日号])?|季度|学期|周)|[上下]半年|[上中下]旬|学年度?|[上下]学期"
    rf"|第{_N}(?:个|次|期|届|批|场|讲)?|{_N}(?:次|期|届|批|场|讲|组)|[0-9]+"
)
# A draft of a plan is a plan, and a scanned list a list; a template of minutes is none.
_VERSION = (
    r"(?:最终|正式|修订|修改|定)?[版稿](?![一-龥])|终稿|定稿|初稿|草稿|草案|送审稿|审定稿|扫描[件版]|电子[版档]"
    r"|打印[版稿]|盖章[版件]|复印件|副本|v[0-9.]+"
)
_SEPARATORS = r"[\s\-_–—.．·,，、:：;；~～()\[\]【】“”\"'’‘!！]"
_ENDING = re.compile(rf"(?:{_PERIOD}|{_VERSION}|{_SEPARATORS})+\Z")
# What may stand beside an activity's name without making its record something else.
_PLAIN = re.compile(
    rf"{_PERIOD}|{_VERSION}|{_SEPARATORS}|中共|党总支|党支部|支部|党小组|会议|活动|召开|开展|举行|全体|党员|专题|[的暨和与及]"
)
_BLANK = re.compile(r"(?:模板|模版|样表|样本|样式|范本|范文|范例|示例|格式)\Z")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s?年度")
_STRETCH = re.compile(r"[0-9年]\s?[\-–—~～至到、和及与]\s?(?:19|20)[0-9]{2}\s?年度")


def plain(text: str) -> str:
    """Full-width and letter case aside; one kind of parentheses."""
    return unicodedata.normalize("NFKC", text).casefold()


def core(title: str) -> str:
    """The title without remarks in parentheses, and without numbers and versions at its end."""
    return _ENDING.sub("", ASIDE.sub(" ", plain(title)))


def named(table: WordTable, title: str) -> str:
    """The code that the title as a whole names: by its end, else by a remark that is a word itself.

    "" where it ends otherwise, or where two different things are joined.
    """
    said = core(title)
    found = table.places(said)
    if not found:
        return _remarked(table, title)
    last = found[-1]
    if last.end != len(said):
        return ""
    joined = any(
        word.code != last.code and JOINT.search(said, word.end, following.start)
        for word, following in zip(found, found[1:], strict=False)
        if following is last
    )
    return "" if joined else last.code


def mentioned(table: WordTable, title: str) -> str:
    """The code that stands last outside of remarks; a template names nothing."""
    said = core(title)
    if _BLANK.search(said):
        return ""
    found = table.places(said)
    return found[-1].code if found else _remarked(table, title)


def _remarked(table: WordTable, title: str) -> str:
    """支委会(签到表): the one remark that is nothing but a word of the table."""
    remarks = [found[1:-1].strip() for found in ASIDE.findall(plain(title)) if found[0] == "("]
    codes = {table.codes[remark] for remark in remarks if remark in table.codes}
    return codes.pop() if len(codes) == 1 else ""


def says_nothing_more(title: str, activities: WordTable, names: Iterable[str]) -> bool:
    """Whether a title is only activities, names of units, dates, ordinals and general words."""
    left = activities.without(title)
    for name in sorted(map(plain, names), key=len, reverse=True):
        left = left.replace(name, " ") if name else left
    return not _PLAIN.sub("", left)


def other_year(title: str, date: str) -> str:
    """The one `YYYY年度` a title names, where its date lies in another year; else ""."""
    said = QUOTED.sub(" ", unicodedata.normalize("NFKC", title))
    years = _YEAR.findall(said)
    if len(years) != 1 or not date or date[:4] == years[0] or _STRETCH.search(said):
        return ""
    return str(years[0])
