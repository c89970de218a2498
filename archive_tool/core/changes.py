"""What is new and what was solved since an earlier audit, finding by finding."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from archive_tool.core.material import Material
from archive_tool.core.model import Finding, Report
from archive_tool.core.numerals import is_number
from archive_tool.core.periods import ONCE, parse

Key = tuple[str | None, ...]


class Earlier(NamedTuple):
    """What an earlier audit found open."""

    as_of: date
    findings: tuple[Finding, ...]
    years: tuple[int, ...] = ()  # (): the same, and so for the rest
    units: frozenset[str] = frozenset()  # that something was asked of
    scheme: str = ""  # digest
    profile: str = ""  # digest; "" for none
    unopened: frozenset[str] = frozenset()  # paths of files that nobody had read then


@dataclass(frozen=True, slots=True)
class Changes:
    """Open findings now and then. `waived`: open then, waived now; `unjudged`: this audit does not look there.

    `unread`: not said any more, but nobody can tell whether they were solved.
    """

    as_of: date  # of the earlier one
    years: tuple[int, ...]
    new: tuple[Finding, ...]
    solved: tuple[Finding, ...]
    waived: tuple[Finding, ...] = ()
    unread: tuple[Finding, ...] = ()
    unjudged: int = 0
    differs: tuple[str, ...] = ()  # message keys: what else was asked otherwise


def compare(
    report: Report,
    earlier: Earlier,
    is_judged: Callable[[Finding], bool],
    is_silenced: Callable[[Finding], bool],
) -> Changes:
    """By code, rule, unit, whom, period and record (its id, else its path); equal ones by their number."""
    then = Counter(finding.identity for finding in earlier.findings)
    new = [finding for finding in report.findings if not finding.waived and not _take(then, finding)]
    waived = [finding for finding in report.findings if finding.waived and _take(then, finding)]
    left = list(_left(earlier.findings, then))
    new, left = _without_moved(new, left)
    judged = [finding for finding in left if is_judged(finding)]
    unread = [finding for finding in judged if is_silenced(finding)]
    silent = set(map(id, unread))
    return Changes(
        earlier.as_of,
        earlier.years,
        tuple(new),
        tuple(finding for finding in judged if id(finding) not in silent),
        tuple(waived),
        tuple(unread),
        len(left) - len(judged),
        tuple(_differences(report, earlier)),
    )


def asked_units(rows: Iterable[tuple[str | None, str]]) -> frozenset[str]:
    """Of rows (unit, kind) the units that something is asked of: others have a row where there is something."""
    return frozenset(unit for unit, kind in rows if unit and kind == "count")


def judged_by(material: Material, units: Collection[str]) -> Callable[[Finding], bool]:
    """Whether an audit of these units and this material would say such a finding, were it still there."""
    on = {rule.id: rule for rule in material.rules}
    config = material.config

    def is_judged(finding: Finding) -> bool:
        if finding.code not in material.severities or (finding.rule and finding.rule not in on):
            return False
        if finding.unit and finding.unit not in units:
            return False
        if not finding.rule or not finding.period or on[finding.rule].kind == "deadline":
            return True
        period = parse(finding.period, config.calendar)
        if period == ONCE:
            return True
        year = period.last.year if period else int(finding.period[:4]) if is_number(finding.period[:4]) else 0
        return year in material.years

    return is_judged


def _keys(finding: Finding) -> Iterator[Key]:
    """Its identity; by its path too, as it was before its record had an id."""
    yield finding.identity
    yield (*finding.identity[:-1], finding.path)
    yield (*finding.identity[:-1], finding.record)


def _take(then: Counter[Key], finding: Finding) -> bool:
    """Whether it was there then; each of several equal ones once."""
    key = next((key for key in _keys(finding) if then[key] > 0), None)
    if key is None:
        return False
    then[key] -= 1
    return True


def _left(findings: Iterable[Finding], then: Counter[Key]) -> Iterator[Finding]:
    for finding in findings:
        if then[finding.identity] > 0:
            then[finding.identity] -= 1
            yield finding


def _without_moved(new: Sequence[Finding], left: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Both without what is the same but for where it lies: its record, or a folder above, was renamed or moved."""
    now, then = list(new), list(left)
    for key_of in (_by_name, _by_day, _by_file):
        places: defaultdict[Key, tuple[list[Finding], list[Finding]]] = defaultdict(lambda: ([], []))
        for at, findings in enumerate((now, then)):
            for finding in findings:
                places[key_of(finding)][at].append(finding)
        moved = {
            id(finding)
            for key, (here, there) in places.items()
            if key and len(here) == len(there) and _is_of_one(here) and _is_of_one(there)
            for finding in (*here, *there)
        }
        now = [finding for finding in now if id(finding) not in moved]
        then = [finding for finding in then if id(finding) not in moved]
    return now, then


def _is_of_one(findings: Sequence[Finding]) -> bool:
    """Only then nothing else could be meant."""
    return len({finding.record or finding.path for finding in findings}) == 1


def _by_name(finding: Finding) -> Key:
    """By what lies where under a name: the file and its folder, whatever is above them."""
    place = "/".join(finding.path.split("/")[-2:])
    return (*finding.identity[:-1], place) if "/" in place else ()


def _by_day(finding: Finding) -> Key:
    """What a rule, or a comparison of records, says by its time; () for others."""
    told = finding.period and (finding.rule or finding.code.startswith("consistency/"))
    return finding.identity[:-1] if told else ()


def _by_file(finding: Finding) -> Key:
    """Any other by the name of its file; () where that is none of its own."""
    name = finding.path.rpartition("/")[2]
    return (*finding.identity[:-1], name) if name and not _by_day(finding) else ()


def _differences(report: Report, earlier: Earlier) -> Iterator[str]:
    units = asked_units((row.unit, row.kind) for row in report.coverage)
    other_years = bool(earlier.years) and earlier.years != report.years
    if other_years:
        yield "changes.other-years"
    # Rules and units of another year may be others by themselves.
    elif earlier.units and earlier.units != units:
        yield "changes.other-units"
    if earlier.as_of > report.as_of:
        yield "changes.later"
