"""Archives of many units: each gets its own, in time, and what is nobody's is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import BRANCH, CATALOG, judged, material, meeting, paper, rows, tiny

from archive_tool.core import checks
from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.checks import items
from archive_tool.core.material import Material
from archive_tool.core.model import Finding, Report
from archive_tool.core.narrow import of_unit
from archive_tool.report.causes import whose
from archive_tool.report.json import message

GROUP = "10.group-meeting.count"
GROUPS = [BRANCH, *({"id": g, "name": f"{g}组", "kind": "group", "parent": "b"} for g in ("g1", "g2"))]
TWO = [{**BRANCH, "id": unit, "folder": f"{unit}室"} for unit in ("甲", "乙")]


def group_meeting(day: str, *units: str, **more: Any) -> dict[str, dict[str, Any]]:
    values = meeting(day, activity=["group-meeting"], unit=list(units), **more)
    return {f"2025/10_会议/02_小组会/{day} {'与'.join(units)}小组会": values}


def first_half(report: Report) -> dict[str | None, tuple[int, int]]:
    """Group -> found and uncertain."""
    wanted = [row for row in report.coverage if (row.rule, row.period) == (GROUP, "2025-H1")]
    return {row.whom: (row.found, row.uncertain) for row in wanted}


def missing(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.rule == GROUP and f.code == "complete/missing"]


def test_what_names_no_group_is_uncertain_for_each_and_named() -> None:
    records = {**group_meeting("2025-03-01", "g1"), **group_meeting("2025-03-02", "b")}
    report = judged(records, "2025-08-01", units=GROUPS)
    assert first_half(report) == {"g1": (1, 1), "g2": (0, 1)}
    (finding,) = missing(report)
    assert (finding.whom, finding.params["unattributed"]) == ("g2", [list(records)[1]])
    for language in ("zh", "en"):
        assert list(records)[1] in message(finding, Speaker(CATALOG, language))


@pytest.mark.parametrize("units", [("b", "g1"), ("g1", "b"), ("g1",)])
def test_what_names_its_group_is_nobody_elses(units: tuple[str, ...]) -> None:
    report = judged(group_meeting("2025-03-01", *units), "2025-08-01", units=GROUPS)
    assert first_half(report) == {"g1": (1, 0), "g2": (0, 0)}
    assert ["unattributed" in finding.params for finding in missing(report)] == [False]


def test_an_only_group_need_not_be_named() -> None:
    report = judged(group_meeting("2025-03-01", "b"), "2025-08-01", units=GROUPS[:2])
    assert first_half(report) == {"g1": (1, 0)}


def _looks(monkeypatch: pytest.MonkeyPatch, branches: int) -> int:
    """How often an audit asks whether an item falls in a period."""
    asked = 0
    falls = items.falls

    def counting(*given: Any) -> bool:
        nonlocal asked
        asked += 1
        return falls(*given)

    units: list[dict[str, Any]] = []
    records: dict[str, dict[str, Any]] = {}
    for number in range(branches):
        units.append({**BRANCH, "id": f"b{number}", "name": f"支部{number}"})
        for group in (f"g{number}-1", f"g{number}-2"):
            units.append({**BRANCH, "id": group, "name": group, "kind": "group", "parent": f"b{number}"})
            records |= group_meeting("2025-03-01", group)
    made = material(records, date(2025, 8, 1), units=units)
    with monkeypatch.context() as patched:
        patched.setattr(checks.count_rows, "falls", counting)
        assert len(rows(audit(made, ()), GROUP)) > 0
    return asked


def test_twice_the_units_are_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _looks(monkeypatch, 20) == 2 * _looks(monkeypatch, 10) > 0


def test_a_unit_sees_its_own_folder_and_what_is_nobodys() -> None:
    records = {
        f"{unit}室/2025/10_会议/01_例会/2025-03-0{day} 例会": meeting(f"2025-03-0{day}")
        for unit, day in (("甲", 1), ("乙", 1), ("乙", 2))
    }
    loose = {
        f"{place}/散页": {**meeting("2025-01-01"), "files": ["页.txt"]}
        for place in ("甲室/杂", "乙室/杂", "杂")
    }
    made = material({**records, **loose}, date(2025, 4, 1), units=TWO)
    whole = audit(made, ())
    strange = {f.path for f in whole.findings if f.code == "layout/unknown-folder"}
    assert strange == {"甲室/杂", "乙室/杂", "杂"}
    mine = of_unit(whole, frozenset({"甲"}), made)
    assert {f.path for f in mine.findings if f.code == "layout/unknown-folder"} == {"甲室/杂", "杂"}
    assert not [item.path for item in mine.not_run if item.path.startswith("乙室")]
    assert (whole.records, mine.records, mine.files, mine.pointers) == (3, 1, 2, 0)


JOINT = meeting("2025-03-14", unit=["甲", "乙"], files=["记录.txt"])
SHARED = [{**BRANCH, "id": unit, "name": f"{unit}支部"} for unit in ("甲", "乙", "丙")]


def seen(unit: str, made: Material) -> set[str]:
    return {finding.code for finding in of_unit(audit(made, ()), frozenset({unit}), made).findings}


def test_what_is_said_of_a_joint_record_is_said_to_each_of_its_units() -> None:
    path = "2025/10_会议/01_例会/2025年3月14日 联合例会"
    made = material({path: JOINT}, date(2025, 4, 1), units=SHARED)
    for unit in ("甲", "乙"):
        assert {"complete/role", "name/pattern"} <= seen(unit, made)
    assert not {"complete/role", "name/pattern"} & seen("丙", made)


def test_what_lies_with_others_in_one_folder_is_said_to_its_own_unit() -> None:
    folder = "2025/10_会议/01_例会"
    drafts = {
        f"{folder}/2025-03-0{day} 例会": meeting(f"2025-03-0{day}", unit=unit, status="draft")
        for day, unit in ((1, "甲"), (2, "乙"), (3, "甲"))
    }
    drafts |= {f"{folder}/2025-03-04 例会": meeting("2025-03-04", status="draft")}
    bad = {f"{folder}/2025年3月5日 例会": meeting("2025-03-05", unit="乙")}
    whole = audit(made := material({**drafts, **bad}, date(2025, 4, 1), units=SHARED), ())
    told = {
        unit: [
            (f.code, f.params.get("count"))
            for f in of_unit(whole, frozenset({unit}), made).findings
            if f.code in ("sidecar/draft", "name/pattern")
        ]
        for unit in ("甲", "乙", "丙")
    }
    assert told == {
        "甲": [("sidecar/draft", 3)],
        "乙": [("name/pattern", None), ("sidecar/draft", 2)],
        "丙": [("sidecar/draft", 1)],
    }


def test_a_waiver_of_any_of_its_units_covers_what_a_joint_record_lacks() -> None:
    waiver = {"code": "complete/role", "unit": "乙", "reason": "停电", "author": "甲", "until": "2026-01-01"}
    records = {"2025/10_会议/01_例会/2025-03-14 联合例会": JOINT}
    report = judged(records, "2025-04-01", units=SHARED, waivers=[waiver])
    assert [f.waived for f in report.findings if f.code == "complete/role"] == ["停电"]


def test_without_units_nothing_is_counted_and_that_is_said() -> None:
    report = judged({}, "2025-08-01", units=[])
    assert report.coverage == ()
    assert ("archive.yaml", "not-run.units") in [(item.path, item.reason) for item in report.not_run]


@pytest.mark.parametrize(
    ("status", "unit", "asked"),
    [
        ("filed", [], "finding"),
        ("draft", [], "not run"),
        ("filed", ["甲"], ""),
        ("draft", ["乙"], ""),
    ],
)
def test_whose_a_shared_record_is_must_be_said(status: str, unit: list[str], asked: str) -> None:
    records = {"2025/10_会议/01_例会/2025-03-14 例会": meeting("2025-03-14", status=status, unit=unit)}
    report = judged(records, "2025-04-01", units=SHARED)
    invalid = [f for f in report.findings if f.params.get("reason_key") == "sidecar.unit"]
    not_run = [item for item in report.not_run if item.reason == "not-run.whose"]
    assert (bool(invalid), bool(not_run)) == (asked == "finding", asked == "not run")


def test_what_no_rule_counts_needs_no_unit() -> None:
    letter = paper("letter", "2025-03-14")
    report = judged({"2025/20_材料/01_来文/2025-03-14 来文": letter}, "2025-04-01", units=SHARED)
    assert {f.code for f in report.findings} == {"layout/missing-folder"}
    assert [item.reason for item in report.not_run if item.reason == "not-run.whose"] == []


@pytest.mark.parametrize(
    ("units", "entries", "whole"),
    [([], [["甲"], ["乙"]], True), ([], [["甲"], []], False), (["甲"], [[], []], True)],
)
def test_a_shared_book_names_the_unit_of_every_entry_or_its_own(
    units: list[str], entries: list[list[str]], whole: bool
) -> None:
    events = [{"date": f"2025-03-1{n}", "unit": told} for n, told in enumerate(entries)]
    book = meeting("2025-03-31", unit=units, events=events)
    report = judged({"2025/10_会议/01_例会/2025-03-31 记录本": book}, "2025-04-01", units=SHARED)
    told = [f for f in report.findings if f.params.get("reason_key") == "sidecar.unit"]
    assert bool(told) != whole


def test_a_long_record_that_counts_nowhere_is_named_where_something_is_missing() -> None:
    path = "2025/10_会议/01_例会/2025 例会记录本"
    report = judged({path: meeting("2025")}, "2025-04-30")
    (finding,) = [f for f in report.findings if f.rule == "10.meeting.count"]
    assert finding.params["unplaced"] == [path]
    for language in ("zh", "en"):
        assert path in message(finding, Speaker(CATALOG, language))


def test_a_joint_finding_names_all_its_units() -> None:
    records = {"2025/10_会议/01_例会/2025-03-14 联合例会": JOINT}
    made = material(records, date(2025, 4, 1), units=SHARED)
    (finding,) = [f for f in audit(made, ()).findings if f.code == "complete/role"]
    names = {unit["id"]: unit["name"] for unit in SHARED}
    assert whose(finding, ["甲", "乙", "丙"], Speaker(CATALOG, "zh", tiny(), names)) == "甲支部、乙支部"
    assert whose(finding, ["甲"], Speaker(CATALOG, "zh", tiny(), names)) == ""
