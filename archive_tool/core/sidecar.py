"""A sidecar in the scheme's words, and values in the words of a sidecar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from archive_tool.core.model import Complaint, Interpreted, Parsed, Value
from archive_tool.core.parsed import Coded
from archive_tool.core.scheme import FieldSpec, Scheme
from archive_tool.core.sidecar_readers import Notes, object_reader
from archive_tool.core.sidecar_words import language_of, of_fields
from archive_tool.core.violations import Check, Violation


def interpreter(scheme: Scheme) -> Callable[[Parsed], Interpreted]:
    """`interpret` for many sidecars: the scheme's spellings are looked through once."""
    read_values = object_reader(scheme, scheme.fields.values())

    def read(parsed: Parsed) -> Interpreted:
        notes = Notes(parsed.lines)
        values = read_values(parsed.data, "", "", notes)
        found = values if isinstance(values, dict) else {}
        return Interpreted(found, notes.lines, tuple(notes.complaints), parsed.encoding)

    return read


def interpret(scheme: Scheme, parsed: Parsed) -> Interpreted:
    """Canonical ids and typed values; empty values are absent, wrong ones too, with a complaint.

    A list type is always a list. Complaints carry `field` (`written:` and the path as written), `field_id` (canonical, of the
    nearest known field where the written one is unknown), `top` (the top-level field they stand under)
    and `reason_key`; lines are of canonical paths.
    """
    return interpreter(scheme)(parsed)


def complete(read: Interpreted, check: Check) -> Interpreted:
    """The same with what the schema adds: required fields, patterns, least numbers."""
    return read._replace(complaints=complaints(read, check(read.values)))


def complaints(read: Interpreted, violations: Iterable[Violation]) -> tuple[Complaint, ...]:
    """Complaints of both, one for each cause: what was wrong or misspelt is not missing as well."""
    blamed = [str(complaint.params.get("field_id", "")) for complaint in read.complaints]
    return (*read.complaints, *(_complaint(v, read) for v in violations if not _is_blamed(v, blamed)))


def spelling(scheme: Scheme, parsed: Parsed, field: str, language: str) -> str:
    """How a top-level field is spelt: as the text already does, else by language (ids for en)."""
    return _present(scheme, parsed).get(field) or _key(scheme.fields[field], language)


def written(scheme: Scheme, field: str, value: Value, language: str) -> Value:
    """A canonical value of a top-level field as it is written: nested keys and codes by language."""
    return _write(scheme, scheme.fields[field], value, language)


def changes(scheme: Scheme, parsed: Parsed, values: Mapping[str, Value], language: str) -> dict[str, Value]:
    """Canonical values as keys and values to set in this text; an existing key keeps its language."""
    found: dict[str, Value] = {}
    present = _present(scheme, parsed)
    for field, value in values.items():
        there = present.get(field)
        key = there or _key(scheme.fields[field], language)
        found[key] = written(scheme, field, value, language_of(there) if there else language)
    return found


def _present(scheme: Scheme, parsed: Parsed) -> dict[str, str]:
    """Field -> the key under which it stands in this text, the first where there are several."""
    keys = list(parsed.data) if isinstance(parsed.data, dict) else []
    known = of_fields(scheme.fields.values()) if keys else None
    found: dict[str, str] = {}
    for key in keys:
        field = known.find(key) if known else None
        if field:
            found.setdefault(field, key)
    return found


def _is_blamed(violation: Violation, blamed: Iterable[str]) -> bool:
    inside = f"{violation.field}."
    return any(field == violation.field or field.startswith(inside) for field in blamed)


def _complaint(violation: Violation, read: Interpreted) -> Complaint:
    field, kind, expected = violation
    params = {
        "field": Coded(f"field:{field}"),
        "field_id": field,
        "top": field.partition(".")[0],
        "reason_key": f"sidecar.{kind}",
        "expected": expected,
    }
    return Complaint("sidecar/invalid", _line(field, read.lines), params)


def _line(field: str, lines: Mapping[str, int]) -> int:
    while field and field not in lines:
        field = field.rpartition(".")[0]
    return lines.get(field, 1)


def _key(spec: FieldSpec, language: str) -> str:
    return spec.id if language == "en" or spec.machine else spec.label.zh


def _write(scheme: Scheme, spec: FieldSpec, value: Value, language: str) -> Value:
    if isinstance(value, list):
        items = [_write(scheme, spec.items or spec, item, language) for item in value]
        # One activity is written as a word, several as a list.
        return items[0] if len(items) == 1 and spec.items and spec.items.type == "code" else items
    if isinstance(value, dict):
        return _write_mapping(scheme, spec, value, language)
    if spec.type == "list" and spec.items:
        return _write(scheme, spec.items, value, language)
    if language == "en" or spec.machine or value is None:
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    term = scheme.vocabularies.get(spec.vocabulary, {}).get(str(value)) if spec.type == "code" else None
    return term.label.zh if term else value


def _write_mapping(scheme: Scheme, spec: FieldSpec, value: dict[str, Value], language: str) -> Value:
    if spec.type == "map" and spec.items:
        return {key: _write(scheme, spec.items, item, language) for key, item in value.items()}
    if spec.type == "list" and spec.items:
        return _write_mapping(scheme, spec.items, value, language)
    below = {inner.id: inner for inner in spec.fields}
    return {
        _key(below[key], language) if key in below else key: (
            _write(scheme, below[key], item, language) if key in below else item
        )
        for key, item in value.items()
    }
