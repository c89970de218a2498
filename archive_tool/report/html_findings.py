"""Findings in a web page: under each cause its places as links, what was found there, what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from archive_tool.core.model import Finding
from archive_tool.report.causes import Cause, causes, places_of
from archive_tool.report.details import all_told, by_remedy, told
from archive_tool.report.html_page import href
from archive_tool.report.inspection import Inspection

MOST, FEW = 60, 15  # of one cause that are shown, of few and of many findings
MANY = 3000


class Spot(NamedTuple):
    """A path below the archive's root, to be shown; `href`: None where nothing is there to lead to."""

    path: str
    href: str | None
    line: int | None = None


class Place(NamedTuple):
    """One row: where, what, and whether it is new since an earlier audit."""

    spot: Spot
    lines: Sequence[str]
    is_new: bool = False
    reason: str | None = None  # of a waiver


class Block(NamedTuple):
    """Places with one remedy."""

    places: Sequence[Place]
    remedy: str


class Told(NamedTuple):
    """One cause."""

    id: str
    severity: str
    title: str
    code: str
    number: int  # of findings
    blocks: Sequence[Block]
    more: int  # findings that are not shown


def told_causes(inspection: Inspection) -> Sequence[Told]:
    """What is still open, errors first."""
    findings = inspection.report.findings
    new = {item.identity for item in inspection.changes.new} if inspection.changes else set()
    found = (cause for cause in causes(findings) if not cause.waived)
    most = most_of(len(findings))
    return [_told(f"cause-{n}", cause, most, new, inspection) for n, cause in enumerate(found, 1)]


def most_of(count: int) -> int:
    """How many of one cause are shown, where there are so many findings in all."""
    return MOST if count <= MANY else FEW


def waived(inspection: Inspection) -> tuple[Sequence[Place], int]:
    """What was waived, with the reason; how many are not shown."""
    items = [item for item in inspection.report.findings if item.waived]
    shown = items[: most_of(len(inspection.report.findings))]
    places = [
        Place(spot(item, inspection), [told(item, inspection.judged, inspection.speaker)], reason=item.waived)
        for item in shown
    ]
    return places, len(items) - len(shown)


def _told(
    name: str, cause: Cause, most: int, new: Collection[tuple[str | None, ...]], inspection: Inspection
) -> Told:
    shown = cause.findings[:most]
    blocks = [
        Block([_place(items, new, inspection) for items in places.values()], remedy)
        for remedy, places in by_remedy(shown, inspection.speaker).items()
    ]
    title = cause.title(inspection.speaker)
    count = len(cause.findings)
    return Told(name, cause.severity, title, cause.code, count, blocks, count - len(shown))


def _place(
    items: Sequence[Finding], new: Collection[tuple[str | None, ...]], inspection: Inspection
) -> Place:
    what = all_told(items, inspection.judged, inspection.speaker)
    return Place(spot(items[0], inspection), what, any(item.identity in new for item in items))


def spot(item: Finding, inspection: Inspection) -> Spot:
    """Where a finding is to be mended."""
    return spot_of(item.path, inspection)._replace(line=item.line)


def spot_of(path: str, inspection: Inspection) -> Spot:
    """A path; it leads there where something is there and the page lies where links can lead."""
    shown = path or "."
    if inspection.base is None or (path not in ("", ".") and path not in inspection.lists().places):
        return Spot(shown, None)
    return Spot(shown, href(inspection.base, path))


def changed(findings: Sequence[Finding], inspection: Inspection) -> Iterator[tuple[str, str]]:
    """(place, what) of new or solved ones, each place once."""
    for cause in causes(findings):
        title = cause.title(inspection.speaker)
        for place in places_of(cause, inspection.judged, inspection.speaker):
            yield place, title
