"""The table of schools as a Word document, with who could not be judged and why."""

from __future__ import annotations

from archive_tool.core.catalog import Speaker
from archive_tool.report import bureau as tables
from archive_tool.report import bureau_made
from archive_tool.report.bureau import Bureau
from archive_tool.report.docx_page import WIDTH, Page
from archive_tool.report.docx_styles import CELL, SMALL

NUMBER_WIDTH, ORDER_WIDTH, NAME_WIDTH = 16, 10, 36  # millimetres; of a number at most, of a name at least
LABEL_WIDTH = 36
MANY = 7  # columns of numbers, beyond which they are set in small type


def make(bureau: Bureau, speaker: Speaker) -> bytes:
    """The file; the same bytes for the same result."""
    say = speaker.say
    title = say("bureau.table")
    page = Page.blank(title, speaker.language, bureau.as_of)
    page.title(title)
    page.paragraph(tables.head(bureau, speaker))
    keys = tables.columns(bureau)
    head = [say("bureau.number"), say("bureau.column.school"), *(say(f"bureau.column.{key}") for key in keys)]
    rows = [
        (str(number), bureau.name(one.school), *(tables.cell(key, one.school, speaker) for key in keys))
        for number, one in enumerate(bureau.shown, 1)
    ]
    width = min(NUMBER_WIDTH, (WIDTH - ORDER_WIDTH - NAME_WIDTH) // len(keys))
    widths = [ORDER_WIDTH, WIDTH - ORDER_WIDTH - width * len(keys), *[width] * len(keys)]
    page.table(head, widths, rows, numbers=len(keys), text=SMALL if len(keys) > MANY else CELL)
    lost = [one.school for one in bureau.shown if one.school.error]
    if lost:
        page.heading(say("bureau.lost", count=len(lost)))
        for school in lost:
            page.small(say("bureau.lost-one", name=school.name, root=school.root, why=school.error))
    if bureau.strict:
        page.heading(say("set-aside.title"))
        for one in bureau.shown:
            if not one.school.error and (one.told_aside or one.untried):
                page.heading(bureau.name(one.school), 2)
                for line in tables.aside(one, speaker):
                    page.small(line)
    page.paragraph(say("paper.limits"))
    _made(bureau, speaker, page)
    return page.bytes()


def _made(bureau: Bureau, speaker: Speaker, page: Page) -> None:
    """What is needed to repeat or dispute it: for all once, then of each school what is its own."""
    say, found = speaker.say, bureau_made.made(bureau)
    if not found.common:
        return
    page.heading(say("paper.colophon"))
    rows = [(row.label, "\n".join(row.lines)) for row in found.common]
    page.table([say("paper.matter"), say("paper.what")], [LABEL_WIDTH, WIDTH - LABEL_WIDTH], rows, text=SMALL)
    if found.own:
        page.above(say("bureau.made-own"))
        each = [(name, "\n".join(bureau_made.lines(own, speaker))) for name, own in found.own]
        head = [say("bureau.column.school"), say("paper.what")]
        page.table(head, [NAME_WIDTH, WIDTH - NAME_WIDTH], each, text=SMALL)
