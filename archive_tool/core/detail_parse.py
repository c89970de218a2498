"""The keys that only one kind of rule understands, read into the value of that kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from archive_tool.core.rule_details import Details, Pair, Sought
from archive_tool.core.scheme import Leaf, Term
from archive_tool.core.step_parse import parse_steps
from archive_tool.core.strict import Section

Vocabularies = Mapping[str, Mapping[str, Term]]
Leaves = Mapping[str, Leaf]


def parse_details(kind: str, section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Details | None:
    """What the kind adds to a rule; None where it adds nothing."""
    parse = _PARSERS.get(kind)
    return parse(section, vocabularies, leaves) if parse else None


def parse_effective(section: Section) -> tuple[date | None, date | None]:
    """The first and the last day on which something is in force."""
    effective = section.section("effective").only("from", "to")
    first, last = effective.day("from"), effective.day("to")
    if first and last and last < first:
        raise effective.error("scheme.effective", "to")
    return first, last


def _pair(section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Pair:
    each, has = (_sought(section.section(key), vocabularies, leaves) for key in ("each", "has"))
    if each == has:
        raise section.error("scheme.pair-same", "has")
    within = section.days("within", minimum=1)
    return Pair(each, has, within, bool(section.boolean("both", False)))


def _sought(section: Section, vocabularies: Vocabularies, leaves: Leaves) -> Sought:
    section.only("activity", "form", "leaf")
    activity = section.one_of("activity", vocabularies.get("activities", {}), "")
    form = section.one_of("form", vocabularies["forms"], "")
    if bool(activity) == bool(form):
        raise section.error("scheme.rule-subject", "activity" if activity else "")
    return Sought(activity, form, section.one_of("leaf", leaves, ""))


_PARSERS: Mapping[str, Callable[[Section, Vocabularies, Leaves], Details]] = {
    "pair": _pair,
    "steps": lambda section, vocabularies, leaves: parse_steps(section, parse_effective),
}
