"""`field=value` as a person types it, to the keys and values of one sidecar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from archive_tool.adapters.yaml_text.parse import parse
from archive_tool.app.opening import Archive
from archive_tool.core import sidecar
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Node, Parsed, Value
from archive_tool.core.scheme import FieldSpec
from archive_tool.core.sidecar_words import of_fields
from archive_tool.core.strict import nearest


def wanted(archive: Archive, parsed: Parsed, changes: Mapping[str, str], file: str) -> dict[str, Value]:
    """The keys to set, spelt as the sidecar already spells them; a dotted field changes one entry.

    CannotRun for a field the scheme does not know, or a list that does not end.
    """
    found: dict[str, Value] = {}
    written = parsed.data if isinstance(parsed.data, dict) else {}
    for name, text in changes.items():
        top, *below = name.split(".")
        field = _field(archive, top)
        key = sidecar.spelling(archive.scheme, parsed, field, archive.config.language)
        value = _value(text, file)
        if below:
            held = found.get(key, cast(Value, written.get(key, {})))
            value = _put(archive.scheme.fields[field], held, below, value)
        found[key] = value
    return found


def fields(archive: Archive, changes: Mapping[str, str]) -> frozenset[str]:
    """The top-level fields that are to be set. CannotRun for one the scheme does not know."""
    return frozenset(_field(archive, name.partition(".")[0]) for name in changes)


def _field(archive: Archive, word: str) -> str:
    """A field by id or label."""
    known = {}
    for spec in archive.scheme.fields.values():
        if not spec.derived:
            known.update({spelling.casefold(): spec.id for spelling in (spec.id, *spec.label.spellings())})
    if word.casefold() not in known:
        raise CannotRun("describe.unknown-field", field=word, nearest=nearest(word, known))
    return known[word.casefold()]


def _value(text: str, file: str) -> Value:
    """Lists and mappings may be written as in YAML: [甲, 乙], {expected: 18}; anything else is text."""
    if not text.strip().startswith(("[", "{")):
        return text
    parsed = parse(f"value: {text}".encode())
    if not isinstance(parsed, Parsed):
        raise CannotRun.told(parsed.key, parsed.params, file=file)
    node: Node = parsed.data["value"] if isinstance(parsed.data, dict) else text
    return cast(Value, node)


def _put(spec: FieldSpec | None, value: Value, keys: Sequence[str], new: Value) -> Value:
    """The mapping with one entry changed, or added; the entry may be named by id or label."""
    held: dict[str, Value] = dict(value) if isinstance(value, dict) else {}
    known = of_fields(spec.fields if spec else ())
    first, rest = keys[0], keys[1:]
    meant = known.find(first)
    key = next((one for one in held if meant and known.find(one) == meant), first)
    inner = next((one for one in spec.fields if one.id == meant), spec.items) if spec else None
    held[key] = _put(inner, held.get(key, {}), rest, new) if rest else new
    return held
