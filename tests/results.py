"""Results of syncs as values, for tests of those who take them."""

from __future__ import annotations

from datetime import date

from archive_tool.core.model import Finding, Report
from archive_tool.core.results import IndexChanges, SyncResult


def report(*findings: Finding) -> Report:
    """One record and one file, with these findings."""
    return Report(date(2025, 12, 31), (2025,), 1, 1, 0, (), findings, ())


# A sync of the whole tree that found everything as it was.
NOTHING = SyncResult(0, (), (), (), (), IndexChanges(), (), report(), 0.0)
