"""A scheme's YAML documents to a Scheme; anything unclear stops with file and line."""

from __future__ import annotations

from collections.abc import Mapping

from archive_tool.core.category_parse import each_its_own, parse_category
from archive_tool.core.check_settings import FILE as CHECKS
from archive_tool.core.check_settings import KEYS as CHECK_CODES
from archive_tool.core.check_settings import parse_checks
from archive_tool.core.errors import CannotRun
from archive_tool.core.field_parse import parse_field, parse_form, parse_requirements
from archive_tool.core.model import Parsed
from archive_tool.core.rule_parse import parse_rules
from archive_tool.core.scheme import Layout, Scheme
from archive_tool.core.strict import Section
from archive_tool.core.templates import Template
from archive_tool.core.vocabulary_parse import distinct, label, parse_vocabularies
from archive_tool.core.wording import parse_wording

FOLDERS = ("inbox", "quarantine", "trash", "open")
HEAD_KEYS = (
    "id", "version", "title", "effective", "layouts", "default_layout", "unit_layout", "default_unit_kind",
    "folders", "activity_list", "plain_words", "litter", "conflict_copies", "formats", "macro_formats", "sidecars", "secret",
    "defaults",
)  # fmt: skip


def parse_scheme(documents: Mapping[str, Parsed], sha256: str) -> Scheme:
    """Relative file name -> parsed YAML, to a checked Scheme. CannotRun names the first mistake."""
    sections = {name: Section.of(parsed.data, parsed.lines, name) for name, parsed in documents.items()}
    head = _file(sections, "scheme.yaml").only(*HEAD_KEYS)
    form_file = _file(sections, "forms.yaml").only("base", "forms")
    vocabularies = parse_vocabularies(_file(sections, "vocabulary.yaml"), form_file.section("forms"))
    fields_file = _file(sections, "fields.yaml")
    fields = {name: parse_field(name, section, vocabularies) for name, section in fields_file.items()}
    distinct({name: spec.label for name, spec in fields.items()}, fields_file)
    category_files = [sections[name] for name in sorted(sections) if name.startswith("categories/")]
    for key in ("code", "folder"):
        each_its_own(key, category_files)
    each_its_own("code", (leaf for category in category_files for leaf in category.sections("leaves")))
    categories = {c.code: c for c in (parse_category(s, fields, vocabularies) for s in category_files)}
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
        base=parse_requirements(form_file.section("base"), fields),
        forms={
            code: parse_form(code, s, fields, vocabularies) for code, s in form_file.section("forms").items()
        },
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


def _file(sections: Mapping[str, Section], name: str) -> Section:
    if name not in sections:
        raise CannotRun("scheme.file-missing", file=name)
    return sections[name]


def _layout(name: str, section: Section) -> Layout:
    section.only("title", "record", "case")
    for key in ("record", "case"):
        Template.parse(section.text(key))
    return Layout(name, label(section, "title"), section.text("record"), section.text("case"))
