"""Pairs, entries and series where time, units and rules change, and where papers were replaced or left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, judged, meeting, paper, rows, tiny

from archive_tool.core.model import Report
from archive_tool.core.rule_details import Pair, Sought
from archive_tool.core.scheme import Scheme

PAIR, DEADLINE, SERIES = "20.request.pair", "20.ledger.deadline", "20.promise.series"
OLD_UNIT = {**BRANCH, "founded": "2020-01-01"}
Papers = dict[str, dict[str, Any]]


def scheme(rule: str, **changed: Any) -> Scheme:
    return replace(tiny(), rules={**tiny().rules, rule: tiny().rules[rule]._replace(**changed)})


def filed(form: str, day: str, name: str = "", **more: Any) -> Papers:
    leaf = "01_来文" if form in ("request", "reply") else "02_计划"
    return {f"{day[:4]}/20_材料/{leaf}/{day} {name or form}": paper(form, day, **more)}


def told(report: Report, rule: str) -> list[str | None]:
    return [
        finding.params.get("date") or finding.period for finding in report.findings if finding.rule == rule
    ]  # type: ignore[misc]


# Requests and replies


@pytest.mark.parametrize(
    ("effective", "asked"),
    [
        ({}, ["2025-03-31", "2025-04-01"]),
        ({"effective_from": date(2025, 4, 1)}, ["2025-04-01"]),
        ({"effective_to": date(2025, 3, 31)}, ["2025-03-31"]),
    ],
)
def test_a_request_is_judged_by_the_rule_of_its_day(effective: dict[str, date], asked: list[str]) -> None:
    two = filed("request", "2025-03-31") | filed("request", "2025-04-01")
    report = judged(two, "2025-12-31", scheme=scheme(PAIR, **effective))
    assert sorted(map(str, told(report, PAIR))) == asked
    assert [row.expected for row in report.coverage if row.rule == PAIR] == [len(asked)]


@pytest.mark.parametrize(
    ("life", "asked"),
    [
        ({"founded": "2025-03-01"}, ["2025-03-01"]),
        ({"founded": "2025-03-02"}, []),
        ({"dissolved": "2025-03-01"}, ["2025-03-01"]),
        ({"dissolved": "2025-02-28"}, []),
    ],
)
def test_a_request_from_outside_a_units_life_is_not_its_own(life: dict[str, str], asked: list[str]) -> None:
    report = judged(filed("request", "2025-03-01"), "2025-12-31", units=[{**OLD_UNIT, **life}])
    assert told(report, PAIR) == asked


def test_a_reply_to_the_old_text_answers_the_new_one() -> None:
    papers = (
        filed("request", "2025-03-01", "旧", id="old")
        | filed("request", "2025-03-02", "新", id="new", relations=[{"kind": "replaces", "record": "old"}])
        | filed("request", "2025-02-20", "别的", id="other")
        | filed("reply", "2025-03-09", relations=[{"kind": "answers", "record": "old"}])
    )
    assert told(judged(papers, "2025-12-31"), PAIR) == ["2025-02-20"]


def test_a_line_of_replacements_leads_to_its_last() -> None:
    papers: Papers = {}
    for number, before in ((1, ""), (2, "r1"), (3, "r2")):
        said = {"relations": [{"kind": "replaces", "record": before}]} if before else {}
        papers |= filed("reply", f"2025-03-0{number}", id=f"r{number}", **said)
    papers |= filed("request", "2025-02-27", id="q", relations=[{"kind": "answers", "record": "r1"}])
    papers |= filed("request", "2025-02-25", "别的", id="p")
    assert told(judged(papers, "2025-12-31"), PAIR) == ["2025-02-25"]


@pytest.mark.parametrize(("files", "asked"), [(["通知.txt"], ["2025-03-01"]), (["记录.txt"], [])])
def test_a_notice_of_a_meeting_is_not_the_meeting_that_was_called_for(
    files: list[str], asked: list[str]
) -> None:
    pair = Pair(Sought(form="request"), Sought(activity="meeting"), 30)
    held = {"2025/10_会议/01_例会/2025-03-14 例会": meeting("2025-03-14", files=files)}
    report = judged(held | filed("request", "2025-03-01"), "2025-12-31", scheme=scheme(PAIR, details=pair))
    assert told(report, PAIR) == asked


@pytest.mark.parametrize(("entry", "asked"), [("2025-03-31", []), ("2025-04-01", ["2025-03-01"])])
def test_an_entry_of_a_minute_book_may_be_the_counterpart(entry: str, asked: list[str]) -> None:
    pair = Pair(Sought(form="request"), Sought(activity="meeting"), 30)
    events = [{"date": "2025-02-01"}, {"date": entry}]
    book = {"2025/10_会议/01_例会/2025-01-01 记录本": meeting("2025-01-01", events=events)}
    report = judged(book | filed("request", "2025-03-01"), "2025-12-31", scheme=scheme(PAIR, details=pair))
    assert told(report, PAIR) == asked


def test_a_request_on_paper_asks_for_its_reply_too() -> None:
    on_paper = filed("request", "2025-03-01", files=[], original_location="二号柜")
    assert told(judged(on_paper, "2025-12-31"), PAIR) == ["2025-03-01"]


# Entries of lists


@pytest.mark.parametrize(
    ("effective", "asked"),
    [({}, ["2025-03-31"]), ({"effective_from": date(2025, 4, 1)}, []), ({"effective_to": date(2025, 3, 31)}, ["2025-03-31"])],
)  # fmt: skip
def test_an_entry_is_judged_by_the_rule_of_the_day_it_was_due(
    effective: dict[str, date], asked: list[str]
) -> None:
    ledger = filed("ledger", "2025-01-05", items=[{"text": "整改", "due": "2025-03-31"}])
    report = judged(ledger, "2025-12-31", scheme=scheme(DEADLINE, **effective))
    assert told(report, DEADLINE) == asked


def test_a_joint_list_is_told_once_and_stands_in_every_row() -> None:
    units = [{**OLD_UNIT, "id": one, "name": one} for one in ("甲", "乙")]
    ledger = filed("ledger", "2025-01-05", items=[{"text": "整改", "due": "2025-03-31"}], unit=["甲", "乙"])
    report = judged(ledger, "2025-12-31", 2025, units=units)
    (finding,) = (finding for finding in report.findings if finding.rule == DEADLINE)
    assert finding.units == ("甲", "乙")
    assert [(r.unit, r.status) for r in report.coverage if r.rule == DEADLINE] == [
        ("甲", "missing"),
        ("乙", "missing"),
    ]


def test_entries_of_a_dissolved_unit_are_asked_in_its_years_only() -> None:
    ledger = filed("ledger", "2024-01-05", items=[{"text": "整改", "due": "2024-03-31"}])
    for dissolved, asked in (("2024-12-31", ["2024-03-31"]), ("2023-12-31", [])):
        report = judged(ledger, "2025-12-31", units=[{**OLD_UNIT, "dissolved": dissolved}])
        assert told(report, DEADLINE) == asked


def test_a_list_on_paper_is_asked_about_as_it_says() -> None:
    item = {"text": "整改", "due": "2025-03-31"}
    on_paper = filed("ledger", "2025-01-05", items=[item], files=[], original_location="二号柜")
    report = judged(on_paper, "2025-12-31")
    assert told(report, DEADLINE) == ["2025-03-31"]
    assert [row.pointers for row in report.coverage if row.rule == DEADLINE] == [1]


# Series


@pytest.mark.parametrize(
    ("second", "stopped"),
    [
        (filed("promise", "2025-12-31"), []),
        (filed("promise", "2025-06-01", files=[]), ["2025"]),  # an empty folder proves nothing
        (filed("promise", "2025-06-01", files=[], original_location="二号柜"), []),
        (filed("promise", "2026-01-01"), ["2025"]),
        (filed("promise", "2026-01-05", period="2025"), []),
    ],
)
def test_a_series_goes_on_with_what_is_there(second: Papers, stopped: list[str]) -> None:
    report = judged(filed("promise", "2024-02-29") | second, "2026-03-01", 2025, units=[OLD_UNIT])
    assert told(report, SERIES) == stopped


def test_a_series_that_goes_on_only_in_what_was_replaced_stopped() -> None:
    new = filed("promise", "2026-01-20", id="n", relations=[{"kind": "replaces", "record": "o"}])
    papers = filed("promise", "2024-02-29") | filed("promise", "2025-03-01", id="o") | new
    assert told(judged(papers, "2026-03-01", 2025, units=[OLD_UNIT]), SERIES) == ["2025"]


@pytest.mark.parametrize(("files", "stopped"), [(["通知.txt"], ["2025"]), (["记录.txt"], [])])
def test_a_series_of_meetings_goes_on_with_meetings(files: list[str], stopped: list[str]) -> None:
    series = scheme(SERIES, activity="lesson", form="", evidence=("minutes",))
    held = {
        f"{day[:4]}/10_会议/01_例会/{day} 党课": meeting(day, activity=["lesson"], files=these)
        for day, these in (("2024-03-14", ["记录.txt"]), ("2025-03-14", files))
    }
    assert told(judged(held, "2026-03-01", 2025, units=[OLD_UNIT], scheme=series), SERIES) == stopped
    events = [{"date": "2024-12-31"}, {"date": "2025-01-01"}]
    book = {"2024/10_会议/01_例会/2024 党课本": meeting("2024", activity=["lesson"], events=events)}
    assert told(judged(book, "2026-03-01", 2025, units=[OLD_UNIT], scheme=series), SERIES) == []


@pytest.mark.parametrize(
    ("effective", "stopped"),
    [
        ({"effective_from": date(2026, 1, 1)}, []),
        ({"effective_from": date(2025, 12, 31)}, ["2025"]),
        ({"effective_to": date(2024, 12, 31)}, []),
    ],
)
def test_a_series_is_asked_for_while_its_rule_is_in_force(
    effective: dict[str, date], stopped: list[str]
) -> None:
    report = judged(
        filed("promise", "2024-02-29"),
        "2026-03-01",
        2025,
        units=[OLD_UNIT],
        scheme=scheme(SERIES, **effective),
    )
    assert told(report, SERIES) == stopped


def test_the_row_of_a_series_is_of_the_year_that_should_have_gone_on() -> None:
    report = judged(filed("promise", "2024-02-29"), "2026-03-01", units=[OLD_UNIT])
    assert rows(report, SERIES) == {"2025": ("missing", 0), "2026": ("not-applicable", 0)}
