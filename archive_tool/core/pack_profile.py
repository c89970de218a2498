"""The chapters of a pack by a profile: its lowest indicators, each with what its rules counted."""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.label import Label
from archive_tool.core.pack import OF_ROWS, Judged, Outline, is_gap
from archive_tool.core.profile import Indicator, Profile
from archive_tool.core.score_scope import Said, Scope


def by_indicator(profile: Profile, said: Said) -> Iterator[Outline]:
    """Every lowest indicator, in order, below the headings above it."""
    for one in profile.indicators:
        yield from _below(one, (), said)


def _below(indicator: Indicator, above: tuple[Label, ...], said: Said) -> Iterator[Outline]:
    for one in indicator.below:
        yield from _below(one, (*above, indicator.title), said)
    if not indicator.below:
        scope = Scope(indicator, said)
        paths = dict.fromkeys(path for row in scope.rows for path in row.records)
        yield Outline(
            indicator.id,
            indicator.title,
            above,
            scope.rows,
            scope.findings,
            tuple(paths),
            indicator.kind == "manual",
            indicator.standard,
            tuple(f for f in scope.findings if f.code not in OF_ROWS and not is_gap(f) and scope.costs(f)),
            _judged(scope) if indicator.kind == "rules" else None,
        )


def _judged(scope: Scope) -> Judged:
    remarks = scope.remarks()
    return Judged(scope.is_judged, remarks.off, remarks.not_run, remarks.waived)
