"""A workbook that somebody sent back: foreign, so it is opened in a worker process only."""

from __future__ import annotations

import os
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
    refuse_marked(file, map(_text, grids), marks)
    return grids


def _read(file: Path) -> Reading:
    from archive_tool.adapters.workers import ReaderPool  # 60 ms, which only an import pays

    if not file.is_file():
        raise CannotRun("rectify.no-file", file=str(file))
    with ReaderPool(1, SECONDS, MEGABYTES, reader=READER) as pool:
        return next(iter(pool.read_all([os.path.abspath(file)]))).reading


def _unread(file: Path, problem: Problem) -> CannotRun:
    return CannotRun.told("rectify.unread", told(problem.kind, problem.reason), file=str(file))


def _text(grid: Grid) -> str:
    rows = (grid.rows[number] for number in sorted(grid.rows))
    return "\n".join("\t".join(cells[column].text for column in sorted(cells)) for cells in rows)
