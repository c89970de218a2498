"""Values as YAML lines that people like to read: short things in one line, Chinese as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive_tool.adapters.yaml_text.parse import NULLS
from archive_tool.core.parsed import Node, Value

WIDTH = 110  # characters up to which a nested value stays in one line

_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# What a plain scalar may not hold; the second pattern: nor inside brackets.
_NEVER_PLAIN = re.compile(
    r"^[-?:,\[\]{}#&*!|>'\"%@`]|^\.\.\.|:(?:\s|$)|\s#|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
)
_BRACKETS = re.compile(r"[,\[\]{}]|:$")


def entry(key: str, value: Value, indent: str = "", comment: str = "") -> list[str]:
    """The lines of `key: value` (key already rendered), a comment at the end of the first."""
    head, below = _value(value, indent, indent)
    first = f"{indent}{key}: {head}" if head else f"{indent}{key}:"
    return [f"{first}  {comment}" if comment else first, *below]


def mapping_lines(values: Mapping[str, Value], indent: str = "") -> list[str]:
    """The lines of all entries of a mapping."""
    return [line for key, value in values.items() for line in entry(scalar(key), value, indent)]


def scalar(text: str, *, in_brackets: bool = False) -> str:
    """A text in one line: plain where YAML reads it back unchanged, else in double quotes."""
    plain = (
        text
        and text == text.strip()
        and text not in NULLS
        and not _NEVER_PLAIN.search(text)
        and not (in_brackets and _BRACKETS.search(text))
    )
    return text if plain else '"' + _ESCAPED.sub(_escape, text) + '"'


def plain_text(value: str | int | bool | None) -> str:
    """A scalar as the text that is written for it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def as_node(value: Value) -> Node:
    """A value as it will be read back: every scalar a text."""
    if isinstance(value, dict):
        return {key: as_node(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_node(item) for item in value]
    return plain_text(value)


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"


def _value(value: Value, indent: str, list_indent: str) -> tuple[str, list[str]]:
    # What stands behind the colon or dash, and the lines below it. Lists stand at `list_indent`:
    # below a key they need no indentation of their own.
    if isinstance(value, dict):
        return _mapping(value, indent + "  ")
    if isinstance(value, list):
        return _sequence(value, list_indent)
    text = plain_text(value)
    return scalar(text) if text else "", []


def _mapping(value: dict[str, Value], indent: str) -> tuple[str, list[str]]:
    if _is_short(written := flow(value)):
        return written, []
    return "", mapping_lines(value, indent)


def _sequence(value: list[Value], indent: str) -> tuple[str, list[str]]:
    nested = any(isinstance(item, (dict, list)) for item in value)
    if not nested and (not value or _is_short(flow(value))):
        return flow(value), []
    return "", [line for item in value for line in item_lines(item, indent)]


def item_lines(item: Value, indent: str) -> list[str]:
    """The lines of one item of a list."""
    if isinstance(item, dict) and (_is_flat(item) or _is_short(flow(item))):
        return [f"{indent}- {flow(item)}"]
    head, below = _value(item, indent, indent + "  ")
    if head or not below:
        return [indent + "- " + (head or '""'), *below]
    return [f"{indent}- {below[0].lstrip(' ')}", *below[1:]]


def flow(value: Value) -> str:
    """A value in braces, brackets or quotes, in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k, in_brackets=True)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(plain_text(value), in_brackets=True)


def _is_short(written: str) -> bool:
    return len(written) <= WIDTH


def _is_flat(item: dict[str, Value]) -> bool:
    return not any(isinstance(v, (dict, list)) for v in item.values())
