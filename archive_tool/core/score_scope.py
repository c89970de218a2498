"""What one indicator looks at in an audit: the rows and findings of its rules, and what a clause makes of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive_tool.core.model import CoverageRow, Finding, Report
from archive_tool.core.profile import NOTHING, Clause, Indicator
from archive_tool.core.scheme import Rule
from archive_tool.core.score_unseen import OF_MEETINGS, Unseen
from archive_tool.core.scored import Reason, Remarks
from archive_tool.core.standing import unsure, untold

BLANK = "sidecar.required"  # why a sidecar is invalid, where a field is empty
OF_COUNTS = ("complete/missing", "complete/insufficient")
# What a matter that nobody can judge, counted apart in its row, may come to.
OF_MATTERS = {
    "roles": "complete/role",
    "pair": "complete/pair",
    "steps": "complete/step",
    "series": "complete/series",
    "quorum": "consistency/quorum",
}
OF_FINDINGS = ("missing-role", "missing-step", "blank-field", "finding")
# Clauses that count what one finding names: its code, and the parameter with the names.
NAMED = {"missing-role": ("complete/role", "roles"), "missing-step": ("complete/step", "steps")}
_Row = tuple[str | None, str | None, str | None, str | None]  # rule, unit, whom, period


@dataclass(frozen=True)
class Said:
    """An audit, to be asked by rule. `off`: rules that archive.yaml switches off; `lies_in`: path -> category.

    `rules`: those of the scheme.
    """

    report: Report
    off: Collection[str]
    lies_in: Callable[[str], str]
    rules: Mapping[str, Rule]

    @cached_property
    def unseen(self) -> Unseen:
        return Unseen(self.report, self.rules, self.lies_in)

    @cached_property
    def rows(self) -> Mapping[str, Sequence[CoverageRow]]:
        found: defaultdict[str, list[CoverageRow]] = defaultdict(list)
        for row in self.report.coverage:
            found[row.rule].append(row)
        return found

    @cached_property
    def findings(self) -> Mapping[str | None, Sequence[Finding]]:
        """By rule; under None those of no rule."""
        found: defaultdict[str | None, list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            found[finding.rule].append(finding)
        return found

    @cached_property
    def not_run(self) -> Mapping[str, str]:
        """Rule -> why it could not be judged for some unit, a key of messages.yaml."""
        return {item.check: item.reason for item in self.report.not_run}


@dataclass(frozen=True)
class Scope:
    """One lowest indicator and what the audit says of it."""

    indicator: Indicator
    said: Said

    @property
    def is_judged(self) -> bool:
        """Whether anything is asked of these units by now, or lies where it looks."""
        asked = any(row.status not in ("not-applicable", "due") for row in self.rows)
        return asked or not self.said.report.holds.isdisjoint(self.indicator.categories)

    @property
    def awaits(self) -> bool:
        """Whether what it would look into is due later, and nothing of it lacks."""
        rules, unseen = self.indicator.rules, self.said.unseen
        return unseen.awaits(rules) and not unseen.lacking(rules)

    @property
    def is_bare(self) -> bool:
        """Whether it would look into what is there, and there is nothing at all."""
        looks = any(self.said.rules[rule].kind != "count" for rule in self.indicator.rules)
        return (looks or bool(self.indicator.categories)) and not self.said.report.records

    @cached_property
    def rows(self) -> Sequence[CoverageRow]:
        return [row for rule in self.indicator.rules for row in self.said.rows.get(rule, ())]

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """Those of its rules; those of none about records that its rules counted, or in its categories."""
        counted = {path for row in self.rows for path in row.records}
        own = [finding for rule in self.indicator.rules for finding in self.said.findings.get(rule, ())]
        others = (
            finding
            for finding in self.said.findings.get(None, ())
            if finding.record in counted
            or (self.indicator.categories and self.said.lies_in(finding.path) in self.indicator.categories)
        )
        return [*own, *others]

    def remarks(self) -> Remarks:
        """What costs nothing and is to be said."""
        # The other kinds look into what a count has counted already.
        counts = [row for row in self.rows if row.kind == "count"] or self.rows
        status = Counter(row.status for row in counts)
        rules = self.indicator.rules
        return Remarks(
            due=status["due"],
            waived=sum(finding.waived is not None for finding in self.findings),
            not_applicable=sum(row.status == "not-applicable" and row.kind == "count" for row in counts),
            uncertain=sum(map(untold, self.rows)),
            drafts=sum(row.drafts for row in counts),
            pointers=sum(row.pointers for row in counts),
            absent=0 if self.is_judged else self.said.unseen.lacking(rules),
            unread=len(self._unread),
            off=tuple(rule for rule in rules if rule in self.said.off),
            not_run=tuple((rule, self.said.not_run[rule]) for rule in rules if rule in self.said.not_run),
        )

    def reasons(self, clause: Clause) -> Iterator[Reason]:
        """All that the clause surely takes or gives points for, without limits."""
        if clause.per in OF_FINDINGS:
            told = (f for f in self.findings if _is_meant(f, clause) and not self._may_be_there(f))
            yield from (_of_finding(f, clause) for f in told)
        else:
            yield from self._of_rows(clause, _times)

    def doubts(self, clause: Clause) -> Iterator[Reason]:
        """What it would take besides, were what nobody could read or place not what is asked for."""
        if clause.per in OF_FINDINGS:
            told = (f for f in self.findings if _is_meant(f, clause) and self._may_be_there(f))
            yield from (_of_finding(f, clause) for f in told)
            yield from self._of_rows(clause, _doubtful_matters)
            yield from self._of_meetings(clause)
            if unread := self._unread_by(clause):
                count = len(unread)
                yield Reason(clause, NOTHING, clause.points * count, count, uncertain=count)
        else:
            yield from self._of_rows(clause, _doubtful_times)

    def _of_meetings(self, clause: Clause) -> Iterator[Reason]:
        """What it would take of each meeting that nobody could read, of which no row of the rule tells."""
        for one in clause.rules or self.indicator.rules:
            kind = self.said.rules[one].kind
            if kind in OF_MEETINGS and OF_MATTERS[kind] in _codes(clause):
                for row in self.said.unseen.doubtful(one):
                    yield _reason(clause, row.uncertain, row, None)._replace(uncertain=row.uncertain)

    @cached_property
    def _unread(self) -> frozenset[str]:
        """Files that nobody has opened, where that leaves something open."""
        clauses = (*self.indicator.deductions, *self.indicator.veto)
        return frozenset(path for clause in clauses for path in self._unread_by(clause))

    def _unread_by(self, clause: Clause) -> frozenset[str]:
        unseen, rules = self.said.unseen, clause.rules or self.indicator.rules
        own = () if clause.rules else self.indicator.categories
        counted = {path for row in self.rows for path in row.records}
        return unseen.places(clause, {*own, *unseen.looked_through(rules)}, counted)

    def _of_rows(self, clause: Clause, how_often: Callable[[CoverageRow, Clause], int]) -> Iterator[Reason]:
        in_doubt = how_often is not _times
        for row in self.rows:
            times = how_often(row, clause)
            if times and (not clause.rules or row.rule in clause.rules):
                made = _reason(clause, times, row, self._findings_of.get(_key(row)))
                yield made._replace(uncertain=times) if in_doubt else made

    def _may_be_there(self, finding: Finding) -> bool:
        """Whether it says of something that it lacks which is in a file nobody could read or place."""
        row = self._rows_by_key.get((finding.rule, finding.unit, finding.whom, finding.period))
        return finding.code in OF_COUNTS and row is not None and _may_be_met(row)

    @cached_property
    def _findings_of(self) -> Mapping[_Row, Finding]:
        return {(f.rule, f.unit, f.whom, f.period): f for f in self.findings}

    @cached_property
    def _rows_by_key(self) -> Mapping[_Row, CoverageRow]:
        return {_key(row): row for row in self.rows}


def _key(row: CoverageRow) -> _Row:
    return (row.rule, row.unit, row.whom, row.period)


def _times(row: CoverageRow, clause: Clause) -> int:
    """How often the clause's points are surely due for a row."""
    match clause.per:
        case "record":
            return row.found
        case "extra-record":
            return max(row.found - row.expected, 0)
        case "missing-record":
            return _lacking(row) - unsure(row)
        case _:
            return int(_lacking(row) > 0 and row.status == clause.per and not _may_be_met(row))


def _doubtful_times(row: CoverageRow, clause: Clause) -> int:
    """How often they would be besides, were nothing of what nobody could judge what is asked for."""
    match clause.per:
        case "missing-record":
            return unsure(row)
        case "missing" | "insufficient":
            return int(row.status == clause.per and _may_be_met(row))
        case _:
            return 0


def _doubtful_matters(row: CoverageRow, clause: Clause) -> int:
    """The same of a clause about findings: each matter of its row that nobody can judge."""
    return untold(row) if OF_MATTERS.get(row.kind) in _codes(clause) else 0


def _codes(clause: Clause) -> Collection[str]:
    """Codes of the findings that it is about."""
    return clause.codes if clause.per == "finding" else NAMED.get(clause.per, ())[:1]


def _lacking(row: CoverageRow) -> int:
    lacks = row.kind == "count" and row.status in ("missing", "insufficient")
    return row.expected - row.found if lacks else 0


def _may_be_met(row: CoverageRow) -> bool:
    """Whether its status may be a better one: not missing, or met."""
    return unsure(row) > 0 and (row.status == "missing" or unsure(row) == _lacking(row))


def _is_meant(finding: Finding, clause: Clause) -> bool:
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


def _reason(clause: Clause, times: int, row: CoverageRow, finding: Finding | None) -> Reason:
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


def _of_finding(finding: Finding, clause: Clause) -> Reason:
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
