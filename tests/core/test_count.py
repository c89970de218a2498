"""The rule kind `count` at its edges: days, numbers, names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged import BRANCH, Facts, judged, meeting, meetings, paper, rows, tiny

from archive_tool.core.model import FileFacts

MEETING, GROUP, PLAN, LEDGER, PROMISE = (
    "10.meeting.count", "10.group-meeting.count", "20.plan.count", "20.ledger.count", "20.promise.count",
)  # fmt: skip
Q1 = "2025-03-14"


@pytest.mark.parametrize(
    ("as_of", "held", "status"),
    [
        ("2025-03-31", (), "due"),
        ("2025-04-15", (), "due"),
        ("2025-04-16", (), "missing"),
        ("2025-04-16", (Q1,), "met"),
        ("2025-03-13", (Q1,), "due"),
        ("2025-03-14", (Q1,), "met"),
        ("2025-01-01", (), "due"),
    ],
)
def test_a_quarter_is_due_through_its_grace(as_of: str, held: tuple[str, ...], status: str) -> None:
    report = judged(meetings(*held), as_of)
    assert rows(report, MEETING)["2025-Q1"][0] == status
    told = [f.period for f in report.findings if f.code == "complete/missing" and f.rule == MEETING]
    assert told == (["2025-Q1"] if status == "missing" else [])


@pytest.mark.parametrize(
    ("needed", "held", "status"), [(2, 0, "missing"), (2, 1, "insufficient"), (2, 2, "met"), (2, 3, "met")]
)
def test_fewer_than_asked_for(needed: int, held: int, status: str) -> None:
    days = [f"2025-02-{day:02}" for day in range(1, held + 1)]
    report = judged(meetings(*days), "2025-04-30", settings={MEETING: needed})
    assert rows(report, MEETING)["2025-Q1"] == (status, held)


@pytest.mark.parametrize(
    ("grace", "due"), [("0d", "2025-03-31"), ("15d", "2025-04-15"), ("60d", "2025-05-30")]
)
def test_the_due_day_is_the_end_and_the_grace(grace: str, due: str) -> None:
    report = judged({}, "2025-04-30", settings={MEETING: {"grace": grace}})
    row = next(row for row in report.coverage if row.rule == MEETING and row.period == "2025-Q1")
    assert row.due.isoformat() == due
    assert row.status == ("due" if due >= "2025-04-30" else "missing")


def test_periods_not_begun_and_outside_a_units_life_give_no_row() -> None:
    units = [{**BRANCH, "founded": "2025-04-10", "dissolved": "2025-09-30"}]
    assert list(rows(judged({}, "2025-12-31", units=units), MEETING)) == ["2025-Q2", "2025-Q3"]
    assert list(rows(judged({}, "2025-05-01"), MEETING)) == ["2025-Q1", "2025-Q2"]


def test_a_period_belongs_to_the_year_in_which_it_ends() -> None:
    units = [{**BRANCH, "founded": "2023-01-01"}]
    assert list(rows(judged({}, "2025-02-01", units=units), PLAN)) == ["2025"]  # in force from 2025
    both = [f"2024-Q{q}" for q in (1, 2, 3, 4)] + ["2025-Q1"]
    assert list(rows(judged({}, "2025-02-01", units=units), MEETING)) == both
    assert next(iter(rows(judged({}, "2025-02-01", 2023, units=units), MEETING))) == "2023-Q1"
    assert list(rows(judged({}, "2025-02-01", units=units, since=2025), MEETING)) == ["2025-Q1"]


@pytest.mark.parametrize(
    ("held", "first", "second"),
    [
        (("2025-04-10",), "met", "missing"),
        (("2025-04-11",), "missing", "met"),
        (("2025-04-10", "2025-05-05"), "met", "met"),
        (("2025-03-31", "2025-04-05"), "met", "met"),
        (("2025-04-01", "2025-04-02"), "met", "met"),
    ],
)
def test_with_a_tolerance_each_serves_one_quarter(held: tuple[str, ...], first: str, second: str) -> None:
    found = rows(judged(meetings(*held), "2025-07-31", settings={MEETING: {"tolerance": "10d"}}), MEETING)
    assert (found["2025-Q1"][0], found["2025-Q2"][0]) == (first, second)
    assert sum(number for _, number in found.values()) == len(held)


@given(st.sets(st.integers(0, 364), max_size=8), st.integers(0, 40))
def test_a_tolerance_never_loses_a_meeting_nor_leaves_more_gaps(days: set[int], tolerance: int) -> None:
    held = meetings(*(str(date(2025, 1, 1) + timedelta(days=day)) for day in days))
    strict = rows(judged(held, "2026-03-31", 2025), MEETING)
    lenient = rows(
        judged(held, "2026-03-31", 2025, settings={MEETING: {"tolerance": f"{tolerance}d"}}), MEETING
    )
    assert (
        sum(found for _, found in lenient.values()) == sum(found for _, found in strict.values()) == len(days)
    )
    gaps = [sum(status == "missing" for status, _ in found.values()) for found in (strict, lenient)]
    assert gaps[1] <= gaps[0]


def test_what_is_asked_of_a_year_does_not_depend_on_the_year_asked_for() -> None:
    units = [{**BRANCH, "founded": "2024-01-01"}]
    held = meetings("2024-02-01", "2024-05-01", "2024-08-01", "2025-01-05")
    settings = {MEETING: {"tolerance": "10d"}}
    both = rows(judged(held, "2025-04-20", units=units, settings=settings), MEETING)
    one = rows(judged(held, "2025-04-20", 2025, units=units, settings=settings), MEETING)
    assert both["2024-Q4"] == ("met", 1)
    assert one == {period: row for period, row in both.items() if period.startswith("2025")}


def test_named_members_are_asked_for_one_by_one() -> None:
    units = [{**BRANCH, "members": [{"name": "甲"}, {"name": "乙"}, {"name": "丙", "to": "2025-06-30"}]}]
    records = {"2025/20_材料/02_计划/2025-01-05 承诺书": paper("promise", "2025-01-05", persons=["甲", "丙"])}
    report = judged(records, "2026-02-01", 2025, units=units, settings={PROMISE: {"enabled": True}})
    assert rows(report, PROMISE) == {"2025 甲": ("met", 1), "2025 乙": ("missing", 0)}
    assert [f.whom for f in report.findings if f.rule == PROMISE] == ["乙"]


@pytest.mark.parametrize(
    ("papers", "found"),
    [
        ([["甲"], ["乙"]], 2),
        ([["甲", "乙"]], 2),
        ([["甲"], ["甲"]], 1),
        ([[]], 1),
        ([[], ["甲"]], 2),
    ],
)
def test_counted_members_once_each(papers: list[list[str]], found: int) -> None:
    records = {
        f"2025/20_材料/02_计划/2025-01-{n:02} 承诺书": paper("promise", f"2025-01-{n:02}", persons=persons)
        for n, persons in enumerate(papers, 1)
    }
    units = [{**BRANCH, "members": 5}]
    report = judged(records, "2026-02-01", 2025, units=units, settings={PROMISE: {"enabled": True}})
    assert rows(report, PROMISE)["2025"] == ("insufficient", found)


def test_a_count_of_zero_is_not_applicable_and_no_count_is_said() -> None:
    settings = {PROMISE: {"enabled": True}}
    none = judged({}, "2026-02-01", 2025, units=[{**BRANCH, "members": 0}], settings=settings)
    assert rows(none, PROMISE) == {"2025": ("not-applicable", 0)}
    unknown = judged({}, "2026-02-01", 2025, settings=settings)
    assert PROMISE in {item.check for item in unknown.not_run}
    assert not [f for f in unknown.findings if f.rule == PROMISE]


def test_a_rule_for_each_of_a_committee_says_that_its_size_is_not_known() -> None:
    rules = {**tiny().rules, PLAN: tiny().rules[PLAN]._replace(per="committee")}
    scheme = replace(tiny(), rules=rules)
    report = judged({}, "2026-02-01", 2025, scheme=scheme)
    assert [item.reason for item in report.not_run if item.check == PLAN] == ["not-run.committee"]
    known = judged({}, "2026-02-01", 2025, scheme=scheme, units=[{**BRANCH, "committee": 3}])
    assert [row.expected for row in known.coverage if row.rule == PLAN] == [3]
    assert PLAN not in {item.check for item in known.not_run}


@pytest.mark.parametrize(
    ("groups", "found", "status"), [(0, 0, None), (2, 1, "insufficient"), (2, 2, "met"), (1, 1, "met")]
)
def test_groups_that_are_only_counted(groups: int, found: int, status: str | None) -> None:
    records = {
        f"2025/10_会议/02_小组会/2025-03-0{n} 小组会": meeting(f"2025-03-0{n}", activity=["group-meeting"])
        for n in range(1, found + 1)
    }
    report = judged(records, "2025-08-01", units=[{**BRANCH, "groups": groups}])
    expected = {} if status is None else {"2025-H1": (status, found)}
    assert {p: row for p, row in rows(report, GROUP).items() if p == "2025-H1"} == expected


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        (("第一小组会", "第一小组会"), 1),
        (("第一小组会", "第二小组会"), 2),
        (("小组会（1组）", "第一党小组会"), 1),
        (("小组会", "第一小组会"), 2),  # of whom the first is nobody says
        (("第一、第二小组联合学习", "第二小组会"), 2),
        (("小组会第1次", "小组会第1次"), 2),
        (("第一组织生活小结", "第一组织生活小结"), 2),
        (("第十一小组会", "第一小组会"), 2),
    ],
)
def test_one_group_does_not_meet_for_another(titles: tuple[str, str], found: int) -> None:
    records = {
        f"2025/10_会议/02_小组会/2025-03-{day} {title}": meeting(
            f"2025-03-{day}", title=title, activity=["group-meeting"]
        )
        for day, title in zip((10, 20), titles, strict=True)
    }
    report = judged(records, "2025-08-01", units=[{**BRANCH, "groups": 2}])
    (row,) = (one for one in report.coverage if one.rule == GROUP and one.period == "2025-H1")
    assert (row.found, row.expected, len(row.records)) == (found, 2, 2)


def test_listed_groups_by_the_unit_that_a_record_names() -> None:
    units = [BRANCH, *({"id": g, "name": f"{g}组", "kind": "group", "parent": "b"} for g in ("g1", "g2"))]
    where = "2025/10_会议/02_小组会/2025-03-0"
    records = {
        f"{where}1 小组会": meeting("2025-03-01", activity=["group-meeting"], unit=["g1"]),
        f"{where}2 小组会": meeting("2025-03-02", activity=["group-meeting"], unit=["b"]),
    }
    found = rows(judged(records, "2025-08-01", units=units), GROUP)
    assert (found["2025-H1 g1"], found["2025-H1 g2"]) == (("met", 1), ("missing", 0))


@pytest.mark.parametrize(
    ("covers", "months"),
    [
        (["2025-02"], ["2025-02"]),
        (["2025-01", "2025-03"], ["2025-01", "2025-03"]),
        (["2025-Q1"], ["2025-01", "2025-02", "2025-03"]),
        (["2025"], [f"2025-{month:02}" for month in range(1, 13)]),
        (["2025-02a"], ["2025-02"]),
    ],
)
def test_covered_periods_count_once_each(covers: list[str], months: list[str]) -> None:
    ledger = paper("ledger", "2025-12-31", covers={"periods": covers, "count": 99})
    records = {"2025/20_材料/02_计划/2025-12-31 台账": ledger}
    found = rows(judged(records, "2026-03-01", 2025, settings={LEDGER: {"enabled": True}}), LEDGER)
    assert [period for period, row in found.items() if row == ("met", 1)] == months


@pytest.mark.parametrize(
    ("setting", "asked"),
    [
        (None, False),
        ("", False),
        ("on", True),
        ("是", True),
        ("off", False),
        (2, True),  # whoever sets a number wants the rule
        ({"severity": "warning"}, True),
        ({"at_least": 2, "enabled": False}, False),
    ],
)
def test_what_is_set_for_a_rule_that_is_off_turns_it_on(setting: object, asked: bool) -> None:
    report = judged({}, "2026-03-01", 2025, settings={} if setting is None else {LEDGER: setting})
    assert bool(rows(report, LEDGER)) == asked


@pytest.mark.parametrize("setting", ["off", "否", {"enabled": False}])
def test_a_rule_can_be_turned_off(setting: object) -> None:
    report = judged({}, "2026-03-01", 2025, settings={MEETING: setting})
    assert rows(report, MEETING) == {}
    assert MEETING not in {finding.rule for finding in report.findings}


def test_holidays_are_spared() -> None:
    calendar = {"exempt_months": [7, 8]}
    report = judged({}, "2026-03-01", 2025, calendar=calendar, settings={LEDGER: {"enabled": True}})
    spared = [period for period, (status, _) in rows(report, LEDGER).items() if status == "not-applicable"]
    assert spared == ["2025-07", "2025-08"]
    assert rows(report, MEETING)["2025-Q3"][0] == "missing"


@pytest.mark.parametrize(
    ("files", "broken", "told"),
    [
        (["议程.txt", "记录.txt"], ["记录.txt"], (0, 1)),
        (["议程.txt", "记录.txt", "签到.txt"], ["记录.txt", "签到.txt"], (0, 1)),
        (["议程.txt", "记录.txt", "签到.txt"], ["记录.txt"], (1, 0)),
        (["议程.txt", "记录.txt"], ["议程.txt"], (1, 0)),
        (["议程.txt"], [], (0, 0)),
    ],
)
def test_only_parts_that_were_read_prove_anything(
    files: list[str], broken: list[str], told: tuple[int, int]
) -> None:
    path = f"2025/10_会议/01_例会/{Q1} 例会"
    for fact in (FileFacts("0", problem="damaged"), FileFacts("0", "jpg", problem="empty"), None):
        facts = {f"{path}/{name}": fact for name in broken}
        report = judged({path: meeting(Q1, files=files)}, "2025-04-30", facts=facts)
        row = next(row for row in report.coverage if row.rule == MEETING and row.period == "2025-Q1")
        assert (row.found, row.uncertain) == told
        missing = [f.period for f in report.findings if f.code == "complete/missing"]
        assert ("2025-Q1" in missing) == (told == (0, 0))


@pytest.mark.parametrize(
    ("form", "found"), [("jpg", 1), ("png", 1), ("heic", 1), ("txt", 0), ("pdf", 0), ("unknown", 0)]
)
def test_what_calls_itself_a_photo_and_is_no_picture_proves_nothing(form: str, found: int) -> None:
    path = f"2025/10_会议/01_例会/{Q1} 例会"
    facts = {f"{path}/照片.JPG": FileFacts("0", form)}
    report = judged({path: meeting(Q1, files=["照片.JPG", "议程.txt"])}, "2025-04-30", facts=facts)
    row = next(row for row in report.coverage if row.rule == MEETING and row.period == "2025-Q1")
    assert (row.found, row.uncertain) == (found, 1 - found)


def test_a_plan_whose_attachment_alone_can_be_read_is_uncertain() -> None:
    path = "2025/20_材料/02_计划/2025 计划"
    record = {path: paper("plan", "2025", files=["计划.txt", "附件.txt"])}
    for broken, found in (("计划.txt", 0), ("附件.txt", 1)):
        facts = {f"{path}/{broken}": FileFacts("0", problem="damaged")}
        report = judged(record, "2026-03-01", 2025, facts=facts)
        row = next(row for row in report.coverage if row.rule == "20.plan.count")
        assert (row.found, row.uncertain) == (found, 1 - found)


@pytest.mark.parametrize(
    "problem", ["empty", "damaged", "encrypted", "timeout", "memory", "too-large", "locked"]
)
def test_what_nobody_can_read_is_uncertain_and_not_missing_besides(problem: str) -> None:
    (path,) = records = meetings(Q1)
    bad = {f"{path}/{name}.txt": FileFacts("0", problem=problem) for name in ("记录", "签到")}
    report = judged(records, "2025-04-30", facts=bad)
    row = next(row for row in report.coverage if row.period == "2025-Q1")
    assert (row.status, row.found, row.uncertain) == ("missing", 0, 1)
    assert not [f for f in report.findings if f.code == "complete/missing" and f.period == "2025-Q1"]
    one = judged(records, "2025-04-30", facts=dict([next(iter(bad.items()))]))
    assert rows(one, MEETING)["2025-Q1"] == ("met", 1)


def test_what_nobody_has_opened_is_uncertain() -> None:
    (path,) = records = meetings(Q1)
    unopened: Facts = {f"{path}/{name}.txt": None for name in ("记录", "签到")}
    report = judged(records, "2025-04-30", facts=unopened)
    row = next(row for row in report.coverage if row.period == "2025-Q1")
    assert (row.status, row.found, row.uncertain) == ("missing", 0, 1)
    assert {item.path for item in report.not_run} >= set(unopened)
    one = judged(records, "2025-04-30", facts={f"{path}/签到.txt": None})
    assert rows(one, MEETING)["2025-Q1"] == ("met", 1)


def test_an_unsupported_format_is_still_proof() -> None:
    (path,) = records = meetings(Q1)
    odd = {f"{path}/{name}.txt": FileFacts("0", problem="unsupported") for name in ("记录", "签到")}
    assert rows(judged(records, "2025-04-30", facts=odd), MEETING)["2025-Q1"] == ("met", 1)


@pytest.mark.parametrize("day", ["2025", "2025-03", ""])
def test_a_coarse_date_counts_where_its_days_all_fall(day: str) -> None:
    records = {"2025/10_会议/01_例会/2025 例会": meeting(day)}
    found = rows(judged(records, "2026-03-01", 2025), MEETING)
    assert [period for period, row in found.items() if row[1]] == (["2025-Q1"] if day == "2025-03" else [])


def test_what_names_nobody_is_uncertain_for_each_who_is_asked_and_named() -> None:
    folder = "2025/20_材料/02_计划"
    records = {
        f"{folder}/2025-01-01 甲承诺书": paper("promise", "2025-01-01", persons=["甲"]),
        f"{folder}/2025-01-02 承诺书": paper("promise", "2025-01-02"),
        f"{folder}/2025-01-03 丙承诺书": paper(
            "promise", "2025-01-03", persons=["丙"]
        ),  # no member: nobody else's
    }
    units = [{**BRANCH, "members": ["甲", "乙"]}]
    report = judged(records, "2026-02-01", 2025, units=units, settings={PROMISE: {"enabled": True}})
    assert {(row.whom, row.found, row.uncertain) for row in report.coverage if row.rule == PROMISE} == {
        ("甲", 1, 1),
        ("乙", 0, 1),
    }
    (finding,) = (one for one in report.findings if one.rule == PROMISE)
    assert (finding.whom, finding.params["nameless"]) == ("乙", [f"{folder}/2025-01-02 承诺书"])
