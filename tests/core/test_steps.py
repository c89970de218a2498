"""The rule kind `steps`: order, intervals, versions, what lacks and what is only due."""

from __future__ import annotations

from typing import Any

import pytest
from judged import BRANCH, FILED, judged

from archive_tool.core.model import FileFacts, Finding, Report

RULE = "20.admission.steps"
UNITS = [{**BRANCH, "founded": "2020-01-01"}]
OPEN = "在办/20_材料/张三"
# All in order: a year between application and vote, five working days of notice, approval in time.
OLD = {"申请书": "2023-03-01", "谈话": "2023-03-20", "表决": "2024-03-01", "审批": "2024-05-20"}
NEW = {
    "申请书": "2025-03-03",
    "谈话": "2025-03-20",
    "公示": "2026-05-11",
    "表决": "2026-05-16",
    "审批": "2026-08-16",
}


def case(days: dict[str, str], where: str = OPEN, **more: Any) -> dict[str, dict[str, Any]]:
    """One folder of an open case; a file for each step, dated in its name."""
    files = [f"{day} {step}.txt" if day else f"{step}.txt" for step, day in days.items()]
    return {where: {**FILED, "title": "张三", "files": files, **more}}


def audit(records: dict[str, dict[str, Any]], as_of: str, year: int | None = None) -> Report:
    return judged(records, as_of, year, units=UNITS)


def lacking(report: Report) -> list[list[str]]:
    found: list[list[str]] = []
    for finding in report.findings:
        if finding.code == "complete/step":
            steps = finding.params["steps"]
            assert isinstance(steps, list)
            found.append([step.rpartition("/")[2] for step in steps])
    return found


def odd(report: Report) -> list[tuple[Any, Any, Any]]:
    return [
        (str(f.params["step"]).rpartition("/")[2], f.params["reason_key"], str(f.params["other"]).rpartition("/")[2])
        for f in report.findings
        if f.code == "consistency/order"
    ]  # fmt: skip


def status(report: Report) -> list[tuple[str | None, str, int, int]]:
    return [(r.whom, r.status, r.expected, r.found) for r in report.coverage if r.rule == RULE]


@pytest.mark.parametrize(("days", "as_of"), [(OLD, "2024-12-31"), (NEW, "2026-12-31")])
def test_a_case_in_order_is_met_by_the_rules_of_its_day(days: dict[str, str], as_of: str) -> None:
    report = audit(case(days), as_of)
    assert (lacking(report), odd(report)) == ([], [])
    assert status(report) == [("张三", "met", len(days), len(days))]


def test_what_lacks_in_a_judged_year_is_told_of_a_case_that_was_filed_before() -> None:
    closed = case({"申请书": "2024-12-20"}, "2024/20_材料/01_来文/2024-12-20 张三", record_form="letter")
    closed["2024/20_材料/01_来文/2024-12-20 张三"].update(
        date="2024-12-20", parts=[{"path": "2024-12-20 申请书.txt", "step": "application"}]
    )
    report = judged(closed, "2025-12-31", units=UNITS, since=2025)
    assert lacking(report) == [["talk"]]
    assert status(report) == [("张三", "insufficient", 2, 1)]


def test_a_step_of_the_new_rules_is_asked_of_new_cases_only() -> None:
    without = {step: day for step, day in NEW.items() if step != "公示"}
    assert lacking(audit(case(without), "2026-12-31")) == [["notice"]]
    eve = {"申请书": "2025-03-03", "谈话": "2025-03-20", "表决": "2026-05-10", "审批": "2026-08-01"}
    assert lacking(audit(case(eve), "2026-12-31")) == []
    assert lacking(audit(case({**eve, "表决": "2026-05-11"}), "2026-12-31")) == [["notice"]]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"谈话": "2023-04-01"}, []),
        ({"谈话": "2023-04-02"}, [("talk", "order.late", "application")]),
        ({"谈话": "2023-02-28"}, [("talk", "order.before", "application")]),
        ({"表决": "2024-02-29"}, [("vote", "order.soon", "application")]),
        ({"审批": "2024-06-01"}, []),
        ({"审批": "2024-06-02"}, [("approval", "order.late", "vote")]),
        ({"审批": "2024-02-20"}, [("approval", "order.before", "vote")]),
        ({"谈话": ""}, []),  # nobody says when
        ({"谈话": "2023-03"}, []),  # some day of that month is in order
    ],
)
def test_order_and_intervals(changed: dict[str, str], told: list[tuple[str, str, str]]) -> None:
    report = audit(case({**OLD, **changed}), "2024-12-31")
    assert odd(report) == told
    assert lacking(report) == []


def test_an_interval_is_judged_by_the_rules_of_its_later_end() -> None:
    straddling = {
        **NEW,
        "公示": "2026-05-06",
        "表决": "2026-05-11",
        "审批": "2026-08-10",
    }  # three working days and two
    assert odd(audit(case(straddling), "2026-12-31")) == [("vote", "order.soon", "notice")]
    assert odd(audit(case({**straddling, "表决": "2026-05-10"}), "2026-12-31")) == []


@pytest.mark.parametrize(
    ("days", "as_of", "lacks", "state"),
    [
        (["申请书"], "2023-04-01", [], "due"),
        (["申请书"], "2023-04-02", [["talk"]], "insufficient"),
        (["申请书", "谈话"], "2023-12-31", [], "met"),
        (["申请书", "表决"], "2024-03-02", [["talk"]], "insufficient"),
        (["申请书", "谈话", "表决"], "2024-06-01", [], "due"),
        (["申请书", "谈话", "表决"], "2024-06-02", [["approval"]], "insufficient"),
        (["表决"], "2024-03-02", [["application", "talk"]], "insufficient"),
        (["审批"], "2024-06-30", [["application", "talk", "vote"]], "insufficient"),
    ],
)
def test_a_step_lacks_once_a_later_one_is_there_or_its_time_is_over(
    days: list[str], as_of: str, lacks: list[list[str]], state: str
) -> None:
    report = audit(case({step: OLD[step] for step in days}), as_of)
    assert (lacking(report), odd(report)) == (lacks, [])
    assert [row[1] for row in status(report)] == [state]


def test_what_is_later_than_today_is_not_taken_yet() -> None:
    assert lacking(audit(case({step: OLD[step] for step in ("申请书", "表决")}), "2024-02-29", 2023)) == [
        ["talk"]
    ]
    report = audit(case({step: OLD[step] for step in ("申请书", "表决")}), "2023-03-15")
    assert (lacking(report), status(report)[0][1]) == ([], "due")


def test_steps_may_be_records_of_their_own_by_case_or_by_relation() -> None:
    letters = "2025/20_材料/01_来文"
    one = {"record_form": "letter", "case": "张三", "files": ["正文.txt"]}
    records = case({"申请书": "2025-01-02", "谈话": "2025-01-20"}, id="c1")
    records |= {
        f"{letters}/2026-01-02 表决": {**FILED, "title": "大会", "date": "2026-01-02", **one, "step": "vote"}
    }
    assert status(audit(records, "2026-02-01")) == [("张三", "due", 4, 3)]
    related = {"relations": [{"kind": "step", "record": "c1", "step": "审批"}], "files": ["正文.txt"]}
    records |= {f"{letters}/2026-03-02 甲": {**FILED, "title": "批件", "date": "2026-03-02", **related}}
    assert status(audit(records, "2026-06-01")) == [("张三", "met", 4, 4)]


def test_a_case_may_be_records_alone_and_may_itself_name_its_steps() -> None:
    letters = "2025/20_材料/01_来文"
    parts = {
        f"{letters}/2025-0{month}-02 {title}": {**FILED, "title": title, "date": f"2025-0{month}-02", "case": "李四", "files": ["正文.txt"]}
        for month, title in ((1, "申请书"), (3, "谈话"))
    }  # fmt: skip
    assert odd(audit(parts, "2025-04-01")) == [("talk", "order.late", "application")]
    home = case({"申请书": "2025-01-02"}, relations=[{"kind": "step", "record": "t1", "step": "talk"}])
    home |= {
        f"{letters}/2025-01-09 记录": {
            **FILED,
            "id": "t1",
            "title": "记录",
            "date": "2025-01-09",
            "files": ["正文.txt"],
        }
    }
    assert status(audit(home, "2025-04-01")) == [("张三", "met", 2, 2)]


def test_originals_that_lawfully_left_are_not_asked_for() -> None:
    report = audit(
        case({"申请书": "2023-03-01", "表决": "2024-03-01"}, original_location="人事档案"), "2024-12-31"
    )
    assert lacking(report) == []
    (row,) = (row for row in report.coverage if row.rule == RULE)
    assert (row.status, row.expected, row.uncertain) == ("met", 2, 2)


def test_an_old_closed_case_is_judged_in_its_years_only() -> None:
    closed = case({"申请书": "2021-03-01", "表决": "2022-03-02"}, "2022/20_材料/01_来文/2022-03-02 张三", parts=[
        {"path": "2021-03-01 申请书.txt", "step": "application"}], date="2022-03-02")  # fmt: skip
    assert (status(audit(closed, "2025-12-31")), lacking(audit(closed, "2025-12-31"))) == ([], [])
    assert lacking(audit(closed, "2022-03-31")) == [["talk"]]


def test_a_waiver_of_the_case_waives_its_row() -> None:
    waiver = {
        "code": "complete/step",
        "rule": RULE,
        "whom": "张三",
        "reason": "材料遗失",
        "author": "甲",
        "until": "2030-01-01",
    }
    records = case({"申请书": "2023-03-01", "表决": "2024-03-01", "审批": "2024-04-01"})
    report = judged(records, "2024-12-31", units=UNITS, waivers=[waiver])
    assert [finding.waived for finding in findings(report)] == ["材料遗失"]
    assert status(report)[0][1] == "waived"


RECORD = "2025/20_材料/01_来文"
TWO = [{**BRANCH, "id": one, "name": one, "founded": "2020-01-01"} for one in ("b", "c")]


def nobodys(report: Report) -> list[tuple[str, str]]:
    return [(item.check, item.path) for item in report.not_run if item.reason == "not-run.whose"]


@pytest.mark.parametrize("status", ["draft", "filed"])
def test_a_case_of_which_nobody_says_whose_it_is_is_told(status: str) -> None:
    late = {"申请书": "2023-03-01", "谈话": "2023-05-01"}
    report = judged(case(late, status=status), "2023-12-31", units=TWO)
    assert nobodys(report) == [(RULE, OPEN)]
    assert (odd(report), lacking(report)) == ([], [])
    named = judged(case(late, status=status, unit=["c"]), "2023-12-31", units=TWO)
    assert (nobodys(named), [f.unit for f in findings(named)]) == ([], ["c"])


def test_cases_of_other_years_and_of_one_unit_are_not_asked_whose_they_are() -> None:
    closed = case({"申请书": "2021-03-01"}, "2021/20_材料/01_来文/2021-03-01 张三",
                  parts=[{"path": "2021-03-01 申请书.txt", "step": "application"}], date="2021-03-01")  # fmt: skip
    assert nobodys(judged(closed, "2021-12-31", units=TWO)) == [(RULE, next(iter(closed)))]
    assert nobodys(judged(closed, "2025-12-31", units=TWO)) == []
    assert nobodys(judged(closed, "2021-12-31", 2021, units=TWO, since=2022)) == []
    assert nobodys(judged(case({"申请书": "2021-03-01"}), "2021-12-31", units=UNITS)) == []


def test_any_paper_of_a_case_may_say_whose_it_is() -> None:
    talk = {**FILED, "title": "谈话", "date": "2025-05-01", "files": ["正文.txt"], "unit": ["c"]}
    home = case({"申请书": "2025-03-01"}, id="c1")
    for name in ("张三", "c1"):
        report = judged(home | {f"{RECORD}/2025-05-01 谈话": {**talk, "case": name}}, "2025-12-31", units=TWO)
        told = [(f.unit, f.code) for f in findings(report)] or nobodys(report)
        assert told == ([("c", "consistency/order")] if name == "张三" else [(RULE, OPEN)])
    both = {
        f"{RECORD}/2025-05-0{n} 谈话": {**talk, "case": "张三", "unit": [u]} for n, u in ((1, "b"), (2, "c"))
    }
    assert nobodys(judged(home | both, "2025-12-31", units=TWO)) == [(RULE, OPEN)]


def test_what_says_the_id_of_a_case_belongs_to_it_whosever_it_is() -> None:
    reply = {
        **FILED,
        "title": "审批",
        "date": "2024-04-01",
        "case": "c1",
        "unit": ["c"],
        "files": ["正文.txt"],
    }
    days = {step: day for step, day in OLD.items() if step != "审批"}
    home = case(days, id="c1", unit=["b"])
    report = judged(home | {"2024/20_材料/01_来文/2024-04-01 审批": reply}, "2024-12-31", units=TWO)
    assert status(report) == [("张三", "met", 4, 4)]


@pytest.mark.parametrize(
    ("name", "step"),
    [("表决", True), ("表决记录", True), ("对张三表决", True), ("表决的请示", False), ("对张三表决的批复", False), ("表决（附批复）", True)],
)  # fmt: skip
def test_a_paper_about_a_step_is_not_the_step(name: str, step: bool) -> None:
    days = {"申请书": "2023-03-01", "谈话": "2023-03-20", name: "2024-03-01"}
    assert lacking(audit(case(days), "2024-06-02")) == ([["approval"]] if step else [])


def unclear(report: Report) -> list[str]:
    return [item.path.rpartition("/")[2] for item in report.not_run if item.reason == "not-run.which-step"]


BEFORE = {"申请书": "2023-03-01", "谈话": "2023-03-20"}


@pytest.mark.parametrize(
    ("papers", "state", "lacks", "asked"),
    [
        # What may be the first that is left by order of time, is.
        (["2024-03-01 研究"], "due", [], []),
        (["2024-03-01 研究", "2024-05-01 研究"], "met", [], []),
        (["2024-03-01 表决", "2024-05-01 研究"], "met", [], []),
        (["2024-03-01 研究", "2024-05-01 审批"], "met", [], []),
        # Two papers of one day show one step.
        (["2024-03-01 研究", "2024-03-01 研究 签到表"], "due", [], []),
        (["2024-03-01 表决", "2024-03-01 研究"], "due", [], []),
        # Too soon for a vote: it can only be the approval, and the vote lacks.
        (["2024-02-01 研究"], "insufficient", [["vote"]], []),
        # Neither keeps the time: nobody is accused, and a person is asked.
        (["2024-03-01 表决", "2024-02-01 研究"], "met", [], ["2024-02-01 研究.txt"]),
        # Without a day: the first that is left, unless the case is beyond it; else it may be a copy.
        (["研究"], "met", [], []),
        (["表决", "研究"], "met", [], ["研究.txt"]),
        (["2024-03-01 表决", "研究"], "met", [], ["研究.txt"]),
        (["研究", "研究（扫描件）"], "met", [], ["研究（扫描件）.txt"]),
        (["研究", "2024-05-01 审批"], "met", [], []),
    ],
)
def test_a_name_that_stands_for_two_steps(
    papers: list[str], state: str, lacks: list[list[str]], asked: list[str]
) -> None:
    records = case(BEFORE)
    records[OPEN]["files"] += [f"{name}.txt" for name in papers]
    report = audit(records, "2024-05-31")
    assert (lacking(report), odd(report), unclear(report)) == (lacks, [], asked)
    assert [row[1] for row in status(report)] == [state]


def findings(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule == RULE]


def test_a_step_whose_paper_nobody_can_read_is_neither_taken_nor_lacking() -> None:
    days = {**OLD, "表决": "2023-04-01"}  # too soon, if that can be believed
    facts = {f"{OPEN}/2023-04-01 表决.txt": FileFacts("", problem="damaged")}
    report = judged(case(days), "2024-12-31", facts=facts, units=UNITS)
    assert (lacking(report), odd(report)) == ([], [])
    (row,) = (row for row in report.coverage if row.rule == RULE)
    assert (row.status, row.expected, row.found, row.uncertain) == ("met", 3, 3, 1)


def test_a_step_that_was_told_twice_is_taken_where_one_paper_can_be_read() -> None:
    records = case(OLD)
    records[OPEN]["files"].append("2024-02-20 表决.txt")
    facts = {f"{OPEN}/2024-02-20 表决.txt": FileFacts("", problem="damaged")}
    report = judged(records, "2024-12-31", facts=facts, units=UNITS)
    assert (lacking(report), odd(report), status(report)) == ([], [], [("张三", "met", 4, 4)])


LETTERS = "2024/20_材料/01_来文"


def loose(days: dict[str, str], where: str = LETTERS) -> dict[str, dict[str, Any]]:
    """Papers by themselves, a record for each step."""
    return {
        f"{where}/{day} {step}.txt": {**FILED, "title": step, "date": day, "loose": True} for step, day in days.items()
    }  # fmt: skip


def which_case(report: Report) -> list[str]:
    return [item.path.rpartition("/")[2] for item in report.not_run if item.reason == "not-run.which-case"]


WITHOUT_TALK = {step: day for step, day in OLD.items() if step != "谈话"}


def test_a_folder_of_papers_in_the_rules_own_leaf_is_a_case() -> None:
    def filed(days: dict[str, str]) -> Report:
        return audit(case(days, f"{LETTERS}/2024-06-01 张三", date="2024-06-01"), "2024-12-31")

    assert (lacking(filed(OLD)), status(filed(OLD))) == ([], [("张三", "met", 4, 4)])
    assert lacking(filed(WITHOUT_TALK)) == [["talk"]]


def test_folders_of_two_years_that_are_called_the_same_are_two_cases() -> None:
    records = {}
    for year in (2023, 2024):
        days = {"申请书": f"{year}-02-01", "谈话": f"{year}-02-20"}
        records |= case(days, f"{year}/20_材料/01_来文/{year}-06-01 换届", title="换届", date=f"{year}-06-01")
    for year in (2023, 2024):
        assert [row[1:] for row in status(audit(records, "2024-12-31", year))] == [("met", 2, 2)]


def test_a_folder_that_is_one_step_is_no_case_of_its_own() -> None:
    vote = case(
        {"表决": "2024-03-01", "谈话": "2023-03-20"},
        f"{LETTERS}/2024-03-01 表决",
        title="表决",
        date="2024-03-01",
    )
    application = loose({"申请书": "2023-02-28"})  # fmt: skip
    assert status(audit(vote | application, "2024-05-01")) == [("来文 2024", "met", 3, 3)]


def test_loose_papers_in_the_rules_leaf_are_one_matter() -> None:
    assert lacking(audit(loose(OLD), "2024-12-31")) == []
    report = audit(loose(WITHOUT_TALK), "2024-12-31")
    assert lacking(report) == [["talk"]]
    assert status(report) == [("来文 2024", "insufficient", 4, 3)]
    assert which_case(report) == []


def test_of_several_matters_that_lie_among_each_other_a_person_is_asked() -> None:
    records = loose(OLD) | loose({"申请书": "2024-02-10", "审批": "2024-02-20"})
    report = audit(records, "2024-12-31")
    assert (odd(report), lacking(report)) == ([], [])
    assert which_case(report) == ["2024-02-10 申请书.txt", "2024-05-20 审批.txt"]


def test_loose_papers_beside_the_one_case_of_those_years_are_its_own() -> None:
    folder = case(WITHOUT_TALK, f"{LETTERS}/2024-06-01 张三", date="2024-06-01")
    report = audit(folder | loose({"谈话": "2023-03-20"}), "2024-12-31")
    assert (lacking(report), status(report)) == ([], [("张三", "met", 4, 4)])
    other = case(WITHOUT_TALK, f"{LETTERS}/2024-06-01 李四", title="李四", date="2024-06-01")
    report = audit(folder | other | loose({"谈话": "2023-03-20"}), "2024-12-31", 2023)
    assert which_case(report) == ["2023-03-20 谈话.txt"]


def test_a_lone_letter_that_names_no_step_is_no_case() -> None:
    assert status(audit(loose({"来信": "2024-03-20"}), "2024-12-31")) == []


@pytest.mark.parametrize(("year", "told"), [(2023, []), (2024, [["talk"]]), (2025, [["talk"]]), (2026, [])])
def test_an_older_gap_is_told_in_every_year_in_which_the_case_still_runs(
    year: int, told: list[list[str]]
) -> None:
    days = {"申请书": "2023-12-10", "表决": "2024-12-20", "审批": "2025-02-20"}
    filed = case(days, "2025/20_材料/01_来文/2025-03-01 张三", date="2025-03-01")
    assert lacking(judged(filed, "2026-12-31", year, units=UNITS, since=2023)) == told
