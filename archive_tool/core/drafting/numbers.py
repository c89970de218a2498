"""The number a paper bears: 城教工委〔2025〕3号, never the one it only cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_tool.core.drafting.plain_text import half_width

_NUMBER = (
    r"(?P<code>[\u3400-\u9fff]{2,12})\s?[〔(\[【](?P<y>(?:19|20)\d{2})[〕)\]】]\s?(?P<n>第?\s?\d{1,4})\s?号"
)
_IN_NAME = re.compile(rf"(?P<before>^|[\s_\-(〔\[【])\s?{_NUMBER}")
_LINE = re.compile(rf"{_NUMBER}(?:\s.*)?")
_BROKEN = re.compile(r"[\u3400-\u9fff]\s?[〔(\[](?:19|20)\d{2}[〕)\]]$")
_CLOSING = ("〕", "﹞", ")", "）", "]", "］", "】")
_END = re.compile(r"第?\s?\d{1,4}\s?号")
# 7号文, 3号文件: still the paper itself, where the name says nothing else.
_PAPER = re.compile(r"文件?$|文件?(?=[\s_\-:])")


def number_in_name(name: str, citing: tuple[str, ...]) -> tuple[str, str]:
    """The number a name begins with, or has in brackets or apart at its end, and the name without it."""
    plain = half_width(name)
    found = _IN_NAME.search(plain)
    if not found or any(word in found["code"] for word in citing):
        return "", name
    end, opened = found.end(), found["before"] in "(〔[【" and found["before"]
    rest = plain[end:]
    if opened:
        closing = re.match(r"\s?[)〕\]】]\s*", rest)
        if not closing or (found.start() > 0 and closing.end() < len(rest)):
            return "", name
        return _number(found), (name[: found.start()] + name[end + closing.end() :]).strip()
    if paper := _PAPER.match(rest):
        end += paper.end()
    elif rest.startswith("文"):
        return "", name
    if found.start() > 0 and end < len(plain.rstrip()):
        return "", name
    return _number(found), (name[: found.start()] + name[end:]).strip(" _-　:：")


def number_in_line(line: str, citing: tuple[str, ...]) -> str:
    """The number that a line of a letterhead is; "" for any other line."""
    found = _LINE.fullmatch(line)
    return _number(found) if found and not any(word in found["code"] for word in citing) else ""


def _number(found: re.Match[str]) -> str:
    return f"{found['code']}〔{found['y']}〕{found['n'].replace(' ', '')}号"


def with_numbers_whole(lines: Sequence[str]) -> list[str]:
    """The lines of a page; a number that is broken after its year stands on one."""
    whole: list[str] = []
    for line in lines:
        broken = whole and whole[-1].endswith(_CLOSING) and _BROKEN.search(half_width(whole[-1]))
        if broken and _END.fullmatch(half_width(line)):
            whole[-1] += line
        else:
            whole.append(line)
    return whole
