"""Profiles are read strictly: every mistake is told with its line and, where one is near, the known word."""

from __future__ import annotations

from decimal import Decimal

import pytest
from scored import parsed, written

from archive_tool.core.errors import CannotRun

GOOD = "points: 10\nrules: [10.meeting.count]\ndeductions: [{per: missing-record, points: 1}]"


def refused(text: str) -> CannotRun:
    with pytest.raises(CannotRun) as told:
        parsed(text)
    assert told.value.file == "p.yaml"
    return told.value


def test_a_profile_is_a_tree_whose_lowest_indicators_name_rules() -> None:
    found = parsed(written(GOOD))
    assert (found.id, found.total, found.rules) == ("p", Decimal(10), {"10.meeting.count"})
    assert [one.id for one in found.leaves()] == ["1.1"]
    assert found.indicators[0].points == Decimal(10)


def test_a_pattern_names_the_rules_that_are_on_and_an_id_any_rule() -> None:
    by_pattern = parsed(written(GOOD.replace("10.meeting.count", '"10.*.count"')))
    by_id = parsed(written(GOOD.replace("10.meeting.count", "10.meeting.count, 10.lesson.count")))
    assert by_pattern.rules == {"10.meeting.count", "10.group-meeting.count"}
    assert by_id.rules == {"10.meeting.count", "10.lesson.count"}


def test_categories_by_pattern_are_all_of_them_and_what_lies_in_none() -> None:
    everywhere = 'points: 10\ncategories: ["*"]\ndeductions: [{per: finding, codes: [file/empty], points: 1}]'
    (leaf,) = parsed(written(everywhere)).leaves()
    assert set(leaf.categories) == {"", "10", "20"}


@pytest.mark.parametrize(
    ("leaf", "key", "line", "near"),
    [
        (GOOD.replace("rules:", "rule:"), "strict.unknown-key", 12, "rules"),
        (GOOD.replace("meeting.count", "meetin.count"), "strict.unknown-word", 12, "10.meeting.count"),
        (GOOD.replace("10.meeting.count", '"30.*"'), "strict.unknown-word", 12, ""),
        (GOOD.replace("missing-record", "missing-records"), "strict.unknown-word", 13, "missing-record"),
        (GOOD.replace("points: 1}", "point: 1}"), "strict.unknown-key", 13, "points"),
        (GOOD.replace("points: 1}", 'points: "0"}'), "profile.no-points", 13, ""),
        (GOOD.replace("points: 1}", 'points: "0.125"}'), "profile.points", 13, ""),
        (GOOD.replace("points: 1}", 'points: "-1"}'), "profile.points", 13, ""),
        (GOOD.replace("points: 1}", "points: nan}"), "profile.points", 13, ""),
        (GOOD.replace("points: 1}", "points: 1, codes: [file/empty]}"), "strict.unknown-key", 13, ""),
        (GOOD.replace("missing-record", "missing-role"), "profile.no-such-kind", 13, ""),
        (GOOD.replace("missing-record", "missing-step"), "profile.no-such-kind", 13, ""),
        (GOOD.replace("missing-record", "record"), "strict.unknown-word", 13, None),
        (GOOD.replace("missing-record", "finding"), "strict.required", 13, ""),
        (
            GOOD.replace("missing-record", "finding, codes: [complete/mising]"),
            "strict.unknown-word",
            13,
            "complete/missing",
        ),
        (
            GOOD.replace("points: 1}", "points: 1, rules: [10.meeting.roles]}"),
            "profile.other-rule",
            13,
            "10.meeting.count",
        ),
        (GOOD + "\nmax_deduction: 11", "profile.max-deduction", 14, ""),
        (GOOD + "\nnot_applicable: skip", "strict.unknown-word", 14, None),
        (GOOD + "\nbonus: [{per: record, points: 1}]", "strict.required", 14, ""),
        (GOOD + "\nveto: [{per: missing, points: 1}]", "strict.unknown-key", 14, ""),
        ("points: 10\nrules: [10.meeting.count]", "strict.required", 9, ""),
        (
            "points: 10\ndeductions: [{per: finding, codes: [file/empty], points: 1}]",
            "profile.names-nothing",
            9,
            "",
        ),
        ("points: 10\nkind: by-hand", "strict.unknown-word", 12, None),
        ("points: 10\nkind: manual\nrules: [10.meeting.count]", "strict.unknown-key", 13, ""),
        (GOOD.replace("points: 10", "points: ten"), "profile.points", 11, ""),
        (GOOD.replace("points: 10", "points: 9"), "profile.sum", 4, ""),
    ],
)
def test_what_is_wrong_with_an_indicator(leaf: str, key: str, line: int, near: str | None) -> None:
    told = refused(written(leaf))
    assert (told.key, told.line) == (key, line)
    assert near is None or told.params.get("nearest", "") == near


def test_points_of_a_branch_must_be_those_below_it() -> None:
    text = written(GOOD).replace('- id: "1"\n', '- id: "1"\n  points: 8\n', 1)
    told = refused(text)
    assert (told.key, told.line, told.params["sum"]) == ("profile.sum", 7, "10")


def test_one_number_names_one_indicator() -> None:
    told = refused(written(GOOD).replace('id: "1.1"', 'id: "1"'))
    assert (told.key, told.params["indicator"]) == ("profile.indicator-twice", "1")


def test_a_branch_scores_nothing_by_itself() -> None:
    told = refused(written(GOOD).replace('- id: "1"\n', '- id: "1"\n  rules: [10.meeting.count]\n', 1))
    assert told.key == "strict.unknown-key"


@pytest.mark.parametrize("name", ["../x", "a/b", "a\\\\b", "..", "a:b", "con", "x."])
def test_the_id_is_a_name_that_a_file_may_have(name: str) -> None:
    told = refused("# 一张表\n" + written(GOOD).replace("id: p", f'id: "{name}"', 1))
    assert (told.key, told.line) == ("profile.id", 2)
    assert parsed(written(GOOD).replace("id: p", "id: 2025年 自查表", 1)).id == "2025年 自查表"


@pytest.mark.parametrize("key", ["id", "title", "basis", "total", "indicators"])
def test_what_every_profile_says(key: str) -> None:
    kept = written(GOOD).splitlines()
    at = next(number for number, line in enumerate(kept) if line.startswith(f"{key}:"))
    without = kept[:at] if key == "indicators" else kept[:at] + kept[at + 1 :]
    assert refused("\n".join(without)).key in ("strict.required", "strict.mapping")
