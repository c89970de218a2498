"""The list of what falls due: aligned at 80 columns, overdue first; as a calendar that opens again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from judged import CATALOG
from screens import cells, column, page

from archive_tool.app.opening import load_scheme
from archive_tool.core.catalog import Speaker
from archive_tool.core.due import DueList
from archive_tool.core.due_item import Due
from archive_tool.core.model import NotRun
from archive_tool.core.parsed import Coded
from archive_tool.report import calendar, due
from archive_tool.report.due import Agenda

SCHEME = load_scheme("school-party-building", Path())
ZH = Speaker(CATALOG, "zh", SCHEME, {"branch-1": "示例小学第一党支部", "branch-2": "示例小学第二党支部"})
RULE = "05.branch-assembly.count"
AS_OF = date(2025, 12, 20)


def item(period: str, ends: date, status: str = "due", unit: str = "branch-1", **more: object) -> Due:
    grace = date.fromordinal(ends.toordinal() + 15)
    lacks = {"key": "due.lacks.one", "missing": 1, "found": 0, "expected": 1}
    path = "2025/05_组织生活/01_支部党员大会"
    given = Due("count", RULE, "activity:branch-assembly", Coded(f"subject:{RULE}"), (unit,), None, period, 1, 0, 0, ends, grace, status, lacks, path, ())  # type: ignore[arg-type]  # fmt: skip
    return given._replace(**more)


LATE = item("2025-Q3", date(2025, 9, 30), "overdue")
SOON = item("2025-Q4", date(2025, 12, 31), unit="branch-2")
ENTRY = item(
    "2025-12-25",
    date(2025, 12, 25),
    kind="deadline",
    rule="10.rectification.deadline",
    title=Coded("form:rectification-ledger"),
    lacks={"key": "due.lacks.deadline", "entry": "2 学生姓名读音未核，" + "逐班核对" * 20},
    key="0123456789ab 2",
)


def agenda(*items: Due, speaker: Speaker = ZH, **more: object) -> Agenda:
    found = DueList(AS_OF, date(2026, 1, 19), items, (NotRun("file", "a", "not-run.unread"),))
    given = Agenda(found, speaker, SCHEME, "0.1.0", "/档案", "0142 示例小学", "示例小学")
    return replace(given, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lines_fit_and_columns_stand_below_each_other(width: int, lang: str) -> None:
    seen = page(width)
    due.text(agenda(LATE, SOON, ENTRY, speaker=replace(ZH, language=lang)), seen.screen)
    assert max(map(cells, seen.lines)) <= width
    rows = [line for line in seen.lines if line.startswith("2025-")]
    assert [row[:10] for row in rows] == ["2025-09-30", "2025-12-31", "2025-12-25"]
    assert max(cells(row) for row in rows) > 50
    soon, entry = rows[1:]
    told = {"zh": ("2025年", "2025-12-25"), "en": ("fourth", "2025-12-25")}[lang]
    if width > 60:
        assert column(soon, told[0]) == column(entry[10:], told[1]) + 10


def test_what_is_overdue_comes_first_and_a_pipe_names_the_rule() -> None:
    seen = page(None)
    due.text(agenda(LATE, SOON), seen.screen)
    lines = seen.lines
    overdue, coming = lines.index("已逾期，仍未补齐"), lines.index("将到期，或在宽限期内")
    assert overdue < next(n for n, line in enumerate(lines) if line.startswith("2025-09-30")) < coming
    assert lines[-1].startswith("有 1 项没有检查")
    assert all(RULE in line and "2026-01-15" in line for line in lines if line.startswith("2025-12-31"))


def test_of_much_that_is_overdue_a_screen_is_shown_and_the_rest_counted() -> None:
    many = [LATE._replace(key=str(n)) for n in range(60)]
    seen, whole = page(80, height=30), page(80, height=30)
    due.text(agenda(*many, SOON), seen.screen)
    due.text(agenda(*many, SOON, everything=True), whole.screen)
    shown = sum(line.startswith("2025-09-30") for line in seen.lines)
    assert len(seen.lines) <= 30 and f"另有 {60 - shown} 项" in "".join(seen.lines)
    assert sum(line.startswith("2025-09-30") for line in whole.lines) == 60


def test_nothing_due_is_said() -> None:
    seen = page(80)
    due.text(replace(agenda(), found=DueList(AS_OF, AS_OF, (), ())), seen.screen)
    assert seen.lines[-1] == "没有逾期的，也没有将到期的"


def test_a_calendar_opens_again_with_an_all_day_event_for_each() -> None:
    content = calendar.make(agenda(LATE, SOON, ENTRY))
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [one.ends for one in (LATE, SOON, ENTRY)]
    assert [str(event["summary"]) for event in events] == [
        "已逾期 示例小学第一党支部 支部党员大会 2025年第三季度",
        "示例小学第二党支部 支部党员大会 2025年第四季度",
        "示例小学第一党支部 整改台账 2025-12-25",
    ]
    assert str(events[2]["description"]).splitlines()[0] == ENTRY.lacks["entry"]
    assert "宽限至 2026-01-15" in str(events[1]["description"])
    assert all(event["dtstart"].params["VALUE"] == "DATE" for event in events)


def test_lines_of_a_calendar_are_folded_between_characters() -> None:
    content = calendar.make(agenda(ENTRY))
    assert content.count(b"\n") == content.count(b"\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode("utf-8") for line in lines]  # no character is cut
    assert b"\r\n " in content


def test_made_again_an_event_is_the_same_event() -> None:
    def events(*items: Due, day: date, fonds: str = "0142 示例小学") -> dict[str, int]:
        made = agenda(*items, fonds=fonds)
        made = replace(made, found=replace(made.found, as_of=day))
        return {
            str(e["uid"]): int(e["sequence"]) for e in Calendar.from_ical(calendar.make(made)).walk("VEVENT")
        }

    first = events(SOON, ENTRY, day=AS_OF)
    late = SOON._replace(
        status="overdue", lacks={"key": "due.lacks.some", "missing": 1, "found": 1, "expected": 2}
    )
    second = events(late, ENTRY, day=date(2026, 2, 1))
    assert first.keys() == second.keys() and len(first) == 2
    assert all(second[uid] > first[uid] for uid in first)
    assert not first.keys() & events(SOON, ENTRY, day=AS_OF, fonds="0143 示例中学").keys()
    assert calendar.make(agenda(SOON)) == calendar.make(agenda(SOON))


def test_what_was_always_asked_for_stands_on_the_day_it_was_asked() -> None:
    (event,) = Calendar.from_ical(calendar.make(agenda(LATE._replace(ends=None, due=None)))).walk("VEVENT")
    assert event.decoded("dtstart") == AS_OF
    seen = page(80)
    due.text(agenda(LATE._replace(ends=None, due=None)), seen.screen)
    assert any(line.startswith("一直应有") for line in seen.lines)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_has_the_same_as_values(lang: str) -> None:
    made = due.json(agenda(LATE, ENTRY, speaker=replace(ZH, language=lang)))
    assert made["summary"] == {"overdue": 1, "grace": 0, "due": 1, "not_run": 1}
    late, entry = made["items"]
    assert (late["ends"], late["due"], late["status"]) == ("2025-09-30", "2025-10-15", "overdue")
    assert entry["lacks"] == ENTRY.lacks["entry"] and entry["uid"] != late["uid"]
    assert (late["unit"], late["records"], late["whom"]) == ("branch-1", [], None)
