"""Lists of activities: day, topic, who led it, how many were there, and what shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from judged import BRANCH, material, meeting

from archive_tool.core.activities import Absentee, Held, held
from archive_tool.core.lists import lists
from archive_tool.core.model import FileFacts

OTHER = {"id": "c", "name": "第二支部", "kind": "branch"}
FOLDER = "2025/10_会议/01_例会"


def listed(records: dict[str, dict[str, Any]], **config: Any) -> tuple[Held, ...]:
    return held(material(records, date(2025, 12, 31), **config))


def test_a_meeting_with_all_that_is_known_of_it() -> None:
    event = {"chair": "张三", "recorder": "李四", "expected": 18, "present": 16, "topics": ["学习", "讨论"]}
    absentees = [{"name": "甲", "reason": "病假"}, {"name": "乙"}]
    path = f"{FOLDER}/2025-03-14 例会"
    (one,) = listed({path: meeting("2025-03-14", event={**event, "absentees": absentees})})
    assert (one.activity, one.unit, one.date) == ("meeting", "b", "2025-03-14")
    assert one.topics == ("学习", "讨论")
    assert (one.chair, one.recorder, one.expected, one.present) == ("张三", "李四", 18, 16)
    assert one.absentees == (Absentee("甲", "病假"), Absentee("乙", ""))
    assert one.records == (path,)
    assert one.roles == ("minutes", "sign-in")


def test_without_topics_the_title_stands_and_nothing_is_made_up() -> None:
    (one,) = listed({f"{FOLDER}/2025-03-14 例会": meeting("2025-03-14")})
    assert one.topics == ("例会",)
    assert (one.chair, one.expected, one.present, one.absentees) == ("", None, None, ())


def test_numbers_of_several_units_together_are_nobodys() -> None:
    event = {"expected": 30, "present": 28, "by_unit": {"c": {"expected": 12, "present": 11}}}
    joint = meeting("2025-03-14", unit=["b", "c"], event=event)
    found = listed({f"{FOLDER}/2025-03-14 例会": joint}, units=[BRANCH, OTHER])
    assert {one.unit: (one.expected, one.present) for one in found} == {"b": (None, None), "c": (12, 11)}


def test_of_a_secret_nothing_is_listed() -> None:
    path = f"{FOLDER}/2025-03-14 例会"
    facts = {f"{path}/记录.txt": FileFacts("", secret="机密★")}
    found = lists(material({path: meeting("2025-03-14")}, date(2025, 12, 31), facts=facts))
    assert (found.held, found.records) == ((), {})


def test_only_judged_years_and_nothing_that_is_still_to_come() -> None:
    days = ("2023-05-05", "2025-05-05", "2026-05-05")
    found = listed({f"{day[:4]}/10_会议/01_例会/{day} 例会": meeting(day) for day in days})
    assert [one.date for one in found] == ["2025-05-05"]
