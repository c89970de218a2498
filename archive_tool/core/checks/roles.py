"""Rule kind `roles`: each occasion of an activity has parts with these roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive_tool.core.checks.context import Judged, RuleContext, applies, took_place
from archive_tool.core.checks.matters import Matter, yearly
from archive_tool.core.model import Finding, Params, Severity
from archive_tool.core.occasions import Occasion
from archive_tool.core.parsed import Coded
from archive_tool.core.periods import Period, of_date, parse
from archive_tool.core.records import lookup, mappings, text
from archive_tool.core.scheme import Rule

CODE = "complete/role"
RANKS: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def judge(rule: Rule, context: RuleContext) -> Judged:
    """One finding per occasion that lacks roles, naming all of them; a row for every unit and year."""
    judged = [(o, *_missing(o, rule, context)) for o in _occasions(rule, context)]
    findings = [_finding(rule, occasion, lacking, context) for occasion, lacking, _ in judged if lacking]
    matters = (
        (o.unit, time.last.year, _matter(o, time, lacking, doubtful))
        for o, lacking, doubtful in judged
        if (time := _time(o, context)) is not None
    )
    return Judged(yearly(rule, matters, context), tuple(findings))


def _matter(occasion: Occasion, time: Period, lacking: Sequence[str], doubtful: Sequence[str]) -> Matter:
    uncertain = bool(doubtful) and not lacking
    return Matter(not lacking, time.last, occasion.records, uncertain=uncertain)


def _time(occasion: Occasion, context: RuleContext) -> Period | None:
    """Its day; of one without a date the period that it says it is about."""
    if occasion.date:
        return of_date(occasion.date)
    period = occasion.main.period
    return parse(period, context.material.config.calendar) if period else None


def said_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The same findings, each lacking paper named once.

    A record may be an occasion of several activities and units: the gravest rule names the paper, the
    others what they lack besides, and units that lack the same share one finding.
    """
    named: dict[tuple[str | None, str | None, str | None], set[str]] = {}
    shared: dict[tuple[str | None, ...], Finding] = {}
    for finding in sorted(findings, key=lambda f: RANKS[f.severity]):
        roles = finding.params.get("roles")
        if finding.code != CODE or not isinstance(roles, list):
            yield finding
            continue
        known = named.setdefault((finding.record, finding.period, finding.unit), set())
        lacking = [role for role in roles if role not in known]
        known.update(lacking)
        if lacking:
            key = (finding.rule, finding.record, finding.period, *lacking)
            first = shared.setdefault(key, finding)
            units = list(dict.fromkeys((*first.units, *finding.units)))
            several = {"units": units} if len(units) > 1 else {}
            shared[key] = replace(first, params={**first.params, "roles": lacking, **several})
    yield from shared.values()


def a_book_once(findings: Iterable[Finding], context: RuleContext) -> Iterator[Finding]:
    """The same findings, those of one minute book that lack the same papers in one year as one.

    Who keeps no sheets beside the book keeps none for any of its meetings. A day that a waiver names
    stands by itself.
    """
    books = {record.path: record for record in context.records if record.events}
    apart = {waiver.period for waiver in context.material.config.waivers}
    together: dict[tuple[str | None, ...], list[Finding]] = {}
    for finding in findings:
        book = books.get(finding.record or "")
        roles = finding.params.get("roles")
        own = {text(waiver, "period") for waiver in mappings(book.values, "waivers")} if book else set()
        if finding.code != CODE or not isinstance(roles, list) or not book or finding.period in apart | own:
            yield finding
        else:
            year = (finding.period or "")[:4]
            key = (finding.rule, finding.record, year, *finding.units, "", *roles)
            together.setdefault(key, []).append(finding)
    for alike in together.values():
        first = alike[0]
        days = [day for finding in alike if (day := finding.period)]
        several: Params = {**first.params, "date": days}
        yield first if len(alike) == 1 else replace(first, params=several, period=days[0][:4])


def _occasions(rule: Rule, context: RuleContext) -> Iterator[Occasion]:
    return (o for o in context.occasions.get(rule.activity, ()) if _judged(o, rule, context))


def _missing(occasion: Occasion, rule: Rule, context: RuleContext) -> tuple[list[str], list[str]]:
    """Roles that no part has, and those that only parts have which nobody could read: their files are told."""
    lacking: list[str] = []
    doubtful: list[str] = []
    for need in rule.roles:
        roles = (need.role, *need.any_of)
        if not _is_asked(need.when, occasion) or occasion.shows(roles):
            continue
        if need.called and _is_called(need.called, occasion, context):
            continue
        (doubtful if occasion.may_show(roles) else lacking).append(need.role)
    return lacking, doubtful


def _is_called(words: Sequence[str], occasion: Occasion, context: RuleContext) -> bool:
    """Whether a part is called so: 会议纪要 beside 会议记录. The only one in its role stands for that alone."""
    parts = [
        (entry.path.rpartition("/")[2], part.role)
        for record in occasion.records
        for entry, part in zip(record.holding.files, context.parts.of(record), strict=True)
        if part.sound and (not record.events or part.date in ("", occasion.date))
    ]
    several = Counter(role for _, role in parts)
    if any(record.events for record in occasion.records):
        several.update(context.material.scheme.occasion_roles())  # the line of a book is minutes itself
    return any(several[role] > 1 and any(word in name for word in words) for name, role in parts)


def _finding(rule: Rule, occasion: Occasion, missing: Sequence[str], context: RuleContext) -> Finding:
    return context.finding(
        rule,
        CODE,
        occasion.main.path,
        {
            "roles": list(missing),
            "subject": rule.subject,
            "date": occasion.date or Coded(f"period:{occasion.main.period}"),
            "basis": Coded(f"rule:{rule.id}"),
        },
        unit=occasion.unit,
        period=occasion.date or occasion.main.period,
        record=occasion.main,
    )


def _is_asked(when: str, occasion: Occasion) -> bool:
    """Whether the field that the demand depends on, if it does, is filled."""
    return not when or any(lookup(values, when) not in (None, "", [], {}) for values in occasion.values)


def _judged(occasion: Occasion, rule: Rule, context: RuleContext) -> bool:
    """Occasions in the judged years that took place and can be looked into: what is on paper can't."""
    on_paper = any(record.pointer for record in occasion.records)
    elsewhere = rule.in_leaf and all(r.holding.place.leaf != rule.leaf for r in occasion.records)
    if elsewhere or on_paper or occasion.uncertain or not took_place(occasion, context):
        return False
    day = _time(occasion, context)
    unit = context.material.config.units.get(occasion.unit)
    if (
        unit is None
        or day is None
        or day.first > context.material.as_of
        or day.last.year not in context.material.years
    ):
        return False
    return applies(rule, unit, context, day.first, day.last)
