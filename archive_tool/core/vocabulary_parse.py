"""The vocabularies of a scheme to values; every spelling stands for one id."""

from __future__ import annotations

from collections.abc import Mapping

from archive_tool.core.scheme import Label, Term
from archive_tool.core.strict import Section

Vocabularies = Mapping[str, Mapping[str, Term]]


def label(section: Section, key: str) -> Label:
    """A {zh, en} text; both languages are required."""
    part = section.section(key).only("zh", "en", "aliases")
    return Label(part.text("zh"), part.text("en"), part.texts("aliases"))


def parse_vocabularies(vocabulary: Section, forms: Section) -> Vocabularies:
    """Vocabulary -> code -> term; the forms are one of them."""
    found = {name: {code: _term(code, s) for code, s in part.items()} for name, part in vocabulary.items()}
    found["forms"] = {code: Term(code, label(s, "label"), s.texts("words")) for code, s in forms.items()}
    for name, terms in found.items():
        where = forms if name == "forms" else vocabulary.section(name)
        distinct({code: term.label for code, term in terms.items()}, where)
    return found


def distinct(labels: Mapping[str, Label], where: Section) -> None:
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
