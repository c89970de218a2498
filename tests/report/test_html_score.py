"""The score in the web page: what every indicator has, room for a hand score, and why points were lost."""

from __future__ import annotations

from datetime import date

from judged import CATALOG, meetings, tiny
from judged import material as archive
from lxml.html import HtmlElement, document_fromstring
from scored import scored, written

from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.lists import lists
from archive_tool.core.scored import Score
from archive_tool.core.standing import by_category
from archive_tool.report.html import make
from archive_tool.report.inspection import Inspection

TWO = meetings("2025-02-10", "2025-05-12")
MEETINGS = """
    points: 6
    rules: [10.meeting.count]
    max_deduction: 3
    deductions: [{per: missing-record, points: 2}]
"""
BONUS = "points: 0\nrules: [10.meeting.count]\nbonus: [{per: record, points: 2, at_most: 3}]"
VETO = "points: 1\nrules: [10.meeting.count]\ndeductions: [{per: missing, points: 1}]\nveto: [{per: missing}]"
BY_HAND = "kind: manual\npoints: 4"


def section(found: Score | None) -> HtmlElement | None:
    there = archive(TWO, date(2026, 3, 31), 2025)
    report = audit(there, ())
    made = Inspection(
        report, by_category(report, tiny(), there.config), Speaker(CATALOG, "zh", tiny(), {"b": "支部"}),
        tiny(), "9.9", "/库", "甲社", ("支部",), score=found, base="库", lists=lambda: lists(there),
    )  # fmt: skip
    (*_, last) = [None, *document_fromstring(make(made).decode("utf-8")).xpath("//section[@id='score']")]
    return last


def cells(row: HtmlElement) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in row]


def test_every_indicator_has_a_row_and_a_hand_score_a_blank() -> None:
    told = section(scored(written(MEETINGS, BONUS, BY_HAND), TWO))
    assert told is not None
    head, *rows = told.xpath(".//table[@class='score']//tr")
    assert cells(head) == ["指标", "分值", "得分", "扣分/加分", "说明"]
    assert [cells(row) for row in rows] == [
        ["1 一", "10", "6", "-3 +3", ""],
        ["1.1 一", "6", "3", "-3", ""],
        ["1.2 一", "0", "3", "+3", ""],
        ["1.3 一", "4", "", "", "人工评分"],
        ["合计", "", "6", "", "已评 6 分"],
    ]
    assert [bool(row.xpath(".//*[@class='blank']")) for row in rows] == [False, False, False, True, False]
    assert "得 6 分（已评 6 分，共 10 分）" in told.text_content()
    assert "6 / 6" in " ".join(told.text_content().split())


def test_every_lost_point_is_explained_and_leads_to_what_shows_it() -> None:
    told = section(scored(written(MEETINGS, BONUS, BY_HAND), TWO))
    assert told is not None
    rows = [cells(row) for row in told.xpath(".//*[@class='why'][1]//tr")]
    assert [row[0] for row in rows] == ["-3"]
    assert rows[0][1].startswith("【支部】2025年第三季度、2025年第四季度（2 期）各应有“例会”1 次（件）")
    assert rows[0][1].endswith("（2 分 × 2）（按标准应扣 4 分，已到最多扣分）")
    given = told.xpath(".//tr[td/@class='number bonus']//a/@href")
    assert len(given) == 2
    assert all(address.startswith("./%E5%BA%93/2025/") for address in given)


def test_a_veto_stands_out() -> None:
    told = section(scored(written(VETO, "kind: manual\npoints: 9"), TWO))
    assert told is not None
    assert told.xpath(".//*[@class='verdict vetoed']")
    assert [cells(row)[0] for row in told.xpath(".//*[@class='why']//tr")] == ["!", "-1"]


def test_without_a_profile_there_is_no_score() -> None:
    assert section(None) is None
