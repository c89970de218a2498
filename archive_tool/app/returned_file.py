"""A workbook that somebody sent back: foreign, so it is opened in a worker process only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from archive_tool.app.foreign_file import refuse_marked
from archive_tool.app.reading import MEGABYTES, SECONDS
from archive_tool.core.errors import CannotRun
from archive_tool.core.grid import Grid, parse
from archive_tool.core.model import Problem, Reading
from archive_tool.core.reasons import because, told

READER = "archive_tool.adapters.readers.grid:read"


def read_file(file: Path, marks: tuple[str, ...]) -> list[Grid]:
    """Its visible sheets. CannotRun where it cannot be read whole, or bears the mark of a state secret."""
    reading = _read(file)
    if reading.problem:
        raise _unread(file, reading.problem)
    try:
        grids = [parse(segment.locator, segment.text) for segment in reading.segments]
    except ValueError:
        raise _unread(file, Problem("damaged", because("content"))) from None
    refuse_marked(file, (text for grid in grids for text in _texts(grid)), marks)
    return grids


def _read(file: Path) -> Reading:
    from archive_tool.adapters.workers import ReaderPool  # 60 ms, which only an import pays

    if not file.is_file():
        raise CannotRun("rectify.no-file", file=str(file))
    with ReaderPool(1, SECONDS, MEGABYTES, reader=READER) as pool:
        return next(iter(pool.read_all([os.path.abspath(file)]))).reading


def _unread(file: Path, problem: Problem) -> CannotRun:
    named_so = file.suffix.casefold() in (".xlsx", ".xlsm")
    if problem.kind == "unsupported" or (problem.kind == "damaged" and not named_so):
        return CannotRun("rectify.no-xlsx", file=str(file), format=file.suffix.lstrip(".") or problem.reason)
    return CannotRun.told("rectify.unread", told(problem.kind, problem.reason), file=str(file))


def _texts(grid: Grid) -> Iterator[str]:
    """The sheet line by line, where a mark stands in its head, then every cell: somebody may have marked an entry."""
    rows = [grid.rows[number] for number in sorted(grid.rows)]
    yield "\n".join("\t".join(cells[column].text for column in sorted(cells)) for cells in rows)
    yield from (cell.text for cells in rows for cell in cells.values())
