"""A report narrowed to some folders or units."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from archive_tool.core.checks.sidecars import DRAFTS, drafts_by_leaf
from archive_tool.core.locating import categories_of
from archive_tool.core.material import Material
from archive_tool.core.model import Finding, Report
from archive_tool.core.records import told_units
from archive_tool.core.templates import Template


def below(report: Report, paths: Iterable[str]) -> Report:
    """Only what lies at or under the given relative paths."""
    wanted = tuple(path.strip("/") for path in paths)

    def under(path: str) -> bool:
        return any(w in ("", ".") or path == w or path.startswith(w + "/") for w in wanted)

    return replace(
        report,
        findings=tuple(f for f in report.findings if under(f.path)),
        not_run=tuple(n for n in report.not_run if under(n.path)),
    )


def of_unit(report: Report, units: frozenset[str], material: Material) -> Report:
    """Only rows, findings and records of these units, and what belongs to none.

    A group may stand as the unit above it and for whom: `group-1` finds its own meetings.
    """
    owner = _owner(material)

    def is_near(path: str) -> bool:
        unit = owner(path)
        return unit is None or unit in units

    told = {record.path: told_units(record) for record in material.records}
    records = [record for record in material.records if not units.isdisjoint(told[record.path])]
    near = (r for r in material.records if not told[r.path] or not units.isdisjoint(told[r.path]))
    drafts = drafts_by_leaf(near, material)

    def is_theirs(finding: Finding) -> bool:
        if finding.units:
            return finding.whom in units or not units.isdisjoint(finding.units)
        if finding.code == DRAFTS and finding.path not in drafts:
            return False
        named = told.get(finding.record or finding.path, ())
        return not units.isdisjoint(named) if named else is_near(finding.path)

    def of_theirs(finding: Finding) -> Finding:
        """Drafts are counted by folder, in which those of other units may lie as well."""
        is_count = finding.code == DRAFTS
        return replace(finding, params={"count": drafts[finding.path]}) if is_count else finding

    return replace(
        report,
        records=len(records),
        files=sum(len(record.holding.files) for record in records),
        pointers=sum(record.pointer for record in records),
        coverage=tuple(row for row in report.coverage if row.unit in units or row.whom in units),
        findings=tuple(of_theirs(finding) for finding in report.findings if is_theirs(finding)),
        not_run=tuple(item for item in report.not_run if is_near(item.path)),
        holds=categories_of(
            (entry.path for record in records for entry in record.holding.files),
            material.scheme,
            material.config,
        ),
    )


def _owner(material: Material) -> Callable[[str], str | None]:
    """The unit in whose folder a path lies; None where the layout has no such folders."""
    layout = material.scheme.layouts[material.config.layout]
    templates = [Template.parse(text) for text in (layout.record, layout.case)]
    depths = [
        (template, [piece.slot for piece in template.pieces].index("unit") + 1)
        for template in templates
        if "unit" in template.slots
    ]

    def owner(path: str) -> str | None:
        segments = path.split("/")
        for template, depth in depths:
            slots = template.match_prefix("/".join(segments[:depth])) or {}
            unit = material.config.by_folder(slots.get("unit", ""))
            if unit is not None:
                return unit.id
        return None

    return owner
