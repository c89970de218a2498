"""Counts of a unit: written in four shapes, asked for on one day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.counts import Count, Headcount, parse_count
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Node

PATH = "units.0.members"
AT = f"yaml:{PATH}"
LINES = {
    PATH: 7,
    **{f"{PATH}.{key}": 7 for key in ("full", "ful", "value")},
    **{f"{PATH}.0{key}": 8 for key in ("", ".from", ".value", ".note", ".value.full")},
    **{f"{PATH}.1{key}": 9 for key in ("", ".name", ".form", ".value", ".to")},
    f"{PATH}.1.from": 10,
}
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def count_of(node: Node) -> Count:
    return parse_count(node, lines=LINES, file="archive.yaml", at=PATH)


def on(node: Node, day: str) -> Headcount:
    return count_of(node).at(date.fromisoformat(day))


def test_a_number_counts_full_members() -> None:
    assert on("18", "2025-03-14") == Headcount(18)
    assert on("0", "2025-03-14").total == 0
    assert not count_of("18").named


def test_probationary_members_count_apart() -> None:
    found = on({"full": "16", "probationary": "2"}, "2025-03-14")
    assert (found.full, found.probationary, found.total) == (16, 2, 18)
    assert on({"probationary": "2"}, "2025-03-14") == Headcount(0, 2)


def test_a_count_holds_from_the_day_it_changed() -> None:
    changed: Node = [
        {"from": "2024", "value": "15"},
        {"from": "2025-03-14", "value": {"full": "16", "probationary": "1"}},
    ]
    assert on(changed, "2025-03-13") == Headcount(15)
    assert on(changed, "2025-03-14") == Headcount(16, 1)
    assert on(changed, "2023-12-31") == Headcount(15)


def test_people_may_be_listed_by_name_with_their_time() -> None:
    leaders: Node = ["甲", {"name": "乙", "to": "2025-06"}, {"name": "丙", "from": "2025-07-01"}]
    assert on(leaders, "2025-06-30") == Headcount(2, 0, ("甲", "乙"))
    assert on(leaders, "2025-07-01") == Headcount(2, 0, ("甲", "丙"))
    assert count_of(leaders).named


def test_a_list_of_names_may_change_as_a_whole() -> None:
    changed: Node = [{"from": "2024", "value": ["甲"]}, {"from": "2025", "value": ["甲", "乙"]}]
    assert on(changed, "2024-05-01").names == ("甲",)
    assert on(changed, "2025-05-01").names == ("甲", "乙")
    assert count_of(changed).named
    assert not count_of([{"from": "2024", "value": "1"}, {"from": "2025", "value": ["甲"]}]).named


def test_nobody_listed_is_a_count_of_zero() -> None:
    assert on([], "2025-03-14") == Headcount()
    assert count_of([]).named


def test_somebody_may_leave_and_return() -> None:
    assert on([{"name": "甲", "to": "2024"}, {"name": "甲", "from": "2026"}], "2025-01-01").total == 0


@pytest.mark.parametrize(
    ("node", "key", "line"),
    [
        ("many", "config.count", 7),
        ("1.5", "config.count", 7),
        ("١٨", "config.count", 7),
        ("9" * 5000, "config.count", 7),
        ("-1", "config.count-negative", 7),
        ({}, "config.count", 7),
        ({"full": "-1"}, "config.count-negative", 7),
        ({"full": ["1"]}, "config.count", 7),
        ({"ful": "1"}, "strict.unknown-key", 7),
        (["18"], "config.count", 8),
        (["甲", ["乙"]], "config.count", 9),
        (["甲", {"from": "2025"}], "strict.required", 9),
        (["甲", {"name": "乙", "form": "2025"}], "strict.unknown-key", 9),
        (["甲", {"from": "2025", "value": "3"}], "strict.mapping", 8),
        (["甲", "甲"], "config.count-twice", 9),
        (["甲", {"name": "乙", "from": "2025", "to": "2024"}], "config.count-order", 9),
        ([{"from": "2025", "value": "3"}, "甲"], "strict.mapping", 9),
        ([{"value": "3"}], "strict.required", 8),
        ([{"from": "2025", "value": ""}], "config.count", 8),
        ([{"from": "2025", "value": {"full": "x"}}], "config.count", 8),
        ([{"from": "2025-02-30", "value": "3"}], "strict.date", 8),
        ([{"from": "2024", "value": "3"}, {"from": "soon", "value": "3"}], "strict.date", 10),
        ([{"from": "2024", "value": "3"}, {"from": "2024-01-01", "value": "4"}], "config.count-order", 10),
        ([{"from": "2025", "value": "3"}, {"from": "2024", "value": "4"}], "config.count-order", 10),
        ([{"from": "2025", "value": "3", "note": "x"}], "strict.unknown-key", 8),
    ],
)
def test_any_other_shape_stops_the_tool_where_it_stands(node: Node, key: str, line: int) -> None:
    with pytest.raises(CannotRun) as stop:
        count_of(node)
    assert (stop.value.key, stop.value.file) == (key, "archive.yaml")
    assert (stop.value.line, str(stop.value.params["key"])[: len(AT)]) == (line, AT)


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    with pytest.raises(CannotRun) as stop:
        count_of({"probationery": "1"})
    assert stop.value.params["nearest"] == "probationary"


@given(
    st.lists(st.tuples(DAYS, st.integers(0, 500)), min_size=1, unique_by=lambda step: step[0]).map(sorted),
    DAYS,
)
def test_the_last_change_up_to_a_day_holds(changes: list[tuple[date, int]], day: date) -> None:
    count = count_of([{"from": first.isoformat(), "value": str(value)} for first, value in changes])
    earlier = [value for first, value in changes if first <= day]
    assert count.at(day).total == (earlier[-1] if earlier else changes[0][1])


@given(
    st.recursive(
        st.text(max_size=8) | st.sampled_from(["3", "2025", "甲"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["from", "to", "value", "name", "full", "probationary", "x"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    )
)
def test_any_data_is_a_count_or_a_clear_error(node: Node) -> None:
    try:
        assert count_of(node).at(date(2025, 1, 1)).total >= 0
    except CannotRun as stop:
        assert stop.key.startswith(("config.count", "strict."))
