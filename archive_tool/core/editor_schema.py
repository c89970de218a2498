"""The schema that editors use while a person types: every spelling, types as YAML 1.2 reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from archive_tool.core.numerals import is_number
from archive_tool.core.requirements import clauses
from archive_tool.core.scheme import FieldSpec, Label, Scheme

Schema = dict[str, Any]

_EMPTY: Schema = {"enum": [None, "", [], {}]}
_ANY_SCALAR = ["string", "number", "boolean", "null"]  # 0012 and 2025-03 are text to us
_SPECIAL, _ESCAPED = re.compile(r"[\\^$.*+?()\[\]{}|/]"), r"\\\g<0>"
_DATE = "^\\s*([12][0-9]{3}(\\s*[-/.年].*)?)?$"
_BLANK = r"\s*"  # in braces an empty value is written ""


def written(scheme: Scheme, language: str = "zh") -> Schema:
    """One schema for all sidecars of a scheme, 2020-12, with labels as descriptions.

    Every spelling is accepted; editors propose ids and the labels of one language.
    """
    fields = tuple(spec for spec in scheme.fields.values() if not spec.derived)
    definitions: Schema = {}
    for spec in fields:
        _define(scheme, spec, spec.id, language, definitions)
    conditions = [
        {
            "if": {
                "allOf": [_says(scheme, field, code) for field, code in when.items() if field in definitions]
            },
            "then": {
                "allOf": [
                    {},
                    *(_has(scheme.fields[field], language) for field in required if field in definitions),
                ]
            },
        }
        for when, required in clauses(scheme)
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{scheme.title.zh} / {scheme.title.en}",
        "type": ["object", "null"],
        **_properties(fields, "", language),
        "additionalProperties": False,
        "allOf": [{}, *conditions],  # 2020-12 allows no empty allOf
        "$defs": definitions,
    }


def _define(scheme: Scheme, spec: FieldSpec, name: str, language: str, definitions: Schema) -> None:
    """The spec and all below it as definitions, so that four spellings share one."""
    below = (*spec.fields, *((spec.items,) if spec.items else ()))
    for inner in below:
        inner_name = f"{name}.{inner.id if inner is not spec.items else 'each'}"
        _define(scheme, inner, inner_name, language, definitions)
    definitions[name] = {
        **_TYPES[spec.type](scheme, spec, name, language),
        "title": f"{spec.label.zh} / {spec.label.en}",
        "description": spec.source or f"{spec.label.zh} / {spec.label.en}",
    }


def _properties(fields: Iterable[FieldSpec], above: str, language: str) -> Schema:
    """Keys that editors propose, and patterns for the other spellings, which they only accept."""
    proposed: Schema = {}
    others: Schema = {}
    for spec in fields:
        definition = {"$ref": f"#/$defs/{above}{spec.id}"}
        mine, rest = _proposed(spec.id, spec.label, language)
        proposed.update(dict.fromkeys(mine, definition))
        if rest:
            others[_one_of(rest)] = definition
    return {"properties": proposed, "patternProperties": others}


def _proposed(id_: str, label: Label, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The id and the label of one language; the other spellings."""
    mine = tuple(dict.fromkeys((id_, label.text(language))))
    return mine, tuple(word for word in _spellings(id_, label) if word not in mine)


def _one_of(words: Iterable[str], *expressions: str) -> str:
    """A regular expression, as ECMA knows them, for exactly these words and what others stand for."""
    return f"^(?:{'|'.join((*expressions, *(_SPECIAL.sub(_ESCAPED, word) for word in words)))})$"


def _spellings(id_: str, label: Label) -> tuple[str, ...]:
    return tuple(dict.fromkeys((id_, *label.spellings())))


def _has(spec: FieldSpec, language: str) -> Schema:
    """The field is there under one of its spellings, and not empty; editors name the first as missing."""
    first = spec.label.text(language)
    return {
        "anyOf": [
            {"required": [spelling], "properties": {spelling: {"not": _EMPTY}}}
            for spelling in dict.fromkeys((first, *_spellings(spec.id, spec.label)))
        ]
    }


def _says(scheme: Scheme, field: str, code: str) -> Schema:
    spec = scheme.fields[field]
    values: list[Any] = _codes(scheme, spec.items or spec, code)
    one = {"enum": values}
    value = {"anyOf": [one, {"type": "array", "contains": one}]} if spec.type == "list" else one
    return {
        "anyOf": [
            {"required": [spelling], "properties": {spelling: value}}
            for spelling in _spellings(field, spec.label)
        ]
    }


def _codes(scheme: Scheme, spec: FieldSpec, code: str) -> list[Any]:
    term = scheme.vocabularies.get(spec.vocabulary, {}).get(code)
    if term:
        return list(_spellings(code, term.label))
    typed: dict[str, list[Any]] = {"true": [True, "true", "yes", "是"], "false": [False, "false", "no", "否"]}
    return typed.get(code, [code, int(code)] if is_number(code) else [code])


def _integer(scheme: Scheme, spec: FieldSpec, name: str, language: str) -> Schema:
    number: Schema = {"type": "integer"}
    if spec.minimum is not None:
        number["minimum"] = spec.minimum
    return {"anyOf": [number, {"type": "string", "pattern": "^\\s*[0-9０-９]*\\s*$"}, {"type": "null"}]}


def _date(scheme: Scheme, spec: FieldSpec, name: str, language: str) -> Schema:
    return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _DATE}, {"type": "null"}]}


def _code(scheme: Scheme, spec: FieldSpec, name: str, language: str) -> Schema:
    allowed = [term for term in scheme.vocabularies[spec.vocabulary].values() if not term.refused]
    both = [_proposed(term.code, term.label, language) for term in allowed]
    proposed = [*dict.fromkeys(word for mine, _ in both for word in mine), None]
    others = [word for _, rest in both for word in rest]
    return {"anyOf": [{"enum": proposed}, {"type": "string", "pattern": _one_of(others, _BLANK)}]}


def _boolean(scheme: Scheme, spec: FieldSpec, name: str, language: str) -> Schema:
    words = [True, False, None, "true", "false", "yes", "no", "是", "否"]
    return {"anyOf": [{"enum": words}, {"type": "string", "pattern": f"^{_BLANK}$"}]}


def _object(scheme: Scheme, spec: FieldSpec, name: str, language: str) -> Schema:
    required = [_has(inner, language) for inner in spec.fields if inner.id in spec.required]
    return {
        "type": ["object", *(_ANY_SCALAR if spec.short else ["null"])],
        **_properties(spec.fields, f"{name}.", language),
        "additionalProperties": False,
        **({"if": {"type": "object"}, "then": {"allOf": required}} if required else {}),
    }


def _list(scheme: Scheme, spec: FieldSpec, name: str, language: str) -> Schema:
    item = {"$ref": f"#/$defs/{name}.each"}
    return {"anyOf": [{"type": "array", "items": item}, item]}


def _map(scheme: Scheme, spec: FieldSpec, name: str, language: str) -> Schema:
    return {"type": ["object", "null"], "additionalProperties": {"$ref": f"#/$defs/{name}.each"}}


# Field type -> its schema; the name is that of its own definition, the language that of what is proposed.
_TYPES: Mapping[str, Callable[[Scheme, FieldSpec, str, str], Schema]] = {
    "text": lambda scheme, spec, name, language: {"type": _ANY_SCALAR},
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "date-time": _date,
    "period": lambda scheme, spec, name, language: {"type": ["string", "number", "null"]},
    "code": _code,
    "object": _object,
    "list": _list,
    "map": _map,
}
