"""Terms of office that are over: the next election is asked for, by the unit's own dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, CATALOG, judged, material, paper, school

from archive_tool.core.catalog import Speaker
from archive_tool.core.due import falls_due
from archive_tool.core.model import Report

RULE = "02.next-election.count"
LEAF = "02_组织机构与班子/04_换届选举"
TERM = "term:2022-05-20"


def audited(as_of: str, records: dict[str, dict[str, Any]] | None = None, **more: Any) -> Report:
    """A branch elected on 2022-05-20 for three years."""
    unit = {"id": "b", "name": "党支部", "kind": "branch", "founded": "2012-09-01"}
    unit |= {"last_election": "2022-05-20", "term_years": 3, **more}
    return judged(records or {}, as_of, scheme=school(), units=[unit], since=2025)


def said(report: Report) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.period) for finding in report.findings if finding.rule == RULE]


def status(report: Report) -> list[tuple[str, str]]:
    return [(row.period, row.status) for row in report.coverage if row.rule == RULE]


def in_leaf(day: str, form: str, name: str) -> dict[str, dict[str, Any]]:
    return {f"{day[:4]}/{LEAF}/{day} {name}": paper(form, day, title=name)}


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2025-05-19", "due"), ("2025-06-18", "due"), ("2025-06-19", "missing"), ("2026-06-01", "missing")],
)
def test_a_term_that_is_over_is_told_until_there_is_an_election(as_of: str, state: str) -> None:
    report = audited(as_of)
    assert status(report) == [(TERM, state)]
    assert said(report) == ([("complete/missing", TERM)] if state == "missing" else [])


def test_the_election_was_held_or_is_prepared() -> None:
    held = audited("2026-06-01", in_leaf("2025-05-12", "result", "计票结果"))
    assert (status(held), said(held)) == ([(TERM, "met")], [])
    late = audited("2026-06-01", in_leaf("2025-09-12", "result", "计票结果"))
    assert (status(late), said(late)) == ([(TERM, "met")], [])
    prepared = audited("2026-06-01", in_leaf("2025-04-12", "request", "换届选举请示"))
    assert said(prepared) == []
    assert [row.uncertain for row in prepared.coverage if row.rule == RULE] == [1]


@pytest.mark.parametrize(
    "more",
    [
        {"last_election": "2024-05-20"},
        {"last_election": None},  # nobody says when: nothing is reckoned from a founding day
        {"term_years": 5},
        {"postponed": {"to": "2027-06-30", "approval": "2025-05-01 关于延期换届的批复"}},
    ],
)
def test_a_term_that_still_runs_or_was_put_off_is_silent(more: dict[str, Any]) -> None:
    told = {key: value for key, value in more.items() if value is not None}
    report = audited("2026-06-01", **told) if told else judged({}, "2026-06-01", scheme=school(), since=2025)
    assert (status(report), said(report)) == ([], [])


@pytest.mark.parametrize(("as_of", "told"), [("2022-05-19", True), ("2022-05-20", False)])
def test_an_election_that_is_still_to_come_is_no_last_one(as_of: str, told: bool) -> None:
    report = audited(as_of)
    found = [(one.path, one.reason) for one in report.not_run if one.check == RULE]
    # Which line it is depends on how the test writes its units.
    assert [path.partition(":")[0] for path, _ in found] == ["archive.yaml"] * told
    assert all(path.partition(":")[2].isdigit() and path[-2:] != ":0" for path, _ in found)


def test_what_was_put_off_is_asked_for_at_last() -> None:
    report = audited("2026-06-01", postponed={"to": "2025-12-31", "approval": "批复"})
    assert said(report) == [("complete/missing", TERM)]


@pytest.mark.parametrize(
    ("approval", "told"),
    [({"approval": "示教党〔2025〕3号"}, "示教党〔2025〕3号"), ({}, "archive.yaml 没有写明")],
)
def test_to_when_it_was_put_off_and_by_whose_leave_is_told(approval: dict[str, str], told: str) -> None:
    (finding,) = (
        one
        for one in audited("2026-06-01", postponed={"to": "2025-12-31", **approval}).findings
        if one.rule == RULE
    )
    text = CATALOG.findings[finding.code].message.zh
    assert f"换届延期到 2025-12-31（批准文件：{told}）" in Speaker(CATALOG, "zh", school()).fill(
        text, finding.params
    )


def test_what_is_to_come_says_so_too() -> None:
    unit = {**BRANCH, "last_election": "2022-05-20", "term_years": 3}
    for postponed, told in ({"to": "2025-12-31", "approval": "批复"}, "批复"), ({}, ""):
        units = [{**unit, "postponed": postponed}] if postponed else [unit]
        made = material({}, date(2025, 5, 1), scheme=school(), units=units)
        (item,) = (
            one for one in falls_due(replace(made, begun_by=date(2026, 1, 31)), ()).items if one.rule == RULE
        )
        assert item.lacks.get("approval", "") == told
        assert f"due.lacks.{'postponed' if told else 'one'}" == item.lacks["key"]
