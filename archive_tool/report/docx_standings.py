"""The table of sums in Word papers: what was asked for, found and lacks, a row a category or unit."""

from __future__ import annotations

from collections.abc import Sequence

from archive_tool.core.catalog import Speaker
from archive_tool.core.standing import Standing, total
from archive_tool.report.docx_page import WIDTH, Page
from archive_tool.report.standing import columns_of, name_of

NUMBER_WIDTHS = {"zh": 15, "en": 13}  # millimetres of a number; English heads take what they need besides


def write(by: str, rows: Sequence[Standing], speaker: Speaker, page: Page) -> None:
    """`by`: "category" or "unit". Last their sum."""
    say, everything = speaker.say, total(rows)
    shown = columns_of(everything)
    names = [*(name_of(by, one.code, speaker) for one in rows), say("audit.total")]
    lines = [
        (name, *(str(getattr(one, key)) for key in shown))
        for name, one in zip(names, (*rows, everything), strict=True)
    ]
    head = [say(f"audit.column.{key}") for key in (by, *shown)]
    wide = NUMBER_WIDTHS[speaker.language]
    page.table(head, [WIDTH - wide * len(shown), *[wide] * len(shown)], lines, numbers=len(shown))
