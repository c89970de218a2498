"""The year on one page: what is told, what is only counted, what is never told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from judged import FILED, material, meeting, paper, school

from archive_tool.core.audit import context_of
from archive_tool.core.chronicle import UNDATED, Chronicle, chronicle
from archive_tool.core.chronicle_events import Event
from archive_tool.core.model import FileFacts

UNITS = [{"id": "b", "name": "第一支部", "kind": "branch"}, {"id": "c", "name": "第二支部", "kind": "branch"}]
LIFE, DOSSIERS = "2025/05_组织生活", "2025/07_发展党员/02_发展档案"
TALKS, AWARDS = "2025/09_党风廉政与监督/03_廉政谈话", "2025/08_党员管理与党费/06_评优表彰"


def year(
    records: Mapping[str, Any], as_of: str = "2026-01-31", units: frozenset[str] | None = None, **more: Any
) -> Chronicle:
    seen = material(records, date.fromisoformat(as_of), 2025, scheme=school(), units=UNITS, **more)
    return chronicle(2025, context_of(seen), units)


def held(activity: str, day: str, title: str = "会", unit: Any = "b", **more: Any) -> dict[str, Any]:
    return meeting(
        day, title=title, activity=[activity], unit=[unit] if isinstance(unit, str) else unit, **more
    )


def titles(found: Chronicle) -> list[str]:
    return [event.title for event in found.events]


def counted(found: Chronicle, key: str) -> dict[str, int]:
    return {name: count for month in found.months for name, count in getattr(month, key).items()}


def test_activities_and_what_the_scheme_marks_are_told_in_the_order_of_time() -> None:
    found = year(
        {
            f"{LIFE}/05_主题党日/2025-05-16 植树": held("theme-day", "2025-05-16", "植树"),
            "2025/03_党建责任与计划总结/01_工作计划/2025-03-01 计划": paper(
                "annual-plan", "2025-03-01", title="计划"
            ),
            f"{AWARDS}/2025-07-01 名单": paper("roster", "2025-07-01", title="优秀党员名单"),
            "2025/08_党员管理与党费/01_党员名册/2025-01-01 名册": paper("roster", "2025-01-01", title="名册"),
        }
    )
    assert [(one.number, [e.title for e in one.events]) for one in found.months] == [
        (3, ["计划"]), (5, ["植树"]), (7, ["优秀党员名单"]),
    ]  # fmt: skip
    assert [event.stands_out for event in found.events] == [False, False, True]


def test_a_sign_in_sheet_is_part_of_its_meeting() -> None:
    folder = f"{LIFE}/01_支部党员大会"
    sheet = {**FILED, "title": "签到表", "date": "2025-03-14", "record_form": "sign-in", "unit": ["b"],
             "activity": ["branch-assembly"], "files": ["签到.txt"]}  # fmt: skip
    found = year({f"{folder}/2025-03-14 大会": held("branch-assembly", "2025-03-14", "大会"),
                  f"{folder}/2025-03-14 签到表": sheet})  # fmt: skip
    (event,) = found.events
    assert event.title == "大会"
    assert len(event.records) == 2


def test_routine_is_told_by_its_number() -> None:
    found = year(
        {f"{LIFE}/02_支委会/{day} 会": held("committee-meeting", day) for day in ("2025-03-03", "2025-03-17")}
    )
    assert found.events == ()
    assert counted(found, "routine") == {"activity:committee-meeting": 2}


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (f"{DOSSIERS}/2025-04-08 决议", paper("resolution", "2025-04-08", title="确定张三")),
        (f"{TALKS}/2025-04-08 谈话", paper("decision", "2025-04-08", title="张三谈话")),
        (f"{AWARDS}/2025-04-08 决定", paper("decision", "2025-04-08", title="张三", personal_info="personal")),
        (f"{AWARDS}/2025-04-08 决定", paper("decision", "2025-04-08", title="张三", security="work-secret")),
        (f"{AWARDS}/2025-04-08 决定", paper("decision", "2025-04-08", title="张三", rights="committee")),
    ],
)  # fmt: skip
def test_what_is_not_for_everyone_is_a_number(path: str, values: dict[str, Any]) -> None:
    found = year({path: values})
    assert found.events == ()
    assert sum(counted(found, "withheld").values()) == 1
    assert "张三" not in repr(found.months)


def test_a_state_secret_is_not_even_counted() -> None:
    path = f"{AWARDS}/2025-07-01 决定"
    found = year(
        {path: paper("decision", "2025-07-01")}, facts={f"{path}/记录.txt": FileFacts("", secret="机密★")}
    )
    assert found.months == ()


def test_topics_that_tell_of_a_recruit_are_left_out() -> None:
    book = {**FILED, "title": "记录本", "date": "2025", "record_form": "minute-book", "unit": ["b"], "events": [
        {"date": "2025-03-20", "activity": ["branch-assembly"], "topics": ["年度计划", "讨论李四同志的发展", "王五转为预备党员"]},
    ]}  # fmt: skip
    person = {f"{DOSSIERS}/2025-03-05 档案": paper("dossier", "2025-03-05", persons=["李四"])}
    found = year({f"{LIFE}/01_支部党员大会/2025 记录本": book, **person})
    assert "年度计划" in titles(found)
    assert not [one for one in titles(found) if "李四" in one or "王五" in one]


def test_what_two_units_did_together_is_one_line_and_stands_out() -> None:
    records = {f"{LIFE}/05_主题党日/2025-09-30 联合": held("theme-day", "2025-09-30", unit=["b", "c"])}
    (event,) = year(records).events
    assert (event.units, event.stands_out) == (("b", "c"), True)
    assert year(records, units=frozenset({"c"})).events != ()
    other = {f"{LIFE}/05_主题党日/2025-09-30 党日": held("theme-day", "2025-09-30")}
    assert year(other, units=frozenset({"c"})).events == ()


def test_nothing_of_another_year_or_of_a_later_day() -> None:
    folder = f"{LIFE}/05_主题党日"
    days = ("2024-12-31", "2025-06-30", "2025-07-01")
    found = year({f"{folder}/{day} 党日": held("theme-day", day, day) for day in days}, as_of="2025-06-30")
    assert titles(found) == ["2025-06-30"]


def test_what_has_only_a_year_stands_apart_at_the_end() -> None:
    found = year({f"{LIFE}/05_主题党日/2025-01-05 党日": held("theme-day", "2025-01-05"),
                  f"{AWARDS}/2025 名单": paper("roster", "2025", title="名单")})  # fmt: skip
    assert [month.number for month in found.months] == [1, UNDATED]


def test_steps_of_a_case_are_told_with_their_day() -> None:
    folder = "2025/02_组织机构与班子/04_换届选举"
    found = year(
        {f"{folder}/{day} {name}": paper("request" if "请示" in name else "reply", day, title=name, case="换届",
                                         unit=["b"])
         for day, name in (("2025-05-06", "换届选举请示"), ("2025-05-20", "换届选举批复"))}
    )  # fmt: skip
    told: list[Event] = list(found.events)
    assert [(event.kind, event.date, event.subjects) for event in told] == [
        ("step", "2025-05-06", ("step:02.election.steps/request",)),
        ("step", "2025-05-20", ("step:02.election.steps/reply",)),
    ]


def test_a_file_that_was_not_read_is_said_to_be_so() -> None:
    path = f"{AWARDS}/2025-07-01 决定"
    assert year({path: paper("decision", "2025-07-01")}, facts={f"{path}/记录.txt": None}).unread == 1


def test_a_name_in_a_path_makes_a_record_elsewhere_a_number() -> None:
    person = {f"{DOSSIERS}/2025-03-05 档案": paper("dossier", "2025-03-05", persons=["李四"])}
    found = year(
        {f"{LIFE}/01_支部党员大会/2025-04-08 李四谈体会": held("branch-assembly", "2025-04-08"), **person}
    )
    assert found.events == ()
    assert counted(found, "withheld") == {"05": 1}


def test_a_sign_in_sheet_that_is_not_for_everyone_leaves_its_meeting_told() -> None:
    folder = f"{LIFE}/01_支部党员大会"
    sheet = {**FILED, "title": "签到表", "date": "2025-03-14", "record_form": "sign-in", "unit": ["b"],
             "activity": ["branch-assembly"], "files": ["签到.txt"], "personal_info": "personal"}  # fmt: skip
    found = year({f"{folder}/2025-03-14 大会": held("branch-assembly", "2025-03-14", "大会"),
                  f"{folder}/2025-03-14 签到表": sheet})  # fmt: skip
    assert [event.records for event in found.events] == [(f"{folder}/2025-03-14 大会",)]


def test_two_meetings_of_one_day_in_one_book_are_two() -> None:
    entries = [
        {"date": "2025-03-20", "activity": [kind], "topics": [kind]}
        for kind in ("branch-assembly", "party-lesson")
    ]
    book = {
        **FILED,
        "title": "记录本",
        "date": "2025",
        "record_form": "minute-book",
        "unit": ["b"],
        "events": entries,
    }
    assert titles(year({f"{LIFE}/01_支部党员大会/2025 记录本": book})) == ["branch-assembly", "party-lesson"]
