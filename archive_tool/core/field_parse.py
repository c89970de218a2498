"""The fields and forms of a scheme to values: what may be said of a record, and what must."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from archive_tool.core.periods import LENGTHS
from archive_tool.core.scheme import (
    Dated,
    FieldSpec,
    FieldType,
    Form,
    Label,
    Level,
    Precision,
    Requirement,
    Timed,
)
from archive_tool.core.strict import Section
from archive_tool.core.vocabulary_parse import Vocabularies, distinct, label

FIELD_TYPES = ("text", "integer", "boolean", "date", "date-time", "period", "code", "object", "list", "map")
LEVELS = ("required", "conditional", "optional")
PRECISIONS = ("day", "month", "year")
DATED = ("held", "made", "planned")


def parse_field(name: str, section: Section, vocabularies: Vocabularies) -> FieldSpec:
    """One field with all below it."""
    section.only(
        "label",
        "type",
        "vocabulary",
        "items",
        "fields",
        "required",
        "pattern",
        "minimum",
        "source",
        "derived",
        "machine",
        "sentences",
        "short",
        "core",
    )
    kind = cast(FieldType, section.one_of("type", FIELD_TYPES))
    nested = {key: parse_field(key, part, vocabularies) for key, part in section.section("fields").items()}
    distinct({key: spec.label for key, spec in nested.items()}, section.section("fields"))
    if kind == "code":
        section.one_of("vocabulary", vocabularies)
    if kind in ("list", "map") and not section.has("items"):
        raise section.error("strict.required", "items")
    return FieldSpec(
        name,
        # list items and map values have no name of their own
        label(section, "label") if section.has("label") else Label(name, name),
        kind,
        vocabulary=section.text("vocabulary", ""),
        items=parse_field(name, section.section("items"), vocabularies) if section.has("items") else None,
        fields=tuple(nested.values()),
        required=section.texts("required", nested),
        short=section.one_of("short", nested, ""),
        pattern=section.text("pattern", ""),
        minimum=section.integer("minimum", 0) if section.has("minimum") else None,
        source=section.text("source", ""),
        derived=bool(section.boolean("derived", False)),
        machine=bool(section.boolean("machine", False)),
        sentences=bool(section.boolean("sentences", False)),
        core=bool(section.boolean("core", True)),
    )


def parse_requirements(section: Section, fields: Mapping[str, FieldSpec]) -> dict[str, Requirement]:
    """Field -> how strongly it is asked for, and when."""
    found = {}
    for name, value in section.only(*fields).data.items():
        if isinstance(value, str):
            found[name] = Requirement(cast(Level, section.one_of(name, LEVELS)))
            continue
        part = section.section(name).only("level", "when")
        when = part.section("when").only(*fields)
        level = cast(Level, part.one_of("level", LEVELS))
        found[name] = Requirement(level, {key: when.text(key) for key in when.data})
    return found


def parse_form(
    code: str, section: Section, fields: Mapping[str, FieldSpec], vocabularies: Vocabularies
) -> Form:
    """One record form: its fields, the words of its names, what its day means."""
    section.only(
        "label", "words", "role", "own", "living", "precision", "dated", "personal", "timed",
        "timeless", "layout", "fields", "chronicle",
    )  # fmt: skip
    timed = section.section("timed").only("words", "periods", "topical", "akin")
    return Form(
        code,
        label(section, "label"),
        section.texts("words"),
        parse_requirements(section.section("fields"), fields),
        role=section.one_of("role", vocabularies.get("roles", {}), ""),
        living=bool(section.boolean("living", False)),
        own=bool(section.boolean("own", False)),
        precision=cast(Precision, section.one_of("precision", PRECISIONS, "day")),
        dated=cast(Dated, section.one_of("dated", DATED, "made")),
        personal=bool(section.boolean("personal", False)),
        timeless=bool(section.boolean("timeless", False)),
        chronicle=bool(section.boolean("chronicle", False)),
        layout=section.texts("layout"),
        timed=Timed(
            timed.texts("words"),
            timed.texts("periods", LENGTHS),
            topical=bool(timed.boolean("topical", False)),
            akin=timed.texts("akin", vocabularies["forms"]),
        ),
    )
