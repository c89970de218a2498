"""A scheme's YAML documents to a Scheme; anything unclear stops with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from archive_tool.core.check_settings import FILE as CHECKS
from archive_tool.core.check_settings import KEYS as CHECK_CODES
from archive_tool.core.check_settings import parse_checks
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Parsed
from archive_tool.core.periods import LENGTHS
from archive_tool.core.rule_parse import parse_rules
from archive_tool.core.scheme import (
    Category,
    Dated,
    FieldSpec,
    FieldType,
    Form,
    Label,
    Layout,
    Leaf,
    Level,
    Precision,
    Requirement,
    Scheme,
    Term,
    Timed,
)
from archive_tool.core.strict import Section
from archive_tool.core.templates import Template
from archive_tool.core.wording import parse_wording

FIELD_TYPES = ("text", "integer", "boolean", "date", "date-time", "period", "code", "object", "list", "map")
LEVELS = ("required", "conditional", "optional")
FOLDERS = ("inbox", "quarantine", "trash", "open")
PRECISIONS = ("day", "month", "year")
# What a leaf takes from its category unless it says so itself.
INHERITED = ("unit_kinds", "retention", "rights", "forms", "activities")
DATED = ("held", "made", "planned")
HEAD_KEYS = (
    "id", "version", "title", "effective", "layouts", "default_layout", "unit_layout", "default_unit_kind",
    "folders", "activity_list", "plain_words", "litter", "conflict_copies", "formats", "macro_formats", "sidecars", "secret",
    "defaults",
)  # fmt: skip

Vocabularies = Mapping[str, Mapping[str, Term]]


def parse_scheme(documents: Mapping[str, Parsed], sha256: str) -> Scheme:
    """Relative file name -> parsed YAML, to a checked Scheme. CannotRun names the first mistake."""
    sections = {name: Section.of(parsed.data, parsed.lines, name) for name, parsed in documents.items()}
    head = _file(sections, "scheme.yaml").only(*HEAD_KEYS)
    form_file = _file(sections, "forms.yaml").only("base", "forms")
    vocabularies = _vocabularies(_file(sections, "vocabulary.yaml"), form_file.section("forms"))
    fields_file = _file(sections, "fields.yaml")
    fields = {name: _field(name, section, vocabularies) for name, section in fields_file.items()}
    _distinct({name: spec.label for name, spec in fields.items()}, fields_file)
    category_files = [sections[name] for name in sorted(sections) if name.startswith("categories/")]
    for key in ("code", "folder"):
        _each_its_own(key, category_files)
    _each_its_own("code", (leaf for category in category_files for leaf in category.sections("leaves")))
    categories = {c.code: c for c in (_category(s, fields, vocabularies) for s in category_files)}
    leaves = {leaf.code: leaf for category in categories.values() for leaf in category.leaves}
    layouts = {name: _layout(name, section) for name, section in head.section("layouts").items()}
    folders = head.section("folders").only(*FOLDERS)
    sidecars = head.section("sidecars").only("folder", "file")
    secret = head.section("secret").only("marks", "rule")
    formats = head.section("formats")
    defaults = head.section("defaults").only(*fields)
    kinds = vocabularies.get("unit_kinds", {})
    return Scheme(
        id=head.text("id"),
        version=head.text("version"),
        title=label(head, "title"),
        sha256=sha256,
        layouts=layouts,
        default_layout=head.one_of("default_layout", layouts),
        unit_layout=head.one_of("unit_layout", layouts),
        folders={name: folders.text(name) for name in FOLDERS},
        litter=head.texts("litter"),
        conflict_copies=head.texts("conflict_copies"),
        formats={kind: formats.texts(kind) for kind in formats.data},
        macro_formats=head.texts("macro_formats"),
        folder_sidecar=sidecars.text("folder"),
        file_sidecar=sidecars.text("file"),
        secret_marks=secret.texts("marks"),
        secret_rule=label(secret, "rule"),
        defaults={name: defaults.text(name) for name in defaults.data},
        fields=fields,
        base=_requirements(form_file.section("base"), fields),
        forms={code: _form(code, s, fields, vocabularies) for code, s in form_file.section("forms").items()},
        vocabularies=vocabularies,
        categories=categories,
        leaves=leaves,
        rules=parse_rules(category_files, leaves, vocabularies),
        activity_list=label(head, "activity_list") if head.has("activity_list") else None,
        plain_words=head.texts("plain_words"),
        default_unit_kind=head.one_of("default_unit_kind", kinds, next(iter(kinds), "")),
        wording=parse_wording(sections.get("drafting.yaml", Section({}, {}, "drafting.yaml"))),
        checks=parse_checks(
            sections.get(CHECKS, Section({}, {}, CHECKS)).only(*CHECK_CODES), {}, vocabularies
        ),
    )


def label(section: Section, key: str) -> Label:
    """A {zh, en} text; both languages are required."""
    part = section.section(key).only("zh", "en", "aliases")
    return Label(part.text("zh"), part.text("en"), part.texts("aliases"))


def _file(sections: Mapping[str, Section], name: str) -> Section:
    if name not in sections:
        raise CannotRun("scheme.file-missing", file=name)
    return sections[name]


def _vocabularies(vocabulary: Section, forms: Section) -> Vocabularies:
    found = {name: {code: _term(code, s) for code, s in part.items()} for name, part in vocabulary.items()}
    found["forms"] = {code: Term(code, label(s, "label"), s.texts("words")) for code, s in forms.items()}
    for name, terms in found.items():
        where = forms if name == "forms" else vocabulary.section(name)
        _distinct({code: term.label for code, term in terms.items()}, where)
    return found


def _distinct(labels: Mapping[str, Label], where: Section) -> None:
    """Every spelling may stand for one id only, or a sidecar could not be read."""
    seen: dict[str, str] = {}
    for code, words in labels.items():
        for spelling in {code, *words.spellings()}:
            other = seen.setdefault(spelling.casefold(), code)
            if other != code:
                raise where.error("scheme.ambiguous", code, word=spelling, other=other)


def _term(code: str, section: Section) -> Term:
    section.only(
        "label", "words", "carries_text", "shareable", "formats", "refused", "restricts", "occasion", "group",
        "others", "chronicle",
    )  # fmt: skip
    return Term(
        code,
        label(section, "label"),
        section.texts("words"),
        carries_text=bool(section.boolean("carries_text", True)),
        shareable=bool(section.boolean("shareable", False)),
        formats=section.texts("formats"),
        refused=bool(section.boolean("refused", False)),
        restricts=bool(section.boolean("restricts", False)),
        occasion=bool(section.boolean("occasion", False)),
        group=bool(section.boolean("group", False)),
        others=bool(section.boolean("others", False)),
        chronicle=bool(section.boolean("chronicle", True)),
    )


def _field(name: str, section: Section, vocabularies: Vocabularies) -> FieldSpec:
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
    nested = {key: _field(key, part, vocabularies) for key, part in section.section("fields").items()}
    _distinct({key: spec.label for key, spec in nested.items()}, section.section("fields"))
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
        items=_field(name, section.section("items"), vocabularies) if section.has("items") else None,
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


def _requirements(section: Section, fields: Mapping[str, FieldSpec]) -> dict[str, Requirement]:
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


def _form(code: str, section: Section, fields: Mapping[str, FieldSpec], vocabularies: Vocabularies) -> Form:
    section.only(
        "label", "words", "role", "own", "living", "precision", "dated", "personal", "timed",
        "timeless", "layout", "fields", "chronicle",
    )  # fmt: skip
    timed = section.section("timed").only("words", "periods", "topical", "akin")
    return Form(
        code,
        label(section, "label"),
        section.texts("words"),
        _requirements(section.section("fields"), fields),
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


def _each_its_own(key: str, sections: Iterable[Section]) -> None:
    """Of two categories or leaves with one code or folder the first would be gone, unnoticed."""
    known: set[str] = set()
    for section in sections:
        if section.text(key) in known:
            raise section.error("scheme.category-twice", key, value=section.text(key))
        known.add(section.text(key))


def _category(section: Section, fields: Mapping[str, FieldSpec], vocabularies: Vocabularies) -> Category:
    section.only("code", "folder", "title", "words", *INHERITED, "raise", "leaves", "rules")
    leaves = tuple(_leaf(part, section, vocabularies) for part in section.sections("leaves"))
    _each_its_own("folder", section.sections("leaves"))
    return Category(
        section.text("code"),
        section.text("folder"),
        label(section, "title"),
        section.texts("unit_kinds", vocabularies.get("unit_kinds", {})),
        section.one_of("retention", vocabularies.get("retention", {}), ""),
        leaves,
        _requirements(section.section("raise"), fields),
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


def _layout(name: str, section: Section) -> Layout:
    section.only("title", "record", "case")
    for key in ("record", "case"):
        Template.parse(section.text(key))
    return Layout(name, label(section, "title"), section.text("record"), section.text("case"))
