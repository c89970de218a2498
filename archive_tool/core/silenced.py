"""Which earlier findings an audit cannot say any more: what they are about cannot be read today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from archive_tool.core.material import Material
from archive_tool.core.model import CoverageRow, Finding, Report, YamlProblem
from archive_tool.core.proof import UNREAD
from archive_tool.core.records import Record
from archive_tool.core.standing import unsure

OF_FILES = ("file/", "fixity/", "guard/")
OF_CONTENT = ("complete/", "consistency/")
# What is said of one record and holds as well for another, which the finding does not name.
COMPARING = frozenset({"file/duplicate", "consistency/near-duplicate", "consistency/photo-reuse"})
BROKEN = "sidecar/unreadable"


@dataclass(frozen=True)
class Silenced:
    """Asked of findings that are not said any more. What was as unreadable then silences none of them."""

    material: Material
    report: Report
    then: frozenset[str]  # paths that could not be read at the time of the earlier audit

    def __call__(self, finding: Finding) -> bool:
        """Whether nobody can tell if it was solved."""
        if any(_lies_in(finding.path, folder) for folder in self._closed):
            return True
        if finding.code in COMPARING and self._unread:
            return True
        if finding.code.startswith(OF_FILES):
            return self._is_unread(finding.path)
        if finding.code.startswith("sidecar/"):
            return finding.code != BROKEN and self._is_broken(finding.path)
        if not finding.code.startswith(OF_CONTENT):
            return False
        row = self._rows.get((finding.rule, finding.unit, finding.whom, finding.period))
        if row is not None and (unsure(row) if row.kind == "count" else row.uncertain):
            return True
        record = self._records.get(finding.record_id or "") or self._records.get(
            finding.record or finding.path
        )
        return record is not None and self._is_closed(record)

    def _is_closed(self, record: Record) -> bool:
        broken = record.broken and not any(_lies_in(path, record.path) for path in self.then)
        return broken or any(entry.path in self._unread for entry in record.holding.files)

    def _is_unread(self, path: str) -> bool:
        """A file that is there, and of which nobody knows what is in it; an empty one is known."""
        if path in self.then or path not in self._entries:
            return False
        fact = self.material.snapshot.facts.get(path)
        return bool(self._entries[path]) if fact is None else fact.problem in UNREAD

    def _is_broken(self, path: str) -> bool:
        return isinstance(self.material.snapshot.sidecars.get(path), YamlProblem) and path not in self.then

    @cached_property
    def _closed(self) -> tuple[str, ...]:
        return tuple(one.path for one in self.material.snapshot.entries if one.kind == "unreadable")

    @cached_property
    def _entries(self) -> Mapping[str, int]:
        """Size of each file."""
        return {one.path: one.size for one in self.material.snapshot.entries if one.kind == "file"}

    @cached_property
    def _unread(self) -> frozenset[str]:
        documents = (one.path for record in self.material.records for one in record.holding.files)
        return frozenset(filter(self._is_unread, documents))

    @cached_property
    def _records(self) -> Mapping[str, Record]:
        """By path and by id."""
        by_path = {record.path: record for record in self.material.records}
        return by_path | {record.id: record for record in self.material.records if record.id}

    @cached_property
    def _rows(self) -> Mapping[tuple[str | None, ...], CoverageRow]:
        return {(row.rule, row.unit, row.whom, row.period): row for row in self.report.coverage}


def unread_then(findings: Iterable[Finding], not_run: Iterable[str] = ()) -> frozenset[str]:
    """Paths that an audit said could not be read; `not_run`: of files that it did not look into."""
    problems = {f"file/{problem}" for problem in UNREAD} | {BROKEN, "file/offline", "guard/unchecked"}
    return frozenset({*(one.path for one in findings if one.code in problems), *not_run})


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
