"""Plans against deeds: how each item stands, and what shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import material, meeting, paper, school

from archive_tool.core.audit import context_of
from archive_tool.core.chronicle import Chronicle, chronicle
from archive_tool.core.plans import Deed, Planned

UNITS = [{"id": "b", "name": "支部", "kind": "branch"}]
PLAN = "2025/03_党建责任与计划总结/01_工作计划/2025-03-01 计划"
DAY = "2025/05_组织生活/05_主题党日/2025-03-28 植树"
DOSSIER = "2025/07_发展党员/02_发展档案/2025-04-08 决议"


def year(items: list[dict[str, Any]], as_of: str = "2026-01-31", of: int = 2025, **more: Any) -> Chronicle:
    records = {
        PLAN: paper("annual-plan", "2025-03-01", items=items, **more),
        DAY: meeting("2025-03-28", id="themeday0001", title="植树", activity=["theme-day"]),
        DOSSIER: paper("resolution", "2025-04-08", id="dossier00001", title="确定张三"),
    }
    seen = material(records, date.fromisoformat(as_of), of, scheme=school(), units=UNITS)
    return chronicle(of, context_of(seen))


def item(as_of: str = "2026-01-31", **values: Any) -> Planned:
    (found,) = year([{"text": "植树", **values}], as_of).planned
    return found


@pytest.mark.parametrize("word", ["themeday0001", DAY, f"{DAY}/记录.txt"])
def test_evidence_by_id_path_or_file_makes_it_done(word: str) -> None:
    found = item(evidence=[word])
    assert (found.standing, found.deeds) == ("done", (Deed(DAY, "植树", "2025-03-28"),))


@pytest.mark.parametrize(
    ("values", "as_of", "standing"),
    [
        ({}, "2026-01-31", "not-done"),
        ({}, "2025-12-31", "open"),
        ({"due": "2025-06-30"}, "2025-07-01", "not-done"),
        ({"due": "2025-06-30"}, "2025-06-30", "open"),
        ({"reason": "闭馆"}, "2026-01-31", "explained"),
        ({"evidence": ["没有.docx"]}, "2026-01-31", "unproven"),
        ({"closed": "2025-05-01"}, "2026-01-31", "unproven"),
    ],
)
def test_how_an_item_without_evidence_stands(values: dict[str, Any], as_of: str, standing: str) -> None:
    assert item(as_of, **values).standing == standing


def test_what_is_dated_later_is_no_evidence_yet() -> None:
    for as_of, standing in (("2025-03-27", "open"), ("2025-03-28", "done")):
        found = item(as_of, evidence=["themeday0001"])
        assert (found.standing, found.absent) == (standing, ())
    assert item("2025-03-20", due="2025-03-10", evidence=["themeday0001"]).standing == "not-done"


@pytest.mark.parametrize(
    ("values", "late"),
    [
        ({"due": "2025-03-28"}, ""),
        ({"due": "2025-03"}, ""),
        ({"due": "2025-03-27"}, "2025-03-28"),
        ({"due": "2025-03-27", "closed": "2025-03-26"}, ""),  # the day it says itself
        ({"due": "2025-03-27", "closed": "2025-05-01"}, "2025-05-01"),
        ({}, ""),  # no day of its own
    ],
)
def test_what_was_done_after_its_day_says_when(values: dict[str, str], late: str) -> None:
    found = item(evidence=["themeday0001"], **values)
    assert (found.standing, found.late) == ("done", late)


def test_the_first_of_several_papers_says_when_it_was_done() -> None:
    papers = {
        PLAN: paper("annual-plan", "2025-03-01", items=[{"text": "植树", "due": "2025-04-01",
                                                          "evidence": ["themeday0001", "报道"]}]),
        DAY: meeting("2025-03-28", id="themeday0001", title="植树", activity=["theme-day"]),
        "2025/13_品牌载体与典型案例/07_宣传报道/2025-04-02 报道": paper("news", "2025-04-02", title="报道"),
    }  # fmt: skip
    seen = material(papers, date(2025, 12, 31), 2025, scheme=school(), units=UNITS)
    (found,) = chronicle(2025, context_of(seen)).planned
    assert (len(found.deeds), found.late) == (2, "")


def test_evidence_that_is_not_for_everyone_is_there_and_is_not_told() -> None:
    found = item(evidence=["dossier00001"])
    assert (found.standing, found.deeds) == ("done", (Deed(withheld=True),))


def test_evidence_that_nobody_looked_at_yet_is_told_as_far_as_it_is_for_everyone() -> None:
    items = [{"text": "植树", "evidence": ["themeday0001", "dossier00001"]}]
    records = {
        PLAN: paper("annual-plan", "2025-03-01", items=items),
        DAY: meeting("2025-03-28", id="themeday0001", title="植树", activity=["theme-day"]),
        DOSSIER: paper("resolution", "2025-04-08", id="dossier00001", title="确定张三"),
    }
    files = [f"{folder}/{name}" for folder in (DAY, DOSSIER) for name in ("记录.txt", "签到.txt")]
    unseen = dict.fromkeys(files)
    seen = material(records, date(2026, 1, 31), 2025, facts=unseen, scheme=school(), units=UNITS)
    (found,) = chronicle(2025, context_of(seen)).planned
    assert (found.standing, found.absent, found.unseen) == ("unproven", (), ("themeday0001",))


def test_an_event_knows_whether_a_plan_names_it() -> None:
    for evidence, planned in ((["themeday0001"], True), ([], False)):
        found = year([{"text": "植树", "evidence": evidence}])
        (day,) = [event for event in found.events if event.title == "植树"]
        assert found.is_planned(day) is planned


def test_a_plan_belongs_to_the_years_it_is_about() -> None:
    items = [{"text": "植树"}]
    assert not year(items, of=2026).plans
    assert year(items, of=2026, period="2025-2026").plans
    assert year(items, period="2025-2026").plans


def test_a_plan_that_is_not_for_everyone_is_counted() -> None:
    found = year([{"text": "植树"}], security="work-secret")
    assert (found.plans, found.planned, found.withheld_plans) == ((), (), 1)
