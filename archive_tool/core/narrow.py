"""A report narrowed to some folders or units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive_tool.core.model import Report


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


def of_unit(report: Report, units: frozenset[str]) -> Report:
    """Only rows and findings of these units, and findings that belong to none.

    A group may stand as the unit above it and for whom: `group-1` finds its own meetings.
    """
    return replace(
        report,
        coverage=tuple(row for row in report.coverage if row.unit in units or row.whom in units),
        findings=tuple(f for f in report.findings if f.unit is None or f.unit in units or f.whom in units),
    )
