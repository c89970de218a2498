"""Path templates, read in both directions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tool.core.errors import CannotRun
from archive_tool.core.templates import SLOTS, Template

BY_YEAR = Template.parse("{year}/{category}/{leaf}/{record}")
BY_UNIT = Template.parse("{unit}/{year}/{category}/{leaf}/{record}")
CASES = Template.parse("{unit}/{open}/{category}/{record}")
DRESSED = Template.parse("{unit}/{year}年度/档案_{category}/{leaf}")

TRICKY = st.sampled_from(
    ["{year}", "{", "}", " ", "2025 ", "年度", "...", "档案_", "一\n二", "é", "e\u0301", "\udcff"]
)
NAMES = (TRICKY | st.text(st.characters(exclude_characters="/"), min_size=1, max_size=12)).filter(
    lambda name: name not in (".", "..")
)
VALUES = st.fixed_dictionaries(
    {slot: st.integers(1900, 2999).map(str) if slot == "year" else NAMES for slot in SLOTS}
)


def test_a_record_is_read_and_built_by_the_same_text() -> None:
    path = "第一支部/2025/05_组织生活/04_党课/2025-03-14 党课"
    values = {
        "unit": "第一支部",
        "year": "2025",
        "category": "05_组织生活",
        "leaf": "04_党课",
        "record": "2025-03-14 党课",
    }
    assert BY_UNIT.match(path) == values
    assert BY_UNIT.fill(values) == path
    assert BY_UNIT.slots == ("unit", "year", "category", "leaf", "record")


def test_open_cases_have_a_template_of_their_own() -> None:
    assert CASES.match("第一支部/在办/07_发展党员/甲") == {
        "unit": "第一支部",
        "open": "在办",
        "category": "07_发展党员",
        "record": "甲",
    }


def test_literal_text_may_stand_around_a_slot_or_alone() -> None:
    template = Template.parse("档案/{year}年度/{leaf}")
    assert template.match("档案/2025年度/党课") == {"year": "2025", "leaf": "党课"}
    assert template.match("档案/2025/党课") is None
    assert template.match("文件/2025年度/党课") is None


@pytest.mark.parametrize(
    "path",
    ["", "2025", "2025/a/b", "2025/a/b/c/d", "25/a/b/c", "1899/a/b/c", "3000/a/b/c", "２０２５/a/b/c", "2025年/a/b/c",
     "2025//b/c", "/2025/a/b/c", "2025/a/../c", "2025/a/b/", "2025\n/a/b/c"],
)  # fmt: skip
def test_other_paths_do_not_fit(path: str) -> None:
    assert BY_YEAR.match(path) is None


@pytest.mark.parametrize(
    ("path", "slots"),
    [
        ("2025", {"year": "2025"}),
        ("2025/05", {"year": "2025", "category": "05"}),
        ("2025/05/04/r", {"year": "2025", "category": "05", "leaf": "04", "record": "r"}),
        ("2025/05/04/r/1.jpg", None),
        ("收件箱", None),
        ("2025/05//r", None),
        ("", None),
    ],
)
def test_a_folder_on_the_way_down_is_read_as_far_as_it_goes(path: str, slots: dict[str, str] | None) -> None:
    assert BY_YEAR.match_prefix(path) == slots


def test_a_folder_is_built_as_far_down_as_the_values_lead() -> None:
    values = {"unit": "不用", "year": "2025", "category": "05_组织生活"}
    assert BY_YEAR.fill_prefix(values) == "2025/05_组织生活"
    assert BY_YEAR.fill_prefix({}) == ""
    assert Template.parse("档案/{year}/{leaf}").fill_prefix({}) == "档案"
    with pytest.raises(CannotRun):
        BY_UNIT.fill_prefix({"unit": "", "year": "2025"})


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{jahr}/{leaf}", "template.slot"),
        ("{}/{leaf}", "template.slot"),
        ("{year}/{leaf}/{year}", "template.repeated"),
        ("{year}{leaf}", "template.segment"),
        ("{year/{leaf}", "template.segment"),
        ("{{year}}", "template.segment"),
        ("", "template.segment"),
        ("/{year}", "template.segment"),
        ("{year}/../{leaf}", "template.segment"),
    ],
)
def test_a_template_that_cannot_be_read_stops_the_tool(text: str, key: str) -> None:
    with pytest.raises(CannotRun) as stop:
        Template.parse(text)
    assert (stop.value.key, stop.value.params["template"]) == (key, text)


@pytest.mark.parametrize("bad", ["", ".", "..", "a/b", "/"])
def test_no_value_leads_out_of_its_folder(bad: str) -> None:
    with pytest.raises(CannotRun) as stop:
        BY_YEAR.fill({"year": "2025", "category": "05", "leaf": "04", "record": bad})
    assert (stop.value.key, stop.value.params["slot"]) == ("template.value", "record")


def test_a_year_is_a_year_and_no_value_may_be_missing() -> None:
    for values in ({"year": "25"}, {}):
        with pytest.raises(CannotRun) as stop:
            BY_YEAR.fill({"category": "05", "leaf": "04", "record": "r", **values})
        assert stop.value.params["slot"] == "year"


@pytest.mark.parametrize("template", [BY_YEAR, BY_UNIT, CASES, DRESSED])
@given(values=VALUES)
def test_what_is_filled_in_is_read_back(template: Template, values: dict[str, str]) -> None:
    path = template.fill(values)
    assert template.match(path) == {slot: values[slot] for slot in template.slots}
    assert template.match(path + "/part.txt") is None


@pytest.mark.parametrize("template", [BY_YEAR, BY_UNIT, CASES, DRESSED])
@given(values=VALUES, depth=st.integers(1, 5))
def test_a_folder_that_is_filled_in_is_read_back(
    template: Template, values: dict[str, str], depth: int
) -> None:
    known = {slot: values[slot] for slot in template.slots[:depth]}
    assert template.match_prefix(template.fill_prefix(known)) == known


@pytest.mark.parametrize("template", [BY_YEAR, DRESSED])
@given(path=st.lists(NAMES | st.just("2025年度") | st.just("2025"), min_size=1, max_size=6).map("/".join))
def test_what_is_read_is_built_again(template: Template, path: str) -> None:
    values = template.match(path)
    assert values is None or template.fill(values) == path
