"""Canonical values against a JSON Schema: what breaks it, one violation for each cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from archive_tool.core.model import Value
from archive_tool.core.strict import nearest
from archive_tool.core.violations import Check, Kind, Violation

# Keyword of JSON Schema -> our kind; whatever else a schema may hold is "other".
_KINDS: Mapping[str, Kind] = {
    "required": "required",
    "type": "type",
    "enum": "enum",
    "const": "enum",
    "pattern": "pattern",
    "minimum": "minimum",
    "additionalProperties": "unknown",
}


class _Broken(NamedTuple):
    """An error of either library."""

    path: tuple[str | int, ...]
    keyword: str
    expected: tuple[str, ...]  # missing keys, unexpected keys, types, options, the pattern, the limit
    instance: Any


_Errors = Callable[[dict[str, Value]], Iterator[_Broken]]


def validator(schema: Mapping[str, Any]) -> Check:
    """Compiles the schema once (milliseconds); a check of valid values takes microseconds."""
    try:
        errors = _with_jsonschema_rs(schema)
    except ImportError:  # no wheel for this machine
        errors = _with_jsonschema(schema)

    def check(values: Mapping[str, Value]) -> list[Violation]:
        found = (violation for broken in errors(dict(values)) for violation in _violations(broken))
        return list(dict.fromkeys(found))

    return check


def _violations(broken: _Broken) -> Iterator[Violation]:
    kind = _KINDS.get(broken.keyword, "other")
    path = ".".join(map(str, broken.path))
    if kind in ("required", "unknown"):
        for name in broken.expected:
            yield Violation(f"{path}.{name}" if path else name, kind)
    elif kind == "enum":
        yield Violation(path, kind, nearest(str(broken.instance), broken.expected))
    else:
        yield Violation(path, kind, ", ".join(broken.expected))


def _with_jsonschema_rs(schema: Mapping[str, Any]) -> _Errors:
    from jsonschema_rs import Draft202012Validator

    compiled = Draft202012Validator(dict(schema))

    def errors(values: dict[str, Value]) -> Iterator[_Broken]:
        if compiled.is_valid(values):
            return
        for error in compiled.iter_errors(values):
            details = [item for detail in error.kind.as_dict().values() for item in _texts(detail)]
            yield _Broken(
                tuple(error.instance_path), str(error.schema_path[-1]), tuple(details), error.instance
            )

    return errors


def _with_jsonschema(schema: Mapping[str, Any]) -> _Errors:
    from jsonschema import Draft202012Validator

    compiled = Draft202012Validator(schema)

    def errors(values: dict[str, Value]) -> Iterator[_Broken]:
        for error in compiled.iter_errors(values):
            for leaf in error.context or [error]:
                keyword, expected = str(leaf.validator), leaf.validator_value
                if keyword == "required":
                    expected = [name for name in expected if name not in leaf.instance]
                if keyword == "additionalProperties":
                    expected = [name for name in leaf.instance if name not in leaf.schema["properties"]]
                yield _Broken(tuple(leaf.absolute_path), keyword, _texts(expected), leaf.instance)

    return errors


def _texts(detail: object) -> tuple[str, ...]:
    return tuple(map(str, detail)) if isinstance(detail, (list, tuple)) else (str(detail),)
