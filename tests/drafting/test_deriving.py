"""How well drafts are derived: by two sets of names, each as the sync would read it."""

from __future__ import annotations

from functools import cache

import pytest
from scoring import FIELDS, HERE, SETS, Judged, NameSet, Tally, misses, table, tallies, total

MOST_WRONG = 0.02  # of the values given
LEAST_RECALL = {"title": 0.8, "date": 0.8, "record_form": 0.8, "activity": 0.8, "role": 0.8}


@cache
def tallied(name: str) -> dict[str, Tally]:
    return tallies(NameSet(HERE / name).judged())


def shown(name: str) -> str:
    return f"\n{table(tallied(name))}\n{misses(tallied(name))}"


@pytest.mark.parametrize("name", SETS)
def test_hardly_a_value_is_wrong(name: str) -> None:
    assert total(tallied(name)).wrong_share <= MOST_WRONG, shown(name)


@pytest.mark.parametrize("field", FIELDS)
def test_in_no_field_are_many_values_wrong(field: str) -> None:
    # A field of few values may have one wrong.
    tally = tallied("names.yaml")[field]
    assert tally.wrong <= max(1, MOST_WRONG * tally.given), shown("names.yaml")


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("field", LEAST_RECALL)
def test_most_of_what_is_said_is_found(name: str, field: str) -> None:
    assert tallied(name)[field].recall >= LEAST_RECALL[field], shown(name)


@pytest.mark.parametrize("name", [name for name in SETS if name != "names.yaml"])
def test_the_other_sets_are_whole_and_name_each_field_once(name: str) -> None:
    entries = NameSet(HERE / name).entries
    assert len({(entry["archive"], entry["path"]) for entry in entries}) == len(entries) == 60
    for entry in entries:
        either = entry.get("either", {})
        assert {*entry["expect"], *either} - {"roles"} <= set(FIELDS), entry["path"]
        assert not entry["expect"].keys() & either.keys(), entry["path"]
        assert not entry.get("roles", {}).keys() & either.get("roles", {}).keys(), entry["path"]
        assert {*entry.get("roles", {}), *either.get("roles", {})} <= set(entry.get("parts", ())), entry[
            "path"
        ]


def test_the_score_counts_what_it_says() -> None:
    judged = [
        Judged("a", "date", "2025-03-14", ("2025-03-14",), certain=True),
        Judged("b", "date", "2025-03-15", ("2025-03-14",), certain=True),
        Judged("c", "date", None, ("2025-03-14",), certain=True),
        Judged("d", "date", "2025-03-14", (), certain=False),
        Judged("e", "date", None, (), certain=False),
        Judged("f", "date", "2025-03-14", ("2025-03-14", "2025"), certain=False),
        Judged("g", "unit", ["b", "a"], (["a", "b"],), certain=True),
        Judged("h", "number", "示小党〔2025〕3号", ("示小党[2025] 3号",), certain=True),
    ]
    found = tallies(judged)
    assert (found["date"].given, found["date"].wrong, found["date"].certain, found["date"].found) == (
        4,
        2,
        3,
        1,
    )
    assert found["unit"].recall == found["number"].recall == 1
    assert [miss.path for miss in found["date"].misses] == ["b", "c", "d"]
    assert total(found).wrong_share == pytest.approx(2 / 6)
