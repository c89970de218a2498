"""Where each category stands: what is asked for, what is there, what is to be mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from archive_tool.core.config import ArchiveConfig
from archive_tool.core.locating import locator
from archive_tool.core.model import CoverageRow, CoverageStatus, Finding, Report
from archive_tool.core.scheme import Scheme

NUMBERS = ("expected", "found", "missing", "short", "uncertain", "due", "waived", "errors", "warnings")
SEVERAL = "*"  # the code of what is about several units together; no id of a unit holds it


@dataclass(slots=True)
class Standing:
    """One category, or one unit: `expected` is the sum of the six numbers that follow it."""

    code: str  # "": what lies in none
    expected: int = 0
    found: int = 0  # without what is more than was asked for
    missing: int = 0  # of periods in which nothing was found
    short: int = 0  # of periods in which too little was found
    uncertain: int = 0  # of both: what is there and could not be judged may be what is asked for
    due: int = 0  # of periods that still run
    waived: int = 0
    errors: int = 0
    warnings: int = 0

    @property
    def judged(self) -> int:
        """What should be there by now, and of which somebody can tell whether it is."""
        return self.found + self.missing + self.short

    @property
    def is_clean(self) -> bool:
        """Nothing is lacking and nothing is to be mended."""
        return not (self.missing or self.short or self.uncertain or self.errors or self.warnings)

    @property
    def says_something(self) -> bool:
        """Whether anything is asked or found."""
        return bool(self.expected or self.errors or self.warnings)

    def count(self, row: CoverageRow) -> None:
        """Add one coverage row of a count; what is not applicable asks for nothing.

        Rows of other kinds look into what a count has counted already.
        """
        if not asks(row) or row.status == "not-applicable":
            return
        found = row.expected if row.status == "met" else min(row.found, row.expected)
        self.expected += row.expected
        self.found += found
        lacking = row.expected - found
        match row.status:
            case "missing":
                self.missing += lacking - unsure(row)
            case "insufficient":
                self.short += lacking - unsure(row)
            case "due":
                self.due += lacking
            case "waived":
                self.waived += lacking
        self.uncertain += unsure(row)

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
    """One for every unit that something is asked of or found about; () where that is one alone.

    Last what is about several together, and about none, so that the sum is that of the categories.
    """
    found: dict[str, Standing] = {}
    for row in filter(asks, report.coverage):
        found.setdefault(row.unit, Standing(row.unit)).count(row)
    last = {SEVERAL: Standing(SEVERAL), "": Standing("")}
    for finding in report.findings:
        if not finding.waived and finding.severity != "info":
            units = finding.units
            code = units[0] if len(units) == 1 else SEVERAL if units else ""
            (last.get(code) or found.setdefault(code, Standing(code))).note(finding)
    several = len(found) > 1
    return (*found.values(), *(one for one in last.values() if one.says_something)) if several else ()


def asks(row: CoverageRow) -> bool:
    """Whether something is asked of the row's unit: the other kinds look into what there is of groups too."""
    return row.kind == "count"


def unsure(row: CoverageRow) -> int:
    """How much of what lacks may be there: in files that nobody could read, or that say no day or unit."""
    if row.kind != "count" or row.status not in ("missing", "insufficient"):
        return 0
    return max(0, min(row.uncertain, row.expected - row.found))


def state(row: CoverageRow) -> CoverageStatus | Literal["uncertain"]:
    """Its status; `uncertain` where all that lacks may be there, or some of what it looks into was not judged."""
    if row.kind != "count":
        doubtful = bool(row.uncertain) and row.status in ("met", "not-applicable")
    else:
        doubtful = 0 < unsure(row) == row.expected - row.found
    return "uncertain" if doubtful else row.status


def untold(row: CoverageRow) -> int:
    """How much of the row nobody can tell: of a count what may be there, else what it could not judge."""
    if row.kind == "count":
        return unsure(row)
    return 0 if row.status in ("due", "waived") else row.uncertain


def whole(row: CoverageRow) -> int:
    """How many there are to tell of: those asked for, or looked into, whether or not somebody can tell."""
    return row.expected + (0 if row.kind == "count" else untold(row))


def shares(found: int, uncertain: int, asked: int) -> tuple[int, int]:
    """Percent of what is asked for: what is there at least, and at most, 100 only where all is."""
    return found * 100 // asked, (found + uncertain) * 100 // asked


def share(found: int, uncertain: int, asked: int) -> str:
    """The same as a text: 97%, or 60-97% where nobody can tell."""
    least, most = shares(found, uncertain, asked)
    return f"{least}%" if least == most else f"{least}-{most}%"


def total(standings: Iterable[Standing]) -> Standing:
    """All of them together."""
    sums: defaultdict[str, int] = defaultdict(int)
    for one in standings:
        for name in NUMBERS:
            sums[name] += getattr(one, name)
    return Standing("", **sums)


def _of_rule(rule: str, scheme: Scheme) -> str:
    return scheme.rules[rule].category if rule in scheme.rules else ""
