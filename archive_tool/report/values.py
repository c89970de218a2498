"""A sidecar's values in words: labels of fields and codes at every depth, each value on one line."""

from __future__ import annotations

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import Value
from archive_tool.core.scheme import FieldSpec
from archive_tool.report.printable import printable


def field_value(name: str, value: Value, speaker: Speaker) -> str:
    """The value of a top field."""
    if name == "unit":
        units = value if isinstance(value, list) else [value]
        value = [speaker.label(f"unit:{unit}") for unit in units]
    return printable(_words(_spec(name, speaker), value, speaker))


def _spec(name: str, speaker: Speaker) -> FieldSpec | None:
    return speaker.scheme.fields.get(name) if speaker.scheme else None


def _words(spec: FieldSpec | None, value: Value, speaker: Speaker) -> str:
    if isinstance(value, list):
        return speaker.listed((_words(_item(spec), item, speaker) for item in value), "list.clauses")
    if isinstance(value, dict):
        return speaker.listed(
            (_entry(spec, key, item, speaker) for key, item in value.items()), "list.entries"
        )
    return _code(spec, str(value), speaker)


def _entry(spec: FieldSpec | None, key: str, value: Value, speaker: Speaker) -> str:
    """One key of an object by its label; the keys of a map are names already."""
    inner = next((one for one in spec.fields if one.id == key), None) if spec else None
    label = inner.label.text(speaker.language) if inner else key
    words = _words(inner or _item(spec), value, speaker)
    nested = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, dict) for v in value))
    return speaker.say("list.entry", name=label, value=f"({words})" if nested else words)


def _item(spec: FieldSpec | None) -> FieldSpec | None:
    """What a list or map holds; a single value stands for a list of one."""
    return spec.items if spec and spec.items else spec


def _code(spec: FieldSpec | None, value: str, speaker: Speaker) -> str:
    """A code by its label."""
    name = (_item(spec) or spec).vocabulary if spec else ""
    terms = speaker.scheme.vocabularies.get(name, {}) if speaker.scheme and name else {}
    return terms[value].label.text(speaker.language) if value in terms else value
