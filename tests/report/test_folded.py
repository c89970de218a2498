"""What is said of several periods alike is said once, and of nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from judged import CATALOG, tiny

from archive_tool.core.catalog import Speaker
from archive_tool.core.model import Finding
from archive_tool.core.parsed import Coded
from archive_tool.report.details import all_told
from archive_tool.report.folded import folded

RULE = "10.meeting.count"
ZH, EN = (Speaker(CATALOG, lang, tiny(), {"b": "支部", "c": "二支部"}) for lang in ("zh", "en"))


def lacking(period: str, unit: str = "b", **more: str | int | list[str]) -> Finding:
    params = {"subject": Coded(f"subject:{RULE}"), "period": Coded(f"period:{period}"), "expected": 1, "found": 0, "announced": [], **more}  # fmt: skip
    return Finding("complete/missing", "error", "2025/甲", params, rule=RULE, unit=unit, period=period)


def told(*periods: str, speaker: Speaker = ZH) -> list[str]:
    return all_told(map(lacking, periods), {"b"}, speaker)


@pytest.mark.parametrize(
    "periods, words",
    [
        (["2025-01"], "2025年1月应有"),
        (["2025-02", "2025-08"], "2025年2月、2025年8月（2 期）各应有"),
        (["2025-01", "2025-02"], "2025年1月、2025年2月（2 期）各应有"),
        (["2024-11", "2024-12", "2025-01", "2025-05"], "2024年11月至2025年1月、2025年5月（4 期）各应有"),
        (["2025-Q1", "2025-Q2", "2025-Q3"], "2025年第一季度至2025年第三季度（3 期）各应有"),
    ],
)
def test_periods_are_told_in_one_line(periods: list[str], words: str) -> None:
    (line,) = told(*periods)
    assert line.startswith(words)


def test_in_english_too() -> None:
    (line,) = told("2025-01", "2025-02", "2025-03", speaker=EN)
    assert " to " in line and "(3), in each: 1 ×" in line


def test_what_differs_in_anything_else_is_told_by_itself() -> None:
    one = lacking("2025-01")
    others = [
        lacking("2025-02", "c"),
        lacking("2025-03", announced=["2025/通知"]),
        lacking("2025-04", expected=2),
        replace(lacking("2025-05"), waived="停课"),
        replace(lacking("2025-06"), whom="张三"),
        replace(lacking("2025-07"), path="2025/乙"),
        Finding("file/empty", "error", "2025/甲", {"name": "a"}),
        Finding("file/empty", "error", "2025/甲", {"name": "a"}),
    ]
    assert folded([one, *others], ZH) == [one, *others]
