"""Numbers of persons in texts: told where everyone may read them, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import BRANCH, judged, material, paper, school

from archive_tool.core.model import Reading, Segment
from archive_tool.core.personal_data import kinds
from archive_tool.core.tracer import Tracer
from archive_tool.core.traces import Trace

OPEN, KEPT = "2025/13_品牌载体与典型案例/07_宣传报道", "2025/07_发展党员/02_发展档案"
CODE = "guard/personal-data"
CARD = "11010519491231002X"  # made up; its check digit is right


def told(folder: str = OPEN, *numbers: str, settings: dict[str, Any] | None = None, **more: Any) -> list[Any]:
    path = f"{folder}/2025-03-14 名单"
    records = {path: paper("material", "2025-03-14", unit=["b"], files=["名单.txt"], **more)}
    traces = {f"{path}/名单.txt": Trace(numbers=numbers)}
    report = judged(
        records, "2025-08-01", scheme=school(), units=[BRANCH], traces=traces, settings=settings or {}
    )
    return [one.params["kinds"] for one in report.findings if one.code == CODE]


def test_where_everyone_may_read_them() -> None:
    assert told(OPEN, "identity-card") == [["identity-card"]]
    assert told(OPEN, "identity-card", "bank-card", status="draft") == [["bank-card", "identity-card"]]
    assert told(OPEN, "identity-card", personal_info="none", rights="open") == [["identity-card"]]
    assert told(OPEN) == []


@pytest.mark.parametrize(
    "kept", [{"personal_info": "personal"}, {"rights": "committee"}, {"security": "work-secret"}]
)
def test_what_its_sidecar_keeps_for_some(kept: dict[str, str]) -> None:
    assert told(OPEN, "identity-card", **kept) == []


def test_what_its_place_keeps_for_some() -> None:
    assert told(KEPT, "identity-card") == []


def test_it_can_be_turned_off() -> None:
    assert told(OPEN, "identity-card", settings={CODE: "off"}) == []


def test_a_telephone_is_there_to_be_called() -> None:
    assert kinds(f"甲，{CARD}，电话 13800138000") == ("identity-card",)
    assert kinds("联系人：甲，电话 13800138000；110105********002X") == ()


def test_only_the_kind_is_kept_of_a_text() -> None:
    made = material({}, date(2025, 8, 1), scheme=school(), units=[BRANCH])
    reading = Reading((Segment("page 1", f"名单：甲 {CARD}"),), {"format": "txt"})
    trace = Tracer(school(), made.config).trace(reading)
    assert trace.numbers == ("identity-card",)
    assert CARD not in repr(trace)
