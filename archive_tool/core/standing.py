"""Where each category stands: what is asked for, what is there, what is to be mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.locating import locator
from archive_tool.core.model import CoverageRow, Finding, Report
from archive_tool.core.scheme import Scheme


@dataclass(slots=True)
class Standing:
    """One category, or one unit: `expected` is the sum of the five numbers that follow it."""

    code: str  # "": what lies in none
    expected: int = 0
    found: int = 0  # without what is more than was asked for
    missing: int = 0  # of periods in which nothing was found
    short: int = 0  # of periods in which too little was found
    due: int = 0  # of periods that still run
    waived: int = 0
    errors: int = 0
    warnings: int = 0

    @property
    def judged(self) -> int:
        """What should be there by now."""
        return self.expected - self.due - self.waived

    @property
    def is_clean(self) -> bool:
        """Nothing is lacking and nothing is to be mended."""
        return not (self.missing or self.short or self.errors or self.warnings)

    def count(self, row: CoverageRow) -> None:
        """Add one coverage row of a count; what is not applicable asks for nothing.

        Rows of other kinds look into what a count has counted already.
        """
        if not asks(row) or row.status == "not-applicable":
            return
        found = row.expected if row.status == "met" else min(row.found, row.expected)
        self.expected += row.expected
        self.found += found
        match row.status:
            case "missing":
                self.missing += row.expected - found
            case "insufficient":
                self.short += row.expected - found
            case "due":
                self.due += row.expected - found
            case "waived":
                self.waived += row.expected - found

    def note(self, finding: Finding) -> None:
        """Add one finding that is still open."""
        self.errors += finding.severity == "error"
        self.warnings += finding.severity == "warning"


def by_category(report: Report, scheme: Scheme, config: ArchiveConfig) -> tuple[Standing, ...]:
    """One for every category, in the scheme's order, and a last one for what lies in none of them."""
    found = {code: Standing(code) for code in (*scheme.categories, "")}
    lies_in = locator(scheme, config)
    for row in report.coverage:
        found[_of_rule(row.rule, scheme)].count(row)
    for finding in report.findings:
        if not finding.waived:
            found[_of_rule(finding.rule or "", scheme) or lies_in(finding.path)].note(finding)
    return tuple(found.values())


def by_unit(report: Report) -> tuple[Standing, ...]:
    """One for every unit that something is asked of, in the order of the report."""
    found: dict[str, Standing] = {}
    for row in filter(asks, report.coverage):
        found.setdefault(row.unit, Standing(row.unit)).count(row)
    for finding in report.findings:
        for unit in finding.units if not finding.waived else ():
            if unit in found:
                found[unit].note(finding)
    return tuple(found.values())


def asks(row: CoverageRow) -> bool:
    """Whether something is asked of the row's unit: the other kinds look into what there is of groups too."""
    return row.kind == "count"


def total(standings: Iterable[Standing]) -> Standing:
    """All of them together."""
    sums: defaultdict[str, int] = defaultdict(int)
    for one in standings:
        for name in ("expected", "found", "missing", "short", "due", "waived", "errors", "warnings"):
            sums[name] += getattr(one, name)
    return Standing("", **sums)


def _of_rule(rule: str, scheme: Scheme) -> str:
    return scheme.rules[rule].category if rule in scheme.rules else ""
