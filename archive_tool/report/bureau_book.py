"""The table of schools as a workbook: to be sorted and filtered, with each school's problems in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from archive_tool.core.bureau import School
from archive_tool.core.catalog import Speaker
from archive_tool.core.tree_path import last_name
from archive_tool.report import bureau as tables
from archive_tool.report import bureau_made
from archive_tool.report.bureau import Bureau
from archive_tool.report.workbook import Workbook
from archive_tool.report.workbook_cells import Cell, Colour, Column, Line
from archive_tool.report.xlsx import SEVERITIES

COLOURS: dict[str, Colour] = {
    "veto": "bad",
    "may-veto": "warn",
    "errors": "bad",
    "not-run": "quiet",
    "warnings": "warn",
}  # of numbers but 0
ROOM = (60, 60)


def make(bureau: Bureau, speaker: Speaker) -> bytes:
    """The file; the same bytes for the same result."""
    say = speaker.say
    title = say("bureau.table")
    book = Workbook.blank(title, speaker.language, bureau.as_of)
    heading = say("bureau.heading", sheet=title, day=bureau.as_of.isoformat())
    book.table(title, heading, _columns(bureau, speaker), _schools(bureau, speaker))
    _problems(bureau, speaker, book)
    if bureau.strict:
        school, what = Column(say("bureau.column.school"), 24), Column(say("paper.what"), 110)
        told = ([bureau.name(one.school), line] for one, line in _aside(bureau, speaker))
        book.table(say("bureau.column.set-aside"), say("set-aside.title"), [school, what], told)
    book.page(say("bureau.about"), ROOM, _about(bureau, speaker))
    return book.bytes()


class _Number(NamedTuple):
    """A column of numbers: its key under `bureau.column.`, what stands in it, and how."""

    key: str
    value: Callable[[School], float | None]
    kind: Literal["number", "percent"] = "number"


# What the table tells in one cell of two numbers has a column each here, to be sorted and filtered.
PARTS: Mapping[str, Sequence[_Number]] = {
    "complete": (
        _Number("complete-least", lambda school: _hundredths(school, 0), "percent"),
        _Number("complete-most", lambda school: _hundredths(school, 1), "percent"),
    ),
    "score": (
        _Number("points", lambda school: school.score),
        _Number("judged", lambda school: None if school.score is None else school.of),
    ),
}


def _hundredths(school: School, at: int) -> float | None:
    span = school.complete_span
    return span[at] / 100 if span else None


def _columns(bureau: Bureau, speaker: Speaker) -> Sequence[Column]:
    say = speaker.say
    first = [Column(say("bureau.number"), 6, "number"), Column(say("bureau.column.school"), 28)]
    colours: dict[str, Colour] = {say("bureau.judged"): "good", say("bureau.not-judged"): "bad"}
    numbers: list[Column] = []
    for key in tables.columns(bureau):
        if key in PARTS:
            numbers.extend(Column(say(f"bureau.column.{one.key}"), 10, one.kind) for one in PARTS[key])
        elif key == "status":
            numbers.append(Column(say("bureau.column.status"), 12, colours=colours))
        else:
            where = f"${chr(ord('A') + len(first) + len(numbers))}2"
            told = (f"AND(ISNUMBER({where}),{where}>0)", COLOURS[key]) if key in COLOURS else None
            numbers.append(Column(say(f"bureau.column.{key}"), 10, "number", formula=told))
    return [
        *first,
        *numbers,
        Column(say("bureau.column.why"), 40),
        Column(say("bureau.column.place"), 50, on_paper=False),
    ]


def _schools(bureau: Bureau, speaker: Speaker) -> Iterator[Sequence[Cell]]:
    for number, one in enumerate(bureau.shown, 1):
        values = (cell for key in tables.columns(bureau) for cell in _cells(key, one.school, speaker))
        yield [number, bureau.name(one.school), *values, one.school.error, last_name(one.school.root)]


def _cells(key: str, school: School, speaker: Speaker) -> Sequence[Cell]:
    if key not in PARTS:
        return [tables.value(key, school, speaker)]
    return [None if school.error else one.value(school) for one in PARTS[key]]


def _problems(bureau: Bureau, speaker: Speaker, book: Workbook) -> None:
    """A row a school and cause: which one most schools have is a filter away."""
    say = speaker.say
    columns = [
        Column(say("bureau.column.school"), 28),
        Column(say("sheet.column.severity"), 10, colours={say(f"severity.{k}"): c for k, c in SEVERITIES.items()}),
        Column(say("sheet.column.cause"), 60),
        Column(say("bureau.column.places"), 10, "number"),
    ]  # fmt: skip
    rows = (
        [bureau.name(one.school), say(f"severity.{cause['severity']}"), cause["title"], cause["count"]]
        for one in bureau.shown
        for cause in one.causes
    )
    book.table(say("sheet.findings"), say("sheet.findings"), columns, rows)


def _aside(bureau: Bureau, speaker: Speaker) -> Iterator[tuple[tables.Judged, str]]:
    for one in bureau.shown:
        if not one.school.error:
            yield from ((one, line) for line in tables.aside(one, speaker))


def _about(bureau: Bureau, speaker: Speaker) -> Iterator[Line]:
    for line in (*tables.about(bureau, speaker), *bureau_made.whole(bureau, speaker)):
        yield Line([line], spread=True)
