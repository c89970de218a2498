"""The rule kind `series`: last year, not this year."""

from __future__ import annotations

from typing import Any

import pytest
from judged import BRANCH, judged, paper, rows

from archive_tool.core.model import FileFacts, Report

RULE = "20.promise.series"
UNIT = {**BRANCH, "founded": "2020-01-01"}


def promise(day: str, **more: Any) -> dict[str, dict[str, Any]]:
    return {f"{day[:4]}/20_材料/02_计划/{day} 承诺书": paper("promise", day, persons=["甲"], **more)}


def stopped(report: Report) -> list[str | None]:
    return [finding.period for finding in report.findings if finding.code == "complete/series"]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2025-01-01", "due"),
        ("2025-12-31", "due"),
        ("2026-01-15", "due"),
        ("2026-01-16", "missing"),
    ],
)
def test_the_year_is_over_and_the_grace(as_of: str, status: str) -> None:
    report = judged(promise("2024-02-29"), as_of, units=[UNIT])
    assert rows(report, RULE)["2025"] == (status, 0)
    assert stopped(report) == (["2025"] if status == "missing" else [])


def test_it_stops_once_and_begins_without_a_word() -> None:
    several = promise("2022-12-31") | promise("2025-01-01")
    assert stopped(judged(several, "2024-02-01", units=[UNIT])) == ["2023"]
    assert stopped(judged(several, "2025-02-01", units=[UNIT])) == []
    assert stopped(judged(several, "2026-01-15", units=[UNIT])) == []


@pytest.mark.parametrize(
    ("life", "told"),
    [
        ({}, ["2025"]),
        ({"dissolved": "2025-12-30"}, []),
        ({"dissolved": "2026-01-01"}, ["2025"]),
        ({"founded": "2025-01-01"}, []),
        ({"founded": "2024-12-31"}, ["2025"]),
    ],
)
def test_a_unit_that_did_not_live_all_the_year_stopped_nothing(life: dict[str, str], told: list[str]) -> None:
    assert stopped(judged(promise("2024-03-01"), "2026-03-01", 2025, units=[{**UNIT, **life}])) == told


def test_what_a_count_asks_for_is_said_by_the_count() -> None:
    report = judged(
        promise("2024-03-01"),
        "2026-03-01",
        2025,
        units=[{**UNIT, "members": ["甲"]}],
        settings={"20.promise.count": "on"},
    )
    assert stopped(report) == []
    assert [f.code for f in report.findings if f.rule == "20.promise.count"] == ["complete/missing"]


def test_what_cannot_be_read_may_be_it_and_a_period_goes_before_a_date() -> None:
    two = promise("2024-03-01") | promise("2025-03-01", files=["承诺书.txt"])
    facts = {"2025/20_材料/02_计划/2025-03-01 承诺书/承诺书.txt": FileFacts("x", problem="damaged")}
    report = judged(two, "2026-03-01", 2025, facts=facts, units=[UNIT])
    assert stopped(report) == []
    assert [row.uncertain for row in report.coverage if row.rule == RULE] == [1]
    late = promise("2024-03-01") | promise("2026-01-20", period="2025")
    assert stopped(judged(late, "2026-03-01", 2025, units=[UNIT])) == []


def test_each_unit_goes_on_by_itself() -> None:
    units = [{**UNIT, "id": one, "name": one} for one in ("甲", "乙")]
    two = promise("2024-03-01", unit=["甲", "乙"]) | promise("2025-03-01", unit=["甲"])
    report = judged(two, "2026-03-01", 2025, units=units)
    assert [finding.unit for finding in report.findings if finding.rule == RULE] == ["乙"]
