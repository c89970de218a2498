"""The rules of a scheme's category files, checked against its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive_tool.core.detail_parse import parse_details, parse_effective
from archive_tool.core.model import Node
from archive_tool.core.rule_conflicts import asks_twice, impossible, meet
from archive_tool.core.scheme import PROOF, SPEAKER, Applies, Label, Leaf, RoleNeed, Rule, Term
from archive_tool.core.strict import Section

PERIODS = ("year", "half", "quarter", "month", "half-month", "school-year", "term", "once", "election-term")
PER = ("member", "leader", "group", "committee", "staff")
# Where a record names those whose it is, if not under `persons`.
NAMED_BY = {"author": "author", "speaker": SPEAKER}
COMMON = ("id", "kind", "leaf", "title", "basis", "applies", "severity", "effective", "local", "enabled")
# Which further keys each kind understands; a kind that is not here is not built.
KEYS: Mapping[str, tuple[str, ...]] = {
    "count": (
        "activity",
        "form",
        "period",
        "at_least",
        "per",
        "evidence",
        "grace",
        "tolerance",
        "in_leaf",
        "spread",
        "renews",
        "named_by",
    ),
    "roles": ("activity", "roles", "evidence", "in_leaf"),
    "pair": ("each", "has", "within", "both", "by_subject", "answers", "from_above"),
    "steps": ("form", "steps", "about", "called"),
    "deadline": ("form", "in_leaf", "done", "entries", "terms", "dated"),
    "series": ("activity", "form", "evidence", "grace", "in_leaf"),
    "timing": ("activity", "form", "compares", "within", "documents", "after"),
    "distinct": (
        "activity",
        "form",
        "parts",
        "called",
        "no_less_than",
        "personal",
        "personal_called",
        "own",
        "across",
    ),
    "quorum": ("activity", "in_leaf", "entitled", "no_less_than", "more_than"),
}
# Kinds that are about one activity or form; the others say what they look into by keys of their own.
ABOUT_ONE = ("count", "roles", "deadline", "quorum", "series")
SEVERITIES = ("error", "warning", "info")
MAX_GRACE_DAYS = 60
# What is held later than this after an empty period no longer belongs to it.
MAX_TOLERANCE_DAYS = {"half-month": 28, "month": 28, "quarter": 90, "half": 180, "term": 90}
A_YEAR = 365

Vocabularies = Mapping[str, Mapping[str, Term]]


def parse_rules(
    files: Iterable[Section], leaves: Mapping[str, Leaf], vocabularies: Vocabularies
) -> dict[str, Rule]:
    """Rule id -> rule. Refuses doubles and two count rules for one subject, unit kind and period."""
    rules: dict[str, Rule] = {}
    for category in files:
        for section in category.sections("rules"):
            rule = _rule(section, category.text("code"), leaves, vocabularies)
            if rule.id in rules:
                raise section.error("scheme.rule-twice", "id", rule=rule.id)
            other = next((known.id for known in rules.values() if _contradict(rule, known)), "")
            if other:
                raise section.error("scheme.rule-contradiction", "id", rule=rule.id, other=other)
            other = next((known.id for known in rules.values() if asks_twice(rule, known)), "")
            if other:
                raise section.error("scheme.rule-same", "id", rule=rule.id, other=other)
            if why := impossible(rule, leaves[rule.leaf]):
                raise section.error(why.message, why.key, leaf=leaves[rule.leaf].folder)
            rules[rule.id] = rule
    return rules


def _contradict(rule: Rule, other: Rule) -> bool:
    """Whether both count one subject over one length of time, for some same unit on some same day.

    What lies in one leaf is another subject than what lies in another; what each person owes is
    another number than what the unit does.
    """
    if not rule.kind == other.kind == "count":
        return False
    same = (rule.subject, rule.period, rule.per) == (other.subject, other.period, other.per)
    if rule.in_leaf and other.in_leaf and rule.leaf != other.leaf:
        return False
    return same and meet(rule, other)


def _rule(section: Section, category: str, leaves: Mapping[str, Leaf], vocabularies: Vocabularies) -> Rule:
    kind = section.one_of("kind", KEYS)
    section.only(*COMMON, *KEYS[kind])
    first, last = parse_effective(section)
    basis = section.section("basis").only("zh", "en")
    grace = section.days("grace", 15)
    if grace > MAX_GRACE_DAYS:
        raise section.error("scheme.grace", "grace", value=grace, maximum=MAX_GRACE_DAYS)
    activity = section.one_of("activity", vocabularies.get("activities", {}), "")
    form = section.one_of("form", vocabularies["forms"], "") if "form" in KEYS[kind] else ""
    if (activity and form) or (kind in ABOUT_ONE and not (activity or form)):
        raise section.error("scheme.rule-subject", "id")
    spread = bool(section.boolean("spread", False))
    renews = bool(section.boolean("renews", False))
    if renews and section.text("period", "") != "election-term":
        raise section.error("scheme.rule-renews", "renews")
    if spread and not form:
        raise section.error("scheme.rule-spread", "spread")
    period = section.one_of("period", PERIODS) if kind == "count" else ""
    return Rule(
        id=section.text("id"),
        kind=kind,
        basis=Label(basis.text("zh"), basis.text("en")),
        category=category,
        leaf=section.one_of("leaf", leaves),
        activity=activity,
        form=form,
        period=period,
        at_least=section.integer("at_least", 1, minimum=1),
        per=section.one_of("per", PER, "") if kind == "count" else "",
        evidence=_evidence(section, kind, vocabularies.get("roles", {})),
        roles=tuple(_roles(section, vocabularies)),
        applies=_applies(section.section("applies"), vocabularies),
        severity=section.one_of("severity", SEVERITIES, ""),
        grace_days=grace,
        tolerance_days=tolerance_in(section, period),
        in_leaf=bool(section.boolean("in_leaf", False)),
        spread=spread,
        renews=renews,
        named_by=NAMED_BY.get(section.one_of("named_by", NAMED_BY, ""), ""),
        title=_title(section),
        called=section.texts("called"),
        effective_from=first,
        effective_to=last,
        enabled=bool(section.boolean("enabled", True)),
        local=bool(section.boolean("local", False)),
        details=parse_details(kind, section, vocabularies, leaves),
        source=(section.file, section.line("id")),
    )


def _title(section: Section) -> Label | None:
    if not section.has("title"):
        return None
    title = section.section("title").only("zh", "en")
    return Label(title.text("zh"), title.text("en"))


def _evidence(section: Section, kind: str, roles: Mapping[str, Term]) -> tuple[str, ...]:
    """Roles that show that it took place: an activity is never counted by its notice alone."""
    told = section.texts("evidence", roles)
    counts = kind in ("count", "series") and section.has("activity")
    return told or (tuple(role for role in PROOF if role in roles) if counts else ())


def tolerance_in(section: Section, period: str) -> int:
    """The days of tolerance, shorter than a period of the rule; 0 where none are told."""
    days, most = section.days("tolerance", 0), MAX_TOLERANCE_DAYS.get(period, A_YEAR)
    if days > most:
        raise section.error("scheme.tolerance", "tolerance", value=days, period=period, maximum=most)
    return days


def _applies(section: Section, vocabularies: Vocabularies) -> Applies:
    section.only("unit_kinds", "minimum_members", "has_committee", "committee_from", "has_groups", "stages")
    section.filled("unit_kinds", "stages")
    return Applies(
        section.texts("unit_kinds", vocabularies.get("unit_kinds", {})),
        section.integer("minimum_members", 0, minimum=0),
        section.boolean("has_committee"),
        section.integer("committee_from", 0, minimum=0),
        section.boolean("has_groups"),
        section.texts("stages", vocabularies.get("stages", {})),
    )


def _roles(section: Section, vocabularies: Vocabularies) -> Iterable[RoleNeed]:
    """Each role once under one condition: a second time it would only be told twice."""
    found: set[tuple[str, str]] = set()
    for need in _named_roles(section, vocabularies):
        if (need.role, need.when) in found:
            raise section.error("scheme.role-twice", "roles", role=need.role)
        found.add((need.role, need.when))
        yield need


def _named_roles(section: Section, vocabularies: Vocabularies) -> Iterable[RoleNeed]:
    roles = vocabularies.get("roles", {})
    value: Node = section.data.get("roles", "")
    if isinstance(value, str):
        yield from (RoleNeed(role) for role in section.texts("roles", roles))
        return
    for number, item in enumerate(value):
        if isinstance(item, str):
            if item not in roles:
                raise section.error("strict.unknown-word", f"roles.{number}", value=item, nearest="")
            yield RoleNeed(item)
            continue
        part = Section.of(item, section.lines, section.file, f"{section.path('roles')}.{number}")
        part.only("role", "when", "any_of", "called").filled("called")
        any_of, called = part.texts("any_of", roles), part.texts("called")
        yield RoleNeed(part.one_of("role", roles), part.text("when", ""), any_of, called)
