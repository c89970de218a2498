"""The table of schools as a Word document, with who could not be judged and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import ceil, floor

from rich.cells import cell_len

from archive_tool.core.bureau import School
from archive_tool.core.catalog import Speaker
from archive_tool.report import bureau as tables
from archive_tool.report import bureau_made
from archive_tool.report.bureau import Bureau
from archive_tool.report.docx_cells import Linked
from archive_tool.report.docx_page import FULL, FULL_ACROSS, Page
from archive_tool.report.docx_styles import SMALL
from archive_tool.report.html_page import href

NAME_WIDTH = 30  # millimetres at least
LABEL_WIDTH = 36
LETTER, HAN, MARGIN = 2.1, 3.3, 2.5  # millimetres of a character in a small table; of a cell's edges
TOGETHER = 3  # Chinese characters that stay on one line
_AFTER_SLASH = re.compile(r"/(?![0-9])")  # where a line may end: not within 88.5/100


def make(bureau: Bureau, speaker: Speaker) -> bytes:
    """The file; the same bytes for the same result."""
    say = speaker.say
    title = say("bureau.table")
    keys = tables.columns(bureau)
    first = ["bureau.rank", "bureau.column.file"] if bureau.coded else ["bureau.number"]
    head = [*map(say, first), say("bureau.column.school"), *(say(f"bureau.column.{key}") for key in keys)]
    rows = [
        (
            str(number),
            *([bureau.code(one.school)] if bureau.coded else []),
            _named(one.school, bureau, speaker),
            *(tables.cell(key, one.school, speaker) for key in keys),
        )
        for number, one in enumerate(bureau.shown, 1)
    ]
    rooms, name = [_room(told) for told in zip(head, *rows, strict=True)], len(first)
    turned = sum(rooms) - rooms[name] + NAME_WIDTH > FULL
    across = FULL_ACROSS if turned else FULL
    page = Page.blank(title, speaker.language, bureau.as_of, full=True, turned=turned)
    page.title(title)
    page.paragraph(tables.head(bureau, speaker))
    for line in tables.beside(bureau, speaker):
        page.paragraph(line)
    page.table(head, _shared(rooms, name, across), rows, numbers=len(keys), text=SMALL)
    lost = [one.school for one in bureau.shown if one.school.error]
    if lost:
        page.heading(say("bureau.lost", count=len(lost)))
        for school in lost:
            page.small(say("bureau.lost-one", name=bureau.name(school), why=school.error))
    if bureau.strict:
        page.heading(say("set-aside.title"))
        for one in bureau.shown:
            if not one.school.error and (one.told_aside or one.untried):
                page.heading(bureau.name(one.school), 2)
                for line in tables.aside(one, speaker):
                    page.small(line)
    page.paragraph(say("paper.limits"))
    _made(bureau, speaker, page, across)
    return page.bytes()


def _shared(rooms: Sequence[int], name: int, across: int) -> list[int]:
    """As wide as each column needs; that of names takes what the others leave, and all give way to it."""
    share = min(1.0, (across - NAME_WIDTH) / (sum(rooms) - rooms[name]))
    narrow = [floor(room * share) for room in rooms]
    narrow[name] = across - (sum(narrow) - narrow[name])
    return narrow


def _room(texts: Iterable[str]) -> int:
    """Millimetres in which no word has to be broken; Chinese may be, but for short ones."""
    words = [word for text in texts for word in _AFTER_SLASH.sub("/ ", text).split()]
    return ceil(MARGIN + max((_length(word) for word in words), default=0))


def _length(word: str) -> float:
    wide = sum(cell_len(character) > 1 for character in word)
    return LETTER * (len(word) - wide) + HAN * min(wide, TOGETHER)


def _named(school: School, bureau: Bureau, speaker: Speaker) -> str:
    """Its name, which leads to its sheet in the same folder."""
    name, stem = bureau.name(school), bureau.files.get(school.root)
    address = (
        href(sheet_name(stem, speaker), "") if stem and not school.error and not school.unwritten else None
    )
    return Linked(name, address) if address else name


def sheet_name(stem: str, speaker: Speaker, kind: str = "sheet") -> str:
    """What the file of one of a school's papers is called."""
    return f"{stem}_{speaker.say(f'bureau.{kind}')}.docx"


def _made(bureau: Bureau, speaker: Speaker, page: Page, across: int) -> None:
    """What is needed to repeat or dispute it: for all once, then of each school what is its own."""
    say, found = speaker.say, bureau_made.made(bureau, speaker)
    if not found.common:
        return
    page.heading(say("paper.colophon"))
    rows = [(row.label, "\n".join(row.lines)) for row in found.common]
    page.table(
        [say("paper.matter"), say("paper.what")], [LABEL_WIDTH, across - LABEL_WIDTH], rows, text=SMALL
    )
    if found.own:
        page.above(say("bureau.made-own"))
        each = [(name, "\n".join(bureau_made.lines(own, speaker))) for name, own in found.own]
        head = [say("bureau.column.school"), say("paper.what")]
        page.table(head, [NAME_WIDTH, across - NAME_WIDTH], each, text=SMALL)
