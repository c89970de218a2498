"""What falls due: rows that still wait, matters that are open, retention that ends; soonest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeGuard

from archive_tool.core.audit import judged
from archive_tool.core.checks.asked import grace_of
from archive_tool.core.checks.context import Open
from archive_tool.core.config import Waiver
from archive_tool.core.leaf_paths import LeafPaths
from archive_tool.core.material import Material
from archive_tool.core.model import CoverageRow, Finding, NotRun, Params, Report
from archive_tool.core.retention import expiries
from archive_tool.core.waivers import covers, scope

Status = Literal["overdue", "grace", "due"]
Key = tuple[str | None, str | None, str | None, str | None]  # rule, unit, whom, period
# Findings of rows that count: the row says how many and by when.
OF_ROWS = ("complete/missing", "complete/insufficient", "complete/series")


class Due(NamedTuple):
    """One thing to be done. `ends`: the day it should be done by; `due`: the last day of grace."""

    kind: str  # of the rule; retention, waiver
    rule: str | None
    subject: str  # activity:…, form:…, rule:…, retention:…, waiver:…
    title: str  # what it is about, a word of the scheme or a name
    units: tuple[str, ...]
    whom: str | None
    period: str | None
    expected: int
    found: int
    uncertain: int
    ends: date | None  # None: it should always have been there
    due: date | None
    status: Status
    lacks: Params  # the message due.lacks.… and what it says
    path: str
    records: tuple[str, ...]
    key: str = ""  # which of several of one rule, unit and period

    @property
    def unit(self) -> str | None:
        return self.units[0] if self.units else None

    @property
    def identity(self) -> tuple[str, ...]:
        """The same from day to day, whatever is found meanwhile."""
        parts = (self.kind, self.rule, *self.units, self.whom, self.period, self.key)
        return tuple(part or "" for part in parts)


@dataclass(frozen=True, slots=True)
class DueList:
    """What is overdue, in grace, or to be done by `until`."""

    as_of: date
    until: date
    items: tuple[Due, ...]
    not_run: tuple[NotRun, ...]

    def having(self, *statuses: Status) -> tuple[Due, ...]:
        return tuple(item for item in self.items if item.status in statuses)


def falls_due(material: Material, waivers: Sequence[Waiver]) -> DueList:
    """All that should be done by `material.begun_by`, and what is overdue as the audit says it."""
    report, found = judged(material, tuple(waivers))
    until = material.begun_by or material.as_of
    items = [
        *_of_rows(report, material, waivers, until),
        *_of_matters(found.open, report, material, waivers, until),
        *_of_retention(material, until),
        *_of_waivers(waivers, material.as_of, until),
    ]
    return DueList(material.as_of, until, tuple(_told_apart(sorted(items, key=_order))), report.not_run)


def of_units(found: DueList, units: Collection[str]) -> DueList:
    """Only what concerns these units, and what belongs to none."""
    mine = (
        item
        for item in found.items
        if not item.units or item.whom in units or not set(units).isdisjoint(item.units)
    )
    return DueList(found.as_of, found.until, tuple(mine), found.not_run)


def _order(item: Due) -> tuple[date, date, tuple[str, ...]]:
    return (item.ends or date.min, item.due or date.min, item.identity)


def _told_apart(items: Iterable[Due]) -> Iterator[Due]:
    """Those that nothing tells apart, two lines of a list with the same words, by their number."""
    seen: Counter[tuple[str, ...]] = Counter()
    for item in items:
        seen[item.identity] += 1
        number = seen[item.identity]
        yield item if number == 1 else item._replace(key=f"{item.key} #{number}")


def _status(ends: date | None, due: date | None, as_of: date) -> Status:
    """Without a day it was always asked."""
    if ends is None or due is None or due < as_of:
        return "overdue"
    return "grace" if ends < as_of else "due"


def _of_rows(report: Report, material: Material, waivers: Sequence[Waiver], until: date) -> Iterator[Due]:
    """Rows of counts and series that are not met; overdue ones where the audit says so."""
    said = {_key(finding): finding for finding in report.findings if _is_open(finding)}
    filed = LeafPaths(material)
    for row in report.coverage:
        finding = said.get((row.rule, row.unit, row.whom, row.period))
        if finding is not None and row.status in ("missing", "insufficient"):
            yield _of_row(row, finding.path, material)
        elif row.status == "due" and row.kind in ("count", "series"):
            item = _of_row(row, "", material)
            if (item.ends or date.min) <= until and not _is_waived(
                _of_code(row), row.due or material.as_of, waivers
            ):
                year = (item.ends or material.as_of).year
                leaf = material.scheme.rules[row.rule].leaf
                yield item._replace(path=filed.get((row.unit, leaf, year), ""))


def _key(finding: Finding) -> Key:
    return (finding.rule, finding.unit, finding.whom, finding.period)


def _is_open(finding: Finding) -> bool:
    return finding.code in OF_ROWS and not finding.waived


def _of_code(row: CoverageRow) -> Finding:
    """The finding that will be said of the row when its time is over."""
    lacking = "insufficient" if row.found else "missing"
    code = "complete/series" if row.kind == "series" else f"complete/{lacking}"
    return Finding(code, "error", "", rule=row.rule, unit=row.unit, whom=row.whom, period=row.period)


def _is_waived(finding: Finding, due: date, waivers: Iterable[Waiver]) -> bool:
    """Whether it will be waived still on the day after the last one."""
    return any(waiver.until > due and covers(waiver, finding) for waiver in waivers)


def _of_row(row: CoverageRow, path: str, material: Material) -> Due:
    rule = material.scheme.rules[row.rule]
    ends = row.due - timedelta(days=grace_of(rule, material.config)) if row.due else None
    lacks: Params = {"missing": row.expected - row.found, "found": row.found, "expected": row.expected}
    kind = row.kind if row.kind == "series" else "some" if row.expected > 1 else "one"
    return Due(
        row.kind,
        row.rule,
        row.subject,
        f"subject:{row.rule}",
        (row.unit,),
        row.whom,
        row.period,
        row.expected,
        row.found,
        row.uncertain,
        ends,
        row.due,
        _status(ends, row.due, material.as_of),
        {"key": f"due.lacks.{kind}", **lacks},
        path,
        row.records,
    )


def _of_matters(
    found: Iterable[Open], report: Report, material: Material, waivers: Sequence[Waiver], until: date
) -> Iterator[Due]:
    """Papers without their counterpart, steps and entries: each by its own day."""
    # The report has the very findings that the rules gave, but for those that are waived or not judged.
    said = {id(finding) for finding in report.findings}
    for one in found:
        if one.is_over(material.as_of):
            is_told = id(one.finding) in said
        else:
            is_told = one.due <= until and not _is_waived(one.finding, one.due, waivers)
        if is_told and _has_rule(one.finding.rule):
            yield _of_matter(one, one.finding.rule, material)


def _has_rule(rule: str | None) -> TypeGuard[str]:
    return rule is not None


def _of_matter(one: Open, rule_id: str, material: Material) -> Due:
    finding, rule = one.finding, material.scheme.rules[rule_id]
    told = [str(finding.params.get(key, "")) for key in ("entry", "date")]
    lacks: Params = {**finding.params, **({"step": f"step:{one.step}"} if one.step else {})}
    return Due(
        rule.kind,
        rule.id,
        f"rule:{rule.id}",
        str(finding.params.get("subject", "")),
        finding.units,
        finding.whom,
        finding.period,
        1,
        0,
        0,
        one.due,
        one.due,
        _status(one.due, one.due, material.as_of),
        {**lacks, "key": f"due.lacks.{rule.kind}"},
        finding.path,
        (finding.record,) if finding.record else (),
        " ".join(filter(None, (finding.record_id or finding.path, *told, one.step))),
    )


def _of_retention(material: Material, until: date) -> Iterator[Due]:
    """Records whose time of retention is over or ends by then: one entry for a unit, year and term."""
    for one in expiries(material):
        if one.ends <= until:
            count = len(one.records)
            yield Due(
                "retention",
                None,
                f"retention:{one.term}",
                "due.retention",
                one.units,
                None,
                f"{one.year}",
                count,
                0,
                0,
                one.ends,
                one.ends,
                _status(one.ends, one.ends, material.as_of),
                {"key": "due.lacks.retention", "term": f"retention:{one.term}", "count": count},
                one.records[0],
                one.records,
                one.term,
            )


def _of_waivers(waivers: Sequence[Waiver], as_of: date, until: date) -> Iterator[Due]:
    """Waivers that end by then, but for those that another line renews: what they cover is open again."""
    for one in waivers:
        renewed = any(scope(other) == scope(one) and other.until > one.until for other in waivers)
        if as_of <= one.until <= until and not renewed:
            yield Due(
                "waiver",
                None,
                f"waiver:{one.code}",
                "due.waiver",
                (one.unit,) if one.unit else (),
                one.whom or None,
                one.period or None,
                1,
                0,
                0,
                one.until,
                one.until,
                "due",
                {
                    "key": f"due.lacks.waiver{'-rule' if one.rule else ''}",
                    "what": f"finding:{one.code}",
                    "of": f"subject:{one.rule}",
                    "reason": one.reason,
                },
                one.path or one.source,
                (one.record,) if one.record else (),
                " ".join(filter(None, (one.code, one.rule, one.path))),
            )
