"""`check` and `audit`: read the tree, judge it, write nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from archive_tool import __version__
from archive_tool.app import remembered
from archive_tool.app.comparing import comparer
from archive_tool.app.gather import gather, waivers_of
from archive_tool.app.opening import Archive
from archive_tool.app.tracing import traces_of
from archive_tool.app.typed_path import relative
from archive_tool.core import audit as plot
from archive_tool.core.changes import Changes, Earlier, compare, judged_by
from archive_tool.core.colophon import Made, colophon
from archive_tool.core.config import Waiver
from archive_tool.core.config_paths import FILE
from archive_tool.core.due import DueList, falls_due, of_units
from archive_tool.core.errors import CannotRun
from archive_tool.core.material import Material
from archive_tool.core.model import Report, Snapshot
from archive_tool.core.narrow import below, of_unit
from archive_tool.core.silenced import Silenced, unread_then
from archive_tool.core.strict import nearest

if TYPE_CHECKING:
    from archive_tool.core.lists import Lists
    from archive_tool.core.profile import Profile


class Audited(NamedTuple):
    """The report, and what else can be told with it."""

    report: Report
    changes: Changes | None  # None: nobody remembers an earlier audit
    lists: Callable[[], Lists]  # of what was read, for those formats that tell them


def check(archive: Archive, as_of: date, paths: tuple[str, ...] = ()) -> Report:
    """Layout, names, sidecars, files; `paths`, as they were typed, narrow what is reported."""
    material = gather(archive, archive.reader.snapshot(), as_of)
    below_them = tuple(_places(archive, paths, material.snapshot))
    waivers = waivers_of(archive, material)
    report = plot.check(material, waivers)
    return _signed(below(report, below_them) if paths else report, archive, material, waivers)


def audit(archive: Archive, as_of: date, year: int | None = None, unit: str | None = None) -> Report:
    """Everything; `unit` (id, name or alias) narrows it to a unit and those below it."""
    return audited(archive, as_of, year, unit)[0]


def audit_since(
    archive: Archive,
    as_of: date,
    year: int | None,
    unit: str | None,
    against: Earlier | None = None,
    profile: Profile | None = None,
) -> Audited:
    """The same, and what changed: since `against`, else since the last audit of the same question.

    Each audit is remembered. What `profile` asks for is judged too.
    """
    report, material = audited(archive, as_of, year, unit, profile)

    @cache
    def listed() -> Lists:
        from archive_tool.core.lists import lists

        return lists(material, units_of(archive, unit))

    units = _units_below(archive, unit) if unit else frozenset(archive.config.units)
    question = (str(year or ""), *(sorted(units) if unit else ()), *((profile.sha256,) if profile else ()))
    last = remembered.last(archive, report, " ".join(question))
    earlier = against or last
    if earlier is None:
        return Audited(report, None, listed)
    seen = report if against else replace(report, findings=remembered.comparable(report))
    changes = changed_since(earlier, seen, material, units if unit else None)
    if against and against.profile != (profile.sha256 if profile else ""):
        changes = replace(changes, differs=(*changes.differs, "changes.other-profile"))
    return Audited(report, changes, listed)


def changed_since(
    earlier: Earlier, report: Report, material: Material, units: frozenset[str] | None = None
) -> Changes:
    """What is new and what was solved; `units`: those the report was narrowed to."""
    near = earlier.findings
    if units is not None:
        near = of_unit(replace(report, findings=near), units, material).findings
    judge = judged_by(material, material.config.units if units is None else units)
    silenced = Silenced(material, report, unread_then(earlier.findings, earlier.unopened))
    changes = compare(report, earlier._replace(findings=near), judge, silenced)
    return replace(changes, unjudged=changes.unjudged + len(earlier.findings) - len(near))


def audited(
    archive: Archive, as_of: date, year: int | None, unit: str | None, profile: Profile | None = None
) -> tuple[Report, Material]:
    """The report with what it was made from; what `profile` asks for is judged too."""
    material = gathered(archive, archive.reader.snapshot(), as_of, year, profile)
    return judged(archive, material, waivers_of(archive, material), unit), material


def gathered(
    archive: Archive, snapshot: Snapshot, as_of: date, year: int | None, profile: Profile | None = None
) -> Material:
    """All that an audit looks at, with what the texts say and how alike they are."""
    material = replace(gather(archive, snapshot, as_of, year), profile=profile)
    return replace(material, traces=traces_of(archive, material), compare=comparer(archive))


def judged(archive: Archive, material: Material, waivers: tuple[Waiver, ...], unit: str | None) -> Report:
    """What was gathered, judged with these waivers and no others."""
    report = plot.audit(material, waivers)
    if not unit:
        return _signed(report, archive, material, waivers)
    units = _units_below(archive, unit)
    return _signed(of_unit(report, units, material), archive, material, waivers, unit, units)


def _signed(
    report: Report,
    archive: Archive,
    material: Material,
    waivers: tuple[Waiver, ...],
    unit: str | None = None,
    units: frozenset[str] = frozenset(),
) -> Report:
    """The report with how it was made."""
    made = Made(__version__, archive.archive_yaml, unit, archive.facts)
    return replace(report, colophon=colophon(report, material, waivers, made, units))


def due(archive: Archive, as_of: date, until: date, unit: str | None = None) -> DueList:
    """What is overdue, and what is to be done by a day; `unit` as for `audit`."""
    now = gather(archive, archive.reader.snapshot(), as_of)
    since = archive.config.since or 0
    coming = (year for year in range(as_of.year + 1, until.year + 1) if year >= since)
    material = replace(now, begun_by=until, years=(*now.years, *coming))
    found = falls_due(material, waivers_of(archive, material))
    return of_units(found, _units_below(archive, unit)) if unit else found


def units_of(archive: Archive, unit: str | None) -> frozenset[str] | None:
    """A unit (id, name or alias) and those below it; None for all. CannotRun for one that nobody knows."""
    return _units_below(archive, unit) if unit else None


def _places(archive: Archive, typed: tuple[str, ...], snapshot: Snapshot) -> Iterator[str]:
    """As the archive knows them: one that was not looked at must not pass for one without findings."""
    seen = snapshot.paths() if typed else frozenset()
    for given in typed:
        path = relative(archive, given, seen)
        if path and path not in seen:
            raise CannotRun("path.not-seen", path=path, nearest=nearest(path, seen))
        yield path


def _units_below(archive: Archive, name: str) -> frozenset[str]:
    units = archive.config.units
    found = [u.id for u in units.values() if name in (u.id, u.name, *u.aliases)]
    if not found:
        words = [word for u in units.values() for word in (u.id, u.name)]
        raise CannotRun(
            "unit.unknown", file=FILE, unit=name, nearest=nearest(name, words), known=sorted(units)
        )
    if len(found) > 1 and name not in units:
        raise CannotRun("unit.several", file=FILE, unit=name, known=found)
    chosen = {name if name in units else found[0]}
    for _ in units:
        chosen |= {u.id for u in units.values() if u.parent in chosen}
    return frozenset(chosen)
