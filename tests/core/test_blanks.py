"""Labels behind which nothing was written, in texts that were filled in otherwise."""

from __future__ import annotations

import time

import pytest
from judged import school

from archive_tool.core.blanks import Blanks

SCHOOL = Blanks(school().checks["consistency/placeholder"].blanks)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["主持人：______", "时间：2025年3月14日", "地点：会议室"], ["主持人：______"]),
        (["时间：2025年3月14日 地点：＿＿＿＿ 主持人：甲  记录人：乙"], ["地点：＿＿＿＿"]),
        (["时间：3月4日", "主持人：甲", "应到   人，实到   人"], ["应到   人", "实到   人"]),
        (["应到（  ）人，实到16人。"], ["应到（  ）人"]),
        (["应到__人，实到16人"], ["应到__人"]),
        (["时间：____年__月__日", "地点：会议室"], ["时间：____年__月__日"]),
        (["时间\t2025年3月14日\t地点\t____"], ["地点\t____"]),
    ],
)
def test_what_was_forgotten_in_a_record(lines: list[str], told: list[str]) -> None:
    assert list(SCHOOL.places_in(lines)) == told
    assert SCHOOL.may_be_in("".join(lines))  # the look that spares nearly all texts the other


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["时间：2025年3月14日", "主持人：甲", "应到18人，实到16人"],
        # Printed, to be filled in by hand.
        ["时间：____年__月__日", "地点：____", "主持人：____", "应到__人，实到__人"],
        ["时间：2025年3月14日", "地点：____", "主持人：____"],
        # Signed below, or somebody else's line.
        ["时间：2025年3月14日", "主持人：甲", "传达学习……", "主持人：______ 记录人：______"],
        ["时间：2025年3月14日", "主持人：甲", "记录人：______"],
        ["时间：2025年3月14日", "主持人签字：______"],
        # The value stands in the next line or cell, or nothing is to be written there.
        ["时间：2025年3月14日", "主持人：", "甲"],
        ["时间\t地点\t主持人", "3月14日\t会议室\t甲"],
        ["时间：2025年3月14日", "应到人员名单附后", "应到 人员见签到表"],
        ["时间：2025年3月14日", "联系人：________"],
    ],
)
def test_what_is_no_gap(lines: list[str]) -> None:
    assert SCHOOL.places_in(lines) == ()


def test_without_labels_nothing_is_looked_for() -> None:
    assert Blanks(()).places_in(["主持人：______", "时间：3月"]) == ()
    assert not Blanks(()).may_be_in("主持人：______")


@pytest.mark.parametrize("blank", [" ", "_", "\u3000"])
@pytest.mark.parametrize("end", ["x", "（x", "）x"])
def test_a_long_run_of_blanks_is_gone_through_once(blank: str, end: str) -> None:
    started = time.process_time()
    assert SCHOOL.places_in([f"应到{blank * 1000}{end}", f"应到（{blank * 1000}{end}"]) == ()
    assert time.process_time() - started < 0.5  # tried in all ways it would be minutes
