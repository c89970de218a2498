"""Change single keys of a YAML text and no byte besides; write a new one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive_tool.adapters.yaml_text.decode import BOM, Text, decode
from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.adapters.yaml_text.render import entry, plain_text, scalar
from archive_tool.adapters.yaml_text.spans import Span, line_end, spans
from archive_tool.core.parsed import Node, Parsed, Value, YamlProblem

_LINE_END = re.compile(r"\r\n|\r|\n")


def edit(content: bytes, changes: Mapping[str, Value]) -> bytes | YamlProblem:
    """The text with top-level keys set (spelled as in the file); new keys come last.

    Replaces whole lines of the keys whose value differs and keeps their comments; every other byte,
    line ends and byte-order mark included, stays. A text that does not parse, is in GB18030, or
    whose shape does not allow this (the whole mapping in braces) gives a problem, never damage.
    """
    before, decoded = parse(content), decode(content)
    if isinstance(before, YamlProblem) or isinstance(decoded, YamlProblem):
        return before if isinstance(before, YamlProblem) else YamlProblem("yaml.bytes", None)
    if before.encoding == "gb18030":
        return YamlProblem("yaml.not-rewritten-encoding", None, {"encoding": "GB18030"})
    wanted = {key: as_node(value) for key, value in changes.items()}
    held = _top(before)
    different = {key: changes[key] for key in wanted if key not in held or held[key] != wanted[key]}
    if not different:
        return content
    return _verified(_rewritten(decoded, different), held | wanted)


def dump(values: Mapping[str, Value]) -> bytes:
    """A new UTF-8 text, keys in the given order; ValueError for lone surrogates (undecodable names)."""
    lines = [line for key, value in values.items() for line in entry(scalar(key), value)]
    return "".join(f"{line}\n" for line in lines).encode()


def as_node(value: Value) -> Node:
    """A value as it will be read back: every scalar a text."""
    if isinstance(value, dict):
        return {key: as_node(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_node(item) for item in value]
    return plain_text(value)


def _top(parsed: Parsed) -> dict[str, Node]:
    return parsed.data if isinstance(parsed.data, dict) else {}


def _rewritten(decoded: Text, changes: Mapping[str, Value]) -> bytes | YamlProblem:
    text = decoded.text
    found = spans(text)
    if found is None or any(text[_line_start(text, span.start) : span.start].strip() for span in found):
        return YamlProblem("yaml.not-editable", 1)
    newline = end[0] if (end := _LINE_END.search(text)) else "\n"
    present = {span.key for span in found}
    added = {key: value for key, value in changes.items() if key not in present}
    pieces = [
        (*_lines_of(text, span), _replacement(text, span, changes[span.key], newline))
        for span in found
        if span.key in changes
    ]
    if added:
        pieces.append(_addition(text, found, added, newline))
    for start, end_of, new in sorted(pieces, reverse=True):
        text = text[:start] + new + text[end_of:]
    try:
        return (BOM if decoded.encoding == "utf-8-sig" else b"") + text.encode()
    except UnicodeEncodeError:
        return YamlProblem("yaml.not-writable", None)


def _verified(after: bytes | YamlProblem, wanted: Mapping[str, Node]) -> bytes | YamlProblem:
    # The last guard: what will be on disk says exactly what was meant, or nothing is written.
    if isinstance(after, YamlProblem):
        return after
    parsed = parse(after)
    if isinstance(parsed, YamlProblem) or parsed.data != wanted:
        return YamlProblem("yaml.not-editable", None)
    return after


def _replacement(text: str, span: Span, value: Value, newline: str) -> str:
    start, end = _lines_of(text, span)
    indent = text[start : span.start]
    beside, above = _comments(text, span, end)
    lines = [indent + comment for comment in above]
    lines += entry(text[span.start : span.key_end], value, indent, beside)
    return newline.join(lines)


def _addition(text: str, found: list[Span], added: Mapping[str, Value], newline: str) -> tuple[int, int, str]:
    indent = text[_line_start(text, found[-1].start) : found[-1].start] if found else ""
    new = newline.join(line for key, value in added.items() for line in entry(scalar(key), value, indent))
    if not found:
        gap = newline if text and not text.endswith(("\n", "\r")) else ""
        return len(text), len(text), gap + new + newline
    last = found[-1]
    if not last.block_scalar:
        at = line_end(text, last.end)
        return at, at, newline + new
    if text[: last.end].endswith(("\n", "\r")):
        return last.end, last.end, new + newline
    # A block text that ends with the file would gain a line end: go before it.
    at = _line_start(text, last.start)
    return at, at, new + newline


def _comments(text: str, span: Span, end: int) -> tuple[str, list[str]]:
    """The comment behind the key, and those further down in its lines."""
    beside, above, at = "", [], span.key_end
    for start, stop in (*span.covered, (end, end)):
        for comment in re.finditer(r"#[^\r\n]*", text[at:start]):
            if not beside and not _LINE_END.search(text, span.start, at + comment.start()):
                beside = comment[0]
            else:
                above.append(comment[0])
        at = stop
    return beside, above


def _lines_of(text: str, span: Span) -> tuple[int, int]:
    # The line end of the last line is left in place, and with it blank lines below a block text.
    end = len(text[: span.end].rstrip(" \t\r\n")) if span.block_scalar else span.end
    return _line_start(text, span.start), line_end(text, end)


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
