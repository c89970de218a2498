"""The categories of a scheme and their leaves to values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive_tool.core.field_parse import parse_requirements
from archive_tool.core.scheme import Category, FieldSpec, Leaf, Term
from archive_tool.core.strict import Section
from archive_tool.core.vocabulary_parse import Vocabularies, label

# What a leaf takes from its category unless it says so itself.
INHERITED = ("unit_kinds", "retention", "rights", "forms", "activities")


def parse_category(section: Section, fields: Mapping[str, FieldSpec], vocabularies: Vocabularies) -> Category:
    """A category with its leaves, which take from it what they do not say."""
    section.only("code", "folder", "title", "words", *INHERITED, "raise", "leaves", "rules")
    leaves = tuple(_leaf(part, section, vocabularies) for part in section.sections("leaves"))
    each_its_own("folder", section.sections("leaves"))
    return Category(
        section.text("code"),
        section.text("folder"),
        label(section, "title"),
        section.texts("unit_kinds", vocabularies.get("unit_kinds", {})),
        section.one_of("retention", vocabularies.get("retention", {}), ""),
        leaves,
        parse_requirements(section.section("raise"), fields),
        rights=section.one_of("rights", vocabularies.get("rights", {}), ""),
        words=section.texts("words"),
    )


def _leaf(section: Section, category: Section, vocabularies: Vocabularies) -> Leaf:
    section.only(
        "code",
        "folder",
        "title",
        "words",
        *INHERITED,
        "further_forms",
        "form",
        "activity",
        "others",
        "chronicle",
    )

    def inherited(key: str, vocabulary: str) -> tuple[str, ...]:
        source = section if section.has(key) else category
        return source.texts(key, vocabularies.get(vocabulary, {}))

    retention, rights = (section if section.has(key) else category for key in ("retention", "rights"))
    return Leaf(
        section.text("code"),
        section.text("folder"),
        label(section, "title"),
        category.text("code"),
        inherited("unit_kinds", "unit_kinds"),
        retention.one_of("retention", vocabularies.get("retention", {}), ""),
        _forms(inherited("forms", "forms"), section, vocabularies["forms"]),
        inherited("activities", "activities"),
        form=section.one_of("form", vocabularies["forms"], ""),
        activity=section.one_of("activity", vocabularies.get("activities", {}), ""),
        rights=rights.one_of("rights", vocabularies.get("rights", {}), ""),
        words=section.texts("words"),
        chronicle=section.boolean("chronicle"),
        others=bool(section.boolean("others", False)),
    )


def _forms(usual: tuple[str, ...], section: Section, known: Mapping[str, Term]) -> tuple[str, ...]:
    """Those of the category with those that the leaf takes besides; where all may lie, nothing is added."""
    further = section.filled("further_forms").texts("further_forms", known)
    if further and not usual:
        raise section.error("scheme.further-forms", "further_forms")
    return (*usual, *further)


def each_its_own(key: str, sections: Iterable[Section]) -> None:
    """Of two categories or leaves with one code or folder the first would be gone, unnoticed."""
    known: set[str] = set()
    for section in sections:
        if section.text(key) in known:
            raise section.error("scheme.category-twice", key, value=section.text(key))
        known.add(section.text(key))
