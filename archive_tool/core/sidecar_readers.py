"""From text values to typed ones: one reader per field type, built once for a scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive_tool.core.model import Complaint, Node, Value
from archive_tool.core.parsed import Coded
from archive_tool.core.scheme import FieldSpec, Scheme
from archive_tool.core.sidecar_words import Spellings, is_slip, of_fields, of_vocabulary
from archive_tool.core.typed_text import TYPES

Code = Literal["sidecar/invalid", "sidecar/unknown-field"]
SHOWN = 60  # characters of a wrong value that a message repeats


@dataclass(slots=True)
class Notes:
    """What one reading leaves behind besides values."""

    written_lines: Mapping[str, int]
    lines: dict[str, int] = field(default_factory=dict)  # by canonical path
    complaints: list[Complaint] = field(default_factory=list)

    def invalid(self, at: str, to: str, reason: str, **params: str) -> None:
        self._add("sidecar/invalid", at, to, reason, params)

    def unknown(self, at: str, to: str, reason: str, *, within: str, **params: str) -> None:
        """`within`: the canonical path of the mapping that has no such key."""
        self._add("sidecar/unknown-field", at, to, reason, {"top": _top(to or within), **params})

    def _add(self, code: Code, at: str, to: str, reason: str, params: Mapping[str, str]) -> None:
        said = {
            "field": Coded(f"written:{at}"),
            "field_id": to,
            "top": _top(to),
            "reason_key": reason,
            **params,
        }
        self.complaints.append(Complaint(code, self.written_lines.get(at), said))


def _top(path: str) -> str:
    """The top-level field that a canonical path lies in."""
    return path.partition(".")[0]


# Value, its path as written, its canonical path, notes -> canonical value; None: absent or complained of.
Reader = Callable[[Node, str, str, Notes], Value]


def reader(scheme: Scheme, spec: FieldSpec) -> Reader:
    """The reader of one field."""
    return _READERS.get(spec.type, _typed)(scheme, spec)


def object_reader(scheme: Scheme, fields: Iterable[FieldSpec]) -> Reader:
    """The reader of a mapping with these keys; the whole sidecar is one."""
    fields = tuple(fields)
    known = of_fields(fields)
    readers = {spec.id: reader(scheme, spec) for spec in fields if not spec.derived}

    def read(node: Node, at: str, to: str, notes: Notes) -> Value:
        if not isinstance(node, dict):
            return _not_a_mapping(node, at, to, notes)
        below, above = (f"{at}." if at else ""), (f"{to}." if to else "")
        found: dict[str, Value] = {}
        spelt: dict[str, str] = {}
        for key, item in node.items():
            id_, path = known.find(key), below + key
            if id_ is None or id_ not in readers:
                _unknown(key, id_, known, path, above, notes)
                continue
            if id_ in spelt:
                notes.invalid(path, above + id_, "sidecar.twice", other=spelt[id_])
                if id_ in found:
                    continue
            spelt.setdefault(id_, key)
            notes.lines.setdefault(above + id_, notes.written_lines.get(path, 1))
            value = readers[id_](item, path, above + id_, notes)
            if value is not None:
                found[id_] = value
        return found or None

    return read


def _unknown(key: str, id_: str | None, known: Spellings, path: str, above: str, notes: Notes) -> None:
    meant, colon, _ = key.partition("：")
    if id_ is not None:
        notes.unknown(path, above + id_, "sidecar.derived", within=above)
    elif colon and (meant_id := known.find(meant)):
        notes.unknown(path, above + meant_id, "sidecar.full-width-colon", within=above, nearest=meant)
    elif near := known.nearest(key):
        # Only a slip of the pen also answers for the field that is missing then.
        meant_id = known.find(near) if is_slip(key, near) else None
        to = above + meant_id if meant_id else ""
        notes.unknown(path, to, "sidecar.unknown-nearest", within=above, nearest=near)
    else:
        notes.unknown(path, "", "sidecar.unknown", within=above)


def _not_a_mapping(node: Node, at: str, to: str, notes: Notes) -> Value:
    if isinstance(node, str) and not node.strip():
        return None
    colon = isinstance(node, str) and "：" in node
    notes.invalid(at, to, "sidecar.full-width-colon" if colon else "sidecar.want-mapping")
    return None


def _text(scheme: Scheme, spec: FieldSpec) -> Reader:
    def read(node: Node, at: str, to: str, notes: Notes) -> Value:
        if isinstance(node, str):
            return node if node.strip() else None
        return _not_a_text(node, at, to, notes)

    return read


def _typed(scheme: Scheme, spec: FieldSpec) -> Reader:
    convert, reason = TYPES[spec.type], f"sidecar.want-{spec.type}"

    def read(node: Node, at: str, to: str, notes: Notes) -> Value:
        if not isinstance(node, str):
            return _not_a_text(node, at, to, notes)
        if not node.strip():
            return None
        value = convert(node)
        if value is None:
            notes.invalid(at, to, reason, value=node[:SHOWN])
        return value

    return read


def _code(scheme: Scheme, spec: FieldSpec) -> Reader:
    known = of_vocabulary(scheme, spec.vocabulary)
    refused = {term.code for term in scheme.vocabularies.get(spec.vocabulary, {}).values() if term.refused}
    allowed = Spellings(
        known.exact, {word: code for word, code in known.folded.items() if code not in refused}
    )

    def read(node: Node, at: str, to: str, notes: Notes) -> Value:
        if not isinstance(node, str):
            return _not_a_text(node, at, to, notes)
        if not node.strip():
            return None
        code = known.find(node)
        if code is None:
            near = allowed.nearest(node)
            reason = "sidecar.want-code-nearest" if near else "sidecar.want-code"
            notes.invalid(at, to, reason, value=node[:SHOWN], nearest=near)
        elif code in refused:
            notes.invalid(at, to, "sidecar.refused", value=node[:SHOWN])
            return None
        return code

    return read


def _not_a_text(node: Node, at: str, to: str, notes: Notes) -> Value:
    if node:
        notes.invalid(at, to, "sidecar.found-list" if isinstance(node, list) else "sidecar.found-mapping")
    return None


def _object(scheme: Scheme, spec: FieldSpec) -> Reader:
    whole, named = object_reader(scheme, spec.fields), spec.short

    def read(node: Node, at: str, to: str, notes: Notes) -> Value:
        if named and isinstance(node, str) and node.strip() and "：" not in node:
            return {named: node}
        return whole(node, at, to, notes)

    return read


def _list(scheme: Scheme, spec: FieldSpec) -> Reader:
    one = _item(scheme, spec)

    def read(node: Node, at: str, to: str, notes: Notes) -> Value:
        found: list[Value] = []
        # A single value is a list of one, and has its place in the file at the list's own key.
        items = (
            [(item, f"{at}.{n}") for n, item in enumerate(node)] if isinstance(node, list) else [(node, at)]
        )
        for item, path in items:
            place = f"{to}.{len(found)}"  # what is left out takes no number
            value = one(item, path, place, notes)
            if value is not None:
                notes.lines[place] = notes.written_lines.get(path, 1)
                found.append(value)
        return found or None

    return read


def _map(scheme: Scheme, spec: FieldSpec) -> Reader:
    one = _item(scheme, spec)

    def read(node: Node, at: str, to: str, notes: Notes) -> Value:
        if not isinstance(node, dict):
            return _not_a_mapping(node, at, to, notes)
        found: dict[str, Value] = {}
        for key, item in node.items():
            path, place = f"{at}.{key}", f"{to}.{key}"
            notes.lines[place] = notes.written_lines.get(path, 1)
            value = one(item, path, place, notes)
            if value is not None:
                found[key] = value
        return found or None

    return read


def _item(scheme: Scheme, spec: FieldSpec) -> Reader:
    return reader(scheme, spec.items) if spec.items else _text(scheme, spec)


# Field type -> maker of its reader; all others are converted by typed_text.TYPES.
_READERS: Mapping[str, Callable[[Scheme, FieldSpec], Reader]] = {
    "text": _text,
    "code": _code,
    "object": _object,
    "list": _list,
    "map": _map,
}
