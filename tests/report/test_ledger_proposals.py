"""What the ledger's sheet proposes: what was found and no entry holds, whoever's ledger it was taken into."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from judged import CATALOG, material, meeting, paper, school

from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.lists import lists
from archive_tool.core.standing import by_category
from archive_tool.report.inspection import Inspection
from archive_tool.report.ledger_proposals import proposals

LEDGER = "2025/10_检查整改/03_整改方案与台账/2025-04-10 台账"
THEME = {"zh": "主题党日", "en": "heme"}
SINCE = {"founded": "2025-01-01", "members": 9, "committee": 3}
UNITS = [
    {"id": "c", "name": "党委", "kind": "committee", "founded": "2025-01-01", "members": 9},
    {"id": "b1", "name": "一支部", "kind": "branch", "parent": "c", **SINCE},
    {"id": "b2", "name": "二支部", "kind": "branch", "parent": "c", **SINCE},
]


def themed(*months: int) -> Mapping[str, dict[str, Any]]:
    """Theme days of both branches in each of these months."""
    days = [(f"2025-{month:02}-05", unit) for month in months for unit in ("b1", "b2")]
    return {
        f"2025/05_组织生活/05_主题党日/{day} {unit}": meeting(day, activity=["theme-day"], unit=[unit])
        for day, unit in days
    }


def proposed(
    *texts: str, unit: str = "c", lang: str = "zh", months: tuple[int, ...] = (1, 2, 4)
) -> list[str]:
    """What is proposed for want of theme days, where a ledger of that unit has entries with these texts."""
    items = [{"text": text} for text in texts]
    records = {
        **themed(*months),
        LEDGER: paper("rectification-ledger", "2025-04-10", unit=[unit], items=items),
    }
    found = material(records, date(2025, 5, 31), 2025, scheme=school(), units=UNITS)
    report = audit(found, ())
    told = Inspection(
        report, by_category(report, school(), found.config),
        Speaker(CATALOG, lang, school(), {one["id"]: one["name"] for one in UNITS}),
        school(), "9", "/库", "甲校", (), repeat="audit", lists=lambda: lists(found), base="库",
    )  # fmt: skip
    title = CATALOG.findings["complete/missing"].title.text(lang)
    heads = [(one.text, one.text.splitlines()[0]) for one in proposals(told)]
    return [text for text, head in heads if head.startswith(title) and THEME[lang] in head]


def test_each_unit_has_a_row_that_says_whose_it_is_where_and_every_period() -> None:
    place = "2025/05_组织生活/05_主题党日"
    assert proposed(months=(4,)) == [
        f"缺少材料：主题党日（3 处）\n{unit}  {place}  2025年1月、2025年2月、2025年3月"
        for unit in ("一支部", "二支部")
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("unit", ["c", "b1"])
def test_what_was_taken_into_a_ledger_is_not_proposed_again(lang: str, unit: str) -> None:
    first, second = proposed(lang=lang)
    assert proposed(first, second, unit=unit, lang=lang) == []
    assert proposed(first, unit=unit, lang=lang) == [second]


def test_what_came_after_is_proposed_alone() -> None:
    before = proposed(months=(1, 2, 4))  # March lacks
    after = proposed(*before, months=(1, 4))
    assert len(after) == 2
    assert all("2025年2月" in one and "3月" not in one for one in after)


@pytest.mark.parametrize(("unit", "left"), [("b1", "二支部"), ("b2", "一支部")])
def test_an_entry_in_words_of_ones_own_holds_what_its_unit_has_of_that_title(unit: str, left: str) -> None:
    (one,) = proposed("缺少材料：主题党日，三月没有开", unit=unit)
    assert left in one


def test_an_entry_about_another_place_holds_nothing() -> None:
    assert (
        len(proposed("缺少材料：主题党日\n一支部  2024/05_组织生活/05_主题党日  2025年3月", unit="b1")) == 2
    )
