"""What was found, in the Word report: each cause with its first places and what to do; all of many in an annex."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive_tool.core.model import Finding
from archive_tool.report.causes import Cause
from archive_tool.report.details import all_told, by_remedy
from archive_tool.report.docx_numbers import numbered
from archive_tool.report.docx_page import ACROSS, WIDTH, Page
from archive_tool.report.docx_styles import SMALL
from archive_tool.report.inspection import Inspection
from archive_tool.report.paper_words import in_words

PLACE_WIDTH, FAR_WIDTH, NUMBER_WIDTH = 66, 110, 14  # millimetres; in the text, in the annex
MOST_PLACES = 10  # of one cause in the text; of more the annex has all

Places = Mapping[str, Sequence[Finding]]


def write(mending: Sequence[Cause], section: int, inspection: Inspection, page: Page) -> None:
    """Under each cause its places with what was found there, and what to do."""
    speaker = inspection.speaker
    if not mending:
        page.paragraph(speaker.say("audit.nothing"))
    for number, cause in enumerate(mending, 1):
        page.heading(numbered("paper.subsection", number, _heading(cause, inspection), speaker, section), 2)
        left = MOST_PLACES
        for remedy, found in by_remedy(cause.findings, speaker).items():
            shown = dict(list(found.items())[:left])
            left -= len(shown)
            if shown:
                _table(shown, inspection, page)
            page.paragraph(speaker.say("paper.to-do", remedy=in_words(remedy, speaker)))
        if is_long(cause):
            page.paragraph(speaker.say("paper.more-annexed", annex=speaker.say("paper.places")))


def is_long(cause: Cause) -> bool:
    """Whether it has more places than the text shows."""
    return len({item.path for item in cause.findings}) > MOST_PLACES


def places(causes: Iterable[Cause], inspection: Inspection, page: Page) -> None:
    """All places of these causes, numbered through in each."""
    say = inspection.speaker.say
    head = [say("sheet.column.no"), say("paper.place"), say("paper.what")]
    for cause in causes:
        page.heading(_heading(cause, inspection), 2)
        found = {
            place: items
            for part in by_remedy(cause.findings, inspection.speaker).values()
            for place, items in part.items()
        }
        rows = [
            (str(number), where, _lines(items, inspection))
            for number, (where, items) in enumerate(found.items(), 1)
        ]
        page.table(head, [NUMBER_WIDTH, FAR_WIDTH, ACROSS - NUMBER_WIDTH - FAR_WIDTH], rows, text=SMALL)


def _table(found: Places, inspection: Inspection, page: Page) -> None:
    say = inspection.speaker.say
    rows = [(where, _lines(items, inspection)) for where, items in found.items()]
    page.table([say("paper.place"), say("paper.what")], [PLACE_WIDTH, WIDTH - PLACE_WIDTH], rows)


def _heading(cause: Cause, inspection: Inspection) -> str:
    speaker = inspection.speaker
    return speaker.say(
        "paper.cause",
        title=cause.title(speaker),
        severity=speaker.say(f"severity.{cause.severity}"),
        count=len(cause.findings),
    )


def _lines(items: Sequence[Finding], inspection: Inspection) -> str:
    return "\n".join(all_told(items, inspection.judged, inspection.speaker))
