"""A value as a person types it after `field=`: text, a list, or as in YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Node, Parsed, Value
from archive_tool.core.scheme import FieldSpec
from archive_tool.core.sidecar_words import of_fields

# What stands between the names of a list; between sentences, which hold commas, only the last two.
_BETWEEN = re.compile("[、，,；;]")
_BETWEEN_SENTENCES = re.compile("[；;]")


def spec_at(spec: FieldSpec | None, keys: Sequence[str]) -> FieldSpec | None:
    """The field below a field, its keys by id or label; None where the scheme says nothing of it."""
    for key in keys:
        if spec is None:
            return None
        meant = of_fields(spec.fields).find(key)
        spec = spec.items if spec.type == "map" else next((f for f in spec.fields if f.id == meant), None)
    return spec


def typed_value(typed: str, spec: FieldSpec | None) -> Value:
    """[甲, 乙] and {expected: 18} as in YAML, 甲、乙 where the field is a list; anything else is text.

    CannotRun for a list or mapping that does not end.
    """
    if typed.strip().startswith(("[", "{")):
        parsed = parse(f"value: {typed}".encode())
        if not isinstance(parsed, Parsed):
            raise CannotRun.told(parsed.key, parsed.params)
        node: Node = parsed.data["value"] if isinstance(parsed.data, dict) else typed
        return cast(Value, node)
    if not takes_several(spec):
        return typed
    between = _BETWEEN_SENTENCES if spec and spec.sentences else _BETWEEN
    words: list[Value] = [word.strip() for word in between.split(typed) if word.strip()]
    return words if len(words) > 1 else words[0] if words else typed


def takes_several(spec: FieldSpec | None) -> bool:
    """Whether the field is a list, so that it may be set more than once in one command."""
    return spec is not None and spec.type == "list"


def both(first: Value, then: Value) -> Value:
    """What was said first of a list, and what was said then."""
    return [*_items(first), *_items(then)]


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value] if value else []
