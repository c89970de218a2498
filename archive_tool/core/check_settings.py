"""Checks of consistency that belong to no rule: switched and tuned by the scheme, then by archive.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from archive_tool.core.shares import parse_share
from archive_tool.core.strict import TRUTHS, Section

FILE = "consistency.yaml"
Vocabularies = Mapping[str, Iterable[str]]
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class CheckSetting:
    """How one of them is made; which of these it understands `KEYS` says."""

    code: str
    enabled: bool = True
    severity: str = ""  # "": the code's own
    words: tuple[str, ...] = ()  # looked for in texts
    records: int = 0  # how many at least
    within_days: int = 0  # in which they were made
    apart_days: int = 0  # since their own day
    holidays: tuple[str, ...] = ()  # YYYY-MM-DD, or MM-DD of every year
    workdays: tuple[str, ...] = ()  # worked though they are neither
    roles: tuple[str, ...] = ()  # of the parts that it is about
    none: tuple[str, ...] = ()  # what stands in the place of something that there is none of
    not_in: tuple[str, ...] = ()  # record forms that are not looked through
    members: tuple[str, ...] = ()  # activities that are for all members of a unit
    committee: tuple[str, ...] = ()  # those that are for its committee
    off_by: int = 0  # by how many persons two numbers may differ
    share: tuple[int, int] | None = None  # of those who belong there, that are accounted for at least
    reasons: bool = False  # whether it is to be told why somebody was absent
    unless_named: tuple[str, ...] = ()  # what the name of a file says that is not looked through
    blanks: tuple[str, ...] = ()  # labels behind which something is written, in a record that was filled in
    filled: tuple[str, ...] = ()  # the roles of such records
    sheets: tuple[str, ...] = ()  # what the names of papers end with that are filled in by hand


# Code -> the keys it understands besides `enabled` and `severity`.
KEYS: Mapping[str, tuple[str, ...]] = {
    "consistency/attendance": ("members", "committee", "off_by", "share", "reasons"),
    "consistency/conflict": (),
    "consistency/attachment": ("words", "none", "roles"),
    "consistency/caption": ("roles", "words", "none"),
    "consistency/photo-reuse": ("roles", "not_in"),
    "consistency/burst": ("records", "within", "apart"),
    "consistency/calendar": ("holidays", "workdays"),
    "consistency/placeholder": ("words", "not_in", "unless_named", "blanks", "filled", "sheets"),
    "consistency/foreign-term": ("words", "not_in", "unless_named"),
    "guard/personal-data": (),
}


SINGLE = ("records", "within", "apart", "off_by", "share", "reasons")
LISTS = frozenset(key for keys in KEYS.values() for key in keys) - frozenset(SINGLE)


def parse_checks(
    section: Section, known: Mapping[str, CheckSetting], vocabularies: Vocabularies
) -> dict[str, CheckSetting]:
    """Code -> setting, of every check that the section names or that is known already.

    What the section does not say stays; whatever is set for a check that was off turns it on.
    """
    found = dict(known)
    for code in KEYS:
        if section.has(code):
            before = known.get(code, CheckSetting(code))
            found[code] = _setting(section, code, before, vocabularies)
    return found


def _setting(section: Section, code: str, before: CheckSetting, vocabularies: Vocabularies) -> CheckSetting:
    value = section.data[code]
    if isinstance(value, str) and value.lower() in TRUTHS:
        return replace(before, enabled=TRUTHS[value.lower()])
    part = section.section(code).only("enabled", "severity", *KEYS[code]).filled(*KEYS[code])
    for key in sorted(LISTS & part.data.keys()):
        if isinstance(part.data[key], str) and part.data[key]:
            # A single word would take the place of all that the scheme lists, which hardly anybody means.
            raise part.error("strict.list", key)
    return replace(
        before,
        enabled=bool(part.boolean("enabled", True)),
        severity=part.one_of("severity", SEVERITIES, before.severity),
        words=part.texts("words") or before.words,
        records=part.integer("records", before.records, minimum=2) if part.has("records") else before.records,
        within_days=part.days("within", minimum=1) if part.has("within") else before.within_days,
        apart_days=part.days("apart") if part.has("apart") else before.apart_days,
        holidays=_days(part, "holidays") or before.holidays,
        workdays=_days(part, "workdays") or before.workdays,
        roles=part.texts("roles", vocabularies.get("roles", {})) or before.roles,
        none=part.texts("none") or before.none,
        not_in=part.texts("not_in", vocabularies.get("forms", {})) or before.not_in,
        members=part.texts("members", vocabularies.get("activities", {})) or before.members,
        committee=part.texts("committee", vocabularies.get("activities", {})) or before.committee,
        off_by=part.integer("off_by", before.off_by, minimum=0) if part.has("off_by") else before.off_by,
        share=parse_share(part, "share") if part.has("share") else before.share,
        reasons=bool(part.boolean("reasons", before.reasons)),
        unless_named=part.texts("unless_named") or before.unless_named,
        blanks=part.texts("blanks") or before.blanks,
        filled=part.texts("filled", vocabularies.get("roles", {})) or before.filled,
        sheets=part.texts("sheets") or before.sheets,
    )


def _days(section: Section, key: str) -> tuple[str, ...]:
    """Days, or days of every year; an impossible one is an error."""
    found = section.texts(key)
    for text in found:
        yearly = len(text) <= len("01-01")
        try:
            date.fromisoformat(f"2024-{text}" if yearly else text)
        except ValueError:
            wrong = "strict.month-day" if yearly else "strict.date"
            raise section.error(wrong, key, value=text) from None
    return found
