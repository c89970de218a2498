"""Waivers: what they cover, until when, and when they are of no use any more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import judged

from archive_tool.core.config import Waiver
from archive_tool.core.model import Finding, Interpreted
from archive_tool.core.records import make_record
from archive_tool.core.tree import Holding, Place
from archive_tool.core.waivers import record_waivers, waive

SEVERITIES = {"waiver/expired": "error", "waiver/unused": "info"}
DAY = date(2025, 4, 20)
MISSING = Finding("complete/missing", "error", "2025/05/01", rule="r", unit="b", period="2025-Q1")
ROLE = Finding("complete/role", "error", "2025/05/01/会", rule="s", unit="b", record="2025/05/01/会")


def waiver(code: str = "complete/missing", until: date = DAY, **address: str) -> Waiver:
    return Waiver(code, "公休", "甲", until, **address)


def said(*waivers: Waiver, tried: bool = True) -> list[tuple[str, str | None]]:
    found = waive([MISSING, ROLE], waivers, waivers if tried else (), DAY, SEVERITIES)  # type: ignore[arg-type]
    return [(finding.code, finding.waived) for finding in found]


@pytest.mark.parametrize(
    "address",
    [{}, {"rule": "r"}, {"unit": "b"}, {"period": "2025-Q1"}, {"path": "2025"}, {"path": "2025/05/01"},
     {"rule": "r", "unit": "b", "period": "2025-Q1", "path": "2025/05"}],
)  # fmt: skip
def test_what_fits_is_marked(address: dict[str, str]) -> None:
    assert said(waiver(**address)) == [("complete/missing", "公休"), ("complete/role", None)]


@pytest.mark.parametrize(
    "address",
    [{"rule": "x"}, {"unit": "c"}, {"whom": "甲"}, {"period": "2025-Q2"}, {"path": "2025/0"}, {"path": "2024"}],
)  # fmt: skip
def test_what_does_not_fit_is_unused(address: dict[str, str]) -> None:
    assert said(waiver(**address)) == [
        ("complete/missing", None),
        ("complete/role", None),
        ("waiver/unused", None),
    ]
    assert said(waiver(**address), tried=False) == [("complete/missing", None), ("complete/role", None)]


def test_it_holds_through_its_last_day() -> None:
    assert said(waiver(until=DAY))[0] == ("complete/missing", "公休")
    assert said(waiver(until=date(2025, 4, 19)))[0] == ("complete/missing", None)
    assert said(waiver(until=date(2025, 4, 19)))[2:] == [("waiver/expired", None)]


@pytest.mark.parametrize(
    ("period", "as_of", "unused"),
    [
        ("2025-Q1", "2025-04-10", False),  # in its grace
        ("2025-Q3", "2025-04-20", False),  # not begun
        ("2023-Q1", "2025-04-20", False),  # a year that is not judged
        ("once", "2025-04-20", True),
        ("", "2025-04-20", True),
        ("2025-03-14", "2025-04-20", True),  # an occasion's day
        ("nonsense", "2025-04-20", True),
    ],
)
def test_unused_is_said_only_when_the_finding_could_have_been(period: str, as_of: str, unused: bool) -> None:
    given: dict[str, Any] = {"code": "complete/role", "reason": "无", "author": "甲", "until": "2030-12-31"}
    report = judged({}, as_of, waivers=[{**given, "period": period}] if period else [given])
    assert ("waiver/unused" in [finding.code for finding in report.findings]) == unused


def test_a_row_whose_finding_is_waived_says_so() -> None:
    given = {
        "code": "complete/missing",
        "rule": "10.meeting.count",
        "period": "2025-Q1",
        "until": "2030-12-31",
    }
    report = judged({}, "2025-04-20", waivers=[{**given, "reason": "公休", "author": "甲"}])
    status = {row.period: row.status for row in report.coverage if row.rule == "10.meeting.count"}
    assert status == {"2025-Q1": "waived", "2025-Q2": "due"}


def test_a_sidecar_s_waiver_that_names_no_rule_there_is_is_refused() -> None:
    written = {"code": "complete/role", "reason": "公休", "author": "甲", "until": "2025-04-20"}
    told = [{**written, "rule": "05.count"}, {**written, "rule": "05.cuont"}]
    holding = Holding("2025/05/01/会", Place("b", 2025, "05", "05.01"), True, (), "会/_item.yaml", True)
    record = make_record(holding, Interpreted({"waivers": told}, {}), {}, described=True)  # type: ignore[dict-item]
    found, refused = record_waivers(record, frozenset({"complete/role"}), ["05.count"], [])
    assert [waiver.rule for waiver in found] == ["05.count"]
    assert [(number, error.params["nearest"]) for number, error in refused] == [(1, "05.count")]
