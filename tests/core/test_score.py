"""The score of small archives by small profiles: every clause, every limit, and what costs nothing."""

from __future__ import annotations

from typing import Any

import pytest
from judged import BRANCH, DRAFT, meeting, meetings, paper
from scored import leaf, plain, scored, sums, written

from archive_tool.core.model import FileFacts, Finding

QUARTERS = meetings("2025-02-10", "2025-05-12", "2025-08-11", "2025-11-10")
TWO = meetings("2025-02-10", "2025-05-12")
COUNTED = """
    points: 10
    rules: [10.meeting.count]
    deductions: [{per: missing-record, points: 3}]
"""


def place(day: str) -> str:
    return f"2025/10_会议/01_例会/{day} 例会"


def test_all_that_is_asked_for_is_worth_all_points() -> None:
    found = scored(written(COUNTED), QUARTERS)
    assert sums(found) == ("10", "10", "10")
    assert (found.verdict, leaf(found).deductions) == ("scored", ())


def test_each_missing_record_costs_and_says_whose_when_and_what() -> None:
    found = scored(written(COUNTED), TWO)
    assert sums(found) == ("4", "10", "10")
    third, fourth = leaf(found).deductions
    assert (third.rule, third.unit, third.period) == ("10.meeting.count", "b", "2025-Q3")
    assert (third.expected, third.found, third.times, plain(third.points)) == (1, 0, 1, "3")
    assert third.finding is not None and third.finding.code == "complete/missing"
    assert fourth.period == "2025-Q4"


def test_what_was_found_is_the_evidence_where_too_little_was_found() -> None:
    found = scored(written(COUNTED), QUARTERS, settings={"10.meeting.count": 3})
    first = leaf(found).deductions[0]
    assert (first.expected, first.found, first.times, plain(first.full)) == (3, 1, 2, "6")
    assert first.records == (place("2025-02-10"),)


def test_missing_and_insufficient_take_once_for_a_row() -> None:
    by_row = """
        points: 10
        rules: [10.meeting.count]
        deductions:
        - {per: missing, points: 2}
        - {per: insufficient, points: "0.5"}
    """
    found = scored(written(by_row), TWO, settings={"10.meeting.count": 3})
    told = [(one.clause.per, one.period, plain(one.points)) for one in leaf(found).deductions]
    assert told == [
        ("missing", "2025-Q3", "2"),
        ("missing", "2025-Q4", "2"),
        ("insufficient", "2025-Q1", "0.5"),
        ("insufficient", "2025-Q2", "0.5"),
    ]
    assert plain(found.points) == "5"


def test_papers_that_an_occasion_lacks_cost_one_by_one_and_only_those_that_are_meant() -> None:
    bare = {**QUARTERS, place("2025-05-12"): meeting("2025-05-12", files=["照片.jpg"])}
    both = 'points: 5\nrules: [10.meeting.roles]\ndeductions: [{per: missing-role, points: "0.5"}]'
    one = 'points: 5\nrules: [10.meeting.roles]\ndeductions: [{per: missing-role, roles: [minutes], points: "0.5"}]'
    found = scored(written(both, one), bare)
    (of_both,), (of_one,) = leaf(found, 1).deductions, leaf(found, 2).deductions
    assert (of_both.times, plain(of_both.points), of_both.records) == (2, "1", (place("2025-05-12"),))
    assert (of_one.times, plain(of_one.points)) == (1, "0.5")
    assert sums(found) == ("8.5", "10", "10")


def test_a_minute_book_without_sheets_costs_once_as_it_is_told_once() -> None:
    days = ["2025-02-10", "2025-05-12", "2025-08-11", "2025-11-10"]
    book = {
        "2025/10_会议/01_例会/2025 会议记录本": meeting(
            "2025", events=[{"date": day, "activity": ["meeting"]} for day in days], files=["记录.txt"]
        )
    }
    clauses = [
        f"points: 5\nrules: [10.meeting.roles]\ndeductions: [{clause}]"
        for clause in ("{per: missing-role, points: 1}", "{per: finding, codes: [complete/role], points: 1}")
    ]
    found = scored(written(*clauses), book)
    for number in (1, 2):
        (only,) = leaf(found, number).deductions
        assert (only.times, plain(only.points), only.period) == (1, "1", "2025")
    assert sums(found) == ("8", "10", "10")


def test_each_empty_field_of_what_the_rules_counted_costs() -> None:
    blank = """
        points: 10
        rules: [10.meeting.count]
        deductions: [{per: blank-field, points: 1}]
    """
    counted, other = place("2025-05-12"), "2025/20_材料/01_来文/2025-05-12 来文"
    empty, wrong = {"reason_key": "sidecar.required"}, {"reason_key": "sidecar.enum"}
    said = [
        Finding("sidecar/invalid", "error", f"{record}/_item.yaml", {"field": field, **why}, record=record)
        for record, field, why in (
            (counted, "field:author", empty),
            (counted, "field:title", empty),
            (counted, "field:security", wrong),
            (other, "field:author", empty),
        )
    ]
    found = scored(written(blank), QUARTERS, beside=said)
    assert [(one.records, one.finding) for one in leaf(found).deductions] == [
        ((counted,), said[0]),
        ((counted,), said[1]),
    ]
    assert plain(found.points) == "8"


def test_each_step_that_a_case_lacks_costs() -> None:
    steps = """
        points: 10
        rules: [20.admission.steps]
        deductions: [{per: missing-step, points: "0.2"}]
    """
    case = paper("letter", "2025-01-10", title="甲", files=["2025-01-10 申请书.txt", "2025-12-01 审批.txt"])
    found = scored(written(steps), {"在办/20_材料/甲": case})
    (one,) = leaf(found).deductions
    assert (one.times, plain(one.full)) == (2, "0.4")
    assert one.finding is not None
    assert one.finding.params["steps"] == ["20.admission.steps/talk", "20.admission.steps/vote"]


def test_findings_of_named_codes_cost_and_patterns_name_several() -> None:
    held = {
        place(day): meeting(day, event={"present": 8}) for day in ("2025-02-10", "2025-08-11", "2025-11-10")
    }
    held[place("2025-05-12")] = meeting("2025-05-12", event={"present": 2})
    quorum = """
        points: 10
        rules: [10.meeting.quorum]
        deductions: [{per: finding, codes: ["consistency/*"], points: 4}]
    """
    found = scored(written(quorum), held, units=[{**BRANCH, "members": 10}])
    (one,) = leaf(found).deductions
    assert one.finding is not None and one.finding.code == "consistency/quorum"
    assert (plain(found.points), one.records) == ("6", (place("2025-05-12"),))


def test_findings_without_a_rule_belong_to_their_category() -> None:
    files = 'points: 10\ncategories: ["10"]\ndeductions: [{per: finding, codes: [file/damaged], points: 1}]'
    damaged: dict[str, FileFacts | None] = {
        f"{place('2025-05-12')}/签到.txt": FileFacts("f" * 64, "txt", problem="damaged", reason="x")
    }
    found = scored(written(files), QUARTERS, facts=damaged)
    assert [one.finding.code for one in leaf(found).deductions if one.finding] == ["file/damaged"]
    assert plain(found.points) == "9"


# What costs nothing.


def test_what_is_due_costs_nothing_and_is_said() -> None:
    found = scored(written(COUNTED), meetings("2026-02-10"), "2026-05-20", 2026)
    assert sums(found) == ("10", "10", "10")
    assert leaf(found).remarks.due == 1


def test_what_is_waived_costs_nothing_and_is_said() -> None:
    waiver = {
        "code": "complete/missing",
        "rule": "10.meeting.count",
        "period": "2025-Q3",
        "reason": "停课",
        "author": "甲",
        "until": "2026-12-31",
    }
    found = scored(written(COUNTED), TWO, waivers=[waiver])
    assert [one.period for one in leaf(found).deductions] == ["2025-Q4"]
    assert leaf(found).remarks.waived == 1
    assert plain(found.points) == "7"


def test_drafts_and_pointers_count_and_are_said() -> None:
    drafted = {place("2025-02-10"): meeting("2025-02-10", **DRAFT)}
    on_paper = {place("2025-05-12"): meeting("2025-05-12", files=[], original_location="柜一")}
    found = scored(written(COUNTED), {**QUARTERS, **drafted, **on_paper})
    assert plain(found.points) == "10"
    assert (leaf(found).remarks.drafts, leaf(found).remarks.pointers) == (1, 1)


# What nobody can tell.

DAMAGED = FileFacts("f" * 64, "txt", problem="damaged", reason="x")


def unread(*days: str) -> dict[str, FileFacts | None]:
    return {f"{place(day)}/{name}": DAMAGED for day in days for name in ("记录.txt", "签到.txt")}


def test_what_could_not_be_read_is_neither_lost_nor_won() -> None:
    found = scored(written(COUNTED), QUARTERS, facts=unread("2025-05-12"))
    assert sums(found) == ("7", "7", "10")
    assert (plain(found.uncertain), [plain(number) for number in found.span]) == ("3", ["7", "10", "10"])
    one = leaf(found)
    (doubt,) = one.doubts
    assert (one.deductions, one.state, one.remarks.uncertain) == ((), "judged", 1)
    assert (doubt.period, doubt.uncertain, plain(doubt.points), doubt.finding) == ("2025-Q2", 1, "3", None)


def test_beside_what_could_not_be_read_what_surely_lacks_still_costs() -> None:
    held = {**QUARTERS}
    del held[place("2025-11-10")]
    # Two are asked for in each quarter: one lacks in three of them, in the second one or two.
    limited = written(COUNTED.replace("points: 3", "points: 1"))
    found = scored(limited, held, facts=unread("2025-05-12"), settings={"10.meeting.count": 2})
    told = [(one.period, one.times) for one in leaf(found).deductions]
    assert told == [("2025-Q1", 1), ("2025-Q2", 1), ("2025-Q3", 1), ("2025-Q4", 2)]
    assert [(one.period, one.times) for one in leaf(found).doubts] == [("2025-Q2", 1)]
    assert sums(found) == ("4", "9", "10")


def test_no_more_is_left_unjudged_than_the_limits_let_be_taken() -> None:
    limited = COUNTED.replace("points: 10", "points: 10\n    max_deduction: 4")
    found = scored(written(limited), TWO, facts=unread("2025-05-12"))
    assert [plain(one.points) for one in leaf(found).deductions] == ["3", "1"]
    assert [plain(one.points) for one in leaf(found).doubts] == ["0"]
    assert sums(found) == ("6", "10", "10")


def test_an_undated_record_of_the_period_is_a_doubt_though_its_row_has_a_finding() -> None:
    undated = {"2025/10_会议/01_例会/2025-05-12 例会": meeting("", title="例会")}
    found = scored(written(COUNTED), {**meetings("2025-02-10", "2025-08-11", "2025-11-10"), **undated})
    (doubt,) = leaf(found).doubts
    assert (doubt.period, leaf(found).deductions) == ("2025-Q2", ())
    assert doubt.finding is not None and doubt.finding.code == "complete/missing"


@pytest.mark.parametrize("per", ["missing", 'finding, codes: ["complete/missing"]'])
def test_clauses_about_rows_and_findings_doubt_too(per: str) -> None:
    clause = f"points: 10\nrules: [10.meeting.count]\ndeductions: [{{per: {per}, points: 3}}]"
    undated = {"2025/10_会议/01_例会/2025-05-12 例会": meeting("", title="例会")}
    found = scored(written(clause), {**meetings("2025-02-10", "2025-08-11"), **undated})
    assert [one.period for one in leaf(found).deductions] == ["2025-Q4"]
    assert [one.period for one in leaf(found).doubts] == ["2025-Q2"]
    assert sums(found) == ("4", "7", "10")


def test_where_nothing_could_be_read_nothing_is_judged() -> None:
    every = "points: 3\nrules: [10.meeting.count]\ndeductions: [{per: missing-record, points: 3}]"
    found = scored(written(every, SEVEN), QUARTERS, facts=unread(*(day[-13:-3] for day in QUARTERS)))
    assert (leaf(found).state, plain(leaf(found).uncertain)) == ("not-judged", "3")


def test_what_could_not_be_read_is_no_veto_and_is_said() -> None:
    found = scored(written(VETO), QUARTERS, facts=unread("2025-05-12"))
    assert found.verdict == "scored"
    assert [reason.period for _, reason in found.doubtful_vetoes] == ["2025-Q2"]


LETTERS = "2025/20_材料/01_来文"


def test_a_paper_that_nobody_could_read_is_a_doubt_of_its_meeting() -> None:
    papers = "points: 5\nrules: [10.meeting.roles]\ndeductions: [{per: missing-role, points: 1}]"
    facts: dict[str, FileFacts | None] = {f"{place('2025-05-12')}/签到.txt": DAMAGED}
    found = scored(written(papers, "kind: manual\npoints: 5"), QUARTERS, facts=facts)
    assert [(one.rule, one.times) for one in leaf(found).doubts] == [("10.meeting.roles", 1)]
    assert (leaf(found).deductions, sums(found)) == ((), ("4", "4", "10"))


def test_an_answer_that_nobody_could_read_is_neither_there_nor_missing() -> None:
    answers = """
        points: 4
        rules: [20.request.pair]
        not_applicable: full
        deductions: [{per: finding, codes: [complete/pair], points: 1}]
    """
    request = f"{LETTERS}/2025-02-10 请示"
    reply = f"{LETTERS}/2025-03-01 批复"
    letters = {
        request: paper("request", "2025-02-10"),
        reply: paper("reply", "2025-03-01", files=["正文.txt"]),
    }
    whole = scored(written(answers, SIX), {**QUARTERS, **letters})
    assert sums(whole) == ("10", "10", "10")
    without = scored(written(answers, SIX), {**QUARTERS, request: letters[request]})
    assert sums(without) == ("9", "10", "10")
    facts: dict[str, FileFacts | None] = {f"{reply}/正文.txt": DAMAGED}
    found = scored(written(answers, SIX), {**QUARTERS, **letters}, facts=facts)
    # Nothing else of it could be judged, so nothing of it is: it is not full for want of being asked.
    assert (leaf(found).state, plain(leaf(found).uncertain)) == ("not-judged", "4")
    assert sums(found) == ("6", "6", "10")


def test_where_the_numbers_of_a_meeting_are_unknown_its_quorum_is_not_full_but_not_judged() -> None:
    quorum = "points: 4\nrules: [10.meeting.quorum]\nnot_applicable: full\ndeductions: [{per: finding, codes: [consistency/quorum], points: 1}]"
    found = scored(written(quorum, SIX), QUARTERS, units=[{**BRANCH, "members": 10}])
    assert (leaf(found).state, leaf(found).remarks.uncertain > 0) == ("not-judged", True)
    assert sums(found) == ("6", "6", "10")


def test_of_two_meetings_the_one_without_numbers_leaves_its_points_unjudged() -> None:
    quorum = "points: 4\nrules: [10.meeting.quorum]\ndeductions: [{per: finding, codes: [consistency/quorum], points: 1}]"
    told = {place("2025-02-10"): meeting("2025-02-10", event={"present": 8})}
    found = scored(written(quorum, SIX), told | meetings("2025-05-12"), units=[{**BRANCH, "members": 10}])
    one = leaf(found)
    assert (plain(one.points), plain(one.judged), plain(one.uncertain)) == ("3", "3", "1")
    assert [(doubt.rule, doubt.times) for doubt in one.doubts] == [("10.meeting.quorum", 1)]


# What nobody looked at, and what there is nothing of.

ROLES = (
    "points: 5\nrules: [10.meeting.roles]\nnot_applicable: full\ndeductions: [{per: missing-role, points: 1}]"
)
OPENED = """
    points: 5
    categories: ["*"]
    deductions: [{per: finding, codes: ["file/*"], points: 1}]
    veto: [{per: finding, codes: [guard/secret]}]
"""
UNOPENED: dict[str, FileFacts | None] = {
    f"{folder}/{name}": None for folder in QUARTERS for name in ("记录.txt", "签到.txt")
}


def test_of_an_archive_that_nobody_has_read_neither_papers_nor_files_are_judged() -> None:
    read, unopened = (scored(written(ROLES, OPENED), QUARTERS, facts=facts) for facts in (None, UNOPENED))
    assert sums(read) == ("10", "10", "10")
    assert (sums(unopened), unopened.verdict) == (("0", "0", "10"), "not-judged")
    assert [(plain(one.uncertain), one.state) for one in unopened.leaves()] == [("5", "not-judged")] * 2
    assert leaf(unopened, 2).remarks.unread == len(UNOPENED)


def test_one_file_that_nobody_has_opened_leaves_open_what_it_may_cost_and_whether_it_is_a_veto() -> None:
    ((first, _), *_rest) = UNOPENED.items()
    found = scored(written(OPENED, SIX.replace("6", "5")), QUARTERS, facts={first: None})
    one = leaf(found)
    assert (plain(one.points), plain(one.judged), plain(one.uncertain)) == ("4", "4", "1")
    assert [(doubt.times, doubt.rule, doubt.finding) for doubt in one.open_doubts] == [(1, None, None)] * 2
    assert (found.verdict, len(found.doubtful_vetoes)) == ("scored", 1)


def test_what_needs_no_reading_is_judged_unread() -> None:
    places = "points: 5\ncategories: ['*']\ndeductions: [{per: finding, codes: [name/illegal], points: 1}]"
    found = scored(written(places, "kind: manual\npoints: 5"), QUARTERS, facts=UNOPENED)
    assert sums(found) == ("5", "5", "10")


@pytest.mark.parametrize("how", ["drop", "scale", "full"])
def test_papers_and_quorum_of_meetings_that_were_not_held_are_not_judged_however_they_count(how: str) -> None:
    looked = ROLES.replace("full", how).replace("points: 5", "points: 4")
    quorum = f"points: 4\nrules: [10.meeting.quorum]\nnot_applicable: {how}\ndeductions: [{{per: finding, codes: [consistency/quorum], points: 1}}]"
    letter = {f"{LETTERS}/2025-02-10 请示": paper("request", "2025-02-10")}
    found = scored(
        written(looked, quorum, "points: 2\nkind: manual"), letter, units=[{**BRANCH, "members": 9}]
    )
    assert [one.state for one in found.leaves()] == ["not-judged", "not-judged", "manual"]
    assert [one.remarks.absent for one in found.leaves()] == [4, 4, 0]
    assert sums(found) == ("0", "0", "10")


def test_where_the_meetings_are_not_due_yet_their_papers_are_not_either() -> None:
    found = scored(written(ROLES, "points: 5\nkind: manual"), {}, "2026-02-20", 2026)
    assert leaf(found).state == "not-yet"


def test_in_an_empty_archive_nothing_that_looks_into_what_is_there_is_judged() -> None:
    answers = "points: 5\nrules: [20.request.pair]\nnot_applicable: full\ndeductions: [{per: finding, codes: [complete/pair], points: 1}]"
    empty, one = (
        scored(written(answers, OPENED), records, beside=[Finding("waiver/unused", "info", "archive.yaml")])
        for records in ({}, meetings("2025-02-10"))
    )
    assert (sums(empty), sums(one)) == (("0", "0", "10"), ("10", "10", "10"))


def test_a_category_in_which_nothing_lies_is_not_judged_whatever_is_found_elsewhere() -> None:
    there, empty = (
        scored(written(f"points: 10\ncategories: ['{code}']\ndeductions: [{{per: finding, codes: ['file/*'], points: 1}}]"), QUARTERS)
        for code in ("10", "20")
    )  # fmt: skip
    assert (sums(there), sums(empty)) == (("10", "10", "10"), ("0", "0", "0"))


# What is not due yet.


def test_an_indicator_of_which_nothing_is_due_is_not_judged_yet() -> None:
    yearly = "points: 4\nrules: [10.lesson.count]\ndeductions: [{per: missing-record, points: 1}]"
    found = scored(written(yearly, SIX), meetings("2026-01-10"), "2026-02-20", 2026)
    assert (leaf(found).state, leaf(found).remarks.due) == ("not-yet", 1)
    assert sums(found) == ("6", "6", "10")


# Limits.


def test_a_clause_takes_no_more_than_its_own_limit_and_all_no_more_than_the_indicators() -> None:
    limited = """
        points: 10
        max_deduction: 5
        rules: [10.meeting.count, 10.meeting.roles]
        deductions:
        - {per: missing-record, points: 3, at_most: 4}
        - {per: missing-role, points: 1}
    """
    bare = {place(day): meeting(day, files=["照片.jpg"]) for day in ("2025-02-10", "2025-05-12")}
    found = scored(written(limited), bare)
    told = [(plain(one.points), plain(one.full)) for one in leaf(found).deductions]
    assert told == [("3", "3"), ("1", "3"), ("1", "2"), ("0", "2")]
    assert plain(found.points) == "5"


def test_no_more_is_lost_than_there_is() -> None:
    found = scored(written(COUNTED), {place("2024-01-01"): meeting("2024-01-01")})
    assert sums(found) == ("0", "10", "10")
    assert [plain(one.points) for one in leaf(found).deductions] == ["3", "3", "3", "1"]


@pytest.mark.parametrize(("at_most", "given"), [("10", "4"), ("1.5", "1.5")])
def test_a_bonus_is_never_above_its_limit(at_most: str, given: str) -> None:
    bonus = f'points: 0\nrules: [10.meeting.count]\nbonus: [{{per: record, points: 1, at_most: "{at_most}"}}]'
    found = scored(written(COUNTED, bonus), QUARTERS)
    assert (plain(found.bonus), plain(found.points)) == (given, plain(10 + found.bonus))
    assert sum(one.points for one in leaf(found, 2).bonuses) == found.bonus
    assert plain(found.judged) == "10"


def test_a_bonus_for_what_is_beyond_does_not_count_what_is_asked_for() -> None:
    bonus = "points: 0\nrules: [10.meeting.count]\nbonus: [{per: extra-record, points: 1, at_most: 5}]"
    found = scored(written(COUNTED, bonus), {**QUARTERS, **meetings("2025-03-10")})
    assert plain(found.bonus) == "1"


def test_sums_of_decimals_have_no_noise() -> None:
    tenths = [
        f'points: "0.{n}"\nrules: [10.meeting.count]\ndeductions: [{{per: missing-record, points: "0.01"}}]'
        for n in (1, 2, 7)
    ]
    found = scored(written(*tenths, total="1"), meetings("2025-02-10"))
    assert sums(found) == ("0.91", "1", "1")


# What does not apply.

SPARED = [{**BRANCH, "groups": 0}]
GROUPS = "points: 4\nrules: [10.group-meeting.count]\n{how}\ndeductions: [{{per: missing-record, points: 1}}]"
SEVEN = "kind: manual\npoints: 7"
SIX = "points: 6\nrules: [10.meeting.count]\ndeductions: [{per: missing-record, points: 1}]"


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("", ("4", "6", "6")),
        ("not_applicable: drop", ("4", "6", "6")),
        # 4 of 6 are 6.67 of 10.
        ("not_applicable: scale", ("6.67", "10", "10")),
        ("not_applicable: full", ("8", "10", "10")),
    ],
)
def test_what_does_not_apply_is_left_out_shared_out_or_full(how: str, expected: tuple[str, ...]) -> None:
    found = scored(written(SIX, GROUPS.format(how=how)), TWO, units=SPARED)
    assert leaf(found, 2).state == "not-applicable"
    assert sums(found) == expected


def test_where_nothing_is_judged_nothing_is_shared_out() -> None:
    by_hand = "kind: manual\npoints: 6"
    found = scored(written(by_hand, GROUPS.format(how="not_applicable: scale")), TWO, units=SPARED)
    assert sums(found) == ("0", "0", "10")
    assert (found.verdict, plain(found.scaled)) == ("not-judged", "0")


def test_a_bonus_is_not_shared_out() -> None:
    bonus = "points: 0\nrules: [10.meeting.count]\nbonus: [{per: record, points: 1, at_most: 2}]"
    found = scored(written(SIX, GROUPS.format(how="not_applicable: scale"), bonus), QUARTERS, units=SPARED)
    assert sums(found) == ("12", "10", "10")


# What is not judged.


def test_a_hand_score_is_left_out_of_what_is_judged() -> None:
    found = scored(written(SIX, "kind: manual\npoints: 4"), QUARTERS)
    assert sums(found) == ("6", "6", "10")
    assert leaf(found, 2).state == "manual"


def test_a_rule_that_the_place_switched_off_is_not_judged_and_never_full() -> None:
    full = "points: 4\nrules: [10.meeting.roles]\nnot_applicable: full\ndeductions: [{per: missing-role, points: 1}]"
    found = scored(written(SIX, full), QUARTERS, settings={"10.meeting.roles": "off"})
    assert leaf(found, 2).state == "not-judged"
    assert leaf(found, 2).remarks.off == ("10.meeting.roles",)
    assert sums(found) == ("6", "6", "10")


def test_beside_rules_that_are_judged_one_that_is_off_is_said() -> None:
    both = "points: 4\nrules: [10.meeting.count, 10.meeting.roles]\ndeductions: [{per: missing-record, points: 1}]"
    found = scored(written(SIX, both), QUARTERS, settings={"10.meeting.roles": "off"})
    assert (leaf(found, 2).state, leaf(found, 2).remarks.off) == ("judged", ("10.meeting.roles",))


def test_what_needs_a_number_that_nobody_gave_is_not_judged() -> None:
    promises = "points: 4\nrules: [20.promise.count]\ndeductions: [{per: missing-record, points: 1}]"
    found = scored(written(SIX, promises), QUARTERS)
    assert leaf(found, 2).state == "not-judged"
    assert leaf(found, 2).remarks.not_run == (("20.promise.count", "not-run.members"),)
    assert sums(found) == ("6", "6", "10")


def test_a_rule_that_the_scheme_has_off_is_judged_for_the_profile() -> None:
    lessons = "points: 10\nrules: [10.lesson.count]\ndeductions: [{per: missing-record, points: 1}]"
    found = scored(written(lessons), QUARTERS)
    assert [one.period for one in leaf(found).deductions] == ["2025-H1", "2025-H2"]


# Several units and several years.


def test_every_unit_costs_and_is_named() -> None:
    units = [BRANCH, {**BRANCH, "id": "c", "name": "二支部"}]
    held: dict[str, Any] = {path: {**values, "unit": ["b"]} for path, values in QUARTERS.items()}
    found = scored(written(COUNTED.replace("points: 3", "points: 1")), held, units=units)
    assert {(one.unit, plain(one.points)) for one in leaf(found).deductions} == {("c", "1")}
    assert plain(found.points) == "6"


# A veto.

VETO = """
    points: 10
    rules: [10.meeting.count]
    deductions: [{per: missing-record, points: 1}]
    veto: [{per: missing}]
"""


def test_a_veto_sets_the_verdict_and_leaves_the_points() -> None:
    found = scored(written(VETO), TWO)
    assert (found.verdict, plain(found.points)) == ("vetoed", "8")
    assert [(one.indicator.id, reason.period) for one, reason in found.vetoes] == [
        ("1.1", "2025-Q3"),
        ("1.1", "2025-Q4"),
    ]


def test_without_its_cause_there_is_no_veto() -> None:
    assert scored(written(VETO), QUARTERS).verdict == "scored"


def test_those_above_have_the_sums_of_those_below() -> None:
    bonus = "points: 0\nrules: [10.meeting.count]\nbonus: [{per: record, points: 1, at_most: 2}]"
    found = scored(written(SIX, "kind: manual\npoints: 4", bonus), TWO)
    (top,) = found.indicators
    assert (plain(top.points), plain(top.judged), plain(top.possible), plain(top.bonus)) == (
        "4",
        "6",
        "10",
        "2",
    )
    assert top.state == "judged"
