"""The year on one page in four formats: the same things said, the main line first, nothing that breaks a page."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.document import Document as Paper
from judged import CATALOG, material, meeting, paper, school
from lxml import html
from rich.cells import cell_len

from archive_tool.core.audit import context_of
from archive_tool.core.catalog import Speaker
from archive_tool.core.chronicle import chronicle
from archive_tool.core.colophon import Made, colophon
from archive_tool.core.model import Report
from archive_tool.report import chronicle as words
from archive_tool.report import chronicle_page as first
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


def page(
    lang: str = "zh",
    items: list[dict[str, object]] = ITEMS,
    number: int = 1,
    kept: int = 0,  # type: ignore[assignment]
) -> YearPage:
    """A year of `number` theme days, and `kept` that are not for everyone."""
    days = [date.fromordinal(date(2025, 3, 28).toordinal() + n // 2).isoformat() for n in range(number)]
    records = {
        f"{DAYS}/{day} 植树{n or ''}": meeting(day, title=f"{ODD}{n}", activity=["theme-day"])
        for n, day in enumerate(days)
    }
    for n in range(1, kept + 1):
        day = f"2025-05-{n:02}"
        records[f"{DAYS}/{day} 讨论"] = meeting(day, activity=["theme-day"], security="work-secret")
    records[PLAN] = paper("annual-plan", "2025-03-01", title="年度计划", items=items)
    seen = material(records, date(2026, 1, 31), 2025, scheme=school(), units=[{"id": "b", "name": "支部", "kind": "branch"}])  # fmt: skip
    speaker = Speaker(CATALOG, lang, school(), {"b": "支部"})
    repeat = "report chronicle --year 2025 --as-of 2026-01-31"
    found = chronicle(2025, context_of(seen))
    report = Report(found.as_of, (2025,), 0, 0, 0, (), (), ())
    how = colophon(report, seen, (), Made("9.9", "a" * 64))
    return YearPage(found, speaker, school(), "9.9", "/库", "甲社", repeat, "库", how)


def made(format_: str, of: YearPage) -> bytes:
    return CHRONICLE_FORMATS[format_].make(of)


def opened(of: YearPage) -> Paper:
    return Document(io.BytesIO(made("docx", of)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", ["text", "json", "docx", "html"])
def test_the_same_year_is_the_same_bytes_in_either_language(format_: str, lang: str) -> None:
    assert made(format_, page(lang)) == made(format_, page(lang))
    may_replace = CHRONICLE_FORMATS[format_].may_replace
    assert may_replace is None or may_replace(io.BytesIO(made(format_, page(lang))))


def test_the_main_line_comes_before_the_months_and_names_what_was_never_done() -> None:
    text = made("text", page()).decode()
    assert text.index("全年主线") < text.index("计划与落实") < text.index("2025年3月")
    assert "共列 3 项：已做成并有佐证 1 项，没有做成但写明原因 1 项" in text
    assert "没有做成、也没有写明原因的：建活动室。" in text
    assert "1 件是计划事项的佐证" in text


@pytest.mark.parametrize(("lang", "words"), [("zh", "主题党日 3 次"), ("en", "heme day (3)")])
def test_how_often_an_activity_took_place_is_one_number_in_every_format(lang: str, words: str) -> None:
    """What is not for everyone is told by its number, and counts."""
    of = page(lang, number=2, kept=1)
    told = json.loads(made("json", of))
    assert told["held"] == {"theme-day": 3}
    html_text = html.fromstring(made("html", of)).text_content()
    for text in (
        *[one for one in told["main_line"] if words in one],
        made("text", of).decode(),
        told_as(of),
        html_text,
    ):
        numbers = set(re.findall(re.escape(words).replace("3", r"\d+"), text))
        assert numbers == {words}
    assert sum(words in one for one in told["main_line"]) == 1


def test_a_plan_without_items_is_said_to_be_one() -> None:
    assert "没有逐项写明" in made("text", page(items=[])).decode()


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "年度计划（年度要点）没有逐项写明"), ("en", "(年度要点) list no items")]
)
def test_of_several_plans_those_without_items_are_named(lang: str, words: str) -> None:
    one = page(lang)
    (plan,) = one.found.plans
    bare = plan._replace(title="年度要点", holding=plan.holding._replace(path=f"{PLAN}要点"))
    both = replace(one, found=replace(one.found, plans=(plan, bare)))
    for format_ in ("text", "html"):
        assert words in made(format_, both).decode()
    assert words in "\n".join(paragraph.text for paragraph in opened(both).paragraphs)


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
    assert [head.text for head in tree.iter("h2")] == [
        "全年主线", "计划与落实", "逐月主线", "按类目", "计划事项明细", "逐月大事明细", "制作说明",
    ]  # fmt: skip
    links = [link.get("href") for link in tree.iter("a")]
    assert links and all(link.startswith("./%E5%BA%93/") for link in links)
    assert tree.xpath("//script | //img | //link") == []


def test_without_a_way_to_the_archive_there_are_no_links() -> None:
    alone = replace(page(), base=None)
    assert not list(html.fromstring(made("html", alone)).iter("a"))
    assert not [one for one in opened(alone).part.rels.values() if one.is_external]


def told_as(of: YearPage) -> str:
    """All words of the Word document."""
    document = opened(of)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(one.text for one in document.paragraphs), *cells))


@pytest.mark.parametrize("items", [ITEMS, []])
def test_what_is_handed_in_carries_no_advice_about_the_tool(items: list[dict[str, object]]) -> None:
    """On the screen it does."""
    of = page(items=items)
    of = replace(of, found=replace(of.found, unread=3))
    told = html.fromstring(made("html", of))
    for said in (told_as(of), "".join(told.itertext())):
        assert "有 3 个文件还没有读过" in said
        assert not re.search(r"archive-tool [a-z]|元数据", said)
    screen = made("text", of).decode()
    assert "archive-tool sync" in screen and "archive-tool report chronicle" in screen


def test_how_it_was_made_is_told_in_every_format() -> None:
    of = page()
    assert of.made is not None
    told = json.loads(made("json", of))["colophon"]
    assert told["scheme"]["sha256"] == school().sha256 and told["archive_yaml"] == "a" * 64
    web = "".join(html.fromstring(made("html", of)).itertext())
    for said in (told_as(of), web, made("text", of).decode()):
        assert all(one in said for one in ("SHA-256 " + "a" * 64, school().sha256, "豁免", "没有做的检查"))


# The first page.


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("number", [1, 500])
@pytest.mark.parametrize("planned", [0, 3, 60])
def test_the_first_page_has_room_for_any_year(lang: str, number: int, planned: int) -> None:
    items: list[dict[str, object]] = [
        {"no": str(n), "text": "建成党员活动室并对全体师生开放" * 2} for n in range(planned)
    ]
    of = page(lang, items, number)
    rows = list(first.months(of))
    assert [one.month for one in rows][:12] == [
        of.speaker.say("chronicle.month", number=n) for n in range(1, 13)
    ]
    assert sum(one.events for one in rows) == len(of.found.events)
    width = first.MONTH_CELLS[lang]
    lines = [-(-cell_len(one.told) // width) for one in rows]
    assert max(lines) <= first.MOST_MONTH_LINES
    assert all(one.told for one in rows if one.events)
    text = [-(-cell_len(one) // first.TEXT_CELLS[lang]) for one in first.sentences(of)]
    below = [
        -(-cell_len(one) // first.SMALL_CELLS[lang]) for one in (*first.never(of), *words.provenance(of))
    ]
    plans = 3 + len(list(first.outcomes(of))) if planned else 0
    table = sum(lines) + sum(below) + plans
    assert sum(text) * first.TEXT_LINE + table * first.TABLE_LINE <= first.HEIGHT


def test_no_page_begins_with_the_last_line_of_a_table_alone() -> None:
    """Word keeps a row with the next where its paragraphs say so; browsers by the rule of the page's style."""
    for table in opened(page(number=9)).tables:
        kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows[1:]]
        last = min(3, len(kept) - 1)
        assert kept == [False] * (len(kept) - 1 - last) + [True] * last + [False]
    style = html.fromstring(made("html", page())).find(".//style").text
    kept_rows = re.search(r"dl div:nth-last-child\(-n \+ 4\):not\(:first-child\) {([^}]*)}", style)
    assert kept_rows and "break-before: avoid" in kept_rows[1]


def test_a_month_tells_first_what_stands_out_and_what_was_planned() -> None:
    of = page(number=300)
    march = next(one for one in first.months(of) if one.events > 1)
    planned = next(one for one in of.found.events if of.found.is_planned(one))
    assert planned.date[8:10] in march.told and planned.title[:4] in march.told


def test_many_plans_have_the_last_ones_summed_up() -> None:
    of = page()
    (plan,) = of.found.plans
    plans = tuple(
        plan._replace(holding=plan.holding._replace(path=f"{plan.holding.path}{n}")) for n in range(9)
    )
    several = [one._replace(record=plan_) for plan_ in plans for one in of.found.planned]
    of = replace(of, found=replace(of.found, plans=plans, planned=tuple(several)))
    told = list(first.outcomes(of))
    assert len(told) == first.MOST_PLANS and told[-1].plan == "其他计划 6 份"
    assert sum(one.items for one in told) == len(several) == sum(sum(one.stand) for one in told)


def test_an_annex_alone_bears_no_number() -> None:
    without = page(items=[])
    alone = replace(without, found=replace(without.found, months=(), planned=()))
    for one, heads in ((page(), ["附件1", "附件2", "附件3"]), (alone, ["附件"])):
        assert [p.text for p in opened(one).paragraphs if re.fullmatch(r"附件\d*", p.text)] == heads


def test_a_year_of_nothing_says_so() -> None:
    empty = page()
    empty = replace(empty, found=replace(empty.found, months=(), often={}, plans=(), planned=()))
    assert len(list(words.main_line(empty))) == 2
    assert "没有可以记入大事的材料" in made("text", empty).decode()
    assert len(opened(empty).tables) == 1  # how it was made
