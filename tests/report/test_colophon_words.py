"""What the rows of a colophon say in words."""

from __future__ import annotations

import pytest
from judged import CATALOG, school

from archive_tool.core.catalog import Speaker
from archive_tool.core.colophon import Changed
from archive_tool.report.colophon import setting

CAPTION, TERMS = "consistency/caption", "consistency/foreign-term"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            Changed("05.party-lesson.count", "at_least", 4, 3),
            "党课（05.party-lesson.count）次数：4 → 3",
        ),
        (
            Changed("10.rectification.deadline", "within", None, 20),
            "整改台账（10.rectification.deadline）期限天数：按规则 → 20",
        ),
        (
            Changed(CAPTION, "enabled", True, False),
            "照片没有说明（consistency/caption）检查：启用 → 停用",
        ),
        (
            Changed(CAPTION, "severity", None, "info"),
            "照片没有说明（consistency/caption）严重程度：按问题代码 → 提示",
        ),
        (
            Changed(TERMS, "words", ("街道", "我镇"), ("我镇", "县委")),
            "用语待核对（consistency/foreign-term）词语，增加：县委 去掉：街道",
        ),
        (
            Changed(TERMS, "not_in", ("rule",), ()),
            "用语待核对（consistency/foreign-term）不看的材料形式，去掉：制度",
        ),
    ],
)  # fmt: skip
def test_a_setting_is_told_in_words_whatever_it_is_about(changed: Changed, told: str) -> None:
    assert setting(changed, Speaker(CATALOG, "zh", school())) == told
