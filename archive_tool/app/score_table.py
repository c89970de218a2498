"""A score table that somebody sent, read in a worker process, as the draft of a profile."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from archive_tool.adapters import schemas
from archive_tool.app import output
from archive_tool.app.foreign_file import refuse_marked
from archive_tool.app.reading import MEGABYTES, SECONDS
from archive_tool.app.texts import parse_yaml
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Reading
from archive_tool.core.scheme import Scheme
from archive_tool.core.score_table import words
from archive_tool.core.score_table.draft import Draft, draft
from archive_tool.core.score_table.sheet import Cell, read

READER = "archive_tool.adapters.readers:placed"
MOST_LINES = 1000  # no inspection has so many; what has more is another kind of table


def draft_of(file: Path, scheme: Scheme) -> Draft:
    """What the first sheet with a score table says. CannotRun where there is none, it cannot be read, or bears the mark of a state secret."""
    if not file.is_file():
        raise CannotRun("score-table.no-file", file=str(file))
    known = words.parse_words(parse_yaml(words.FILE, schemas.read_text(words.FILE)))
    reading = _read(file)
    sheets = [_cells(segment.text) for segment in reading.segments]
    refuse_marked(file, map(_text, sheets), scheme.secret_marks)
    tables = (read(cells, known) for cells in sheets)
    table = next((one for one in tables if one is not None and one.lines), None)
    if table is None:
        raise _without_table(file, reading)
    if len(table.lines) > MOST_LINES:
        raise CannotRun("score-table.too-long", file=str(file), lines=len(table.lines), most=MOST_LINES)
    return draft(table, scheme, known)


def keep(text: str, target: Path) -> None:
    """As a new file, whole or not at all; CannotRun where there is one already, or below an archive's root.

    A draft is made to be completed: even one as it was written is kept.
    """
    output.write(text.encode(), target, None, lambda _: False)


def _read(file: Path) -> Reading:
    """The file is foreign: nothing of it is opened in this process."""
    from archive_tool.adapters.workers import ReaderPool  # 60 ms, which most commands need not pay

    with ReaderPool(1, SECONDS, MEGABYTES, reader=READER) as pool:
        (answer,) = pool.read_all([str(file.absolute())])
    return answer.reading


def _without_table(file: Path, reading: Reading) -> CannotRun:
    """A sheet that could not be read may be the one that was meant."""
    if reading.problem is None:
        return CannotRun("score-table.none", file=str(file))
    told = {"problem_key": f"problem.{reading.problem.kind}", "format": reading.properties.get("format", "")}
    return CannotRun.told("score-table.unreadable", told, file=str(file))


def _cells(text: str) -> list[Cell]:
    """A line is a cell as the reader wrote it: four numbers and the text."""
    parts = (line.split("\t", 4) for line in text.split("\n"))
    return [
        Cell(int(row), int(column), int(height), int(width), said)
        for row, column, height, width, said in parts
    ]


def _text(cells: Iterable[Cell]) -> str:
    """As it is read: a row in a line."""
    rows = groupby(sorted(cells, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row)
    return "\n".join("\t".join(cell.text for cell in row) for _, row in rows)
