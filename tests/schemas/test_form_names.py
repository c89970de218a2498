"""What schools call the papers that are counted every month and year, and the form that a draft gives them."""

from __future__ import annotations

from datetime import date

import pytest
from judged import material, school

from archive_tool.core.drafts import Deriver
from archive_tool.core.model import Entry
from archive_tool.core.tree import Holding, Place

PLANS, SUMMARIES, CHARTS, DUES = ("03", "03.01"), ("03", "03.02"), ("02", "02.01"), ("08", "08.04")


@pytest.fixture(scope="module")
def deriver() -> Deriver:
    return material({}, date(2025, 12, 31), scheme=school()).deriver


@pytest.mark.parametrize(
    ("leaf", "name", "form"),
    [
        (PLANS, "2025-01-10 年度党建工作计划.docx", "annual-plan"),
        (PLANS, "2025-01-10 2025年党支部工作计划.docx", "annual-plan"),
        (PLANS, "2025-01-10 2025年度基层党建工作计划.docx", "annual-plan"),
        (SUMMARIES, "2025-12-30 年度党建工作总结.docx", "annual-summary"),
        (SUMMARIES, "2025-12-30 2025年度基层党建工作总结.docx", "annual-summary"),
        (SUMMARIES, "2025-12-30 2025年安全工作总结.docx", "summary"),
        (CHARTS, "2025 党支部组织机构.jpg", "organization-chart"),
        (CHARTS, "2025年支部组织架构.docx", "organization-chart"),
        (CHARTS, "2025-03-01 关于调整党组织机构的通知.docx", "notice"),
        (DUES, "2025-01-10 1月份党费收缴情况.xlsx", "dues-ledger"),
        (DUES, "2025-03-10 三月份党费明细.xlsx", "dues-ledger"),
        (DUES, "2025-09 党费收缴记录.docx", "dues-ledger"),
        (DUES, "2025-10 党员交纳党费情况登记表.xlsx", "dues-ledger"),
        (DUES, "2025-11 党费收缴统计表.xlsx", "dues-ledger"),
        (DUES, "2025-08 党费收缴情况公示.jpg", "disclosure-notice"),
        (DUES, "2025-08-01 关于上半年党费收缴情况的报告.docx", "report"),
        (DUES, "2025-07-10 党费收据.jpg", "photo-set"),
    ],
)
def test_a_draft_says_what_it_is(leaf: tuple[str, str], name: str, form: str, deriver: Deriver) -> None:
    entry = Entry(name, "file", 6, 0, (0, 0))
    holding = Holding(name, Place("b", 2025, *leaf), False, (entry,), f"{name}.meta.yaml", False)
    assert deriver.values(holding, {}, {})["record_form"] == form
