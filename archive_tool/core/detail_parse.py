"""The keys that only one kind of rule understands, read into the value of that kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, cast

from archive_tool.core.rule_details import (
    Across,
    Details,
    Distinct,
    Effective,
    Entries,
    Own,
    Pair,
    Quorum,
    Sought,
    Timing,
    unmarked,
)
from archive_tool.core.scheme import Leaf, Term
from archive_tool.core.shares import parse_share
from archive_tool.core.step_parse import parse_steps
from archive_tool.core.strict import Section

Vocabularies = Mapping[str, Mapping[str, Term]]
Leaves = Mapping[str, Leaf]


def parse_details(kind: str, section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Details | None:
    """What the kind adds to a rule; None where it adds nothing."""
    parse = _PARSERS.get(kind)
    return parse(section, vocabularies, leaves) if parse else None


def parse_effective(section: Section) -> Effective:
    """The first and the last day on which something is in force."""
    effective = section.section("effective").only("from", "to")
    first, last = effective.day("from"), effective.day("to")
    if first and last and last < first:
        raise effective.error("scheme.effective", "to")
    return Effective(first, last)


def _pair(section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Pair:
    each, has = (_sought(section.section(key), vocabularies, leaves) for key in ("each", "has"))
    if each == has:
        raise section.error("scheme.pair-same", "has")
    within = section.days("within", minimum=1)
    both, by_subject, above = (
        bool(section.boolean(key, False)) for key in ("both", "by_subject", "from_above")
    )
    if above and not by_subject:
        raise section.error("scheme.pair-above", "from_above")
    answers = section.filled("answers").texts("answers", vocabularies["forms"])
    if answers and (not both or not {each.form, has.form}.isdisjoint(answers)):
        raise section.error("scheme.pair-answers", "answers")
    return Pair(each, has, within, both, by_subject, answers, above)


def _sought(section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Sought:
    section.only("activity", "form", "leaf")
    activity = section.one_of("activity", vocabularies.get("activities", {}), "")
    form = section.one_of("form", vocabularies["forms"], "")
    if bool(activity) == bool(form):
        raise section.error("scheme.rule-subject", "activity" if activity else "")
    return Sought(activity, form, section.one_of("leaf", leaves, ""))


def _quorum(section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Quorum:
    entitled = section.one_of("entitled", ("members", "committee", "expected"))
    given = [key for key in ("no_less_than", "more_than") if section.has(key)]
    if len(given) != 1:
        raise section.error("scheme.quorum-share", given[-1] if given else "kind")
    (key,) = given
    part, whole = parse_share(section, key)
    if part == whole and key == "more_than":
        raise section.error("scheme.share", key, value=section.text(key))
    return Quorum(
        cast(Literal["members", "committee", "expected"], entitled), part, whole, key == "more_than"
    )


def _entries(section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Entries:
    done = section.one_of("done", ("closed", "evidence"), "closed")
    judged = section.one_of("entries", ("all", "closed"), "all")
    if done == judged == "closed":
        raise section.error("scheme.entries-done", "entries")
    for key in ("terms", "dated"):
        if done == "evidence" and section.has(key):
            raise section.error("scheme.entries-terms", key)
    types = vocabularies.get("item_types", {})
    terms = section.section("terms").only(*types)
    return Entries(
        cast(Literal["closed", "evidence"], done),
        cast(Literal["all", "closed"], judged),
        tuple((kind, terms.days(kind, minimum=1)) for kind in terms.data),
        section.texts("dated", types),
    )


def _timing(section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Timing:
    compares = section.one_of("compares", ("name", "text", "studied", "photos", "made"))
    for key, owners in (("within", ("photos", "made")), ("documents", ("studied",)), ("after", ("text",))):
        if section.has(key) and compares not in owners:
            raise section.error("scheme.timing-key", key, owner=list(owners))
    within = section.days("within", minimum=1) if compares in ("photos", "made") else 0
    after = section.texts("after", vocabularies.get("roles", {}))
    return Timing(compares, within, _documents(section), after)


def _documents(section: Section) -> tuple[tuple[str, str], ...]:
    """Title and day of each; of one title only one day can be compared with."""
    days: dict[str, str] = {}
    for part in section.sections("documents"):
        title, published = _document(part)
        if days.setdefault(title, published) != published:
            raise part.error("scheme.studied-twice", "title", title=part.text("title"), other=days[title])
    return tuple(days.items())


def _document(section: Section) -> tuple[str, str]:
    published = section.only("title", "published").day("published")
    if published is None:
        raise section.error("strict.required", "published")
    return unmarked(section.text("title")), published.isoformat()


def _distinct(section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Distinct:
    parts = section.texts("parts", vocabularies.get("roles", {}))
    if not parts:
        raise section.error("strict.required", "parts")
    personal = bool(section.boolean("personal", False))
    own = section.section("own").only("after", "until").filled("after") if section.has("own") else None
    if own and not own.has("after"):
        raise own.error("strict.required", "after")
    words = Own(own.texts("after"), own.texts("until")) if own else None
    called = section.texts("personal_called")
    across = _across(section, vocabularies) if section.has("across") else None
    return Distinct(parts, parse_share(section, "no_less_than"), personal, called, words, across)


def _across(section: Section, vocabularies: Vocabularies) -> Across:
    across = section.section("across").only("alone", "by_author")
    activities = vocabularies.get("activities", {})
    return Across(across.texts("alone", activities), bool(across.boolean("by_author", False)))


_PARSERS: Mapping[str, Callable[[Section, Vocabularies, Leaves], Details]] = {
    "pair": _pair,
    "deadline": _entries,
    "quorum": _quorum,
    "timing": _timing,
    "distinct": _distinct,
    "steps": lambda section, vocabularies, leaves: parse_steps(
        section, parse_effective, vocabularies["forms"]
    ),
}
