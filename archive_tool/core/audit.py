"""The plot: material in, report out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from archive_tool.core.checks import CONSISTENCY, RULE_KINDS, TREE_CHECKS, owners, pair, roles
from archive_tool.core.checks.context import Judged, RuleContext, unknown
from archive_tool.core.checks.layout import is_in_wrong_year
from archive_tool.core.config import Unit, Waiver
from archive_tool.core.config_paths import FILE
from archive_tool.core.leaf_paths import LeafPaths
from archive_tool.core.locating import categories_of
from archive_tool.core.material import Material
from archive_tool.core.model import CoverageRow, Finding, NotRun, Report
from archive_tool.core.numerals import is_number
from archive_tool.core.occasions import Occasion, by_now, counted, occasions, replacements
from archive_tool.core.periods import ONCE, parse
from archive_tool.core.proof import PartsSeen
from archive_tool.core.records import Record
from archive_tool.core.scheme import Rule
from archive_tool.core.since import not_before, year_teller
from archive_tool.core.templates import Template
from archive_tool.core.waivers import waive, waive_coverage
from archive_tool.core.whom import strangers


def check(material: Material, waivers: tuple[Waiver, ...]) -> Report:
    """Layout, names, sidecars, files: no completeness."""
    findings = [finding for inspect in TREE_CHECKS for finding in inspect(material)]
    return _report(material, findings, Judged(), waivers, whole=False)


def audit(material: Material, waivers: tuple[Waiver, ...]) -> Report:
    """Everything `check` says, every rule, and what records say of each other."""
    findings = [finding for inspect in TREE_CHECKS for finding in inspect(material)]
    findings.extend(_dated_later(material))
    context = context_of(material)
    findings.extend(_consistency(context))
    found = _rules(context)
    found = found._replace(not_run=(*found.not_run, *_uncompared(material)))
    return _report(material, findings, found, waivers, whole=True)


def judged(material: Material, waivers: tuple[Waiver, ...]) -> tuple[Report, Judged]:
    """What the rules alone say, and what they leave open."""
    found = judge(material)
    return _report(material, (), found, waivers, whole=True), found


def judged_years(as_of: date, year: int | None, since: int | None) -> tuple[int, ...]:
    """The asked year, else the as-of year and the one before; never before `since`."""
    years = (year,) if year is not None else (as_of.year - 1, as_of.year)
    return tuple(y for y in years if since is None or y >= since)


def judge(material: Material) -> Judged:
    """Every rule that is on."""
    return _rules(context_of(material))


def _rules(context: RuleContext) -> Judged:
    said = [RULE_KINDS[rule.kind](rule, context) for rule in context.material.rules]
    rows = tuple(row for one in said for row in one.coverage)
    findings = (finding for one in said for finding in one.findings)
    found = pair.not_of_cases(findings, rows, context.material.scheme)
    return Judged(
        rows,
        tuple(roles.a_book_once(roles.said_once(found), context)),
        tuple(item for one in said for item in one.not_run),
        tuple(left for one in said for left in one.open),
    )


def _uncompared(material: Material) -> Iterator[NotRun]:
    """Rules about likeness, where nothing can compare texts."""
    if material.compare is None:
        yield from (NotRun(r.id, FILE, "not-run.no-sketches") for r in material.rules if r.kind == "distinct")


def _consistency(context: RuleContext) -> Iterator[Finding]:
    """Every check of consistency that is on."""
    for code, inspect in CONSISTENCY.items():
        setting = context.material.config.checks.get(code)
        if setting is not None and setting.enabled:
            yield from inspect(setting, context)


def context_of(material: Material) -> RuleContext:
    """The archive as rules see it."""
    records = counted(material.records, material.copies, material.as_of)
    by_form: dict[str, list[Record]] = {}
    for record in records:
        by_form.setdefault(record.form, []).append(record)
    parts = PartsSeen(material.deriver, material.snapshot.facts)
    by_activity: dict[str, list[Occasion]] = {}
    for occasion in occasions(records, parts):
        by_activity.setdefault(occasion.activity, []).append(occasion)
    return RuleContext(
        material,
        records,
        parts,
        {form: tuple(filed) for form, filed in by_form.items()},
        {activity: tuple(found) for activity, found in by_activity.items()},
        LeafPaths(material),
        replacements(by_now(material.records, material.as_of)).successors(),
    )


def _dated_later(material: Material) -> Iterator[Finding]:
    """Records and entries of minute books that do not count yet; one finding each record."""
    today = material.as_of.isoformat()
    for record in material.records:
        # As texts: `2026-01` begins after `2025-12-31`, and `2025-12` not after `2025-12-01`.
        later = next((day for day in (record.date, *(e.date for e in record.events)) if day > today), None)
        if later is None or record.path in material.copies:
            continue
        # A wrong date that lies in the wrong year too is said once.
        if not is_in_wrong_year(record, material.config.calendar):
            params = {"date": later, "as_of": today, "reason_key": "date.later"}
            yield material.finding("consistency/date", record.path, params, record=record)


def _report(
    material: Material,
    findings: Iterable[Finding],
    judged: Judged,
    waivers: tuple[Waiver, ...],
    *,
    whole: bool,
) -> Report:
    template = Template.parse(material.scheme.layouts[material.config.layout].record)
    found, since = [*findings, *judged.findings], material.config.since
    paths = {record.path: record for record in material.records} if since else {}
    said = not_before(found, since, year_teller(template, paths))
    nobody = strangers(waivers, material.config, material.scheme.rules) if whole else {}
    # A waiver for a period that was not judged may still be needed.
    due = (
        tuple(w for w in waivers if w in nobody or _is_judged(w, material, judged.coverage)) if whole else ()
    )
    places = [entry.path for entry in material.snapshot.entries]
    marked = waive(said, waivers, due, material.as_of, material.severities, nobody, places, material.off)
    tree = material.tree
    sidecars = sum(holding.described for holding in tree.holdings) + len(tree.orphans) + len(tree.nested)
    files = sum(entry.kind == "file" and entry.path != FILE for entry in material.snapshot.entries)
    return Report(
        as_of=material.as_of,
        years=material.years,
        records=len(material.records),
        files=files - sidecars,
        pointers=sum(record.pointer for record in material.records),
        coverage=waive_coverage(judged.coverage, marked),
        findings=tuple(sorted(marked, key=_order)),
        not_run=(*judged.not_run, *_not_run(material, whole=whole)),
        holds=categories_of(
            (entry.path for entry in material.tree.documents()), material.scheme, material.config
        ),
    )


def _is_judged(waiver: Waiver, material: Material, coverage: Iterable[CoverageRow]) -> bool:
    """Whether the waived finding could have been said: its period, if it names one, is judged and over."""
    meant = (row for row in coverage if waiver.rule in ("", row.rule) and row.period == waiver.period)
    if any(row.status == "due" for row in meant):
        return False
    period = parse(waiver.period, material.config.calendar)
    if period:
        over = period.last < material.as_of and period.last.year in material.years
        return over or period == ONCE
    day = waiver.period[:4] or _year_of(waiver, material)  # of an occasion the period is its day
    return not is_number(day) or int(day) in material.years


def _year_of(waiver: Waiver, material: Material) -> str:
    """The year of the record that a waiver of consistency is about; "" where it is about no one record."""
    if not waiver.path or not waiver.code.startswith("consistency/"):
        return ""
    record = next((record for record in material.records if record.path == waiver.path), None)
    return record.date[:4] if record and not record.events else ""


def _order(finding: Finding) -> tuple[int, str, str, str, str]:
    rank = {"error": 0, "warning": 1, "info": 2}[finding.severity]
    return (rank, finding.code, finding.path, finding.period or "", finding.whom or "")


def _is_meant(rule: Rule, unit: Unit) -> bool:
    return not rule.applies.unit_kinds or unit.kind in rule.applies.unit_kinds


def _not_run(material: Material, *, whole: bool) -> Iterator[NotRun]:
    """Files nobody has opened yet, and rules that need a number archive.yaml does not give."""
    units = material.config.units.values()
    if whole and not material.years:
        yield NotRun("count", FILE, "not-run.since")
    elif whole and min(material.years) > material.as_of.year:
        yield NotRun("count", FILE, "not-run.to-come")
    elif whole and not any(_is_meant(rule, unit) for rule in material.rules for unit in units):
        yield NotRun("count", FILE, "not-run.no-rule" if units else "not-run.units")
    if whole:
        yield from owners.not_counted(material)
        # Whoever sits on the committee is a member; a list of names may be one that is still being made.
        for unit in units:
            members, committee = unit.members, unit.committee
            if committee and members and not members.named and committee.exceeds(members):
                yield NotRun("count", f"{FILE}:{unit.committee_line}", "not-run.committee-size")
        for rule in material.rules:
            for unit in units:
                reason = unknown(rule, unit)
                if reason:
                    yield NotRun(rule.id, "archive.yaml", reason)
    for record in material.records:
        undigested = record.status == "filed" and record.described and not record.parts
        if undigested and not all(entry.offline for entry in record.holding.files):
            yield NotRun("fixity", record.path, "not-run.no-digests")
    facts = material.snapshot.facts
    for entry in material.tree.documents():
        if entry.path not in facts and entry.size and not entry.offline:
            yield NotRun("file", entry.path, "not-run.unread")
