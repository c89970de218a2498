"""From the bytes of a YAML text to characters: which encoding it is in, or why it cannot be used."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive_tool.core.parsed import YamlProblem

MAX_BYTES = 1 << 20

# What YAML forbids, and U+0085, U+2028, U+2029: line ends to YAML, but to no editor.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_MARKS = (  # the longer marks first: UTF-32-LE begins like UTF-16-LE
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
BOM = b"\xef\xbb\xbf"


class Text(NamedTuple):
    """Decoded characters without the byte-order mark."""

    text: str
    encoding: str  # utf-8, utf-8-sig or gb18030


def decode(content: bytes) -> Text | YamlProblem:
    """The characters of a YAML text of at most 1 MiB; UTF-8 first, then GB18030."""
    if len(content) > MAX_BYTES:
        return YamlProblem("yaml.too-large", None, {"bytes": len(content), "limit": MAX_BYTES})
    if foreign := _foreign_encoding(content):
        return YamlProblem("yaml.encoding", None, {"encoding": foreign})
    decoded = _utf8_or_gb18030(content)
    if isinstance(decoded, Text) and (found := _FORBIDDEN.search(decoded.text)):
        line = line_of(decoded.text, found.start())
        return YamlProblem("yaml.control-character", line, {"character": f"U+{ord(found[0]):04X}"})
    return decoded


def line_of(text: str, index: int) -> int:
    """The 1-based line of a character."""
    return len(re.findall(r"\r\n?|\n", text[:index])) + 1


def _foreign_encoding(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    # UTF-16 without a mark: colons, spaces and line ends leave a NUL at every second byte, if anywhere.
    nuls = [position for position, byte in enumerate(content) if byte == 0] if 0 in content else []
    return "UTF-16" if len(nuls) > 1 and len({position % 2 for position in nuls}) == 1 else ""


def _utf8_or_gb18030(content: bytes) -> Text | YamlProblem:
    try:
        if content.startswith(BOM):
            return Text(content[3:].decode(), "utf-8-sig")
        return Text(content.decode(), "utf-8")
    except UnicodeDecodeError as error:
        line = line_of(content[: error.start].decode("latin-1"), error.start)
    if not _is_broken_utf8(content):
        try:
            return Text(content.decode("gb18030").removeprefix("\ufeff"), "gb18030")
        except UnicodeDecodeError:
            pass
    return YamlProblem("yaml.bytes", line)


def _is_broken_utf8(content: bytes) -> bool:
    # GB18030 can give a meaning to nearly any bytes. Chinese in UTF-8 with a damaged spot still
    # shows more whole three-byte characters than bad bytes; GB18030 read as UTF-8 shows hardly any.
    text = content.decode(errors="replace")
    broken = text.count("\ufffd")
    return content.startswith(BOM) or sum(c >= "\u0800" for c in text) - broken > broken
