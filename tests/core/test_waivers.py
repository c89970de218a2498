"""Waivers: what they cover, until when, and when they are of no use any more."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, judged, material, meeting, paper, tiny

from archive_tool.core.config import Waiver
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Finding, Interpreted
from archive_tool.core.records import make_record
from archive_tool.core.tree import Holding, Place
from archive_tool.core.waivers import covers, record_waivers, waive

SEVERITIES = {"waiver/expired": "error", "waiver/unused": "info"}
DAY = date(2025, 4, 20)
GIVEN = {"code": "complete/missing", "reason": "公休", "author": "甲", "until": "2030-12-31"}
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
    ],
)
def test_unused_is_said_only_when_the_finding_could_have_been(period: str, as_of: str, unused: bool) -> None:
    given: dict[str, Any] = {"code": "complete/role", "reason": "无", "author": "甲", "until": "2030-12-31"}
    report = judged({}, as_of, waivers=[{**given, "period": period}] if period else [given])
    assert ("waiver/unused" in [finding.code for finding in report.findings]) == unused


def test_of_two_that_cover_one_finding_none_is_unused() -> None:
    assert said(waiver(), waiver(rule="r")) == [("complete/missing", "公休"), ("complete/role", None)]


@pytest.mark.parametrize("code", ["fixity/changed", "guard/unchecked", "file/damaged", "file/encrypted"])
def test_what_is_damaged_or_forbidden_is_never_waived(code: str) -> None:
    with pytest.raises(CannotRun, match=r"config\.not-waivable"):
        judged({}, "2025-04-20", waivers=[{**GIVEN, "code": code}])


@pytest.mark.parametrize("lacking", ["reason", "author", "until"])
@pytest.mark.parametrize("value", ["", "  "])
def test_a_waiver_without_reason_author_or_last_day_is_refused(lacking: str, value: str) -> None:
    with pytest.raises(CannotRun, match="strict") as refused:
        judged({}, "2025-04-20", waivers=[{**GIVEN, lacking: value}])
    assert refused.value.params["key"] == f"yaml:waivers.0.{lacking}"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ({"unit": "支部"}, ("b", "", "", "")),  # by name
        ({"unit": "一支部"}, ("b", "", "", "")),  # by alias
        ({"whom": "第一小组"}, ("", "g", "", "")),  # a group stands by its id in findings
        ({"whom": "张三"}, ("", "张三", "", "")),
        ({"period": "2025年第一季度"}, ("", "", "2025-Q1", "")),
        ({"period": "2025.3.14"}, ("", "", "2025-03-14", "")),
        ({"path": "2025\\10_会议\\"}, ("", "", "", "2025/10_会议")),  # as Windows writes it
        ({"path": "./2025//10_会议"}, ("", "", "", "2025/10_会议")),  # as a terminal completes it
    ],
)
def test_addresses_are_understood_as_people_write_them(
    written: dict[str, str], address: tuple[str, ...]
) -> None:
    units = [
        {**BRANCH, "aliases": ["一支部"]},
        {"id": "g", "name": "第一小组", "kind": "group", "parent": "b"},
    ]
    made = material({}, DAY, units=units, waivers=[{**GIVEN, **written}])
    (found,) = made.config.waivers
    assert (found.unit, found.whom, found.period, found.path) == address


@pytest.mark.parametrize("period", ["nonsense", "2025-Q5", "2025-13", "去年"])
def test_a_time_that_is_none_is_refused_with_its_line(period: str) -> None:
    with pytest.raises(CannotRun, match=r"strict\.period") as refused:
        judged({}, "2025-04-20", waivers=[{**GIVEN, "period": period}])
    assert refused.value.params["value"] == period and refused.value.line


def test_a_path_is_the_same_however_the_disk_spells_its_accents() -> None:
    finding = Finding("name/pattern", "warning", unicodedata.normalize("NFD", "2025/20/Café/来文.txt"))
    assert covers(waiver("name/pattern", path=unicodedata.normalize("NFC", "2025/20/Café")), finding)


@pytest.mark.parametrize("rule", ["10.meeting.roles", "20.ledger.deadline"])
def test_a_row_is_waived_when_all_its_findings_are(rule: str) -> None:
    ledger = paper("ledger", "2025-03-01", items=[{"no": "1", "text": "修门", "due": "2025-03-20"}])
    records = {
        "2025/10_会议/01_例会/2025-03-14 例会": meeting("2025-03-14", files=["记录.txt"]),
        "2025/20_材料/02_计划/2025-03-01 台账": ledger,
    }
    code = {"10.meeting.roles": "complete/role", "20.ledger.deadline": "complete/overdue"}[rule]
    report = judged(records, "2025-04-20", waivers=[{**GIVEN, "code": code, "rule": rule}])
    assert {row.status for row in report.coverage if row.rule == rule} == {"waived"}
    assert [f.waived for f in report.findings if f.code == code] == ["公休"]


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
    told = [{**written, "rule": "10.meeting.roles"}, {**written, "rule": "10.meeting.rolse"}]
    holding = Holding("2025/05/01/会", Place("b", 2025, "05", "05.01"), True, (), "会/_item.yaml", True)
    record = make_record(holding, Interpreted({"waivers": told}, {}), {}, described=True)  # type: ignore[dict-item]
    found, refused = record_waivers(record, frozenset({"complete/role"}), tiny().rules, {})
    assert [waiver.rule for waiver in found] == ["10.meeting.roles"]
    assert [(number, error.params["nearest"]) for number, error in refused] == [(1, "10.meeting.roles")]


def test_a_row_is_waived_whatever_other_waivers_there_are_for_it() -> None:
    address = {"rule": "10.meeting.count", "unit": "b", "period": "2025-Q1"}
    old = {**GIVEN, **address, "until": "2025-04-19"}
    idle = {**GIVEN, **address, "code": "complete/insufficient"}
    report = judged({}, "2025-04-20", waivers=[old, {**GIVEN, **address}, idle])
    (row,) = (row for row in report.coverage if row.rule == "10.meeting.count" and row.period == "2025-Q1")
    assert row.status == "waived"
    # The one whose time was over is renewed by the other: only the idle one is told.
    assert [f.code for f in report.findings if f.code.startswith("waiver/")] == ["waiver/unused"]


def test_a_waiver_whose_matter_is_settled_is_unused_whether_or_not_it_ended() -> None:
    ended = date(2025, 4, 19)
    assert said(waiver(until=ended, period="2025-Q2"))[2:] == [("waiver/unused", None)]
    assert said(waiver(until=ended, period="2025-Q1"))[2:] == [("waiver/expired", None)]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (waiver(rule="r", period="2025-H1"), ("waiver.other-time", "2025-Q1")),
        (waiver("complete/insufficient", rule="r"), ("waiver.other-code", "complete/missing")),
        (waiver(period="2025-01"), ("waiver.other-time", "2025-Q1")),  # of no rule that it names
        (waiver("complete/role", path="2025/05/02"), ("waiver.no-place", "2025/05/02")),
        (waiver("complete/role", path="2025/05/03"), ("waiver.gone", None)),
        (waiver(rule="x"), ("waiver.gone", None)),
        (waiver(rule="off"), ("waiver.off", "off")),
        (waiver("consistency/burst"), ("waiver.off", "consistency/burst")),
    ],
)
def test_an_unused_waiver_says_what_there_is_instead(written: Waiver, told: tuple[str, str | None]) -> None:
    off = {"off", "consistency/burst"}
    found = [MISSING, ROLE], [written], [written], DAY, SEVERITIES, None, ["2025", "2025/05/03"], off
    *_, unused = waive(*found)  # type: ignore[arg-type]
    assert (unused.params["reason_key"], unused.params.get("found")) == told


@pytest.mark.parametrize(
    ("code", "rule", "refused"),
    [
        ("complete/missing", "10.meeting.count", ""),
        ("complete/role", "10.meeting.count", "config.waiver-rule"),
        ("waiver/expired", "", "config.not-waivable"),
        ("waiver/unused", "", "config.not-waivable"),
    ],
)
def test_a_waiver_that_could_never_apply_is_refused(code: str, rule: str, refused: str) -> None:
    written = {**GIVEN, "code": code, **({"rule": rule} if rule else {})}
    if not refused:
        assert judged({}, "2025-04-20", waivers=[written])
        return
    with pytest.raises(CannotRun) as error:
        judged({}, "2025-04-20", waivers=[written])
    assert error.value.key == refused


PER_MEMBER = {"code": "complete/missing", "rule": "20.promise.count", "period": "2099"}


@pytest.mark.parametrize(
    ("config", "whom", "told"),
    [
        ({"members": ["甲", "张三丰"]}, "丁", [("waiver.nobody", "")]),
        ({"members": ["甲", "张三丰"]}, "张三峰", [("waiver.nobody-nearest", "张三丰")]),
        ({"members": ["甲", {"name": "乙", "to": "2024-12-31"}]}, "乙", []),  # who left was asked once
        ({"members": [{"from": "2025-01-01", "value": ["甲"]}, {"from": "2025-03-01", "value": ["丙"]}]}, "甲", []),
        ({"members": 3}, "丁", []),  # nobody knows who they are
        ({"members": [{"from": "2025-01-01", "value": 3}, {"from": "2025-03-01", "value": ["丙"]}]}, "丁", []),
        ({}, "丁", []),
    ],
)  # fmt: skip
def test_a_waiver_for_nobody_is_told_though_its_time_is_not_judged(
    config: dict[str, Any], whom: str, told: list[tuple[str, str]]
) -> None:
    waivers = [{**GIVEN, **PER_MEMBER, "whom": whom}]
    report = judged({}, "2025-04-20", units=[{**BRANCH, **config}], waivers=waivers)
    unused = [finding for finding in report.findings if finding.code == "waiver/unused"]
    assert [(one.params["reason_key"], one.params["nearest"]) for one in unused] == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"rule": "", "whom": "丁"}, True),  # any count may be meant: none asks her
        ({"rule": "", "whom": "甲"}, False),
        ({"rule": "", "whom": "g"}, False),
        ({"rule": "", "unit": "b", "whom": "g2"}, True),  # its groups are listed
        ({"rule": "10.meeting.count", "whom": "丁"}, False),  # that rule asks nobody by name
        (
            {"rule": "20.ledger.deadline", "code": "complete/overdue", "whom": "丁"},
            False,
        ),  # whoever the list names
    ],
)
def test_only_counts_of_those_who_are_listed_know_whom_they_ask(given: dict[str, str], told: bool) -> None:
    group = {"id": "g", "name": "小组", "kind": "group", "parent": "b"}
    written = {key: value for key, value in {**GIVEN, **PER_MEMBER, **given}.items() if value}
    report = judged({}, "2025-04-20", units=[{**BRANCH, "members": ["甲"]}, group], waivers=[written])
    assert any("nobody" in str(one.params.get("reason_key")) for one in report.findings) == told


OVER = date(2025, 4, 19)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"rule": "r", "period": "2025-Q1"}, {"rule": "r", "period": "2025-Q1"}, []),
        ({"rule": "r", "period": "2025-Q1"}, {"path": "2025"}, []),  # it covers all that the old one did
        ({"path": "2025"}, {"rule": "r", "unit": "c"}, ["waiver/expired", "waiver/unused"]),
        ({"rule": "x"}, {"rule": "x"}, ["waiver/unused"]),  # neither is of use: said once
    ],
)
def test_one_that_another_line_renews_is_not_told(
    old: dict[str, str], new: dict[str, str], told: list[str]
) -> None:
    found = said(waiver(until=OVER, **old), waiver(**new))
    assert [code for code, _ in found[2:]] == told


def test_one_that_was_renewed_and_is_over_again_is_told() -> None:
    codes = [code for code, _ in said(waiver(until=date(2025, 1, 31)), waiver(until=OVER))]
    assert codes[2:] == ["waiver/expired", "waiver/expired"]
