"""Where each category stands: sums that add up, findings where they lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from judged import CATALOG, judged, meetings, tiny
from judged import material as material_of

from archive_tool.core.model import CoverageRow, Finding, Params, Report
from archive_tool.core.standing import SEVERAL, Standing, by_category, by_unit, total

RULE = "10.meeting.count"
MATERIAL = material_of({}, date(2025, 12, 31), 2025)


def row(status: str, found: int, expected: int = 1, unit: str = "b", uncertain: int = 0) -> CoverageRow:
    return CoverageRow(
        RULE, "count", "activity:meeting", unit, None, "2025", expected, found, 0, uncertain, 0, status, date(2025, 12, 31)  # type: ignore[arg-type]
    )  # fmt: skip


def finding(
    path: str,
    severity: str = "error",
    rule: str | None = None,
    waived: str | None = None,
    unit: str | None = "b",
    units: list[str] | None = None,
) -> Finding:
    params: Params = {"units": units} if units else {}
    return Finding("file/empty", severity, path, params, rule=rule, unit=unit, waived=waived)  # type: ignore[arg-type]


def report(rows: list[CoverageRow], findings: list[Finding] | None = None) -> Report:
    return Report(date(2025, 12, 31), (2025,), 0, 0, 0, tuple(rows), tuple(findings or ()), ())


def standing(
    rows: list[CoverageRow], findings: list[Finding] | None = None, **config: object
) -> dict[str, Standing]:
    settings = replace(MATERIAL.config, **config)  # type: ignore[arg-type]
    return {one.code: one for one in by_category(report(rows, findings), tiny(), settings)}


def test_every_category_is_there_in_the_schemes_order_and_what_lies_in_none() -> None:
    assert list(standing([])) == [*tiny().categories, ""]


@pytest.mark.parametrize(
    ("status", "found", "expected", "told"),
    [
        ("met", 1, 1, {"found": 1}),
        ("met", 3, 1, {"found": 1}),
        ("missing", 0, 4, {"missing": 4}),
        ("insufficient", 3, 4, {"found": 3, "short": 1}),
        ("due", 1, 4, {"found": 1, "due": 3}),
        ("waived", 1, 4, {"found": 1, "waived": 3}),
        ("not-applicable", 0, 0, {}),
    ],
)
def test_a_row_is_split_into_numbers_that_add_up(
    status: str, found: int, expected: int, told: dict[str, int]
) -> None:
    one = standing([row(status, found, expected)])["10"]
    assert one == Standing("10", expected=expected, **told)
    assert one.expected == one.found + one.missing + one.short + one.due + one.waived
    assert one.judged == one.found + one.missing + one.short


def test_what_is_too_much_in_one_period_does_not_hide_what_lacks_in_another() -> None:
    one = standing([row("met", 5), row("missing", 0)])["10"]
    assert (one.expected, one.found, one.missing) == (2, 1, 1)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("2025/10_会议", "10"),
        ("2025/10_会议/01_例会/2025-03-01 例会/记录.txt", "10"),
        ("2025/20_材料/散落.txt", "20"),
        ("在办/20_材料/某事", "20"),
        ("旧资料/会议/2019/记录.txt", "10"),
        ("旧资料/别的.txt", ""),
        ("收件箱/10_会议/记录.txt", ""),
        ("archive.yaml", ""),
        ("2025", ""),
        ("10_会议/记录.txt", ""),
    ],
)
def test_a_finding_belongs_to_the_category_it_lies_in(path: str, code: str) -> None:
    leaf = next(leaf.code for leaf in tiny().leaves.values() if leaf.category == "10")
    told = standing([], [finding(path)], map={"旧资料/会议": leaf})
    assert [one.code for one in told.values() if one.errors] == [code]


def test_a_finding_of_a_rule_belongs_to_the_rules_category_wherever_it_points() -> None:
    assert standing([], [finding("archive.yaml", rule=RULE)])["10"].errors == 1


def test_warnings_count_apart_and_waived_and_infos_not_at_all() -> None:
    many = [
        finding("2025/10_会议", "warning"),
        finding("2025/10_会议", "info"),
        finding("2025/10_会议", waived="说明过"),
    ]
    one = standing([], many)["10"]
    assert (one.errors, one.warnings, one.is_clean) == (0, 1, False)


def test_with_units_that_have_folders_the_category_is_found_below_them() -> None:
    branch = {"id": "b", "name": "支部", "kind": "branch", "folder": "支部"}
    made = material_of({}, date(2025, 12, 31), 2025, units=[branch])
    told = by_category(
        report([], [finding("支部/2025/10_会议/x"), finding("支部/在办/20_材料/y")]), tiny(), made.config
    )
    assert [one.code for one in told if one.errors] == ["10", "20"]


def test_units_stand_by_what_is_asked_of_them() -> None:
    told = by_unit(report([row("met", 1, unit="b"), row("missing", 0, unit="c")], [finding("x")]))
    assert [(one.code, one.found, one.missing, one.errors) for one in told] == [
        ("b", 1, 0, 1),
        ("c", 0, 1, 0),
    ]


def test_by_unit_and_by_category_sum_up_to_the_same() -> None:
    """What is of a unit that is asked nothing, of several or of none has a row too."""
    rows = [row("met", 1, unit="b"), row("missing", 0, unit="c", uncertain=1)]
    found = [
        finding("2025/10_会议/甲"),
        finding("2025/10_会议/乙", unit="group"),
        finding("2025/10_会议/丙", unit="b", units=["b", "c"]),
        finding("2025/20_材料/丁", "warning", unit=None),
    ]
    units = by_unit(report(rows, found))
    assert [(one.code, one.errors, one.warnings) for one in units] == [
        ("b", 1, 0), ("c", 0, 0), ("group", 1, 0), (SEVERAL, 1, 0), ("", 0, 1)
    ]  # fmt: skip
    assert total(units) == total(by_category(report(rows, found), tiny(), MATERIAL.config))


def test_of_one_unit_alone_there_is_no_table() -> None:
    assert by_unit(report([row("met", 1)], [finding("x"), finding("y", unit=None)])) == ()


@pytest.mark.parametrize(
    ("status", "found", "uncertain", "told"),
    [
        ("missing", 0, 1, {"missing": 3, "uncertain": 1}),
        ("insufficient", 3, 5, {"found": 3, "uncertain": 1}),
        ("met", 4, 2, {"found": 4}),
        ("due", 0, 1, {"due": 4}),
        ("waived", 0, 1, {"waived": 4}),
    ],
)
def test_what_may_be_there_is_not_missing(
    status: str, found: int, uncertain: int, told: dict[str, int]
) -> None:
    one = standing([row(status, found, 4, uncertain=uncertain)])["10"]
    assert one == Standing("10", expected=4, **told)
    assert one.is_clean == (not {"missing", "short", "uncertain"} & told.keys())


def test_the_total_of_a_real_report_is_that_of_its_rows() -> None:
    found = judged(meetings("2025-02-03", "2025-03-04"), "2025-12-31", 2025)
    everything = total(by_category(found, tiny(), MATERIAL.config))
    asked = [r for r in found.coverage if r.kind == "count" and r.status != "not-applicable"]
    assert everything.expected == sum(r.expected for r in asked) > 0
    assert everything.errors == sum(f.severity == "error" for f in found.findings)
    assert CATALOG.findings
