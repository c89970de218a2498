"""Labelled lines and cells: 时间：3月4日下午　地点：会议室."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from archive_tool.core.drafting.plain_text import closed_up

LABEL = re.compile(r"([\u3400-\u9fff]{2,8})\s?:\s?(.+)")
_CELLS = re.compile(r"\t|\s{2,}|\s(?=[\u3400-\u9fff]{2,8}\s?:)")


def labelled(lines: Iterable[str], labels: Set[str]) -> dict[str, str]:
    """Of the known labels, what stands behind the first of each; a cell of a table is a label of the next."""
    found: dict[str, str] = {}
    for line in lines:
        if ":" not in line and "\t" not in line and "  " not in line:
            continue
        cells = [closed_up(cell) for cell in _CELLS.split(line)]
        for cell, following in zip(cells, [*cells[1:], ""], strict=True):
            label = LABEL.match(cell)
            key, value = (label[1], label[2]) if label else (cell.rstrip(": "), following)
            if value and key in labels:
                found.setdefault(key, value)
    return found
