"""From the lines of a printed page back to paragraphs."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

# A page whose longest lines are shorter than this is a list or a form: nothing wraps there.
MIN_FULL_WIDTH = 24
WRAP_SHARE = 0.8

_SENTENCE_END = re.compile("[。！？：；…!?:;.][”’」』）)\"']*$")
_INDENT = re.compile("[ \t]{2}|\u3000")
# Han characters, and the punctuation and full-width forms set among them.
_CHINESE = re.compile(
    "[\u2018-\u201d\u2e80-\u2fdf\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffee\U00020000-\U0003ffff]"
)


def paragraphs(page: str) -> str:
    """The text with wrapped lines joined: without a space where Chinese stands on either side.

    A line stays the end of its paragraph when it is clearly shorter than the page's full lines or
    ends a sentence, or when the next one is indented.
    """
    lines = [line for line in page.splitlines() if line.strip()]
    widths = [_width(line.strip()) for line in lines]
    full = max(widths, default=0)
    result: list[str] = []
    wrapped = False
    for line, width in zip(lines, widths, strict=True):
        text = line.strip()
        if wrapped and not _INDENT.match(line):
            result.append(_gap(result[-1], text) + text)
        else:
            result.append(("\n" if result else "") + text)
        wrapped = full >= MIN_FULL_WIDTH and width >= WRAP_SHARE * full and not _SENTENCE_END.search(text)
    return "".join(result)


def _width(line: str) -> int:
    """Columns of a fixed-width screen: a Chinese character takes two."""
    return len(line) + sum(east_asian_width(character) in "WF" for character in line)


def _gap(before: str, after: str) -> str:
    return "" if _CHINESE.match(before[-1]) or _CHINESE.match(after[0]) else " "
