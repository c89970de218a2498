"""How many were to be at a meeting, were there and were not, as its text writes it: 应到12人，实到11人，缺席1人."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from archive_tool.core.drafting.plain_text import half_width
from archive_tool.core.numerals import is_number, number_of

UNTOLD = -1
_MOST = 40  # places of one text: where there are more, it is no account of one meeting
_AROUND = 100  # characters on either side in which the other numbers stand
_BEFORE = 12  # characters before a label that may say of whom it speaks
# One of these stands in every account of numbers; all but few texts have none of them.
_EXPECTED, _PRESENT = "应(?:到|参[会加]|出席)", "实(?:到|参[会加]|出席|际(?:到|参[会加]|出席))"
_HINTS = (re.compile(_PRESENT), re.compile(_EXPECTED))
_NUMBER = "[0-9]{1,4}|[一二两三四五六七八九十百零〇]{1,6}"
_BETWEEN = r"[会议场党员正式预备同志人数为共计有表决选举权的代委教职工团小组支部总合:()=\s]{0,18}?"
# A number of persons: 三分之二, 12人次, 14:30 and 2025年 are none.
_END = r"(?=\s*(?:[人名位个](?!次)|[,。;、|/()]|[应实缺请未]|$)|\s)"
_LABELLED = re.compile(
    rf"(?:(?P<expected>{_EXPECTED})|(?P<present>{_PRESENT}|(?<![应实际未因])(?:到会|出席|参会))|(?P<absent>缺席|缺勤|未到)"
    rf"|(?P<leave>请假|[病事公产休]假|出差|公出|外出|旷会))(?P<between>{_BETWEEN})(?P<number>{_NUMBER}|无){_END}",
    re.MULTILINE,
)
_VOTING = ("表决权", "选举权", "正式")
_CLAUSE = re.compile(r"[,。;\n]")
# 实到12人（含列席2人): who was there beside them is counted with them.
_WITH_OTHERS = re.compile(r"\s*[人名位]?\s?[,(]?\s?(?:含|其中|包括)[^)。;\n]{0,10}列席")


class Attended(NamedTuple):
    """Persons; UNTOLD where the text does not say."""

    expected: int = UNTOLD
    present: int = UNTOLD
    absent: int = UNTOLD
    entitled: int = UNTOLD  # of those expected, to vote
    voters: int = UNTOLD  # of these, present


class _Told(NamedTuple):
    kind: str
    voting: bool
    number: int


def may_tell(text: str) -> bool:
    """Whether it is worth a look."""
    return any(hint.search(text) for hint in _HINTS)


def attended(text: str) -> tuple[int, ...]:
    """The numbers of one meeting as `Attended` has them; none where a text has several that differ, or is unclear."""
    places = sorted(place.start() for hint in _HINTS for place in islice(hint.finditer(text), _MOST + 1))
    found: dict[int, _Told] = {}
    for place in places if len(places) <= _MOST else ():
        start, end = max(place - _AROUND, 0), place + _AROUND
        plain = half_width(text[start:end])
        for label in _LABELLED.finditer(plain):
            if _WITH_OTHERS.match(plain, label.end()):
                return ()
            if label.end() < len(plain) or end >= len(text):  # else its number may go on
                found[start + label.start()] = _told(label, plain)
    return _numbers(_of_whom([found[place] for place in sorted(found)]))


def _told(label: re.Match[str], text: str) -> _Told:
    before = _CLAUSE.split(text[max(label.start() - _BEFORE, 0) : label.start()])[-1]
    voting = any(word in before + label["between"] for word in _VOTING)
    return _Told(_kind(label), voting, _count(label["number"]))


def _of_whom(found: Iterable[_Told]) -> Iterator[_Told]:
    """应到会有选举权的党员12名，实到会11名: what follows is about the same persons."""
    voting = False
    for one in found:
        voting = one.voting if one.kind == "expected" else voting or one.voting
        yield one._replace(voting=voting)


def _kind(label: re.Match[str]) -> str:
    kind = next(kind for kind in ("expected", "present", "absent", "leave") if label[kind])
    return label["leave"] if kind == "leave" else kind


def _count(text: str) -> int:
    """Digits, or Chinese numerals up to some hundreds; UNTOLD for what is no number."""
    if is_number(text):
        return int(text)
    if text in ("无", "零", "〇"):
        return 0
    hundreds, hundred, rest = text.replace("两", "二").rpartition("百")
    known = number_of(rest.strip("零〇")) if rest.strip("零〇") else 0
    if not hundred:
        return known or UNTOLD
    return number_of(hundreds) * 100 + known if len(hundreds) == 1 and bool(known) == bool(rest) else UNTOLD


def _numbers(found: Iterable[_Told]) -> tuple[int, ...]:
    """What is told once, or the same each time; of those entitled to vote where it is told of all too."""
    told: dict[tuple[str, bool], list[int]] = {}
    for one in found:
        told.setdefault((one.kind, one.voting), []).append(one.number)
    if any(len(set(numbers)) > 1 or UNTOLD in numbers for numbers in told.values()):
        return ()
    everybody, entitled = (
        {kind: n for (kind, of), n in told.items() if of == whom} for whom in (False, True)
    )
    expected, present = _first(everybody, "expected"), _first(everybody, "present")
    voters = _first(entitled, "expected"), _first(entitled, "present")
    if {expected, present, *voters} == {UNTOLD}:
        return ()
    absent = _absent(entitled if expected == present == UNTOLD else everybody)
    return tuple(Attended(expected, present, absent, *voters))


def _first(told: Mapping[str, Sequence[int]], kind: str) -> int:
    return told.get(kind, (UNTOLD,))[0]


def _absent(told: Mapping[str, Sequence[int]]) -> int:
    """Those who are said to be absent; who is on leave may be one of them, or beside them.

    Where it is said less often than how many were there, it may be of another meeting.
    """
    often = len(told.get("present", ()))
    mine = {kind: numbers[0] for kind, numbers in told.items() if len(numbers) == often}
    leave = sum(number for kind, number in mine.items() if kind not in ("expected", "present", "absent"))
    absent = mine.get("absent", UNTOLD)
    if "expected" in mine and mine["present"] + leave + max(absent, 0) == mine["expected"]:
        return leave + max(absent, 0)
    return absent
