"""Periods in words: as people of either language write them."""

from __future__ import annotations

import pytest

from archive_tool.app.texts import load_catalog
from archive_tool.core.catalog import Speaker

CATALOG = load_catalog()


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2025", "2025年", "2025"),
        ("2025-H2", "2025年下半年", "second half of 2025"),
        ("2025-Q1", "2025年第一季度", "first quarter of 2025"),
        ("2025-03", "2025年3月", "2025-03"),
        ("2025-11", "2025年11月", "2025-11"),
        ("2025-03a", "2025年3月上半月", "first half of 2025-03"),
        ("2025-11b", "2025年11月下半月", "second half of 2025-11"),
        ("2025-2026-1", "2025—2026学年第1学期", "term 1 of 2025-2026"),
    ],
)
def test_a_period_is_said_in_either_language(period: str, zh: str, en: str) -> None:
    said = [Speaker(CATALOG, language).label(f"period:{period}") for language in ("zh", "en")]
    assert said == [zh, en]
