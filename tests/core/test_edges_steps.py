"""Steps where time, units and rules change: month ends, leap days, years, versions, replaced and absent papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, FILED, judged, tiny

from archive_tool.core.model import Report
from archive_tool.core.traces import Trace

RULE = "20.admission.steps"
OLD_UNIT = {**BRANCH, "founded": "2015-01-01"}
OPEN = "在办/20_材料/张三"
Records = dict[str, dict[str, Any]]


def case(*files: str, where: str = OPEN, **more: Any) -> Records:
    return {where: {**FILED, "title": "张三", "files": [f"{name}.txt" for name in files], **more}}


def letter(day: str, title: str, **more: Any) -> Records:
    record = {**FILED, "title": title, "date": day, "files": ["正文.txt"], "case": "张三"}
    return {f"{day[:4]}/20_材料/01_来文/{day} {title}": {**record, **more}}


def told(report: Report) -> list[tuple[str, Any]]:
    """(code, steps that lack or the reason) of each finding."""
    return [
        (f.code.rpartition("/")[2], f.params.get("reason_key") or [str(s).rpartition("/")[2] for s in f.params["steps"]])  # type: ignore[union-attr]
        for f in report.findings
        if f.rule == RULE
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        ("2024-01-31", "2024-02-29"),
        ("2025-01-31", "2025-02-28"),
        ("2024-03-31", "2024-04-30"),
        ("2024-02-29", "2024-03-29"),
        ("2024-11-30", "2024-12-30"),
        ("2024-12-31", "2025-01-31"),
    ],
)
def test_a_month_after_the_end_of_a_month(asked: str, last: str) -> None:
    after = date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat()
    for talk, reasons in ((last, []), (after, [("order", "order.late")])):
        assert told(judged(case(f"{asked} 申请书", f"{talk} 谈话"), after, units=[OLD_UNIT])) == reasons
    alone = case(f"{asked} 申请书")
    assert told(judged(alone, last, units=[OLD_UNIT])) == []
    assert told(judged(alone, after, units=[OLD_UNIT])) == [("step", ["talk"])]


@pytest.mark.parametrize(
    ("asked", "vote", "soon"),
    [
        ("2024-02-29", "2025-02-27", True),
        ("2024-02-29", "2025-02-28", False),
        ("2023-02-28", "2024-02-27", True),
        ("2023-02-28", "2024-02-28", False),
    ],
)
def test_twelve_months_from_a_leap_day(asked: str, vote: str, soon: bool) -> None:
    records = case(f"{asked} 申请书", f"{asked} 谈话", f"{vote} 表决")
    assert told(judged(records, vote, units=[OLD_UNIT])) == ([("order", "order.soon")] if soon else [])


@pytest.mark.parametrize(("day", "lacks"), [("2025-03-01", []), ("2025-04-01", [("step", ["talk"])])])
def test_a_paper_that_is_to_be_kept_elsewhere_later_excuses_nothing_yet(day: str, lacks: list[Any]) -> None:
    asked = letter("2024-12-01", "申请书", step="application")
    elsewhere = letter(day, "考察材料", original_location="组织部", files=[])
    assert told(judged({**asked, **elsewhere}, "2025-03-14", units=[OLD_UNIT])) == lacks


@pytest.mark.parametrize(("day", "judged_at_all"), [("2025-03-01", True), ("2025-04-01", False)])
def test_what_is_dated_later_keeps_no_case_alive(day: str, judged_at_all: bool) -> None:
    done = letter("2024-11-01", "申请书", step="application") | letter("2024-11-20", "谈话", step="talk")
    report = judged({**done, **letter(day, "往来函")}, "2025-03-14", 2025, units=[OLD_UNIT])
    assert bool([row for row in report.coverage if row.rule == RULE]) == judged_at_all


@pytest.mark.parametrize(
    ("asked", "as_of", "year", "lacks"),
    [
        ("2024-11-30", "2024-12-30", 2024, False),
        ("2024-11-30", "2024-12-31", 2024, True),
        ("2024-11-30", "2025-06-01", 2024, True),
        ("2024-11-30", "2025-06-01", 2025, True),  # the case is still open
        ("2024-12-01", "2025-01-01", 2025, False),
        ("2024-12-01", "2025-01-02", 2024, False),
        ("2024-12-01", "2025-01-02", 2025, True),
    ],
)
def test_a_step_lacks_from_the_year_in_which_its_time_was_over(
    asked: str, as_of: str, year: int, lacks: bool
) -> None:
    report = judged(case(f"{asked} 申请书"), as_of, year, units=[OLD_UNIT])
    assert told(report) == ([("step", ["talk"])] if lacks else [])


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({"effective_from": date(2024, 5, 1)}, True),
        ({"effective_from": date(2024, 5, 2)}, False),  # all of it is older than the rule
        ({"effective_to": date(2024, 2, 29)}, False),
        ({"effective_to": date(2024, 3, 1)}, True),
    ],
)
def test_a_case_is_judged_by_a_rule_that_was_in_force_while_it_ran(
    changed: dict[str, date], asked: bool
) -> None:
    rules = {**tiny().rules, RULE: tiny().rules[RULE]._replace(**changed)}
    report = judged(
        case("2024-03-01 申请书", "2024-05-01 谈话"),
        "2024-12-31",
        units=[OLD_UNIT],
        scheme=replace(tiny(), rules=rules),
    )
    assert told(report) == ([("order", "order.late")] if asked else [])
    assert bool([row for row in report.coverage if row.rule == RULE]) == asked


@pytest.mark.parametrize(
    ("life", "asked"),
    [
        ({"founded": "2024-05-01"}, True),  # it took the case over
        ({"founded": "2024-05-02"}, False),
        ({"dissolved": "2024-03-01"}, True),
        ({"dissolved": "2024-02-29"}, False),
    ],
)
def test_a_case_is_judged_of_a_unit_that_was_there_while_it_ran(life: dict[str, str], asked: bool) -> None:
    records = case("2024-03-01 申请书", "2024-05-01 谈话")
    report = judged(records, "2024-12-31", units=[{**OLD_UNIT, **life}])
    assert told(report) == ([("order", "order.late")] if asked else [])


def test_a_replaced_paper_is_not_the_step_and_the_new_one_is() -> None:
    home = case("2025-01-02 申请书", id="c1")
    old = letter("2025-03-05", "谈话", id="o")
    new = letter("2025-01-20", "谈话", id="n", relations=[{"kind": "replaces", "record": "o"}])
    assert told(judged(home | old, "2025-12-31", units=[OLD_UNIT])) == [("order", "order.late")]
    assert told(judged(home | old | new, "2025-12-31", units=[OLD_UNIT])) == []


def test_a_case_that_names_a_replaced_paper_means_the_new_one() -> None:
    home = case("2025-01-02 申请书", relations=[{"kind": "step", "record": "o", "step": "talk"}])
    papers = letter("2025-03-05", "记录", id="o", case="") | letter(
        "2025-01-20", "新记录", id="n", case="", relations=[{"kind": "replaces", "record": "o"}]
    )
    report = judged(home | papers, "2025-12-31", units=[OLD_UNIT])
    (row,) = (row for row in report.coverage if row.rule == RULE)
    assert (told(report), row.found) == ([], 2)


def test_a_paper_that_names_the_old_case_belongs_to_the_one_that_replaced_it() -> None:
    old = case("2025-01-02 申请书", where="在办/20_材料/张三（旧）", id="c1")
    new = case("2025-01-02 申请书", id="c2", relations=[{"kind": "replaces", "record": "c1"}])
    for named in ({"case": "c1"}, {"case": "", "relations": [{"kind": "step", "record": "c1"}]}):
        report = judged(old | new | letter("2025-03-05", "谈话", **named), "2025-12-31", units=[OLD_UNIT])
        assert told(report) == [("order", "order.late")]


def test_a_pointer_of_the_case_says_that_papers_lawfully_left() -> None:
    some = letter("2024-03-01", "申请书") | letter("2025-04-01", "表决")
    assert told(judged(some, "2025-12-31", units=[OLD_UNIT])) == [("step", ["talk", "approval"])]
    left = letter("2025-05-01", "材料移交", files=[], original_location="县委组织部人事档案")
    report = judged(some | left, "2025-12-31", units=[OLD_UNIT])
    (row,) = (row for row in report.coverage if row.rule == RULE)
    assert (told(report), row.expected, row.found, row.uncertain) == ([], 2, 2, 2)


def test_a_step_that_is_kept_on_paper_is_taken_and_the_others_are_asked_for() -> None:
    some = letter("2024-03-01", "申请书", files=[], original_location="二号柜") | letter("2025-04-01", "表决")
    assert told(judged(some, "2025-06-30", units=[OLD_UNIT])) == [("step", ["talk"])]


def test_a_notice_of_the_vote_is_not_the_vote() -> None:
    asked = case("2024-03-01 申请书", "2024-03-20 谈话", "2025-04-01 表决的请示")
    assert told(judged(asked, "2025-12-31", units=[OLD_UNIT])) == []
    report = judged(asked, "2025-12-31", units=[OLD_UNIT])
    (row,) = (row for row in report.coverage if row.rule == RULE)
    assert (row.expected, row.found) == (2, 2)


def test_a_joint_case_is_one_row_of_its_first_unit() -> None:
    units = [{**OLD_UNIT, "id": one, "name": one} for one in ("甲", "乙")]
    report = judged(case("2025-01-02 申请书", unit=["甲", "乙"]), "2025-12-31", units=units)
    assert [(row.unit, row.whom) for row in report.coverage if row.rule == RULE] == [("甲", "张三")]


FILED_HERE = "2024/20_材料/01_来文/2024-08-20 张三"


def filed(*files: str, where: str = FILED_HERE, **more: Any) -> Records:
    """A case that was filed, with its steps told by the sidecar."""
    told_steps = {"申请书": "application", "谈话": "talk", "表决": "vote", "审批": "approval"}
    parts = [{"path": f"{name}.txt", "step": told_steps[name.split(" ")[-1]]} for name in files]
    return case(*files, where=where, record_form="letter", parts=parts, **more)


@pytest.mark.parametrize(("day", "where"), [("2025-07-20", "2025"), ("", "2025"), ("", "2026")])
def test_a_filed_case_without_days_is_judged_by_the_rules_of_when_it_was_filed(day: str, where: str) -> None:
    home = f"{where}/20_材料/01_来文/{day or where} 张三"
    without = filed("申请书", "谈话", "表决", "审批", where=home, **({"date": day} if day else {}))
    assert (
        told(judged(without, "2026-12-31", units=[OLD_UNIT])) == []
    )  # the notice was asked for from 2026-05-11


@pytest.mark.parametrize(("year", "asked"), [(2024, True), (2025, False)])
def test_a_filed_case_without_days_is_of_the_year_of_its_folder(year: int, asked: bool) -> None:
    report = judged(filed("申请书", "审批"), "2025-12-31", year, units=[OLD_UNIT])
    assert told(report) == ([("step", ["talk", "vote"])] if asked else [])
    unsaid = [(one.path, one.reason) for one in report.not_run if one.check == RULE]
    assert unsaid == ([(FILED_HERE, "not-run.when-step")] if asked else [])


@pytest.mark.parametrize(
    ("stated", "reasons", "unsaid"),
    [
        (("2024-01-10", "2024-02-01"), [], False),
        (("2024-01-10", "2024-03-01"), ["order.late"], False),
        (("2024-01-10", "2023-12-01"), ["order.before"], False),
        (("2024-01-10", ""), [], True),
    ],
)
def test_a_step_is_of_the_day_that_its_text_states(
    stated: tuple[str, str], reasons: list[str], unsaid: bool
) -> None:
    traces = {
        f"{FILED_HERE}/{name}.txt": Trace(stated=day)
        for name, day in zip(("申请书", "谈话"), stated, strict=True)
    }
    report = judged(filed("申请书", "谈话"), "2025-12-31", 2024, units=[OLD_UNIT], traces=traces)
    assert [reason for code, reason in told(report) if code == "order"] == reasons
    assert [one.reason for one in report.not_run if one.check == RULE] == ["not-run.when-step"] * unsaid


def test_the_day_in_a_name_goes_before_that_of_the_text() -> None:
    traces = {f"{FILED_HERE}/2024-02-01 谈话.txt": Trace(stated="2024-09-01")}
    report = judged(
        filed("2024-01-10 申请书", "2024-02-01 谈话"), "2025-12-31", 2024, units=[OLD_UNIT], traces=traces
    )
    assert [reason for code, reason in told(report) if code == "order"] == []


@pytest.mark.parametrize(("year", "is_told"), [(2022, False), (2023, True), (2024, True), (2025, False)])
def test_what_is_out_of_order_is_told_until_the_year_in_which_the_case_was_filed(
    year: int, is_told: bool
) -> None:
    late = filed("2023-03-01 申请书", "2023-05-20 谈话", "2024-04-01 表决", "2024-06-01 审批")
    report = judged(late, "2025-12-31", year, units=[OLD_UNIT])
    assert told(report) == ([("order", "order.late")] if is_told else [])
    rows = [(row.status, row.found, row.expected) for row in report.coverage if row.rule == RULE]
    assert rows == ([("insufficient", 3, 4)] if is_told else [])
