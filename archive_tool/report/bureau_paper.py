"""The table of schools as a Word document, with who could not be judged and why."""

from __future__ import annotations

from archive_tool.core.catalog import Speaker
from archive_tool.report import bureau as tables
from archive_tool.report.bureau import Bureau
from archive_tool.report.docx_page import WIDTH, Page

NUMBER_WIDTH, ORDER_WIDTH, NAME_WIDTH = 16, 10, 36  # millimetres; of a number at most, of a name at least


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
    page.table(head, widths, rows, numbers=len(keys))
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
    if bureau.scheme:
        page.small(f"SHA-256 {bureau.scheme.sha256}")
    return page.bytes()
