"""Days on which nobody works, unless it is said that they were worked."""

from __future__ import annotations

from datetime import date

import pytest
from judged import BRANCH, judged, meeting

from archive_tool.core.checks.workdays import free
from archive_tool.core.errors import CannotRun

HOLIDAYS, WORKED = ("10-01", "2025-06-02"), ("2025-09-28", "10-11")


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2025-03-14", ""),
        ("2025-03-15", "weekend"),
        ("2025-03-16", "weekend"),
        ("2025-10-01", "holiday"),
        ("2026-10-01", "holiday"),
        ("2025-06-02", "holiday"),
        ("2026-06-02", ""),
        ("2025-09-28", ""),
        ("2025-10-11", ""),
    ],
)
def test_days(day: str, kind: str) -> None:
    assert free(date.fromisoformat(day), HOLIDAYS, WORKED) == kind


def test_entries_of_a_minute_book_have_days_of_their_own() -> None:
    book = meeting("2025-03-14", events=[{"date": "2025-04-12"}, {"date": "2025-04-14"}])
    records = {"2025/10_会议/01_例会/2025-03-14 例会": book}
    report = judged(records, "2025-12-31", settings={"consistency/calendar": "on"})
    assert [f.period for f in report.findings if f.code == "consistency/calendar"] == ["2025-04-12"]


@pytest.mark.parametrize("day", ["2025-02-30", "13-01", "Friday"])
def test_an_impossible_day_is_refused(day: str) -> None:
    with pytest.raises(CannotRun) as refused:
        judged({}, "2025-12-31", units=[BRANCH], settings={"consistency/calendar": {"holidays": [day]}})
    assert refused.value.key.startswith("strict.")
