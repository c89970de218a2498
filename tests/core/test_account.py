"""What the head of minutes says of who led a meeting, when and where."""

from __future__ import annotations

import pytest

from archive_tool.core.drafting.account import account
from archive_tool.core.drafting.pages import Page
from archive_tool.core.wording import Wording

WORDING = Wording(day_held=("会议时间",), chairs=("主持人",), recorders=("记录人",), places=("地点",))


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ("2025年3月14日15:00", ("15:00", "")),
        ("2025年3月14日 15：00—16：30", ("15:00", "16:30")),
        ("2025年3月14日下午3点半至5点", ("15:30", "17:00")),
        ("2025年3月14日下午三时", ("15:00", "")),
        ("2025年3月14日上午9:00-11:00", ("09:00", "11:00")),
        ("2025年3月14日中午12:30", ("12:30", "")),
        ("2025年3月14日3:00", ("", "")),  # of the night or the afternoon
        ("2025年3月14日下午", ("", "")),
        ("2025-03-14", ("", "")),
        ("2025年3月14日25:00", ("", "")),
        ("2025年3月14日15:00—14:00", ("15:00", "")),
    ],
)
def test_times_are_read_as_people_write_them(written: str, times: tuple[str, str]) -> None:
    page = Page(pages=1)
    page.labels = {"会议时间": written, "主持人": "张三"}
    assert account(page, WORDING)[3:] == times


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ({"主持人": "张三 记录人:李四", "地点": "会议室"}, ("张三", "", "会议室")),
        ({"主持人": "张三(书记)", "记录人": "李四"}, ("张三(书记)", "李四", "")),
        ({"主持人": "______", "记录人": "XXX"}, ()),  # nobody has written a name yet
        ({"地点": "会议室"}, ()),
    ],
)
def test_only_names_that_were_written_are_told(labels: dict[str, str], told: tuple[str, ...]) -> None:
    page = Page(pages=1)
    page.labels = labels
    assert account(page, WORDING)[:3] == told
