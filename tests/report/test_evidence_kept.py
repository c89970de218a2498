"""The catalogue of supporting material keeps to itself what is not for everyone, as the lists of activities do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import CATALOG, Facts, material, meeting, school

from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.lists import lists
from archive_tool.core.model import FileFacts
from archive_tool.report.evidence import Proof, named, proofs
from archive_tool.report.inspection import Inspection

AS_OF = date(2025, 12, 31)
UNITS = [
    {"id": "b", "name": "支部", "kind": "branch", "founded": "2025-01-01", "members": 20, "committee": 3}
]
OPEN, KEPT = (f"2025/05_组织生活/02_支委会/2025-{day} 支委会" for day in ("03-14", "05-06"))


def committee(day: str, **more: Any) -> dict[str, Any]:
    return meeting(f"2025-{day}", title="研究甲的事", activity=["committee-meeting"], **more)


def inspected(mark: dict[str, str], facts: Facts | None = None) -> Inspection:
    records = {OPEN: committee("03-14"), KEPT: committee("05-06", **mark)}
    seen = material(records, AS_OF, scheme=school(), units=UNITS, facts=facts)
    speaker = Speaker(CATALOG, "zh", school(), {"b": "支部"})
    report = audit(seen, ())
    return Inspection(report, (), speaker, school(), "9", "/库", "甲社", ("支部",), lists=lambda: lists(seen))


def meetings_of(told: Inspection) -> list[Proof]:
    return [one for one in proofs(told.lists(), told) if one.point.name == "支委会" and one.key]


@pytest.mark.parametrize(
    "mark", [{"security": "work-secret"}, {"rights": "restricted"}, {"personal_info": "sensitive"}]
)
def test_of_what_is_not_for_everyone_only_unit_period_and_day_are_told(mark: dict[str, str]) -> None:
    open_, kept = meetings_of(inspected(mark))
    assert (open_.path, open_.title, open_.state) == (OPEN, "研究甲的事", "there")
    assert (kept.path, kept.title, kept.state) == ("", "不公开", "withheld")
    assert (kept.who, kept.period, kept.date) == ("支部", "2025-05", "2025-05-06")


def test_among_others_it_is_a_number() -> None:
    told = inspected({"rights": "restricted"})
    kept, speaker = told.lists().withheld, told.speaker
    assert named((OPEN, KEPT), kept, speaker) == [OPEN, "1 件不公开"]
    assert named((OPEN,), kept, speaker) == [OPEN]


def test_of_a_secret_not_even_the_day_is_told() -> None:
    told = inspected({}, facts={f"{KEPT}/记录.txt": FileFacts("", secret="机密★")})
    assert KEPT in told.lists().withheld
    assert told.lists().withheld[KEPT] == ""
    assert not [
        one
        for one in proofs(told.lists(), told)
        if KEPT in one.path or ("甲的事" in one.title and one.key == KEPT)
    ]


def test_a_restricted_category_does_not_say_of_whom_something_lacks() -> None:
    restricted = {rule.id for rule in school().rules.values() if rule.category == "07"}
    assert restricted
    assert restricted <= set(inspected({}).lists().closed)
