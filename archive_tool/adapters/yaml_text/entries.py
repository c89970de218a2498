"""Top-level entries of a YAML text as whole lines: written anew, or added at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive_tool.adapters.yaml_text.inside import Piece
from archive_tool.adapters.yaml_text.render import entry, mapping_lines
from archive_tool.adapters.yaml_text.spots import Spot, line_end, line_start
from archive_tool.core.parsed import Value

_LINE_END = re.compile(r"\r\n|\r|\n")


def newline_of(text: str) -> str:
    """The line end the text uses first."""
    return end[0] if (end := _LINE_END.search(text)) else "\n"


def stand_alone(text: str, root: Spot) -> bool:
    """Whether every key begins its line: only then are lines and entries the same."""
    return not root.flow and all(
        not text[line_start(text, key.start) : key.start].strip() for key, _ in root.entries if key
    )


def replaced(text: str, key: Spot, spot: Spot, value: Value) -> Piece:
    """The lines of one entry with another value; its comments stay, those inside move above it."""
    start, end = line_start(text, key.start), _last_line_end(text, spot)
    indent = text[start : key.start]
    beside, above = _comments(text, key, spot, end)
    lines = [indent + comment for comment in above]
    lines += entry(text[key.start : key.end], value, indent, beside)
    return Piece(start, end, newline_of(text).join(lines))


def added(text: str, root: Spot | None, values: Mapping[str, Value]) -> Piece:
    """New entries behind the last one."""
    newline = newline_of(text)
    if root is None:
        gap = newline if text and not text.endswith(("\n", "\r")) else ""
        return Piece(len(text), len(text), gap + newline.join(mapping_lines(values)) + newline)
    new = newline.join(mapping_lines(values, text[line_start(text, root.start) : root.start]))
    if not root.block_scalar:
        at = line_end(text, root.end)
        return Piece(at, at, newline + new)
    if text[: root.end].endswith(("\n", "\r")):
        return Piece(root.end, root.end, new + newline)
    # A block text that ends with the file would gain a line end: go before it.
    last = root.entries[-1][0]
    at = line_start(text, last.start if last else root.start)
    return Piece(at, at, new + newline)


def _comments(text: str, key: Spot, spot: Spot, end: int) -> tuple[str, list[str]]:
    """The comment behind the key, and those further down in its lines."""
    beside, above, at = "", [], key.end
    for start, stop in (*((s.comments_from, s.end) for s in spot.scalars()), (end, end)):
        for comment in re.finditer(r"#[^\r\n]*", text[at:start]):
            if not beside and not _LINE_END.search(text, key.start, at + comment.start()):
                beside = comment[0]
            else:
                above.append(comment[0])
        at = stop
    return beside, above


def _last_line_end(text: str, spot: Spot) -> int:
    # The line end of the last line is left in place, and with it blank lines below a block text.
    return line_end(text, len(text[: spot.end].rstrip(" \t\r\n")) if spot.block_scalar else spot.end)
