"""What a line asks for besides what its rules judge: a share, hours, pages, or a second number of times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator

from archive_tool.core.scheme import Rule

_PARTS = re.compile(r"[,，;；。、\n]")
_SOME = r"(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十百千]+)"
_TIMES = re.compile(rf"{_SOME}(?:次|场|期|堂|讲)")
# What is measured -> the kinds of rules that measure it.
_MEASURES = (
    (re.compile(r"%|百分之|[率比]例?(?:不|达|应|须|在|为|≥|>)|半数|[二三四五]分之"), frozenset({"quorum"})),
    (re.compile(rf"{_SOME}个?(?:工作日|日内|天内|日前|天)"), frozenset({"pair", "deadline", "steps", "timing"})),
    (re.compile(rf"{_SOME}个?(?:小时|学时|课时|分钟|万?字|页|元|名|人次?(?!书))"), frozenset[str]()),
)  # fmt: skip


def untaken(text: str, rules: Collection[Rule], named: Callable[[str], Collection[str]]) -> Iterator[str]:
    """The parts of a demand that none of these rules judges; `named`: the rules that a part names itself.

    One number of times is what a rule counts; another one in the same line has to be about another of them.
    """
    kinds = {rule.kind for rule in rules}
    counts = {rule.id for rule in rules if rule.kind == "count"}
    counted: set[str] = set()
    for part in filter(None, (part.strip() for part in _PARTS.split(unicodedata.normalize("NFKC", text)))):
        own = counts & set(named(part))
        if any(measure.search(part) and kinds.isdisjoint(able) for measure, able in _MEASURES):
            yield part
        elif _TIMES.search(part):
            if counted and not own - counted:
                yield part
            counted |= own or counts
