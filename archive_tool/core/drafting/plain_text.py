"""Text made plain to look things up in: half width, letters that belong together side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive_tool.core.names import extension, stem

# One character stays one character, so that places stay places.
_HALF = str.maketrans({
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}, "\u3000": " ", "﹝": "〔", "﹞": "〕", "—": "-", "–": "-", "﹣": "-", "－": "-",
})  # fmt: skip
_HAN = "[\u3400-\u9fff〇]"
# 通　　知, 立 项 申 报 书: single characters set apart.
_SPACED = re.compile(rf"(?<![^\s]){_HAN}(?:[ \t\u3000]+{_HAN})+(?![^\s:：])")
_DOCUMENT = re.compile("docx?|wps|xlsx?|et|pptx?|dps|pdf|ofd|txt|jpe?g|png", re.IGNORECASE)
_BROKEN = re.compile("[\u0080-\u024f\u2500-\u25ff\u0391-\u03c9]")


def half_width(text: str) -> str:
    """Full-width signs, digits and dashes as their plain ones, at the same places."""
    return text.translate(_HALF)


def either(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first; nothing matches it where there are none."""
    longest = sorted({half_width(word) for word in words if word}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest))})" if longest else "(?!)"


def closed_up(line: str) -> str:
    """A line whose characters are set apart for looks, without the gaps."""
    line = line.strip().lstrip("#").lstrip()  # a heading in Markdown
    if " " not in line and "\u3000" not in line:
        return line
    return _SPACED.sub(lambda match: re.sub(r"\s", "", match[0]), line)


def mended(name: str) -> str:
    """A Chinese name that was read in another code page on its way here, as it was; others as they are."""
    if len(_BROKEN.findall(name)) < 4 or re.search(_HAN, name):
        return name
    for page in ("latin-1", "cp1252", "cp437", "cp850"):
        try:
            text = name.encode(page).decode("gb18030")
        except UnicodeError:
            continue
        if len(re.findall(_HAN, text)) * 2 >= len(text.strip()):
            return text
    return name


def file_title(name: str) -> str:
    """A file's name, mended, without its extension, nor the one before where that was hidden: 议程.doc.docx."""
    title = stem(name)
    return mended(stem(title) if _DOCUMENT.fullmatch(extension(title)) else title)
