"""What a pack says of waivers: of those about what is not shown neither where nor whom nor why."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from judged import CATALOG, material, tiny

from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.colophon import Made, colophon
from archive_tool.core.config import Waiver
from archive_tool.core.model import Interpreted
from archive_tool.core.pack import Item, Pack
from archive_tool.core.records import make_record
from archive_tool.core.tree import Holding, Place
from archive_tool.report.pack_words import Told, Words

DAY = date(2025, 7, 31)
LEAF = "2025/10_会议/01_例会"
WAIVER = Waiver("file/empty", "原件在柜", "甲", date(2025, 12, 31))


def item(number: int, name: str, *, shown: bool = False) -> Item:
    holding = Holding(f"{LEAF}/{name}", Place(None, 2025, "10", "10.1"), True, (), "", False)
    record = make_record(holding, Interpreted({}, {}), {}, described=False)
    return Item(number, record, None if shown else "personal", ())


def said(items: tuple[Item, ...], *waivers: Waiver) -> list[str]:
    """The lines about waivers."""
    made = material({}, DAY, 2025)
    report = audit(made, ())
    speaker = Speaker(CATALOG, "zh", tiny(), {"b": "支部"})
    told = Words(
        Pack((), items, 0, frozenset(), frozenset()),
        replace(report, colophon=colophon(report, made, waivers, Made("9.9", "0" * 64))),
        Told("示例小学", (), "", personal=False, rights="", office=False),
        {},
        lambda _: (),
        speaker,
    )
    return [line for row in told.colophon() for line in row.lines if "原件在柜" in line]


@pytest.mark.parametrize(
    ("about", "open_"),
    [
        (f"{LEAF}/甲", False),
        (f"{LEAF}/甲/附件.docx", False),
        (LEAF, False),
        ("2025", False),
        (f"{LEAF}/乙", True),
        (f"{LEAF}/甲乙", True),
        ("", True),
    ],
)
def test_a_waiver_about_what_is_not_shown_does_not_say_why(about: str, open_: bool) -> None:
    told = said((item(1, "甲"), item(2, "乙", shown=True)), WAIVER._replace(path=about))
    assert any("原件在柜" in line for line in told) == open_


def test_a_waiver_in_a_sidecar_that_is_not_shown_does_not_say_why() -> None:
    told = said((item(1, "甲"),), WAIVER._replace(record=f"{LEAF}/甲"))
    assert not any("原件在柜" in line for line in told)


def test_many_waivers_of_many_records_cost_what_they_are() -> None:
    items = tuple(item(number, f"{number}") for number in range(6000))
    waivers = [WAIVER._replace(path=f"2024/{number}", reason=f"原件在柜{number}") for number in range(300)]
    started = time.process_time()
    assert sum("原件在柜" in line for line in said(items, *waivers)) == 300
    assert time.process_time() - started < 1.0
