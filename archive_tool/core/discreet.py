"""A result as papers that are handed in may tell it: nothing of what is not for everyone, and no number of a person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from archive_tool.core.changes import Changes
from archive_tool.core.colophon import Colophon, Silenced
from archive_tool.core.locating import locator
from archive_tool.core.material import Material
from archive_tool.core.model import NOT_COUNTED, CoverageRow, Finding, Params, Report
from archive_tool.core.names import normal
from archive_tool.core.parsed import Coded
from archive_tool.core.personal_data import masked
from archive_tool.core.scheme import Scheme
from archive_tool.core.scored import Reason, Score, Scored
from archive_tool.core.set_aside import SetAside
from archive_tool.core.tree import Place
from archive_tool.core.tree_path import lineage
from archive_tool.core.withheld import Discretion

Value = TypeVar("Value")
_BESIDES = frozenset(("announced", *NOT_COUNTED))  # parameters that list other records


@dataclass(frozen=True)
class Discreet:
    """The rule of the lists of activities (`core/withheld.py`), for all else that a result says."""

    discretion: Discretion
    scheme: Scheme
    kept: Collection[str]  # paths of records that are not for everyone, and of state secrets
    closed: Collection[str]  # rules of restricted categories and leaves
    lies_in: Callable[[str], str]  # path -> code of its category
    mapped: Mapping[str, str]  # old folder -> leaf
    folders: Collection[str]  # names that tell nothing: of categories, leaves, units, mapped folders
    untold: Collection[str]  # old folders that are read as a restricted leaf: their own names may tell

    @classmethod
    def of(cls, material: Material, kept: Collection[str]) -> Discreet:
        scheme, config = material.scheme, material.config
        discretion = Discretion.of(material.records, scheme)
        rules = (rule for rule in scheme.rules.values() if discretion.withheld.rule(rule))
        told = {
            normal(old): Place(None, None, scheme.leaves[leaf].category, leaf)
            for old, leaf in config.map.items()
        }
        untold = frozenset(old for old, place in told.items() if discretion.withheld.place(place))
        folders = {
            *(one.folder for one in scheme.categories.values()),
            *(one.folder for one in scheme.leaves.values()),
            *scheme.folders.values(),
            *(name for unit in config.units.values() for name in unit.folder.split("/")),
            *(name for folder in config.map if normal(folder) not in untold for name in folder.split("/")),
        }
        closed = frozenset(rule.id for rule in rules)
        # What bears the mark of a state secret need be no record.
        secret = (path for path, fact in material.snapshot.facts.items() if fact.secret)
        lies_in = locator(scheme, config)
        return cls(discretion, scheme, {*kept, *secret}, closed, lies_in, config.map, folders, untold)

    def path(self, path: str) -> str:
        """The path; of what is not for everyone the lowest folder above that tells nothing of it."""
        above = ""
        for one in lineage(path):
            if self._hides(one):
                return masked(above)
            above = one
        return masked(path)

    def _hides(self, path: str) -> bool:
        name = path.rpartition("/")[2]
        if path in self.kept or path.removesuffix(self.scheme.file_sidecar) in self.kept:
            return True
        if self.untold and normal(path) in self.untold:
            return True
        if name in self.folders or name.isdecimal():
            return False
        return self.discretion.tells(name) or self._restricted(path)

    def _restricted(self, path: str) -> bool:
        """By the leaf it lies in; where it lies in none, by its category."""
        category, names = self.lies_in(path), path.split("/")
        leaves = (one for one in self.scheme.leaves.values() if one.category == category)
        standard = (one.code for one in leaves if one.folder in names[:-1])
        mapped = (self.mapped[one] for one in lineage(path) if one in self.mapped)
        leaf = next(chain(mapped, standard), "")
        is_case = self.scheme.folders["open"] in names
        return self.discretion.withheld.place(Place(None, None, category, leaf, open_case=is_case))

    def tells(self, value: object) -> bool:
        """Whether a text, or one of several, names what is not for everyone."""
        if isinstance(value, (list, tuple)):
            return any(map(self.tells, value))
        if not isinstance(value, str):
            return False
        known = "/" in value or (self.untold and normal(value) in self.untold)
        return self.discretion.tells(value) or (bool(known) and self.path(value) != masked(value))

    def finding(self, item: Finding, hidden: str) -> Finding:
        """Of what is not for everyone where and what kind of thing; `hidden` stands for the reason of a waiver."""
        own = item.record is not None and item.record in self.kept
        where = self.path(item.record or "") if own else self.path(item.path)
        params = {key: self._told(key, value) for key, value in item.params.items()}
        whom = None if item.rule in self.closed else item.whom
        hides = (
            own or where != masked(item.path) or whom != item.whom or any(map(self.tells, params.values()))
        )
        whom = masked(whom) if whom else whom
        closed = hides or item.rule in self.closed or self.tells(item.waived)
        waived = (hidden if closed else masked(item.waived)) if item.waived else item.waived
        if not hides:
            return replace(item, path=where, params=params, whom=whom, waived=waived)
        about = self._subject(item)
        return replace(item, path=where, params=about, whom=whom, line=None, waived=waived, kept=True)

    def _subject(self, item: Finding) -> Params:
        """What its rule is about; findings about a case name the case there, and with it often a person."""
        rule = self.scheme.rules.get(item.rule or "")
        if rule is None:
            return {}
        told = item.params.get("subject")
        return {"subject": rule.subject if told == rule.subject else Coded(f"subject:{rule.id}")}

    def _told(self, key: str, value: Value) -> Value | str | list[str]:
        """Records that are named besides are left out; numbers of persons are masked."""
        if isinstance(value, str):
            told = masked(value)
            return Coded(told) if isinstance(value, Coded) else told
        if isinstance(value, list):
            shown = (one for one in value if key not in _BESIDES or not self.tells(one))
            return [masked(one) if isinstance(one, str) else one for one in shown]
        return value

    def findings(self, items: Iterable[Finding], hidden: str) -> tuple[Finding, ...]:
        return tuple(self.finding(item, hidden) for item in items)

    def report(self, report: Report, hidden: str) -> Report:
        """Numbers, units, periods and days stay as they are."""
        return replace(
            report,
            coverage=tuple(map(self._row, report.coverage)),
            findings=self.findings(report.findings, hidden),
            not_run=tuple(one._replace(path=self.path(one.path)) for one in report.not_run),
            colophon=self.colophon(report.colophon, hidden) if report.colophon else None,
        )

    def _row(self, row: CoverageRow) -> CoverageRow:
        return replace(row, whom=None if row.rule in self.closed else masked(row.whom)) if row.whom else row

    def colophon(self, made: Colophon, hidden: str) -> Colophon:
        """Waivers and patterns of which nothing is told are there all the same."""
        return replace(
            made,
            waivers=tuple(self._waiver(one, hidden) for one in made.waivers),
            ignore=self.patterns(made.ignore, hidden),
            map=self._mapped(made.map, hidden),
        )

    def _mapped(self, folders: Mapping[str, str], hidden: str) -> Mapping[str, str]:
        """Of old folders that tell something only that they are there: each is one."""
        told: dict[str, str] = {}
        for folder, leaf in folders.items():
            shown = hidden if self.tells(folder) else masked(folder)
            same = sum(one == shown or one.startswith(f"{shown} ") for one in told)
            told[f"{shown} {same + 1}" if same else shown] = leaf
        return told

    def patterns(self, told: Iterable[str], hidden: str) -> tuple[str, ...]:
        """What is ignored; patterns that name what is not for everyone are only said to be there."""
        return tuple(hidden if self.tells(one) else masked(one) for one in told)

    def _waiver(self, one: Silenced, hidden: str) -> Silenced:
        waiver = one.waiver._replace(author=masked(one.waiver.author))
        told = (waiver.path, waiver.record, waiver.whom, waiver.reason)
        if waiver.rule in self.closed or waiver.record in self.kept or self._about(waiver.path, told):
            return one._replace(waiver=waiver._replace(whom="", path="", reason=hidden))
        whom, path, reason = map(masked, (waiver.whom, waiver.path, waiver.reason))
        return one._replace(waiver=waiver._replace(whom=whom, path=path, reason=reason))

    def _about(self, path: str, told: tuple[str, ...]) -> bool:
        """A waiver for a whole folder is also one for what is in it and is not for everyone."""
        over = bool(path) and any(one.startswith(f"{path}/") for one in self.kept)
        return over or self.path(path) != masked(path) or self.tells(told)

    def changes(self, changes: Changes, hidden: str) -> Changes:
        return replace(
            changes,
            new=self.findings(changes.new, hidden),
            solved=self.findings(changes.solved, hidden),
            waived=self.findings(changes.waived, hidden),
            unread=self.findings(changes.unread, hidden),
        )

    def score(self, score: Score, hidden: str) -> Score:
        """The same points, for reasons that name nobody."""
        return replace(score, indicators=tuple(self._scored(one, hidden) for one in score.indicators))

    def _scored(self, scored: Scored, hidden: str) -> Scored:
        def told(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
            return tuple(self._reason(one, hidden) for one in reasons)

        return replace(
            scored,
            deductions=told(scored.deductions),
            bonuses=told(scored.bonuses),
            vetoes=told(scored.vetoes),
            doubts=told(scored.doubts),
            below=tuple(self._scored(one, hidden) for one in scored.below),
        )

    def _reason(self, reason: Reason, hidden: str) -> Reason:
        found = self.finding(reason.finding, hidden) if reason.finding else None
        whom = None if reason.rule in self.closed or (found and found.kept) else reason.whom
        whom = masked(whom) if whom else whom
        records = tuple(dict.fromkeys(map(self._shown, reason.records)))
        return reason._replace(finding=found, whom=whom, records=records)

    def _shown(self, path: str) -> str:
        """Of what lies in a record that is not for everyone that record, which is counted and not named."""
        inside = (one for one in lineage(path) if one in self.kept)
        return next(inside, self.path(path))

    def aside(self, aside: SetAside, hidden: str) -> SetAside:
        """Reasons of waivers that were set aside, and what was ignored."""

        def by(why: str, told: str, item: Finding) -> str:
            shown = self.finding(replace(item, waived=told), hidden)
            return shown.waived or "" if why == "waived" else masked(told)

        lifted = tuple(one._replace(by=by(one.why, one.by, one.finding)) for one in aside.lifted)
        return replace(
            aside,
            lifted=lifted,
            ignore=self.patterns(aside.ignore, hidden),
            map=self._mapped(aside.map, hidden),
        )
