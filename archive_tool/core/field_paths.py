"""A dotted path into a sidecar, step by step: keys by their labels, places in lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_tool.core.label import Label
from archive_tool.core.numerals import is_number
from archive_tool.core.scheme import FieldSpec, Scheme
from archive_tool.core.sidecar_words import of_fields


def steps(scheme: Scheme | None, dotted: str) -> Iterator[Label | str | int]:
    """`parts.0.role` as a label, 1 and a label; keys that the scheme does not know as they are.

    Places in lists count from 1.
    """
    fields: Sequence[FieldSpec] = tuple(scheme.fields.values()) if scheme else ()
    spec: FieldSpec | None = None
    known = scheme is not None
    for step in dotted.split("."):
        is_place = is_number(step) and (spec.type == "list" if spec else not known)
        if spec is not None and spec.type in ("list", "map"):
            inner = spec.items
            if is_place or spec.type == "map":
                yield int(step) + 1 if is_place else step
                spec, fields, known = inner, inner.fields if inner else (), inner is not None
                continue
            fields = inner.fields if inner else ()  # one thing alone is a list of one
        elif is_place:
            yield int(step) + 1
            continue
        spec = _meant(fields, step)
        fields, known = (spec.fields, True) if spec else ((), False)
        yield spec.label if spec else step


def keys(scheme: Scheme | None, dotted: str, language: str) -> str:
    """The same as it is written, without the places, where that is not how it reads in a language; else ""."""
    found = list(zip(dotted.split("."), steps(scheme, dotted), strict=True))
    written = [key for key, step in found if not isinstance(step, int)]
    odd = (isinstance(step, Label) and _differs(key, step.text(language)) for key, step in found)
    return ".".join(written) if any(odd) else ""


def _differs(key: str, label: str) -> bool:
    """`by_unit` and By unit are one word."""
    return key.replace("_", " ").casefold() != label.casefold()


def _meant(fields: Sequence[FieldSpec], word: str) -> FieldSpec | None:
    id_ = of_fields(fields).find(word)
    return next((spec for spec in fields if spec.id == id_), None)
