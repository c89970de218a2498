"""What lies in the very leaf and is not called as the scheme calls it: it counts, or it is named."""

from __future__ import annotations

from typing import Any

import pytest
from judged import DRAFT, judged, school

from archive_tool.core.model import Report

PLANS, SUMMARIES = "03_党建责任与计划总结/01_工作计划", "03_党建责任与计划总结/02_工作总结"
CHART, FEATURES = "02_组织机构与班子/01_组织机构图", "13_品牌载体与典型案例/01_特色活动"
ASSEMBLIES = "05_组织生活/01_支部党员大会"
UNIT = {"id": "b", "name": "示例小学党支部", "kind": "branch", "founded": "2012-09-01", "members": 10}


def audited(leaf: str, name: str, **values: Any) -> Report:
    """The year 2025 of a branch with one draft."""
    record = {"title": name.partition(" ")[2], **DRAFT, **values}
    return judged({f"2025/{leaf}/{name}": record}, "2026-06-01", 2025, scheme=school(), units=[UNIT])


def row_of(report: Report, rule: str, period: str = "2025") -> tuple[str, int]:
    (row,) = (one for one in report.coverage if one.rule == rule and one.period == period)
    return row.status, row.uncertain


@pytest.mark.parametrize(
    ("leaf", "name", "values", "rule", "unsure"),
    [
        (PLANS, "2025-02-20 党建工作思路", {"date": "2025-02-20"}, "annual-plan", 1),
        (PLANS, "2025 学年计划", {"record_form": "plan", "period": "2025-2026"}, "annual-plan", 1),
        (PLANS, "2025 第一季度计划", {"record_form": "plan", "period": "2025-Q1"}, "annual-plan", 0),
        (PLANS, "2025 安全工作计划", {"record_form": "plan", "period": "2025"}, "annual-plan", 0),
        (PLANS, "2025-01-12 关于印发《2025年党建工作要点》的通知", {"record_form": "notice"}, "annual-plan", 1),
        (PLANS, "2025-01-12 关于召开会议的通知", {"record_form": "notice"}, "annual-plan", 0),
        (SUMMARIES, "2025 半年总结", {"record_form": "half-year-summary", "period": "2025-H1"}, "annual-summary", 0),
        (SUMMARIES, "2025-12-28 2025年党建工作情况报告", {"record_form": "report", "period": "2025", "date": "2025-12-28"}, "annual-summary", 1),
        (SUMMARIES, "2025-05-28 关于换届选举情况的报告", {"record_form": "report", "date": "2025-05-28"}, "annual-summary", 0),
        (CHART, "2025 党组织机构图", {"record_form": "organization-chart"}, "organization-chart", 1),
        (CHART, "2025 班子成员及分工", {"record_form": "roster"}, "organization-chart", 1),
        (CHART, "2024 班子成员及分工", {"date": "2024-12-30"}, "organization-chart", 0),
        (FEATURES, "2025-05-09 红色研学总结", {"record_form": "summary", "date": "2025-05-09"}, "feature-activity", 1),
        (FEATURES, "2025-05-09 通知", {"record_form": "notice", "date": "2025-05-09"}, "feature-activity", 0),
    ],
)  # fmt: skip
def test_a_paper_that_may_be_it_is_named(
    leaf: str, name: str, values: dict[str, str], rule: str, unsure: int
) -> None:
    found = f"{leaf[:2]}.{rule}.count"
    report = audited(leaf, name, **values)
    assert row_of(report, found) == ("missing", unsure)
    (finding,) = (one for one in report.findings if one.rule == found and one.period == "2025")
    assert finding.params.get("unnamed", []) == [f"2025/{leaf}/{name}"] * unsure
    assert finding.params["kind"] == "paper"  # nobody is asked for the minutes of a plan


@pytest.mark.parametrize(("date", "unsure"), [("2025-03-14", 1), ("2025-05-14", 0)])
def test_a_meeting_of_which_nobody_says_what_it_was(date: str, unsure: int) -> None:
    report = audited(ASSEMBLIES, f"{date} 大会", date=date)
    assert row_of(report, "05.branch-assembly.count", "2025-Q1") == ("missing", unsure)


def test_a_filed_paper_says_what_it_is() -> None:
    values = {"status": "filed", "record_form": "roster", "date": "2025-03-01"}
    assert row_of(audited(CHART, "2025-03-01 名册", **values), "02.organization-chart.count") == (
        "missing",
        0,
    )
