"""Years before `since` are searched and verified, not judged: which findings that leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from archive_tool.core.model import Finding
from archive_tool.core.numerals import is_number
from archive_tool.core.old_paths import school_year_told, year_told
from archive_tool.core.records import Record
from archive_tool.core.templates import Template

# What says whether files are there, whole and allowed to be; all else judges how they were kept.
VERIFIED = ("file/", "fixity/", "guard/", "waiver/", "sidecar/orphan", "sidecar/unreadable")


def not_before(
    findings: Iterable[Finding], since: int | None, year_of: Callable[[Finding], int | None]
) -> Iterator[Finding]:
    """The findings without those that judge an earlier year.

    Rules look at judged years only: by the day that something tells of, wherever it lies.
    """
    for finding in findings:
        verified = finding.code.startswith(VERIFIED) or finding.rule is not None
        if not since or verified or (year_of(finding) or since) >= since:
            yield finding


def is_before(record: Record, since: int | None) -> bool:
    """Whether the record is of a year that is not judged."""
    return since is not None and (year_of_record(record) or since) < since


def year_of_record(record: Record) -> int | None:
    """The year of its folder; in an old folder that names none, of its date or period, else the school year's last."""
    place = record.holding.place
    told = (record.date or record.period)[:4] if place.mapped else ""
    own = place.year or (int(told) if is_number(told) else None)
    return own or (school_year_told(record.path) if place.mapped else None)


def year_teller(record: Template, records: Mapping[str, Record]) -> Callable[[Finding], int | None]:
    """How to tell the year that a finding is about; `record`: where a path of the layout names its year."""
    depth = record.slots.index("year") + 1 if "year" in record.slots else 0

    def year_of(finding: Finding) -> int | None:
        about = records.get(finding.record or "")
        if about is not None and about.events and is_number((finding.period or "")[:4]):
            return int((finding.period or "")[:4])  # an entry of a minute book is of its own day
        if about is not None and about.holding.place.mapped:
            return year_of_record(about)
        slots = record.match_prefix("/".join(finding.path.split("/")[:depth])) if depth else None
        if slots and "year" in slots:
            return int(slots["year"])
        # Outside the layout a folder may be named after a year: 2019年, 2021-2022学年.
        return year_told(finding.path) or school_year_told(finding.path)

    return year_of
