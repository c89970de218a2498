"""How far a search is behind what lies on the disk, as far as that is known without a look there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from archive_tool.core.catalog import Speaker
from archive_tool.core.results import SearchResult

OLD = timedelta(days=1)


def lag(result: SearchResult, speaker: Speaker, now: datetime) -> Iterator[str]:
    """Lines for who waits for the result; none where nothing is known to be missing."""
    if result.behind and result.writer:
        yield speaker.say("search.syncing", count=result.behind, since=result.writer["since"])
    elif result.behind:
        yield speaker.say("search.behind", count=result.behind)
    elif result.synced and now - result.synced > OLD:
        yield speaker.say("search.old", when=f"{result.synced:%Y-%m-%d %H:%M}")
