"""What an indicator would look into and nobody could: files not opened, meetings that lack or could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive_tool.core.model import CoverageRow, Report
from archive_tool.core.profile import Clause
from archive_tool.core.rule_details import Timing
from archive_tool.core.scheme import Rule
from archive_tool.core.tree_path import lineage

# Codes that only who opens a file can tell of it: nothing is known of what was not opened.
OF_CONTENTS = frozenset({
    "file/empty", "file/damaged", "file/encrypted", "file/format", "file/extension-mismatch", "file/duplicate",
    "file/no-text", "file/macro", "fixity/changed", "guard/secret", "guard/personal-data",
    "consistency/anachronism", "consistency/attachment", "consistency/attendance", "consistency/burst",
    "consistency/conflict", "consistency/date", "consistency/foreign-term", "consistency/late",
    "consistency/near-duplicate", "consistency/photo-reuse", "consistency/placeholder",
})  # fmt: skip
# A check that was not run for a file or record -> the codes that it would have told.
UNTOLD = {"file": OF_CONTENTS, "fixity": frozenset({"fixity/changed"})}
OF_MEETINGS = ("roles", "quorum")  # kinds of rules that look into what took place


@dataclass(frozen=True)
class Unseen:
    """An audit, asked for what it could not tell. `lies_in`: path -> category; `rules`: of the scheme."""

    report: Report
    rules: Mapping[str, Rule]
    lies_in: Callable[[str], str]

    def places(self, clause: Clause, categories: Collection[str], records: Iterable[str]) -> frozenset[str]:
        """Paths in these categories and records of which nobody can tell whether the clause is about them."""
        checks = [check for check, codes in UNTOLD.items() if not codes.isdisjoint(clause.codes)]
        found: set[str] = set()
        for check in checks:
            found.update(*(self._in_category[check, code] for code in categories))
            found.update(*(self._in_folder[check, record] for record in records))
        return frozenset(found)

    def looked_through(self, rules: Iterable[str]) -> frozenset[str]:
        """The categories whose texts these rules look through, one and all."""
        return frozenset(rule.category for one in rules if _reads(rule := self.rules[one]))

    def doubtful(self, rule: str) -> Sequence[CoverageRow]:
        """Rows of the count of what the rule looks into, of which something could not be read or placed."""
        counts = [
            [row for row in rows if row.uncertain and row.status != "waived"]
            for rows in self._counts(self.rules[rule])
        ]
        return max(counts, key=lambda rows: sum(row.uncertain for row in rows), default=[])

    def lacking(self, rules: Iterable[str]) -> int:
        """How much lacks of what these rules would look into."""
        statuses = ("missing", "insufficient")
        rows = [row for row in self._looked_into(rules) if row.status in statuses]
        return sum(row.expected - row.found for row in {id(row): row for row in rows}.values())

    def awaits(self, rules: Iterable[str]) -> bool:
        """Whether what they would look into is asked for, and due later."""
        return any(row.status == "due" for row in self._looked_into(rules))

    def _looked_into(self, rules: Iterable[str]) -> Iterable[CoverageRow]:
        of_others = (self.rules[rule] for rule in rules if self.rules[rule].kind != "count")
        return (row for rule in of_others for rows in self._counts(rule) for row in rows)

    def _counts(self, rule: Rule) -> Sequence[Sequence[CoverageRow]]:
        """The rows of each count of the same subject; what is about one leaf looks at no other."""
        if rule.in_leaf:
            return ()
        return tuple(self._by_subject.get(rule.subject, {}).values())

    @cached_property
    def _by_subject(self) -> Mapping[str, Mapping[str, Sequence[CoverageRow]]]:
        found: defaultdict[str, defaultdict[str, list[CoverageRow]]] = defaultdict(lambda: defaultdict(list))
        for row in self.report.coverage:
            if row.kind == "count":
                found[row.subject][row.rule].append(row)
        return found

    @cached_property
    def _in_category(self) -> Mapping[tuple[str, str], set[str]]:
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for item in self.report.not_run:
            if item.check in UNTOLD:
                found[item.check, self.lies_in(item.path)].add(item.path)
        return found

    @cached_property
    def _in_folder(self) -> Mapping[tuple[str, str], set[str]]:
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for item in self.report.not_run:
            if item.check in UNTOLD:
                for place in lineage(item.path):
                    found[item.check, place].add(item.path)
        return found


def _reads(rule: Rule) -> bool:
    compares = rule.details.compares if isinstance(rule.details, Timing) else ""
    return rule.kind == "distinct" or compares not in ("", "name")
