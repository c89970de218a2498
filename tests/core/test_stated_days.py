"""The one day that a paper states for itself: labelled, signed, or none where it may be another."""

from __future__ import annotations

from datetime import date

import pytest
from judged import material, school

from archive_tool.core.model import Reading, Segment
from archive_tool.core.tracer import Tracer

BODY = ["我志愿加入，请组织考验。", "以下略。"]


def stated(*lines: str) -> str:
    config = material({}, date(2026, 6, 1), scheme=school()).config
    return Tracer(school(), config).trace(Reading((Segment("", "\n".join(lines)),))).stated


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["入党申请书", *BODY, "申请人：张三", "2024年1月10日"], "2024-01-10"),
        (["入党申请书", "我志愿加入。", "二〇二四年一月十日"], "2024-01-10"),
        (["支部委员会会议记录", "时间：2024年9月10日", "地点：会议室", *BODY, "2024年9月12日"], "2024-09-10"),
        (["支部委员会会议记录", "时间：9月10日", "地点：会议室", *BODY], ""),  # of which year?
        (["审批表", *BODY, "支部意见：同意", "2024年9月12日", "党委意见：同意", "2024年10月8日"], ""),
        (["入党申请书", "我在2019年9月1日入学。", *BODY], ""),
        (["入党申请书", *BODY], ""),
    ],
)
def test_the_day_of_a_paper(lines: list[str], day: str) -> None:
    assert stated(*lines) == day
