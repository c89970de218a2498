"""What one indicator looks at in an audit: the rows and findings of its rules, and what a clause makes of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive_tool.core.model import CoverageRow, Finding, Report
from archive_tool.core.profile import NOTHING, Clause, Indicator
from archive_tool.core.scheme import Rule
from archive_tool.core.score_clause import (
    OF_MATTERS,
    codes_of,
    is_meant,
    may_be_met,
    perhaps,
    perhaps_matters,
    reason_of_finding,
    reason_of_row,
    surely,
)
from archive_tool.core.score_unseen import OF_MEETINGS, Unseen
from archive_tool.core.scored import Reason, Remarks
from archive_tool.core.standing import untold

OF_COUNTS = ("complete/missing", "complete/insufficient")
OF_FINDINGS = ("missing-role", "missing-step", "blank-field", "finding")
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

    def costs(self, finding: Finding) -> bool:
        """Whether a deduction or a veto is about it."""
        clauses = (*self.indicator.deductions, *self.indicator.veto)
        return any(one.per in OF_FINDINGS and is_meant(finding, one) for one in clauses)

    def reasons(self, clause: Clause) -> Iterator[Reason]:
        """All that the clause surely takes or gives points for, without limits."""
        if clause.per in OF_FINDINGS:
            told = (f for f in self.findings if is_meant(f, clause) and not self._may_be_there(f))
            yield from (reason_of_finding(f, clause) for f in told)
        else:
            yield from self._of_rows(clause, surely)

    def doubts(self, clause: Clause) -> Iterator[Reason]:
        """What it would take besides, were what nobody could read or place not what is asked for."""
        if clause.per in OF_FINDINGS:
            told = (f for f in self.findings if is_meant(f, clause) and self._may_be_there(f))
            yield from (reason_of_finding(f, clause) for f in told)
            yield from self._of_rows(clause, perhaps_matters)
            yield from self._of_meetings(clause)
            if unread := self._unread_by(clause):
                count = len(unread)
                yield Reason(clause, NOTHING, clause.points * count, count, uncertain=count)
        else:
            yield from self._of_rows(clause, perhaps)

    def _of_meetings(self, clause: Clause) -> Iterator[Reason]:
        """What it would take of each meeting that nobody could read, of which no row of the rule tells."""
        for one in clause.rules or self.indicator.rules:
            kind = self.said.rules[one].kind
            if kind in OF_MEETINGS and OF_MATTERS[kind] in codes_of(clause):
                for row in self.said.unseen.doubtful(one):
                    yield reason_of_row(clause, row.uncertain, row, None)._replace(uncertain=row.uncertain)

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
        in_doubt = how_often is not surely
        for row in self.rows:
            times = how_often(row, clause)
            if times and (not clause.rules or row.rule in clause.rules):
                made = reason_of_row(clause, times, row, self._findings_of.get(_key(row)))
                yield made._replace(uncertain=times) if in_doubt else made

    def _may_be_there(self, finding: Finding) -> bool:
        """Whether it says of something that it lacks which is in a file nobody could read or place."""
        row = self._rows_by_key.get((finding.rule, finding.unit, finding.whom, finding.period))
        return finding.code in OF_COUNTS and row is not None and may_be_met(row)

    @cached_property
    def _findings_of(self) -> Mapping[_Row, Finding]:
        return {(f.rule, f.unit, f.whom, f.period): f for f in self.findings}

    @cached_property
    def _rows_by_key(self) -> Mapping[_Row, CoverageRow]:
        return {_key(row): row for row in self.rows}


def _key(row: CoverageRow) -> _Row:
    return (row.rule, row.unit, row.whom, row.period)
