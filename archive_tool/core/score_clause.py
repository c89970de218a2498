"""What a clause of a profile makes of one row or finding: how often its points are due, surely or perhaps."""

from __future__ import annotations

from collections.abc import Collection

from archive_tool.core.model import CoverageRow, Finding
from archive_tool.core.profile import NOTHING, Clause
from archive_tool.core.scored import Reason
from archive_tool.core.standing import unsure, untold

BLANK = "sidecar.required"  # why a sidecar is invalid, where a field is empty
# What a matter that nobody can judge, counted apart in its row, may come to.
OF_MATTERS = {
    "roles": "complete/role",
    "pair": "complete/pair",
    "steps": "complete/step",
    "series": "complete/series",
    "quorum": "consistency/quorum",
}
# Clauses that count what one finding names: its code, and the parameter with the names.
NAMED = {"missing-role": ("complete/role", "roles"), "missing-step": ("complete/step", "steps")}


def surely(row: CoverageRow, clause: Clause) -> int:
    """How often the clause's points are surely due for a row."""
    match clause.per:
        case "record":
            return row.found
        case "extra-record":
            return max(row.found - row.expected, 0)
        case "missing-record":
            return _lacking(row) - unsure(row)
        case _:
            return int(_lacking(row) > 0 and row.status == clause.per and not may_be_met(row))


def perhaps(row: CoverageRow, clause: Clause) -> int:
    """How often they would be besides, were nothing of what nobody could judge what is asked for."""
    match clause.per:
        case "missing-record":
            return unsure(row)
        case "missing" | "insufficient":
            return int(row.status == clause.per and may_be_met(row))
        case _:
            return 0


def perhaps_matters(row: CoverageRow, clause: Clause) -> int:
    """The same of a clause about findings: each matter of its row that nobody can judge."""
    return untold(row) if OF_MATTERS.get(row.kind) in codes_of(clause) else 0


def codes_of(clause: Clause) -> Collection[str]:
    """Codes of the findings that it is about."""
    return clause.codes if clause.per == "finding" else NAMED.get(clause.per, ())[:1]


def _lacking(row: CoverageRow) -> int:
    lacks = row.kind == "count" and row.status in ("missing", "insufficient")
    return row.expected - row.found if lacks else 0


def may_be_met(row: CoverageRow) -> bool:
    """Whether its status may be a better one: not missing, or met."""
    return unsure(row) > 0 and (row.status == "missing" or unsure(row) == _lacking(row))


def is_meant(finding: Finding, clause: Clause) -> bool:
    if finding.waived is not None or (clause.rules and finding.rule not in clause.rules):
        return False
    if clause.per == "finding":
        return finding.code in clause.codes
    if clause.per == "blank-field":
        return finding.code == "sidecar/invalid" and finding.params.get("reason_key") == BLANK
    return finding.code == NAMED[clause.per][0] and bool(_named(finding, clause))


def _named(finding: Finding, clause: Clause) -> list[str]:
    """The roles or steps that a finding names, of those the clause is about."""
    names = finding.params.get(NAMED[clause.per][1])
    named = names if isinstance(names, list) else []
    return [name for name in named if not clause.roles or name in clause.roles]


def reason_of_row(clause: Clause, times: int, row: CoverageRow, finding: Finding | None) -> Reason:
    return Reason(
        clause,
        NOTHING,
        clause.points * times,
        times,
        row.rule,
        row.unit,
        row.whom,
        row.period,
        row.expected,
        row.found,
        records=row.records,
        finding=finding,
    )


def reason_of_finding(finding: Finding, clause: Clause) -> Reason:
    times = len(_named(finding, clause)) if clause.per in NAMED else 1
    expected, found = (finding.params.get(key) for key in ("expected", "found"))
    return Reason(
        clause,
        NOTHING,
        clause.points * times,
        times,
        finding.rule,
        finding.unit,
        finding.whom,
        finding.period,
        expected if isinstance(expected, int) else None,
        found if isinstance(found, int) else None,
        records=(finding.record or finding.path,),
        finding=finding,
    )
