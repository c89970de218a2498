"""Lists of activities: day, topic, who led it, how many were there, and what shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import BRANCH, material, meeting, school

from archive_tool.core.activities import Held, held
from archive_tool.core.lists import lists
from archive_tool.core.model import FileFacts
from archive_tool.core.times import times

OTHER = {"id": "c", "name": "第二支部", "kind": "branch"}
FOLDER = "2025/10_会议/01_例会"


LIFE = "2025/05_组织生活/02_支委会"


def committee(title: str, **more: Any) -> dict[str, Any]:
    return meeting("2025-03-14", title=title, activity=["committee-meeting"], **more)


def kept(records: dict[str, dict[str, Any]]) -> tuple[Held, ...]:
    """As the scheme of schools tells what is not for everyone."""
    return listed(records, scheme=school())


def listed(records: dict[str, dict[str, Any]], **config: Any) -> tuple[Held, ...]:
    made = material(records, date(2025, 12, 31), **config)
    return held(times(made), made)


def test_a_meeting_with_all_that_is_known_of_it() -> None:
    event = {"chair": "张三", "recorder": "李四", "expected": 18, "present": 16, "topics": ["学习", "讨论"]}
    absentees = [{"name": "甲", "reason": "病假"}, {"name": "乙"}]  # how many, never who or why
    path = f"{FOLDER}/2025-03-14 例会"
    (one,) = listed({path: meeting("2025-03-14", event={**event, "absentees": absentees})})
    assert (one.activity, one.unit, one.date) == ("meeting", "b", "2025-03-14")
    assert one.topics == ("学习", "讨论")
    assert (one.chair, one.recorder, one.expected, one.present) == ("张三", "李四", 18, 16)
    assert one.absent == 2
    assert "病假" not in str(one)
    assert not one.withheld
    assert one.records == (path,)
    assert one.roles == ("minutes", "sign-in")


def test_without_topics_the_title_stands_and_nothing_is_made_up() -> None:
    (one,) = listed({f"{FOLDER}/2025-03-14 例会": meeting("2025-03-14")})
    assert one.topics == ("例会",)
    assert (one.chair, one.expected, one.present, one.absent) == ("", None, None, None)


def test_numbers_of_several_units_together_are_nobodys() -> None:
    event = {"expected": 30, "present": 28, "by_unit": {"c": {"expected": 12, "present": 11}}}
    joint = meeting("2025-03-14", unit=["b", "c"], event=event)
    found = listed({f"{FOLDER}/2025-03-14 例会": joint}, units=[BRANCH, OTHER])
    assert {one.unit: (one.expected, one.present) for one in found} == {"b": (None, None), "c": (12, 11)}


def test_without_numbers_those_named_as_absent_are_counted() -> None:
    event = {"absentees": [{"name": "甲", "reason": "病假"}, {"name": "乙"}]}
    (one,) = listed({f"{FOLDER}/2025-03-14 例会": meeting("2025-03-14", event=event)})
    assert (one.present, one.absent) == (None, 2)


@pytest.mark.parametrize(
    "mark", [{"security": "work-secret"}, {"rights": "restricted"}, {"personal_info": "sensitive"}]
)
def test_what_is_not_for_everyone_stands_by_day_unit_and_numbers(mark: dict[str, str]) -> None:
    event = {"chair": "张三", "recorder": "李四", "expected": 9, "present": 8, "topics": ["甲的处分"]}
    (one,) = kept({f"{LIFE}/2025-03-14 支委会": committee("支委会", event=event, **mark)})
    assert (one.unit, one.date, one.expected, one.present, one.absent) == ("b", "2025-03-14", 9, 8, 1)
    assert (one.topics, one.chair, one.recorder, one.roles, one.records) == ((), "", "", (), ())
    assert one.withheld


def test_what_joins_an_open_meeting_and_is_not_for_everyone_is_left_out() -> None:
    sheet = committee("名单", files=["签到.txt"], personal_info="sensitive", event={"chair": "李四"})
    (one,) = kept({f"{LIFE}/2025-03-14 会": committee("研究分工"), f"{LIFE}/2025-03-14 名单": sheet})
    assert (one.topics, one.chair) == (("研究分工",), "")
    assert one.records == (f"{LIFE}/2025-03-14 会",)
    assert not one.withheld


def test_a_topic_that_tells_of_a_restricted_case_is_left_out() -> None:
    dossier = {**committee("登记表", persons=["王五六"]), "activity": []}
    event = {"topics": ["研究分工", "讨论王五六的事"]}
    (one,) = kept(
        {
            f"{LIFE}/2025-03-14 会": committee("会", event=event),
            "2025/07_发展党员/02_发展档案/2025-01-05 材料": dossier,
        }
    )
    assert (one.topics, one.withheld) == (("研究分工",), True)


def test_of_a_secret_nothing_is_listed() -> None:
    path = f"{FOLDER}/2025-03-14 例会"
    facts = {f"{path}/记录.txt": FileFacts("", secret="机密★")}
    found = lists(material({path: meeting("2025-03-14")}, date(2025, 12, 31), facts=facts))
    assert (found.held, found.records) == ((), {})


def test_only_judged_years_and_nothing_that_is_still_to_come() -> None:
    days = ("2023-05-05", "2025-05-05", "2026-05-05")
    found = listed({f"{day[:4]}/10_会议/01_例会/{day} 例会": meeting(day) for day in days})
    assert [one.date for one in found] == ["2025-05-05"]
