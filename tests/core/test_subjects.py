"""What a rule is about, in words: the title of its leaf stands before them where it says more."""

from __future__ import annotations

import pytest
from judged import CATALOG, school

from archive_tool.core.catalog import Speaker


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("08.roster.count", "党员名册 · 名册", "Member rosters · Roster"),
        ("13.case-study.count", "典型案例", "Case study"),
        ("03.responsibility-letter.count", "责任书", "Responsibility letter"),
    ],
)
def test_nothing_is_said_twice(rule: str, zh: str, en: str) -> None:
    scheme = school()
    told = [Speaker(CATALOG, lang, scheme, {}).label(f"subject:{rule}") for lang in ("zh", "en")]
    assert told == [zh, en]
