"""What falls due: by when, with which grace, and what is no longer or not yet asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, judged, material, meetings, paper

from archive_tool.core.due import DueList, falls_due, of_units
from archive_tool.core.due_item import Due
from archive_tool.core.retention import last_day

UNITS = [{**BRANCH, "founded": "2024-01-01"}]
WAIVER = {"code": "complete/missing", "reason": "公休", "author": "甲", "until": "2030-12-31"}


def due(records: dict[str, Any], as_of: str, until: str, **config: Any) -> DueList:
    now = material(records, date.fromisoformat(as_of), **{"units": UNITS, **config})
    last = date.fromisoformat(until)
    years = (*now.years, *range(now.as_of.year + 1, last.year + 1))
    return falls_due(replace(now, begun_by=last, years=years), now.config.waivers)


def of(found: DueList, rule: str) -> list[Due]:
    return [item for item in found.items if item.rule == rule]


def told(found: DueList, rule: str) -> list[tuple[str | None, str]]:
    return [(item.period, item.status) for item in of(found, rule)]


@pytest.mark.parametrize(
    ("as_of", "until", "periods"),
    [
        ("2025-03-01", "2025-03-30", []),  # the quarter ends on the day after
        ("2025-03-01", "2025-03-31", [("2025-Q1", "due")]),
        ("2025-03-31", "2025-03-31", [("2025-Q1", "due")]),
        ("2025-04-01", "2025-04-01", [("2025-Q1", "grace")]),
        ("2025-04-15", "2025-04-15", [("2025-Q1", "grace")]),
        ("2025-04-16", "2025-04-16", [("2025-Q1", "overdue")]),
        ("2025-03-01", "2025-09-30", [("2025-Q1", "due"), ("2025-Q2", "due"), ("2025-Q3", "due")]),
    ],
)
def test_a_count_is_due_by_the_end_of_its_period_and_then_in_grace(
    as_of: str, until: str, periods: list[tuple[str, str]]
) -> None:
    found = due({}, as_of, until, units=[BRANCH])  # founded with the year
    assert told(found, "10.meeting.count") == periods
    for item in of(found, "10.meeting.count"):
        assert item.ends and item.due and (item.due - item.ends).days == 15


def test_the_next_year_s_periods_are_asked_for_where_the_time_reaches_there() -> None:
    meets = meetings(*(f"2025-{month}-14" for month in ("02", "05", "08", "11")))
    found = due(meets, "2025-12-20", "2026-04-30", units=[BRANCH])
    assert told(found, "10.meeting.count") == [("2026-Q1", "due")]


def test_what_lies_ahead_counts_for_nothing_yet() -> None:
    found = due(meetings("2025-03-20"), "2025-03-10", "2025-03-31", units=[BRANCH])
    assert told(found, "10.meeting.count") == [("2025-Q1", "due")]
    assert told(due(meetings("2025-03-09"), "2025-03-10", "2025-03-31"), "10.meeting.count")[-1:] != [
        ("2025-Q1", "due")
    ]


def test_overdue_is_what_the_audit_says_and_no_more() -> None:
    records = {**meetings("2025-02-14"), **_ledger(("修门", "2025-03-31", ""))}
    for as_of in ("2025-04-16", "2025-08-01", "2026-02-01"):
        audit = judged(records, as_of, units=UNITS)
        said = sorted((f.rule, f.period) for f in audit.findings if f.code.startswith("complete/") and f.code != "complete/role")  # fmt: skip
        found = due(records, as_of, as_of).having("overdue")
        assert sorted((item.rule, item.period) for item in found) == said
        assert said


@pytest.mark.parametrize(
    ("waiver", "left"),
    [
        ({"rule": "10.meeting.count", "period": "2025-Q1"}, ["2025-Q2"]),
        ({"rule": "10.meeting.count"}, []),
        (
            {"rule": "10.meeting.count", "until": "2025-04-15"},
            ["2025-Q1", "2025-Q2"],
        ),  # asked for again by then
    ],
)
def test_what_is_waived_beyond_its_day_is_not_due(waiver: dict[str, str], left: list[str]) -> None:
    found = due({}, "2025-04-10", "2025-06-30", units=[BRANCH], waivers=[{**WAIVER, **waiver}])
    assert [item.period for item in of(found, "10.meeting.count")] == left


@pytest.mark.parametrize(
    ("ends", "others", "told"),
    [
        (["2025-05-31"], {}, [("2025-05-31", "due")]),
        (["2025-05-01"], {}, [("2025-05-01", "due")]),
        (["2025-06-01"], {}, []),  # beyond the time asked for
        (["2025-04-30"], {}, []),  # over: the audit says so
        (["2025-05-20", "2026-05-20"], {}, []),  # renewed
        (["2025-05-20"], {"unit": "b", "path": "2025/10_会议"}, [("2025-05-20", "due")]),
    ],
)
def test_a_waiver_that_ends_is_told(ends: list[str], others: dict[str, str], told: list[Any]) -> None:
    waivers = [{**WAIVER, **others, "until": end} for end in ends]
    found = due({}, "2025-05-01", "2025-05-31", waivers=waivers)
    mine = [item for item in found.items if item.kind == "waiver"]
    assert [(f"{item.ends}", item.status) for item in mine] == told
    for item in mine:
        assert (item.units, item.path) == ((("b",), "2025/10_会议") if others else ((), "archive.yaml"))


def test_a_waived_finding_is_not_overdue() -> None:
    waivers = [{**WAIVER, "rule": "10.meeting.count", "period": "2025-Q1"}]
    found = due({}, "2025-05-10", "2025-05-10", units=[BRANCH], waivers=waivers)
    assert told(found, "10.meeting.count") == []


def _ledger(*items: tuple[str, str, str]) -> dict[str, Any]:
    written = [{"text": text, "due": day, "closed": closed} for text, day, closed in items]
    return {"2025/20_材料/02_计划/2025-01-05 台账": paper("ledger", "2025-01-05", items=written, id="0" * 12)}


def test_entries_of_a_list_each_have_their_day_and_closed_ones_none() -> None:
    items = _ledger(
        ("修门", "2025-03-31", ""), ("修窗", "2025-03-20", "2025-03-01"), ("修灯", "2025-02-01", "")
    )
    found = due(items, "2025-03-10", "2025-04-10")
    entries = [(item.ends, item.status, item.lacks["entry"]) for item in of(found, "20.ledger.deadline")]
    assert entries == [(date(2025, 2, 1), "overdue", "修灯"), (date(2025, 3, 31), "due", "修门")]
    assert told(due(items, "2025-03-10", "2025-03-30"), "20.ledger.deadline") == [("2025-02-01", "overdue")]


def test_two_lines_with_the_same_words_are_two_things() -> None:
    found = due(_ledger(("修门", "2025-03-31", ""), ("修门", "2025-03-31", "")), "2025-03-10", "2025-04-10")
    identities = [item.identity for item in of(found, "20.ledger.deadline")]
    assert len(identities) == len(set(identities)) == 2


def test_a_request_is_due_a_reply_within_its_days() -> None:
    request = {"2025/20_材料/01_来文/2025-03-01 请示": paper("request", "2025-03-01")}
    item = of(due(request, "2025-03-10", "2025-03-31"), "20.request.pair")[0]
    assert (item.ends, item.status) == (date(2025, 3, 31), "due")
    assert of(due(request, "2025-03-10", "2025-03-30"), "20.request.pair") == []
    assert of(due(request, "2025-04-01", "2025-04-01"), "20.request.pair")[0].status == "overdue"
    reply = {"2025/20_材料/01_来文/2025-03-05 批复": paper("reply", "2025-03-05")}
    assert of(due({**request, **reply}, "2025-03-10", "2025-03-31"), "20.request.pair") == []


@pytest.mark.parametrize(
    ("as_of", "until", "steps"),
    [
        ("2025-01-10", "2025-02-01", [("20.admission.steps/talk", "due")]),
        ("2025-01-10", "2025-01-31", []),
        ("2025-02-02", "2025-02-02", [("20.admission.steps/talk", "overdue")]),
    ],
)
def test_steps_of_an_open_case_are_due_where_they_have_a_term(
    as_of: str, until: str, steps: list[tuple[str, str]]
) -> None:
    case = {"在办/20_材料/张三": {"files": ["2025-01-01 申请书.docx"], "unit": ["b"], "title": "张三", "id": "1" * 12}}  # fmt: skip
    found = of(due(case, as_of, until), "20.admission.steps")
    assert [(item.key.split()[-1], item.status) for item in found] == steps


def test_identity_stays_while_things_are_found_and_time_goes_by() -> None:
    rule = {"settings": {"10.meeting.count": 2}, "units": [BRANCH]}
    before = of(due({}, "2025-03-10", "2025-03-31", **rule), "10.meeting.count")[0]
    some = of(due(meetings("2025-03-20"), "2025-03-25", "2025-03-31", **rule), "10.meeting.count")[0]
    late = of(due(meetings("2025-03-20"), "2025-05-25", "2025-05-25", **rule), "10.meeting.count")[0]
    assert before.identity == some.identity == late.identity
    assert (before.lacks["missing"], some.lacks["missing"], late.status) == (2, 1, "overdue")


@pytest.mark.parametrize(
    ("year", "term", "last"),
    [(2015, "10y", date(2025, 12, 31)), (2024, "30y", date(2054, 12, 31)), (2015, "permanent", None), (2015, "", None)],
)  # fmt: skip
def test_retention_is_counted_from_the_year_that_follows(year: int, term: str, last: date | None) -> None:
    assert last_day(year, term) == last


def test_retention_of_a_year_is_one_entry_by_the_record_s_own_term_or_its_leaf_s() -> None:
    letters = {
        f"2015/20_材料/01_来文/2015-0{month}-01 来文": paper("letter", f"2015-0{month}-01")
        for month in (3, 4)
    }
    kept = {"2015/20_材料/01_来文/2015-05-01 来文": paper("letter", "2015-05-01", retention="permanent")}
    found = due({**letters, **kept}, "2025-12-01", "2025-12-31", since="2024")
    (item,) = [item for item in found.items if item.kind == "retention"]
    assert (item.ends, item.expected, item.records, item.status) == (
        date(2025, 12, 31),
        2,
        tuple(letters),
        "due",
    )
    assert not [i for i in due(letters, "2025-12-01", "2025-12-30").items if i.kind == "retention"]
    (late,) = [i for i in due(letters, "2026-01-01", "2026-01-01").items if i.kind == "retention"]
    assert late.status == "overdue" and late.identity == item.identity


def test_the_soonest_is_first() -> None:
    found = due(_ledger(("修门", "2025-03-20", "")), "2025-03-10", "2025-12-31")
    days = [item.ends or date.min for item in found.items]
    assert days == sorted(days) and len(set(days)) > 2


def test_of_other_units_nothing_is_told() -> None:
    units = [BRANCH, {**BRANCH, "id": "c", "name": "二支部"}]
    found = due({}, "2025-03-10", "2025-03-31", units=units)
    assert {item.unit for item in found.items} == {"b", "c"}
    assert {item.unit for item in of_units(found, {"c"}).items} == {"c"}
