"""Archives of many units: each gets its own, in time, and what is nobody's is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import BRANCH, CATALOG, judged, material, meeting, rows

from archive_tool.core import checks
from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.checks import items
from archive_tool.core.model import Finding, Report
from archive_tool.core.narrow import of_unit
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
        patched.setattr(checks.count, "falls", counting)
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
