"""Where things fall due: rows that wait, open matters, retention that ends, waivers that end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeGuard

from archive_tool.core.checks.asked import grace_of
from archive_tool.core.checks.context import Open
from archive_tool.core.checks.terms import put_off
from archive_tool.core.config import Waiver
from archive_tool.core.due_item import Due, status_of
from archive_tool.core.leaf_paths import LeafPaths
from archive_tool.core.material import Material
from archive_tool.core.model import CoverageRow, Finding, Params, Report
from archive_tool.core.parsed import Coded
from archive_tool.core.retention import expiries
from archive_tool.core.waivers import covers, scope

Key = tuple[str | None, str | None, str | None, str | None]  # rule, unit, whom, period
# Findings of rows that count: the row says how many and by when.
OF_ROWS = ("complete/missing", "complete/insufficient", "complete/series")


def of_rows(report: Report, material: Material, waivers: Sequence[Waiver], until: date) -> Iterator[Due]:
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
    if rule.renews and (postponed := put_off(material.config.units[row.unit])):
        kind, lacks = "postponed", {**lacks, **postponed}
    return Due(
        row.kind,
        row.rule,
        row.subject,
        Coded(f"subject:{row.rule}"),
        (row.unit,),
        row.whom,
        row.period,
        row.expected,
        row.found,
        row.uncertain,
        ends,
        row.due,
        status_of(ends, row.due, material.as_of),
        {"key": f"due.lacks.{kind}", **lacks},
        path,
        row.records,
    )


def of_matters(
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
    subject = finding.params.get("subject")
    told = [str(finding.params.get(key, "")) for key in ("entry", "date")]
    lacks: Params = {**finding.params, **({"step": Coded(f"step:{one.step}")} if one.step else {})}
    return Due(
        rule.kind,
        rule.id,
        Coded(f"rule:{rule.id}"),
        subject if isinstance(subject, str) else "",
        finding.units,
        finding.whom,
        finding.period,
        1,
        0,
        0,
        one.due,
        one.due,
        status_of(one.due, one.due, material.as_of),
        {**lacks, "key": f"due.lacks.{rule.kind}"},
        finding.path,
        (finding.record,) if finding.record else (),
        " ".join(filter(None, (finding.record_id or finding.path, *told, one.step))),
    )


def of_retention(material: Material, until: date) -> Iterator[Due]:
    """Records whose time of retention is over or ends by then: one entry for a unit, year and term."""
    for one in expiries(material):
        if one.ends <= until:
            count = len(one.records)
            yield Due(
                "retention",
                None,
                Coded(f"retention:{one.term}"),
                "due.retention",
                one.units,
                None,
                f"{one.year}",
                count,
                0,
                0,
                one.ends,
                one.ends,
                status_of(one.ends, one.ends, material.as_of),
                {"key": "due.lacks.retention", "term": Coded(f"retention:{one.term}"), "count": count},
                one.records[0],
                one.records,
                one.term,
            )


def of_waivers(waivers: Sequence[Waiver], as_of: date, until: date) -> Iterator[Due]:
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
                    "what": Coded(f"finding:{one.code}"),
                    "of": Coded(f"subject:{one.rule}"),
                    "reason": one.reason,
                },
                one.path or one.source,
                (one.record,) if one.record else (),
                " ".join(filter(None, (one.code, one.rule, one.path))),
            )
