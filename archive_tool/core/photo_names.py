"""Which photos a list of captions speaks of, by the names and numbers in its text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain, islice

from archive_tool.core.drafting.plain_text import half_width
from archive_tool.core.names import stem
from archive_tool.core.numerals import number_of

_LONGEST_LIST = 20_000  # characters: what is longer is no list of captions
_LONGEST_NAME = 60
_WORDS = ("照片", "相片", "图")
_MOST = 500  # photos that a list tells of, and those of one stretch (照片1-30)
_NUMBER = "[0-9]{1,4}|[一二三四五六七八九十]{1,3}"
# 照片1, 图 2-4, 照片（三）, 照片1、2、5: a label, and the numbers behind it.
_LABELLED = re.compile(
    rf"(?:照片|图片|相片|图)[\s_\-(#第]{{0,3}}(?P<first>{_NUMBER})(?![0-9年月日点])(?P<more>(?:\s?[-~至到、,和及]\s?(?:{_NUMBER})(?![0-9年月日点]|:[0-9])){{0,40}})"
)
_HINT = re.compile(r"(?:照片|图片|相片|图)[\s_\-(（#＃第]{0,3}[0-9０-９一二三四五六七八九十]")
_MORE = re.compile(rf"(?P<sign>[-~至到、,和及])\s?(?P<number>{_NUMBER})")
_SUFFIX = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic)(?![0-9a-z])", re.IGNORECASE)
_BEFORE_A_NAME = re.compile(r"[\s,:|;、，：；。\"'“”《》<>]")
_SEPARATORS = re.compile(r"[\s_\-()\[\]#第张.]")
_ZEROS = re.compile("(?<![0-9])0+(?=[0-9])")


def may_name_photos(text: str) -> bool:
    """Whether it is worth a look: most texts are too long, or have none of the words."""
    if len(text) > _LONGEST_LIST:
        return False
    numbered = any(word in text for word in _WORDS) and _HINT.search(text)
    return bool(numbered or _SUFFIX.search(text))


def named_in(text: str) -> tuple[str, ...]:
    """The photos that a text names, made plain: those with a number (照片1), and names of files."""
    plain = half_width(text)
    return tuple(dict.fromkeys(islice(chain(_files(plain), _numbered(plain)), _MOST)))


def is_named(name: str, told: Collection[str]) -> bool:
    """Whether a file is one of the photos told: by its name, or by the number at its end (现场照片1 is 照片1)."""
    plain = _plain(stem(name))
    ends = (one for one in told if plain.endswith(one))
    return any(plain == one or not one[0].isdigit() or not plain[-len(one) - 1].isdigit() for one in ends)


def _files(text: str) -> Iterator[str]:
    """Names with the ending of a picture, without it."""
    for suffix in _SUFFIX.finditer(text):
        before = text[max(suffix.start() - _LONGEST_NAME, 0) : suffix.start()]
        if name := _plain(_BEFORE_A_NAME.split(before)[-1]):
            yield name


def _numbered(text: str) -> Iterator[str]:
    """照片 and its number, for each of a stretch or row of numbers."""
    for found in _LABELLED.finditer(text):
        if _SUFFIX.match(text, found.end()):
            continue  # the name of a file
        last = number_of(found["first"])
        numbers = [last]
        for more in _MORE.finditer(found["more"]):
            number = number_of(more["number"])
            stretch = more["sign"] in "-~至到" and last < number <= last + _MOST
            numbers += range(last + 1, number + 1) if stretch else [number]
            last = number
        yield from (f"{number}" for number in numbers if number)


def _plain(name: str) -> str:
    """In half width and lower case, without separators and leading zeros."""
    return _ZEROS.sub("", _SEPARATORS.sub("", half_width(name).casefold()))
