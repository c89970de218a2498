"""What is new and what was solved between two audits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import BRANCH, material, meeting, meetings

from archive_tool.core.audit import audit
from archive_tool.core.changes import Changes, Earlier, asked_units, compare, judged_by
from archive_tool.core.model import FileFacts, Finding, Report
from archive_tool.core.silenced import Silenced, unread_then

DAMAGED = Finding("file/damaged", "error", "2025/甲.docx", record="2025/甲.docx", record_id="a" * 12)
ROLE = Finding("complete/role", "error", "2025/会", rule="10.meeting.roles", unit="b", period="2025-03-14",
               record="2025/会", record_id="b" * 12)  # fmt: skip
MISSING = Finding(
    "complete/missing", "error", "2025/例会", rule="10.meeting.count", unit="b", period="2025-Q1"
)
EMPTY = Report(date(2025, 12, 31), (2025,), 0, 0, 0, (), (), ())


def always(finding: Finding) -> bool:
    return True


def never(finding: Finding) -> bool:
    return False


def changes(then: list[Finding], now: list[Finding], **more: Any) -> Changes:
    earlier = Earlier(date(2025, 6, 30), tuple(then), **more)
    return compare(replace(EMPTY, findings=tuple(now)), earlier, always, never)


def test_what_is_in_both_is_neither() -> None:
    found = changes([DAMAGED, MISSING], [ROLE, MISSING])
    assert (found.new, found.solved) == ((ROLE,), (DAMAGED,))


def test_of_equal_ones_the_number_counts() -> None:
    twice = [DAMAGED, replace(DAMAGED, line=3)]
    assert changes([DAMAGED], twice).new == (twice[1],)
    assert len(changes(twice, [DAMAGED]).solved) == 1


@pytest.mark.parametrize(
    "then",
    [
        replace(DAMAGED, record_id=None),  # from a file, which tells no ids; or before it had one
        replace(DAMAGED, path="2025/乙.docx", record="2025/乙.docx"),  # by its id, wherever it lies
        replace(DAMAGED, record_id=None, path="2024/甲.docx", record="2024/甲.docx"),  # moved
    ],
)
def test_a_record_is_known_by_its_id_else_by_its_path(then: Finding) -> None:
    found = changes([then], [DAMAGED])
    assert (found.new, found.solved) == ((), ())


def test_a_renamed_record_s_finding_is_the_same_by_its_day() -> None:
    then = replace(ROLE, record_id=None, path="2025/旧名", record="2025/旧名")
    assert not changes([then], [ROLE]).new
    two = [ROLE, replace(ROLE, record_id="c" * 12, path="2025/会二", record="2025/会二")]
    assert len(changes([then], two).new) == 2  # nobody can tell which it was


def test_what_is_said_several_times_of_a_renamed_record_or_of_none_by_a_rule_is_the_same() -> None:
    found = replace(ROLE, code="consistency/caption", rule=None)
    twice = [ROLE, replace(ROLE, params={"other": "x"}), found]
    then = [replace(one, record_id=None, path="2025/旧名", record="2025/旧名") for one in twice]
    told = changes(then, twice)
    assert (told.new, told.solved) == ((), ())


def test_under_a_renamed_folder_everything_is_the_same() -> None:
    def lying(top: str) -> list[Finding]:
        papers = [f"{top}/2025/甲/_item.yaml", f"{top}/2025/乙/_item.yaml"]
        return [
            Finding("sidecar/invalid", "error", path, record=path[: -len("/_item.yaml")]) for path in papers
        ]

    told = changes(lying("一支部"), lying("第一支部"))
    assert (told.new, told.solved) == ((), ())
    assert len(changes(lying("一支部"), lying("第一支部")[:1]).solved) == 1


def test_another_file_that_is_damaged_is_no_renamed_one() -> None:
    other = replace(DAMAGED, record_id=None, path="2025/丙.docx", record="2025/丙.docx")
    found = changes([other], [DAMAGED])
    assert (found.new, found.solved) == ((DAMAGED,), (other,))


def test_what_is_waived_now_is_not_solved_and_what_is_not_any_more_is_new() -> None:
    found = changes([MISSING], [replace(MISSING, waived="公休")])
    assert (found.new, found.solved, found.waived) == ((), (), (replace(MISSING, waived="公休"),))
    assert changes([], [MISSING]).new == (MISSING,)  # the earlier one had it waived, so not among the open


def judged(finding: Finding, units: tuple[str, ...] = ("b",), **config: Any) -> bool:
    made = material({}, date(2025, 12, 31), 2025, **config)
    return judged_by(made, units)(finding)


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        (MISSING, True),
        (replace(MISSING, period="2024-Q4"), False),
        (replace(MISSING, period="once"), True),
        (replace(MISSING, rule="10.gone.count"), False),
        (replace(MISSING, unit="c"), False),
        (replace(ROLE, period="2024-03-14"), False),
        (Finding("complete/overdue", "error", "x", rule="20.ledger.deadline", unit="b", period="2023-01-01"), True),
        (DAMAGED, True),
        (replace(DAMAGED, code="file/unheard-of"), False),
    ],
)  # fmt: skip
def test_only_what_this_audit_looks_at_can_be_solved(finding: Finding, told: bool) -> None:
    assert judged(finding) == told


def test_a_rule_that_was_turned_off_solves_nothing() -> None:
    assert not judged(MISSING, settings={"10.meeting.count": "off"})


def test_a_planted_defect_is_new_and_its_mending_is_solved() -> None:
    def told(*days: str) -> Report:
        made = material(meetings(*days), date(2025, 12, 31), 2025, units=[BRANCH])
        return audit(made, ())

    whole, lacking = ("2025-02-03", "2025-05-03", "2025-08-03"), ("2025-02-03", "2025-08-03")
    then, now = told(*whole), told(*lacking)
    made = material({}, date(2025, 12, 31), 2025, units=[BRANCH])

    def between(first: Report, second: Report) -> Mapping[str, list[str | None]]:
        found = compare(second, Earlier(first.as_of, first.findings), judged_by(made, {"b"}), never)
        return {"new": [f.period for f in found.new], "solved": [f.period for f in found.solved]}

    assert between(then, now) == {"new": ["2025-Q2"], "solved": []}
    assert between(now, then) == {"new": [], "solved": ["2025-Q2"]}


def test_another_year_or_later_day_is_said() -> None:
    assert changes([], [], years=(2024,)).differs == ("changes.other-years",)
    assert changes([], [], units=frozenset({"c"})).differs == ("changes.other-units",)
    both = changes([], [], years=(2024,), units=frozenset({"c"}))
    assert both.differs == ("changes.other-years",)  # whose units may be others by themselves
    later = compare(EMPTY, Earlier(date(2026, 1, 1), ()), always, never)
    assert later.differs == ("changes.later",)


def test_units_are_those_that_are_asked_something() -> None:
    """A group has a row of other kinds only where there is something: that makes no other question."""
    rows = [("b", "count"), ("group", "roles"), (None, "steps")]
    assert asked_units(rows) == {"b"}


# What cannot be read any more is not solved.

MEETING = "2025/10_会议/01_例会/2025-05-12 例会"
DAMAGED_FACT = FileFacts("f" * 64, "txt", problem="damaged", reason="x")


def compared(then: Mapping[str, Any], now: Mapping[str, Any], **closed: FileFacts | None) -> Changes:
    """Two audits of the year with these records; `closed`: names of files in MEETING, as they are read now."""
    facts = {f"{MEETING}/{name}.txt": fact for name, fact in closed.items()}
    first = material(then, date(2025, 12, 31), 2025)
    second = material(now, date(2025, 12, 31), 2025, facts=facts)
    before, after = audit(first, ()), audit(second, ())
    earlier = Earlier(before.as_of, before.findings)
    silenced = Silenced(second, after, unread_then(before.findings))
    return compare(after, earlier, judged_by(second, {"b"}), silenced)


def test_a_meeting_that_came_and_cannot_be_read_solves_nothing() -> None:
    others = meetings("2025-02-03", "2025-08-03", "2025-11-03")
    found = compared(others, {**others, MEETING: meeting("2025-05-12")}, 记录=DAMAGED_FACT, 签到=DAMAGED_FACT)
    assert [(one.code, one.period) for one in found.unread] == [("complete/missing", "2025-Q2")]
    assert found.solved == ()


def test_a_record_of_which_a_file_cannot_be_read_any_more_solves_nothing() -> None:
    others = meetings("2025-02-03", "2025-08-03", "2025-11-03")
    bare = {**others, MEETING: meeting("2025-05-12", files=["照片.jpg", "记录.txt"])}
    whole = {**others, MEETING: meeting("2025-05-12", files=["照片.jpg", "记录.txt", "签到.txt"])}
    assert [one.code for one in compared(bare, whole).solved] == ["complete/role"]
    found = compared(bare, whole, 签到=DAMAGED_FACT)
    assert ([one.code for one in found.unread], found.solved) == (["complete/role"], ())


def test_a_file_that_was_damaged_then_too_silences_nothing() -> None:
    said = Finding("file/no-text", "info", f"{MEETING}/记录.txt", record=MEETING)
    now = material({MEETING: meeting("2025-05-12")}, date(2025, 12, 31), 2025,
                   facts={f"{MEETING}/记录.txt": DAMAGED_FACT})  # fmt: skip
    for then, told in ((frozenset[str](), True), (frozenset({said.path}), False)):
        assert Silenced(now, EMPTY, then)(said) == told
    assert not Silenced(now, EMPTY, frozenset())(Finding("layout/stray-file", "error", said.path))


def test_what_an_earlier_audit_could_not_read_is_told_by_its_findings() -> None:
    damaged, unopened = Finding("file/damaged", "error", "甲.docx"), "乙.docx"
    assert unread_then([damaged, ROLE], [unopened]) == {"甲.docx", "乙.docx"}
