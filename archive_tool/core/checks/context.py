"""What a rule kind is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, cast

from archive_tool.core.checks.layout import is_in_wrong_year
from archive_tool.core.compared_texts import Text, compared_texts
from archive_tool.core.config import Setting, Unit
from archive_tool.core.evidence import Evidence
from archive_tool.core.gatherings import Gathering, gatherings
from archive_tool.core.making import first_made, is_asked
from archive_tool.core.material import Material
from archive_tool.core.model import CoverageRow, Finding, NotRun, Params, Severity
from archive_tool.core.occasions import Occasion
from archive_tool.core.person_names import PersonNames
from archive_tool.core.proof import PartsSeen
from archive_tool.core.records import Record, time_told
from archive_tool.core.scheme import Rule
from archive_tool.core.traces import Traces

NO_SETTING = Setting()


class Open(NamedTuple):
    """One thing that is not done yet, and the finding that says so once its day is past."""

    finding: Finding
    due: date  # the last day there is time
    step: str = ""  # rule/step, where the finding may speak of several

    def is_over(self, as_of: date) -> bool:
        return self.due < as_of


class Judged(NamedTuple):
    """Coverage rows and findings of one rule, what it could not judge, and what is open beside the rows."""

    coverage: tuple[CoverageRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    open: tuple[Open, ...] = ()


@dataclass(frozen=True)
class RuleContext:
    """The archive as rules see it: records that count, gathered into occasions."""

    material: Material
    records: tuple[Record, ...]
    parts: PartsSeen
    by_form: Mapping[str, tuple[Record, ...]]
    occasions: Mapping[str, tuple[Occasion, ...]]  # by activity
    folders: Mapping[tuple[str, str, int], str]  # (unit, leaf, year) -> folder
    successors: Mapping[str, str]  # id of a record that was replaced -> id of the one that counts instead

    @cached_property
    def judged(self) -> tuple[Record, ...]:
        """The records that count and are of a judged year: by their date, or what else they say of their time."""
        years = {f"{year}" for year in self.material.years}
        dated = (record for record in self.records if record.date[:4] in years)
        return (*dated, *self.undated)

    @cached_property
    def gatherings(self) -> tuple[Gathering, ...]:
        """The meetings of judged years that sidecars tell of."""
        years = {f"{year}" for year in self.material.years}
        return tuple(gatherings(self.records, years, self.material.as_of.isoformat()))

    @cached_property
    def telling(self) -> tuple[Record, ...]:
        """Those with a field by which they may belong to a case."""
        return tuple(
            record for record in self.records if "case" in record.values or "relations" in record.values
        )

    @cached_property
    def timely(self) -> tuple[Record, ...]:
        """Those with a date in a judged year, or with entries; a date that is odd by itself is said elsewhere."""
        years = {f"{year}" for year in self.material.years}
        calendar = self.material.config.calendar
        return tuple(
            record
            for record in self.records
            if (record.date[:4] in years or record.events) and not is_in_wrong_year(record, calendar)
        )

    @cached_property
    def undated(self) -> tuple[Record, ...]:
        """Those without a date that say another way that they are of a time of a judged year that has begun."""
        calendar = self.material.config.calendar
        found = ((record, time_told(record, calendar)) for record in self.records if not record.date)
        return tuple(
            record
            for record, told in found
            if told
            and not record.events
            and told.last.year in self.material.years
            and told.first <= self.material.as_of
        )

    @cached_property
    def person_names(self) -> PersonNames:
        """Reads names of persons as sidecars and texts write them."""
        people = frozenset(name for unit in self.material.config.units.values() for name in unit.people())
        return PersonNames(self.material.scheme.wording.posts, people)

    @cached_property
    def drafts(self) -> Mapping[str, Sequence[Record]]:
        """By leaf, the drafts in it."""
        found: dict[str, list[Record]] = {}
        for record in self.records:
            if record.status == "draft" and not record.events:
                found.setdefault(record.holding.place.leaf, []).append(record)
        return found

    @cached_property
    def made(self) -> Mapping[str, date]:
        """By path, when the first file was made of each judged record of which that is asked and known."""
        traces, facts = self.material.traces, self.material.snapshot.facts
        asked = (record for record in self.judged if is_asked(record, self.material.scheme)) if traces else ()
        days = ((record.path, first_made(record, facts, traces)) for record in asked)
        # A clock that was wrong says nothing.
        return {path: day for path, day in days if day is not None and day <= self.material.as_of}

    @cached_property
    def numbered(self) -> Traces:
        """By digest, the texts that say how many were at a meeting."""
        return {digest: trace for digest, trace in self.material.traces.items() if trace.attended}

    @cached_property
    def proofs(self) -> Evidence:
        """What entries of lists may name as their evidence."""
        return Evidence(self.material)

    @cached_property
    def texts(self) -> Mapping[str, Sequence[Text]]:
        """By id of a rule of the kind distinct, what it compares."""
        return compared_texts(
            self.material.rules, self.records, self.parts, self.material.as_of, self.material.config.calendar
        )

    def setting(self, rule: Rule) -> Setting:
        return self.material.config.settings.get(rule.id, NO_SETTING)

    def severity(self, rule: Rule, code: str) -> Severity:
        """What the place has set, else the rule, else the code."""
        chosen = self.setting(rule).severity or rule.severity or self.material.severities[code]
        return cast(Severity, chosen)

    def finding(
        self,
        rule: Rule,
        code: str,
        path: str,
        params: Params,
        *,
        unit: str,
        period: str | None,
        whom: str | None = None,
        record: Record | None = None,
    ) -> Finding:
        """A finding of this rule, about a unit's period or one of its records."""
        return Finding(
            code,
            self.severity(rule, code),
            path,
            params,
            rule=rule.id,
            unit=unit,
            whom=whom,
            period=period,
            record=record.path if record else None,
            record_id=(record.id or None) if record else None,
        )


def applies(rule: Rule, unit: Unit, context: RuleContext, first: date, last: date) -> bool:
    """Whether the rule is for this unit in this span: kind, life, size, committee, groups."""
    wanted = rule.applies
    if wanted.unit_kinds and unit.kind not in wanted.unit_kinds:
        return False
    if wanted.stages and unit.stage not in wanted.stages:
        return False
    if not unit.lives_in(first, last) or not in_force(rule, first, last):
        return False
    day = counting_day(unit, last, context)
    members = unit.members.at(day) if unit.members else None
    if wanted.minimum_members and (members is None or members.total < wanted.minimum_members):
        return False
    if wanted.has_committee is not None:
        told = unit.committee.at(day).total > 0 if unit.committee else None
        has = told if told is not None else 0 < wanted.committee_from <= (members.full if members else 0)
        if has != wanted.has_committee:
            return False
    return wanted.has_groups is None or (groups(unit, context, first, last) > 0) == wanted.has_groups


def unknown(rule: Rule, unit: Unit) -> str:
    """Why nobody can say whether the rule is for this unit (a message key); "" when it is clear."""
    wanted = rule.applies
    if wanted.unit_kinds and unit.kind not in wanted.unit_kinds:
        return ""
    if wanted.stages and unit.stage not in wanted.stages:
        return ""
    sized = wanted.minimum_members > 0 or (wanted.has_committee is not None and unit.committee is None)
    if (sized or rule.per == "member") and unit.members is None:
        return "not-run.members"
    if rule.per == "leader" and unit.leaders is None:
        return "not-run.leaders"
    if rule.per == "staff" and unit.staff is None:
        return "not-run.staff"
    if rule.per == "committee" and unit.committee is None:
        return "not-run.committee"
    return ""


def counting_day(unit: Unit, last: date, context: RuleContext) -> date:
    """The day whose numbers hold for a span: its last, unless the unit or what is known ends before."""
    return min(last, context.material.as_of, unit.dissolved or date.max)


def in_force(rule: Rule, first: date, last: date) -> bool:
    """Whether the rule holds at some day of the span."""
    return (rule.effective_from is None or rule.effective_from <= last) and (
        rule.effective_to is None or rule.effective_to >= first
    )


def groups(unit: Unit, context: RuleContext, first: date, last: date) -> int:
    """How many party groups the unit has in the span."""
    listed = [g for g in context.material.config.groups_of(unit.id) if g.lives_in(first, last)]
    return len(listed) or (unit.groups.at(counting_day(unit, last, context)).total if unit.groups else 0)


def took_place(occasion: Occasion, context: RuleContext) -> bool:
    """A notice alone only announces: that is said by the count, once. What is on paper is believed."""
    evidence = context.material.evidence.get(occasion.activity, frozenset())
    return occasion.pointer or not evidence or occasion.shows(evidence)
