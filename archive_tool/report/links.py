"""Paths in a workbook that lead to what lies there."""

from __future__ import annotations

from collections.abc import Sequence

from archive_tool.report.inspection import Inspection
from archive_tool.report.printable import printable
from archive_tool.report.workbook_cells import Cell, Link


def place(path: str, inspection: Inspection) -> Cell:
    """A path below the archive's root; it leads there where something is there."""
    return places([path or "."], inspection)


def places(paths: Sequence[str], inspection: Inspection) -> Cell:
    """The same of several, one a line; a cell has one link, which leads to the first."""
    told = "\n".join(map(printable, paths))
    if not paths or inspection.base is None or paths[0] not in inspection.lists().places:
        return told
    return Link(told, f"{inspection.base}/{paths[0]}")
