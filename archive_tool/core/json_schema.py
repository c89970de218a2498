"""JSON Schema (2020-12) from a scheme: for canonical values, and for sidecars as people write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive_tool.core.editor_schema import written
from archive_tool.core.requirements import Needs, clauses
from archive_tool.core.scheme import FieldSpec, Scheme

__all__ = ["canonical", "written"]

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DAY = "[12][0-9]{3}-[01][0-9]-[0-3][0-9]"
_PATTERNS = {
    "date": "^[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?$",
    "date-time": f"^{_DAY}(T[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?(Z|[+-][0-9]{{2}}:?[0-9]{{2}})?)?$",
    "period": (
        f"^([12][0-9]{{3}}(-H[12]|-Q[1-4]|-[01][0-9][ab]?|-[12][0-9]{{3}}(-[1-9])?)?|once|term:{_DAY})$"
    ),
}


def canonical(scheme: Scheme, raised: Needs | None = None) -> Schema:
    """The schema of canonical values; `raised` are a category's stronger levels."""
    properties = {spec.id: _property(scheme, spec) for spec in scheme.fields.values() if not spec.derived}
    conditions = [
        {
            "if": _all_of(scheme, clause.when),
            "then": {"required": [field for field in clause.required if field in properties]},
        }
        for clause in clauses(scheme, raised)
    ]
    # An empty allOf is not allowed.
    return {"$schema": DRAFT, **_closed(properties), "allOf": [{}, *conditions]}


def _all_of(scheme: Scheme, when: Mapping[str, str]) -> Schema:
    known = {field: code for field, code in when.items() if field in scheme.fields}
    return {
        "required": list(known),
        "properties": {field: _equals(scheme.fields[field], code) for field, code in known.items()},
    }


def _equals(spec: FieldSpec, code: str) -> Schema:
    if spec.type == "list":
        return {"contains": {"const": code}}
    if spec.type == "boolean":
        return {"const": code == "true"}
    return {"const": int(code) if spec.type == "integer" else code}


def _property(scheme: Scheme, spec: FieldSpec) -> Schema:
    made = _TYPES[spec.type](scheme, spec)
    if spec.pattern:
        made["pattern"] = spec.pattern
    if spec.minimum is not None:
        made["minimum"] = spec.minimum
    return made


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _text(scheme: Scheme, spec: FieldSpec) -> Schema:
    return {"type": "string"}


def _shaped(scheme: Scheme, spec: FieldSpec) -> Schema:
    return {"type": "string", "pattern": _PATTERNS[spec.type]}


def _code(scheme: Scheme, spec: FieldSpec) -> Schema:
    return {"enum": [term.code for term in scheme.vocabularies[spec.vocabulary].values() if not term.refused]}


def _object(scheme: Scheme, spec: FieldSpec) -> Schema:
    properties = {inner.id: _property(scheme, inner) for inner in spec.fields}
    return {**_closed(properties), "required": list(spec.required)}


def _list(scheme: Scheme, spec: FieldSpec) -> Schema:
    return {"type": "array", "items": _item(scheme, spec)}


def _map(scheme: Scheme, spec: FieldSpec) -> Schema:
    return {"type": "object", "additionalProperties": _item(scheme, spec)}


def _item(scheme: Scheme, spec: FieldSpec) -> Schema:
    return _property(scheme, spec.items) if spec.items else {"type": "string"}


# Field type -> its schema.
_TYPES: Mapping[str, Callable[[Scheme, FieldSpec], Schema]] = {
    "text": _text,
    "integer": lambda scheme, spec: {"type": "integer"},
    "boolean": lambda scheme, spec: {"type": "boolean"},
    "date": _shaped,
    "date-time": _shaped,
    "period": _shaped,
    "code": _code,
    "object": _object,
    "list": _list,
    "map": _map,
}
