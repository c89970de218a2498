"""The times that activities took place: the same for the lists, their numbers and the chronicle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from judged import FILED, material, meeting, school

from archive_tool.core.audit import context_of
from archive_tool.core.chronicle import chronicle
from archive_tool.core.lists import lists
from archive_tool.core.material import Material
from archive_tool.core.model import FileFacts
from archive_tool.core.times import often, times

UNITS = [{"id": "b", "name": "第一支部", "kind": "branch"}, {"id": "c", "name": "第二支部", "kind": "branch"}]
DAYS, LESSONS, COMMITTEE = (
    f"2025/05_组织生活/{leaf}" for leaf in ("05_主题党日", "04_党课", "02_支委会")
)  # fmt: skip
DAMAGED = FileFacts("f" * 64, "txt", problem="damaged", reason="x")


def seen(records: Mapping[str, Any], facts: Mapping[str, FileFacts | None] | None = None) -> Material:
    return material(records, date(2026, 1, 31), 2025, scheme=school(), units=UNITS, facts=facts or {})


def held(
    activity: str, day: str, title: str = "会", units: tuple[str, ...] = ("b",), **more: Any
) -> dict[str, Any]:
    return meeting(day, title=title, activity=activity.split(), unit=list(units), **more)


def told(made: Material, units: frozenset[str] | None = None) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """How often by the lists, and by the chronicle: its lines and what it only counts."""
    year = chronicle(2025, context_of(made), units)
    lines = Counter(
        subject for event in year.events for subject in event.subjects if subject.startswith("activity:")
    )
    for month in year.months:
        lines.update(month.routine)
    assert year.often == often(time for time in times(made) if time.concerns(units))
    return lists(made, units).often, {key.removeprefix("activity:"): n for key, n in lines.items()}


YEAR = {
    f"{DAYS}/2025-05-16 植树": held("theme-day", "2025-05-16", "植树"),
    f"{DAYS}/2025-09-30 联合": held("theme-day party-lesson", "2025-09-30", "联合主题党日", ("b", "c")),
    f"{COMMITTEE}/2025-03-03 支委会": held("committee-meeting", "2025-03-03"),
    f"{COMMITTEE}/2025-03-17 支委会": held("committee-meeting", "2025-03-17", units=("c",)),
}


def test_the_chronicle_and_the_lists_count_the_same() -> None:
    """What two units did together once is one time, in both."""
    first, second = told(seen(YEAR))
    assert first == second == {"theme-day": 2, "party-lesson": 1, "committee-meeting": 2}
    assert len(lists(seen(YEAR)).held) == 7  # a line for each unit


@pytest.mark.parametrize(("unit", "days"), [("b", 2), ("c", 1)])
def test_of_one_unit_alone_they_count_the_same_too(unit: str, days: int) -> None:
    first, second = told(seen(YEAR), frozenset({unit}))
    assert first == second == {"theme-day": days, "party-lesson": 1, "committee-meeting": 1}


def test_what_was_only_announced_is_no_time_and_what_nobody_could_read_is_one() -> None:
    folder, other = f"{DAYS}/2025-05-16 党日", f"{DAYS}/2025-06-20 党日"
    records = {
        folder: held("theme-day", "2025-05-16", files=["通知.txt"]),
        other: held("theme-day", "2025-06-20", files=["活动记录.txt"]),
    }
    assert told(seen(records))[0] == {"theme-day": 1}
    unread = seen(records, {f"{other}/活动记录.txt": DAMAGED})
    assert told(unread) == ({"theme-day": 1}, {"theme-day": 1})
    assert [one.uncertain for one in lists(unread).held] == [True]


def test_two_entries_of_one_day_in_the_same_words_are_two() -> None:
    entries = [{"date": "2025-03-20", "topics": ["学习"]}, {"date": "2025-03-20", "topics": ["学习"]}]
    book = {**FILED, "title": "记录本", "record_form": "register", "unit": ["b"], "activity": ["theme-day"],
            "events": entries, "files": ["记录本.txt"]}  # fmt: skip
    first, second = told(seen({f"{DAYS}/2025 记录本": book}))
    assert first == second == {"theme-day": 2}


# What a time is called after.


def loose(day: str, name: str, form: str = "material") -> dict[str, Any]:
    return {**FILED, "title": name, "date": day, "record_form": form, "unit": ["b"], "activity": ["theme-day"],
            "files": [f"{name}.txt"]}  # fmt: skip


def titles(*names: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Of the chronicle and of the lists, of papers of one day that lie apart."""
    made = seen({f"{DAYS}/2025-05-16 {name}": loose("2025-05-16", name) for name in names})
    year = chronicle(2025, context_of(made))
    return [event.title for event in year.events], [one.topics for one in lists(made).held]


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (("植树签到表", "植树活动记录"), "植树活动记录"),
        (("植树照片", "植树活动方案", "植树通知"), "植树活动方案"),
        (("植树合影", "植树签到表", "植树活动简报"), "植树活动简报"),
        (("植树签到表",), "植树签到表"),
    ],
)
def test_the_main_document_names_it_and_a_sign_in_sheet_only_where_nothing_else_is_there(
    names: tuple[str, ...], main: str
) -> None:
    assert titles(*names) == ([main], [(main,)])
