"""The rule kind `deadline`: entries that are open after their day."""

from __future__ import annotations

from typing import Any

import pytest
from judged import BRANCH, judged, paper, rows, school

from archive_tool.core.model import Report

RULE = "20.ledger.deadline"
UNITS = [{**BRANCH, "founded": "2020-01-01"}]


def ledger(*items: dict[str, Any], day: str = "2025-01-05", **more: Any) -> dict[str, dict[str, Any]]:
    written = [{"text": "整改", **item} for item in items]
    return {f"{day[:4]}/20_材料/02_计划/{day} 台账": paper("ledger", day, items=written, **more)}


def overdue(report: Report) -> list[str | None]:
    return [finding.period for finding in report.findings if finding.code == "complete/overdue"]


@pytest.mark.parametrize(
    ("item", "as_of", "told"),
    [
        ({"due": "2025-03-31"}, "2025-03-31", False),
        ({"due": "2025-03-31"}, "2025-04-01", True),
        ({"due": "2025-03"}, "2025-03-31", False),
        ({"due": "2025-03"}, "2025-04-01", True),
        ({"due": "2024-02-29"}, "2024-03-01", True),
        ({"due": "2025-03-31", "closed": "2025-05-01"}, "2025-06-01", False),
        ({"due": "2025-03-31", "closed": "2025-05-01"}, "2025-04-15", True),  # as it was known then
        ({}, "2025-06-01", False),
    ],
)
def test_an_entry_is_overdue_the_day_after(item: dict[str, Any], as_of: str, told: bool) -> None:
    report = judged(ledger(item, day="2024-01-05"), as_of, units=UNITS)
    assert overdue(report) == ([item["due"]] if told else [])


def test_each_entry_is_told_with_its_owner() -> None:
    items = [{"due": "2025-03-31", "owner": ["甲", "乙"]}, {"due": "2025-03-31", "owner": ["丙"]}]
    report = judged(ledger(*items), "2025-12-31", units=UNITS)
    assert {f.whom for f in report.findings if f.rule == RULE} == {"甲、乙", "丙"}
    assert rows(report, RULE)["2025"] == ("missing", 0)


def test_what_is_open_for_years_is_told_this_year_and_what_was_closed_is_not() -> None:
    old = ledger({"due": "2022-03-31"}, {"due": "2022-03-31", "closed": "2022-03-01"}, day="2022-01-05")
    report = judged(old, "2025-12-31", units=UNITS)
    assert overdue(report) == ["2022-03-31"]
    assert rows(report, RULE) == {"2024": ("not-applicable", 0), "2025": ("missing", 0)}
    assert overdue(judged(old, "2025-12-31", 2024, units=UNITS)) == []
    since = judged(old, "2025-12-31", units=UNITS, since=2024)
    assert overdue(since) == []
    assert {status for status, _ in rows(since, RULE).values()} == {"not-applicable"}


def test_an_entry_of_an_old_list_is_judged_by_its_own_day() -> None:
    old = ledger({"due": "2024-12-31"}, {"due": "2025-01-01"}, day="2024-06-01")
    report = judged(old, "2025-12-31", units=UNITS, since=2025)
    assert (overdue(report), rows(report, RULE)) == (["2025-01-01"], {"2025": ("missing", 0)})


@pytest.mark.parametrize(("dissolved", "told"), [("2025-03-30", []), ("2025-03-31", ["2025-03-31"])])
def test_a_unit_that_is_gone_owes_no_entry(dissolved: str, told: list[str]) -> None:
    units = [{**UNITS[0], "dissolved": dissolved}]
    report = judged(ledger({"due": "2025-03-31"}), "2025-12-31", units=units)
    assert overdue(report) == told
    assert rows(report, RULE)["2025"] == (("missing", 0) if told else ("not-applicable", 0))


def test_the_end_of_the_year_divides() -> None:
    two = ledger({"due": "2024-12-31"}, {"due": "2025-01-01"}, day="2024-06-01")
    found = rows(judged(two, "2025-01-01", units=UNITS), RULE)
    assert found == {"2024": ("missing", 0), "2025": ("due", 0)}


def test_a_list_that_another_replaces_is_not_asked_about() -> None:
    new = ledger(
        {"due": "2025-03-31", "closed": "2025-03-30"},
        day="2025-02-05",
        relations=[{"kind": "replaces", "record": "old"}],
    )
    report = judged(ledger({"due": "2025-03-31"}, id="old") | new, "2025-12-31", units=UNITS)
    assert overdue(report) == []


def rectified(item: dict[str, Any], as_of: str, **config: Any) -> Report:
    path = "2025/10_检查整改/03_整改方案与台账/2025-03-10 整改台账"
    items = [{"text": "整改", **item}]
    record = paper("rectification-ledger", "2025-03-10", items=items)
    return judged({path: record}, as_of, scheme=school(), units=UNITS, **config)


@pytest.mark.parametrize(
    ("item", "as_of", "due"),
    [
        ({"type": "immediate"}, "2025-04-09", None),
        ({"type": "immediate"}, "2025-04-10", "2025-04-09"),
        ({"type": "immediate"}, "2026-06-01", "2025-04-09"),
        ({"type": "immediate", "closed": "2025-03-12"}, "2025-06-01", None),
        ({"type": "immediate", "due": "2025-05-01"}, "2025-04-20", None),
        ({"type": "stepwise"}, "2026-06-01", None),
        ({}, "2026-06-01", None),
    ],
)
def test_what_is_to_be_done_at_once_has_a_term(item: dict[str, Any], as_of: str, due: str | None) -> None:
    assert overdue(rectified(item, as_of)) == ([due] if due else [])


def test_a_place_sets_another_term() -> None:
    setting = {"10.rectification.deadline": {"within": "60d"}}
    assert overdue(rectified({"type": "immediate"}, "2025-05-01", settings=setting)) == []
    assert overdue(rectified({"type": "immediate"}, "2025-06-01", settings=setting)) == ["2025-05-09"]


@pytest.mark.parametrize(
    ("item", "asked"),
    [
        ({"type": "deadline"}, True),
        ({"type": "deadline", "closed": "2025-03-12"}, False),
        ({"type": "deadline", "due": "2026-09-01"}, False),
        ({"type": "stepwise"}, False),
    ],
)
def test_an_entry_by_a_day_that_names_none_was_not_checked(item: dict[str, Any], asked: bool) -> None:
    report = rectified(item, "2025-12-31")
    found = [one.path for one in report.not_run if one.reason == "not-run.no-due"]
    assert found == (["2025/10_检查整改/03_整改方案与台账/2025-03-10 整改台账"] if asked else [])
    assert overdue(report) == []


PLAN = "2025/03_党建责任与计划总结/01_工作计划/2025-01-10 工作计划"
PROOF = "2025/13_品牌载体与典型案例/08_阵地建设/2025-10-09 党员活动室启用"


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        (["proof0000001"], False),
        ([PROOF], False),
        (["党员活动室启用"], False),  # its title
        (["2025-10-09 党员活动室启用"], False),  # its name
        (["启用.txt"], False),
        (["没有.docx", "启用.txt"], False),
        (["签到.txt"], False),  # beside the plan
        (["记录.txt"], False),  # there are several, and one of them lies beside the plan
        (["正文.txt"], True),  # there are several elsewhere, and nobody knows which
        (["不存在的佐证.docx"], True),
        (["proof0000009"], True),
        ([PLAN], True),
        ([], True),
    ],
)
def test_only_evidence_that_is_there_shows_that_an_item_of_a_plan_was_done(
    evidence: list[str], told: bool
) -> None:
    plan = paper("annual-plan", "2025-01-10", items=[{"text": "建活动室", "evidence": evidence}])
    proof = paper(
        "material", "2025-10-09", id="proof0000001", title="党员活动室启用", files=["启用.txt", "正文.txt"]
    )
    other = paper("material", "2025-11-09", files=["记录.txt", "正文.txt"])
    records = {PLAN: plan, PROOF: proof, PROOF.replace("10-09", "11-09"): other}
    report = judged(records, "2026-02-01", 2025, scheme=school(), units=UNITS)
    found = [f for f in report.findings if f.rule == "03.plan-items.deadline"]
    assert [f.params.get("absent") for f in found] == ([evidence or None] if told else [])


@pytest.mark.parametrize(
    ("item", "more", "named"),
    [
        ({"closed": "2024-06-20"}, {}, "2024-06-20"),
        ({"closed": "2025-03-09"}, {}, "2025-03-09"),
        ({"closed": "2025-03-10"}, {}, None),
        ({"closed": "2025"}, {}, None),
        (
            {"closed": "2025-02-20"},
            {"period": "2025"},
            None,
        ),  # a list about the year, dated when it was filed
        ({"closed": "2025-02-20", "due": "2025-02-28"}, {}, None),  # so it was there before its date
        ({"closed": "2025-02-20", "due": "2025-07-01"}, {}, "2025-02-20"),
        ({"closed": "2025-02-20"}, {"relations": [{"kind": "replaces", "record": "oldledger001"}]}, None),
    ],
)
def test_what_was_closed_before_its_list_was_made_is_told(
    item: dict[str, Any], more: dict[str, Any], named: str | None
) -> None:
    folder = "2025/10_检查整改/03_整改方案与台账"
    old = paper("rectification-ledger", "2025-02-01", id="oldledger001", items=[{"text": "整改"}])
    new = paper("rectification-ledger", "2025-03-10", items=[{"no": "1", "text": "整改", **item}], **more)
    report = judged(
        {f"{folder}/2025-02-01 台账": old, f"{folder}/2025-03-10 台账": new},
        "2025-12-31",
        scheme=school(),
        units=UNITS,
    )
    found = [f for f in report.findings if f.code == "consistency/date"]
    assert [(f.rule, f.period, f.params["named"], f.params["entry"]) for f in found] == (
        [("10.rectification.deadline", "2025-03-10", named, ["1 整改"])] if named else []
    )


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, True),
        ({"status": "draft"}, True),
        ({"status": "draft", "date": ""}, True),
        ({"items": [{"text": "整改"}]}, False),
        ({"date": "2023-03-10"}, False),  # of a year that is not judged
        ({"date": "2026-03-10"}, False),
    ],
)
def test_a_list_without_entries_was_not_checked(values: dict[str, Any], asked: bool) -> None:
    path = "2025/10_检查整改/03_整改方案与台账/2025-03-10 整改台账"
    record = paper("rectification-ledger", "2025-03-10") | values
    report = judged({path: record}, "2025-12-31", scheme=school(), units=UNITS)
    found = [(one.check, one.path) for one in report.not_run if one.reason == "not-run.no-items"]
    assert found == ([("10.rectification.deadline", path)] if asked else [])


def test_a_plan_without_items_is_not_asked_for_any() -> None:
    report = judged({PLAN: paper("annual-plan", "2025-01-10")}, "2025-12-31", scheme=school(), units=UNITS)
    assert [one for one in report.not_run if one.reason == "not-run.no-items"] == []
