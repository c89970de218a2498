"""What was not checked, on paper: each reason once, with the first places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import NotRun
from archive_tool.report.docx_page import Page
from archive_tool.report.paper_words import in_words

MOST_PLACES = 20  # of one reason


def write(items: Iterable[NotRun], speaker: Speaker, page: Page) -> None:
    """A paragraph a reason, its places below it; those beyond the first are counted."""
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for item in items:
        reasons[item.reason].append(item.path or ".")
    for reason, paths in reasons.items():
        told = in_words(speaker.say(reason), speaker)
        page.paragraph(speaker.say("audit.not-run", count=len(paths), reason=told))
        places = list(dict.fromkeys(paths))  # several checks may lack the same file
        for path in places[:MOST_PLACES]:
            page.small(path)
        if len(places) > MOST_PLACES:
            page.small(speaker.say("audit.more-places", count=len(places) - MOST_PLACES))
