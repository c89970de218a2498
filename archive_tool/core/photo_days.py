"""The day a photo was taken, by its name and by its camera; a doubtful one is none."""

from __future__ import annotations

from archive_tool.core.model import FileFacts
from archive_tool.core.names import part_date

# Earlier, hardly a camera had a clock; one that forgot the time begins in such a year, or on a first of January.
_FIRST_YEAR = "2000"
_FORGOTTEN = "-01-01"


def photo_day(path: str, fact: FileFacts | None) -> str:
    """YYYY-MM-DD; "" where neither name nor camera tell, or one says another day than the other."""
    named = part_date(path.rpartition("/")[2])
    taken = fact.taken[:10] if fact else ""
    if taken < _FIRST_YEAR or taken.endswith(_FORGOTTEN):
        return named
    return taken if named in ("", taken) else ""
