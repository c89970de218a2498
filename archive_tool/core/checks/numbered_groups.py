"""Which of a unit's groups, if they are only numbered, an item is of: 第一党小组会, 党小组会（2组）."""

from __future__ import annotations

import re

from archive_tool.core.checks.items import Item
from archive_tool.core.numerals import number_of

_NUMBER = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_NUMBERED = re.compile(
    f"(?<![0-9一二三四五六七八九十])((?:第?{_NUMBER}(?:党?小?组)?[、，,和与及])*第?{_NUMBER})(?:党?小)?组(?!织)"
)


def number_of_group(item: Item) -> int:
    """The number of the group in a title, a name, or that of the folder around it; 0 where none says one alone."""
    for record in item.records:
        above = record.path.split("/")[-2:-1]
        for told in (record.title, record.holding.name, *above):
            named = {number_of(one) for some in _NUMBERED.findall(told) for one in re.findall(_NUMBER, some)}
            if named:
                return named.pop() if len(named) == 1 else 0
    return 0
