"""The catalogue of supporting material: by category without a profile, by indicator with one."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from judged import CATALOG, material, meetings, tiny
from scored import parsed, scored, written

from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.lists import lists
from archive_tool.report.evidence import Point, Proof, periods, proofs
from archive_tool.report.inspection import Inspection

RULE = "10.meeting.count"
LEAF = f"points: 5\nrules: [{RULE}]\ndeductions: [{{per: missing-record, points: 1}}]"
HELD = meetings("2025-02-03", "2025-05-06")
AS_OF = date(2026, 3, 31)
TITLES = {"2025/10_会议/01_例会/2025-02-03 例会", "2025/10_会议/01_例会/2025-05-06 例会"}


def shown(profile: str | None) -> list[Proof]:
    seen = material(HELD, AS_OF, 2025)
    seen = replace(seen, profile=parsed(profile) if profile else None)
    speaker = Speaker(CATALOG, "zh", tiny(), {"b": "支部"})
    told = Inspection(audit(seen, ()), (), speaker, tiny(), "9.9", "/库", "甲社", ("支部",))
    score = scored(profile, HELD) if profile else None
    return list(proofs(lists(seen), replace(told, score=score)))


def test_without_a_profile_it_goes_by_category_and_rule() -> None:
    found = shown(None)
    assert [one.point.group for one in found] == sorted(one.point.group for one in found)
    assert {one.path for one in found if one.point.name == "例会"} == {*TITLES, ""}
    assert {one.state for one in found if not one.path} == {"missing"}


def test_with_a_profile_it_goes_by_indicator_and_an_unserved_one_says_why() -> None:
    by_hand = "points: 5\nkind: manual"
    found = shown(written(LEAF, by_hand))
    assert {one.point for one in found} == {Point("1 一", "1.1 一"), Point("1 一", "1.2 一")}
    assert {one.path for one in found if one.point.name == "1.1 一" and one.path} == TITLES
    (hand,) = [one for one in found if one.point.name == "1.2 一"]
    assert (hand.path, hand.state) == ("", "unserved")
    assert hand.title == CATALOG.messages["score.state.manual"].zh


def test_a_rule_that_two_indicators_name_serves_both() -> None:
    found = shown(written(LEAF, LEAF))
    paths = {name: {one.path for one in found if one.point.name == name} for name in ("1.1 一", "1.2 一")}
    assert paths["1.1 一"] == paths["1.2 一"] == {*TITLES, ""}


def test_under_an_indicator_of_several_rules_each_row_that_lacks_says_of_what() -> None:
    both = LEAF.replace(f"[{RULE}]", f"[{RULE}, 10.lesson.count]")
    lacking = {
        (one.title, one.period)
        for one in shown(written(both, "points: 5\nkind: manual"))
        if one.state == "missing"
    }
    assert lacking == {
        ("缺少“例会”", "2025-Q3"), ("缺少“例会”", "2025-Q4"), ("缺少“党课”", "2025-H1"), ("缺少“党课”", "2025-H2"),
    }  # fmt: skip
    assert {one.title for one in shown(written(LEAF, LEAF)) if one.state == "missing"} == {"缺少"}


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (["2025-01", "2025-03"], "2025年1月、2025年3月"),
        (["2025-01", "2025-03", "2025-04", "2025-09"], "2025年1月至2025年9月（4 期）"),
        # A year and its halves do not follow one another.
        (["2025", "2025-H1", "2025-H2"], "2025年、2025年上半年、2025年下半年"),
        (["2025-01", "2025-02", "2025-03", "2025"], "2025年1月至2025年3月、2025年"),
    ],
)
def test_many_periods_are_told_by_the_first_and_the_last_where_they_follow_one_another(
    labels: list[str], words: str
) -> None:
    speaker = Speaker(CATALOG, "zh", tiny(), {"b": "支部"})
    report = audit(material(HELD, AS_OF, 2025), ())
    told = Inspection(report, (), speaker, tiny(), "9.9", "/库", "甲社", ("支部",))
    assert periods(labels, told) == words


def test_what_nobody_can_tell_is_not_said_to_lack() -> None:
    report, speaker = audit(material(HELD, AS_OF, 2025), ()), Speaker(CATALOG, "zh", tiny())
    rows = tuple(
        replace(row, uncertain=row.expected) if row.status == "missing" else row for row in report.coverage
    )
    told = Inspection(replace(report, coverage=rows), (), speaker, tiny(), "9.9", "/库", "甲社", ("支部",))
    found = [one for one in proofs(lists(material(HELD, AS_OF, 2025)), told) if not one.path]
    assert {(one.state, one.title) for one in found} == {("uncertain", "待核")}


def test_of_many_rows_about_one_point_each_record_is_told_once_and_soon() -> None:
    """Rows that ask for nothing of their own, as those of roles: they add what no other row has told."""
    seen = replace(material(HELD, AS_OF, 2025), profile=parsed(written(LEAF, LEAF)))
    report = audit(seen, ())
    (count, *_) = (row for row in report.coverage if row.records and row.rule == RULE)
    rows = tuple(replace(count, kind="roles", records=(f"{at // 2}",)) for at in range(20_000))
    told = Inspection(
        replace(report, coverage=rows),
        (),
        Speaker(CATALOG, "zh", tiny(), {}),
        tiny(),
        "9.9",
        "/库",
        "甲社",
        ("支部",),
    )
    told = replace(told, score=scored(written(LEAF, LEAF), HELD))
    started = time.process_time()
    found = list(proofs(lists(seen), told))
    assert [one.path for one in found if one.point.name == "1.1 一"] == [f"{at}" for at in range(10_000)]
    assert time.process_time() - started < 3.0
