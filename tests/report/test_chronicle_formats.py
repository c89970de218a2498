"""The year on one page in four formats: the same things said, the main line first, nothing that breaks a page."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.document import Document as Made
from judged import CATALOG, material, meeting, paper, school
from lxml import html

from archive_tool.core.audit import context_of
from archive_tool.core.catalog import Speaker
from archive_tool.core.chronicle import chronicle
from archive_tool.report import chronicle as words
from archive_tool.report.chronicle import YearPage
from archive_tool.report.formats import CHRONICLE_FORMATS

PLAN = "2025/03_党建责任与计划总结/01_工作计划/2025-03-01 计划"
DAYS = "2025/05_组织生活/05_主题党日"
ODD = "植树<b>&\u202e"
ITEMS = [
    {"no": "1", "text": "植树", "owner": ["张三"], "evidence": [f"{DAYS}/2025-03-28 植树"]},
    {"no": "2", "text": "建活动室"},
    {"no": "3", "text": "参观", "reason": "闭馆"},
]


def page(lang: str = "zh", items: list[dict[str, object]] = ITEMS, number: int = 1) -> YearPage:  # type: ignore[assignment]
    days = [date.fromordinal(date(2025, 3, 28).toordinal() + n // 2).isoformat() for n in range(number)]
    records = {
        f"{DAYS}/{day} 植树{n or ''}": meeting(day, title=f"{ODD}{n}", activity=["theme-day"])
        for n, day in enumerate(days)
    }
    records[PLAN] = paper("annual-plan", "2025-03-01", title="年度计划", items=items)
    seen = material(records, date(2026, 1, 31), 2025, scheme=school(), units=[{"id": "b", "name": "支部", "kind": "branch"}])  # fmt: skip
    speaker = Speaker(CATALOG, lang, school(), {"b": "支部"})
    repeat = "report chronicle --year 2025 --as-of 2026-01-31"
    return YearPage(chronicle(2025, context_of(seen)), speaker, school(), "9.9", "/库", "甲社", repeat, "库")


def made(format_: str, of: YearPage) -> bytes:
    return CHRONICLE_FORMATS[format_].make(of)


def opened(of: YearPage) -> Made:
    return Document(io.BytesIO(made("docx", of)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", ["text", "json", "docx", "html"])
def test_the_same_year_is_the_same_bytes_in_either_language(format_: str, lang: str) -> None:
    assert made(format_, page(lang)) == made(format_, page(lang))
    assert CHRONICLE_FORMATS[format_].may_replace(made(format_, page(lang)))


def test_the_main_line_comes_before_the_months_and_names_what_was_never_done() -> None:
    text = made("text", page()).decode()
    assert text.index("全年主线") < text.index("计划与落实") < text.index("2025年3月")
    assert "共列 3 项：已做成并有佐证 1 项，没有做成但写明原因 1 项" in text
    assert "没有做成、也没有写明原因的：建活动室。" in text
    assert "1 件是计划事项的佐证" in text


def test_a_plan_without_items_is_said_to_be_one() -> None:
    assert "没有逐项写明" in made("text", page(items=[])).decode()


def test_json_counts_what_it_lists() -> None:
    told = json.loads(made("json", page(number=5)))
    events = [event for month in told["months"] for event in month["events"]]
    assert told["summary"]["events"] == len(events) == 6
    assert told["summary"]["planned"] == len(told["items"]) == 3
    assert {item["text"]: item["status"] for item in told["items"]} == {
        "植树": "done", "建活动室": "not-done", "参观": "explained",
    }  # fmt: skip
    assert sum(event["planned"] for event in events) == 1


def test_the_word_page_has_a_row_for_every_event_and_item_and_leads_to_the_records() -> None:
    document = opened(page(number=500))
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    rows = {head[0]: len(table.rows) - 1 for head, table in zip(heads, document.tables, strict=True)}
    assert rows["序号"] == 3
    assert sum(count for head, count in rows.items() if head.startswith("2025年")) == 501
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    targets = {one.target_ref for one in document.part.rels.values() if one.is_external}
    assert any(one.startswith("./%E5%BA%93/2025/05_") for one in targets)


def test_the_web_page_escapes_what_it_shows_and_links_relative_to_itself() -> None:
    content = made("html", page())
    assert b"<b>&" not in content
    tree = html.fromstring(content)
    assert [head.text for head in tree.iter("h2")] == ["全年主线", "计划与落实", "逐月大事"]
    links = [link.get("href") for link in tree.iter("a")]
    assert links and all(link.startswith("./%E5%BA%93/") for link in links)
    assert tree.xpath("//script | //img | //link") == []


def test_without_a_way_to_the_archive_there_are_no_links() -> None:
    alone = replace(page(), base=None)
    assert not list(html.fromstring(made("html", alone)).iter("a"))
    assert not [one for one in opened(alone).part.rels.values() if one.is_external]


def test_a_year_of_nothing_says_so() -> None:
    empty = page()
    empty = replace(empty, found=replace(empty.found, months=(), plans=(), planned=()))
    assert len(list(words.main_line(empty))) == 2
    assert "没有可以记入大事的材料" in made("text", empty).decode()
    assert opened(empty).tables == []
