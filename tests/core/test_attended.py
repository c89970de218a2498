"""The numbers of a meeting that a text writes: read where it is clear of whom they are, else left alone."""

from __future__ import annotations

import time
from datetime import date

import pytest
from judged import material, school

from archive_tool.core.attended import UNTOLD, Attended, attended
from archive_tool.core.model import Reading, Segment
from archive_tool.core.tracer import Tracer


def read(text: str) -> dict[str, int]:
    found = attended(text)
    return {k: n for k, n in Attended(*found)._asdict().items() if n != UNTOLD} if found else {}


@pytest.mark.parametrize(
    ("text", "expected", "present", "absent"),
    [
        ("应到12人，实到5人，缺席2人", 12, 5, 2),
        ("应到会党员12名，实到会11名。", 12, 11, None),
        ("本次会议应参会党员十二人，实际参会十一人，请假一人（甲）", 12, 11, 1),
        ("应到：１２　实到：１１", 12, 11, None),
        ("应到人数\t12\t实到人数\t11\t缺席人数\t1", 12, 11, 1),
        ("应到人数\n12\n实到人数\n11", 12, 11, None),
        ("应出席党员一百零二人，实际出席九十八人", 102, 98, None),
        ("应到会党员12人，到会11人，缺席1人", 12, 11, 1),
        ("应到12实到12 缺席人员：无", 12, 12, 0),
        ("应到12人，实到10人，病假1人、事假1人", 12, 10, 2),
        ("应到12人，实到10人，请假1人，缺席1人", 12, 10, 2),
        ("应到12人，实到10人，缺席2人（其中请假1人）", 12, 10, 2),
        ("应到12人，实到10人，请假1人", 12, 10, None),  # where the other is, is said in words
        ("应到12人，实到10人，缺席2人。\n经统计，应到12人，实到10人。", 12, 10, None),
        ("应到12人，实到11人，列席3人", 12, 11, None),
    ],
)
def test_labelled_numbers_are_read(text: str, expected: int, present: int, absent: int | None) -> None:
    told = {"expected": expected, "present": present, **({} if absent is None else {"absent": absent})}
    assert read(text) == told


def test_those_entitled_to_vote_are_told_apart() -> None:
    entitled = {"entitled": 10, "voters": 9}
    assert read("应到会有选举权的正式党员10名，实到会9名") == entitled
    assert read("有表决权的党员应到10人，实到9人。") == entitled
    both = "应到党员12名，实到11名，其中有表决权的正式党员应到10名，实到9名"
    assert read(both) == {"expected": 12, "present": 11, **entitled}


@pytest.mark.parametrize(
    "text",
    [
        "第一次：应到12人，实到10人。第二次：应到12人，实到11人。",
        "应到__人，实到__人",
        "应到    人，实到    人",
        "实到会人数超过应到会人数的三分之二",
        "全年应到48人次，实到45人次",
        "应到时间14:30，实到时间14:40",
        "应到校8点，实到2025年3月14日",
        "应到10人，实到12人（含列席2人）",
        "应到十十人，实到12人",
        "各支部应当按期参加会议，到会12人",
        "".join(f"应到{n}人，实到{n}人。" for n in [12] * 40),
    ],
)
def test_what_is_unclear_or_of_several_meetings_is_left_alone(text: str) -> None:
    assert read(text) == {}


def test_a_number_is_not_cut_where_the_place_that_is_looked_at_ends() -> None:
    for gap in range(60, 110):
        assert read(f"应到12人，实到11人{'，' * gap}缺席1234人").get("absent") in (None, 1234)


@pytest.mark.parametrize(
    "text",
    [
        "实到" * 200_000,
        "应到会党员" * 100_000,
        "实到" + "会" * 400_000,
        ("实到" + " " * 100) * 39,
        "应到(:" * 100_000,
    ],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    before = time.process_time()
    read(text)
    assert time.process_time() - before < 0.5


def test_a_text_is_asked_when_it_is_traced() -> None:
    text = "支部党员大会会议记录\n应到12人，实到11人，缺席1人"
    tracer = Tracer(school(), material({}, date(2025, 1, 1), scheme=school()).config)
    assert tracer.trace(Reading((Segment("", text),))).attended == (12, 11, 1, UNTOLD, UNTOLD)
