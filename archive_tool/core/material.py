"""Everything a check may look at, gathered once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.drafts import Deriver
from archive_tool.core.model import Finding, Params, Severity, Snapshot
from archive_tool.core.names import illegal, is_undecodable
from archive_tool.core.openings import Openings
from archive_tool.core.records import Record, told_units
from archive_tool.core.rule_details import Own
from archive_tool.core.scheme import PROOF, Rule, Scheme
from archive_tool.core.traces import Traces
from archive_tool.core.tree import Classified, Holding
from archive_tool.core.tree_path import lineage

if TYPE_CHECKING:
    from archive_tool.core.profile import Profile

Resembling = Mapping[str, tuple[str, ...]]  # digest -> digests of texts before it that it is like
# (what is compared, texts by digest in order of time, share that two have in common at least, what of each)
Compare = Callable[[str, Sequence[str], float, Own | None], Resembling]


@dataclass(frozen=True)
class Material:
    """The scheme, the archive and what was read of it at one moment."""

    scheme: Scheme
    config: ArchiveConfig
    severities: Mapping[str, Severity]  # finding code -> default severity
    snapshot: Snapshot
    tree: Classified
    records: tuple[Record, ...]
    deriver: Deriver
    openings: Openings
    candidates: Mapping[str, tuple[str, ...]]  # orphan sidecar -> files it may belong to
    known_again: frozenset[str]  # orphan sidecars that the next sync takes to their renamed file
    copies: Mapping[str, Record]  # path of a record whose id is another's -> that other
    as_of: date
    years: tuple[int, ...]
    begun_by: date | None = None  # periods that begin by this day are asked for; None: by `as_of`
    traces: Traces = field(default_factory=dict)
    compare: Compare | None = None  # None: texts cannot be compared here
    profile: Profile | None = None  # what it asks for is judged, on in the scheme or not

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are on: by the scheme or a profile, or because the place has set something for them."""
        return tuple(rule for rule in self.scheme.rules.values() if self._is_on(rule))

    def has_begun(self, first: date) -> bool:
        """Whether what begins on this day is asked for already."""
        return first <= (self.begun_by or self.as_of)

    @cached_property
    def sought(self) -> Mapping[str, frozenset[str]]:
        """What any rule that is on counts or looks into (activity:…, form:…) -> in which leaves; "" is all."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for sought in (sought for rule in self.rules for sought in rule.sought):
            found[sought.subject].add(sought.leaf)
        return {subject: frozenset(leaves) for subject, leaves in found.items()}

    @cached_property
    def evidence(self) -> Mapping[str, frozenset[str]]:
        """Activity -> roles that prove that it took place, by all rules of the scheme together, else the usual."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for rule in self.scheme.rules.values():
            if rule.activity and rule.evidence:
                found[rule.activity].update(rule.evidence)
        usual = frozenset(PROOF) & self.scheme.vocabularies.get("roles", {}).keys()
        activities = self.scheme.vocabularies.get("activities", {})
        return {activity: frozenset(found[activity]) or usual for activity in activities}

    @cached_property
    def repeated(self) -> frozenset[str]:
        """The digests that more than one file has."""
        seen = Counter(fact.sha256 for fact in self.snapshot.facts.values() if fact.sha256)
        return frozenset(sha256 for sha256, times in seen.items() if times > 1)

    @cached_property
    def several_units(self) -> bool:
        """Whether more than one unit keeps files, so that a shared folder does not tell whose they are."""
        return sum(1 for _ in self.config.filing_units()) > 1

    @cached_property
    def _also(self) -> frozenset[str]:
        return self.profile.rules if self.profile else frozenset()

    def _is_on(self, rule: Rule) -> bool:
        setting = self.config.settings.get(rule.id)
        if setting is None:
            return rule.enabled or rule.id in self._also
        return True if setting.enabled is None else setting.enabled

    @property
    def off(self) -> frozenset[str]:
        """Rules and codes of consistency that nothing is looked for by."""
        checks = (check.code for check in self.config.checks.values() if not check.enabled)
        return frozenset(
            {*(rule.id for rule in self.scheme.rules.values() if not self._is_on(rule)), *checks}
        )

    def unnamable(self, holding: Holding) -> str:
        """Why no sidecar can stand beside this file, or tell of this folder (a message key); "" when one can."""
        if not holding.folder:
            return illegal(holding.name, suffix=self.scheme.file_sidecar)
        return "name.undecodable" if holding.path in self._unsayable else ""

    @cached_property
    def _unsayable(self) -> frozenset[str]:
        """What is called by no text, and the folders around it: a sidecar could not name all that is in them."""
        names = (path for path in self.tree.doubtful if is_undecodable(path.rpartition("/")[2]))
        return frozenset(step for path in names for step in lineage(path))

    def awaits_draft(self, holding: Holding) -> bool:
        """Whether the next sync writes a sidecar for it: it has none, may have one, and no orphan may be its own."""
        return not (
            holding.described
            or holding.path in self._claimed
            or self.unnamable(holding)
            or holding.bears_mark(self.snapshot.facts)
            or self.snapshot.awaits(holding.files)
        )

    @cached_property
    def _claimed(self) -> frozenset[str]:
        return frozenset(path for files in self.candidates.values() for path in files)

    def finding(
        self,
        code: str,
        path: str,
        params: Params | None = None,
        *,
        record: Record | None = None,
        line: int | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding about a place in the tree, with the code's own severity unless told."""
        units = told_units(record) if record else ()
        several: Params = {"units": list(units)} if len(units) > 1 else {}
        return Finding(
            code,
            severity or self.severities[code],
            path,
            {**(params or {}), **several},
            unit=record.units[0] if record and record.units else None,
            record=record.path if record else None,
            record_id=(record.id or None) if record else None,
            line=line,
        )
