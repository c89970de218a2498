"""The table of schools as a workbook: to be sorted and filtered, with each school's problems in one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_tool.core.catalog import Speaker
from archive_tool.core.tree_path import last_name
from archive_tool.report import bureau as tables
from archive_tool.report import bureau_made
from archive_tool.report.bureau import Bureau
from archive_tool.report.workbook import Cell, Colour, Column, Line, Workbook
from archive_tool.report.xlsx import SEVERITIES

COLOURS: dict[str, Colour] = {"errors": "bad", "not-run": "quiet", "warnings": "warn"}  # of numbers but 0
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


def _columns(bureau: Bureau, speaker: Speaker) -> Sequence[Column]:
    say = speaker.say
    keys = tables.columns(bureau)
    first = [Column(say("bureau.number"), 6, "number"), Column(say("bureau.column.school"), 28)]
    colours: dict[str, Colour] = {say("bureau.judged"): "good", say("bureau.not-judged"): "bad"}
    numbers = []
    for at, key in enumerate(keys, len(first)):
        if key == "status":
            numbers.append(Column(say("bureau.column.status"), 12, colours=colours))
            continue
        where = f"${chr(ord('A') + at)}2"
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
        values = (tables.value(key, one.school, speaker) for key in tables.columns(bureau))
        yield [number, bureau.name(one.school), *values, one.school.error, last_name(one.school.root)]


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
