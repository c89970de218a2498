"""The Word report: its headings, tables that say what JSON says, the same bytes again, nothing that breaks it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Made
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from judged import CATALOG, judged, material, meeting, meetings, tiny

from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.changes import Earlier, compare
from archive_tool.core.colophon import Made as By
from archive_tool.core.colophon import colophon
from archive_tool.core.ledger import Entry
from archive_tool.core.lists import Lists, lists
from archive_tool.core.model import Finding, NotRun, Report
from archive_tool.core.standing import by_category
from archive_tool.report import json
from archive_tool.report.causes import causes
from archive_tool.report.docx import make
from archive_tool.report.docx_page import Page
from archive_tool.report.inspection import Inspection
from archive_tool.report.package import is_untouched
from archive_tool.report.paper_words import COMMANDS, in_words

SPEAKERS = {lang: Speaker(CATALOG, lang, tiny(), {"b": "支部"}) for lang in ("zh", "en")}
CONFIG = material({}, date(2025, 12, 31)).config
SECTIONS = {
    "zh": ["一、概况", "二、各类目情况", "三、存在的问题", "四、整改", "五、没有检查的"],
    "en": ["1. Overview", "2. Where each category stands", "3. What was found", "4. Mending",
           "5. What was not checked"],
}  # fmt: skip


def inspection(report: Report, lang: str = "zh") -> Inspection:
    scheme = tiny()
    sums = by_category(report, scheme, CONFIG)
    return Inspection(report, sums, SPEAKERS[lang], scheme, "9.9", "/库", "甲社", ("支部",), ("*.bak",), 2024,
                      repeat="audit --as-of 2025-12-31")  # fmt: skip


def real() -> Report:
    """An audit of a branch with two of its meetings."""
    return judged(meetings("2025-02-03", "2025-03-04"), "2025-12-31", 2025)


def opened(report: Report, lang: str = "zh") -> Made:
    return Document(io.BytesIO(make(inspection(report, lang))))


def headings(made: Made, level: int) -> list[str]:
    return [p.text for p in made.paragraphs if p.style and p.style.name == f"Heading {level}"]


def causes_told(made: Made) -> list[str]:
    """The numbered headings below the chapters; those of annexes have no number."""
    return [heading for heading in headings(made, 2) if heading.startswith("（")]


def said(made: Made) -> str:
    return "\n".join(p.text for p in made.paragraphs)


def table(made: Made, first: str) -> list[list[str]]:
    """Rows of all tables whose first heading is this."""
    rows = [[[cell.text for cell in row.cells] for row in one.rows] for one in made.tables]
    return [row for one in rows if one[0][0] == first for row in one[1:]]


def finding(path: str, **more: object) -> Finding:
    return Finding("file/empty", "error", path, {"name": path}, **more)  # type: ignore[arg-type]


def with_findings(items: Iterable[Finding], not_run: Iterable[NotRun] = ()) -> Report:
    return replace(real(), findings=tuple(items), not_run=tuple(not_run))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_title_and_sections_stand_in_their_order(lang: str) -> None:
    made = opened(real(), lang)
    assert made.paragraphs[0].text.startswith("甲社\n")
    assert headings(made, 1) == SECTIONS[lang]
    assert "{" not in said(made)


def test_the_table_by_category_adds_up_to_what_json_says() -> None:
    report = real()
    told = json.audit(report, SPEAKERS["zh"], {})
    *rows, last = table(opened(report), "类目")
    assert [sum(int(row[n]) for row in rows) for n in range(1, 8)] == list(map(int, last[1:]))
    _, asked, found, missing, short, due, errors, warnings = last
    coverage = [
        row for row in told["coverage"] if row["kind"] == "count" and row["status"] != "not-applicable"
    ]
    lacking = {status: sum(r["expected"] - r["found"] for r in coverage if r["status"] == status)
               for status in ("missing", "insufficient", "due")}  # fmt: skip
    assert (int(missing), int(short), int(due)) == tuple(lacking.values())
    assert int(asked) == sum(row["expected"] for row in coverage) > int(found) > 0
    assert (int(errors), int(warnings)) == (told["summary"]["errors"], told["summary"]["warnings"])


def test_every_cause_has_its_heading_its_places_its_remedy_and_a_row_to_be_filled_in() -> None:
    report = real()
    made = opened(report)
    found = causes(report.findings)
    assert len(causes_told(made)) == len(found) > 0
    assert causes_told(made)[0].startswith(f"（一）{found[0].title(SPEAKERS['zh'])}")
    assert {row[0] for row in table(made, "位置")} == {item.path for item in report.findings}
    for item in report.findings:
        remedy = in_words(json.remedy(item, SPEAKERS["zh"]), SPEAKERS["zh"])
        assert f"处理办法：{remedy}" in said(made)
    mending = table(made, "问题")
    assert len(mending) == len(found)
    assert all(row[1:] == [""] * 4 for row in mending)


def test_what_was_not_checked_is_told_and_waived_findings_stand_apart() -> None:
    made = opened(
        with_findings(
            [finding("甲.txt", waived="停课"), finding("乙.txt")],
            [NotRun("file", f"{n}.docx", "not-run.unread") for n in range(30)],
        )
    )
    assert ["甲.txt", "停课"] in [[row[0], row[-1]] for row in table(made, "位置")]
    assert len(causes_told(made)) == len(table(made, "问题")) == 1
    text = said(made)
    assert "有 30 项没有检查" in text
    assert "19.docx\n另有 10 处" in text
    assert "*.bak" in text
    assert "2024年以前" in text


def test_the_colophon_says_what_it_takes_to_repeat_it() -> None:
    seen = material(meetings("2025-02-03"), date(2025, 12, 31), 2025, ignore=["*.bak"])
    report = audit(seen, ())
    made = opened(replace(report, colophon=colophon(report, seen, (), By("9.9", "ab" * 32))))
    assert "附件2\n制作说明" in said(made)
    rows = dict(table(made, "项目"))
    assert rows["截至"] == "2025-12-31"
    assert rows["重新生成"].endswith("archive-tool audit --as-of 2025-12-31")
    assert rows["工具"] == "archive-tool 9.9"
    assert rows["分类方案"] == f"{tiny().id}，版本 {tiny().version}\nSHA-256 {tiny().sha256}"
    assert rows["archive.yaml"].endswith("ab" * 32)
    assert rows["不看的路径"].startswith("*.bak\n")
    assert rows["豁免"] == "无"


def test_the_same_report_is_the_same_bytes_dated_as_of() -> None:
    report = real()
    first = make(inspection(report))
    assert make(inspection(report)) == first
    properties = Document(io.BytesIO(first)).core_properties
    assert properties.created and properties.modified
    assert {properties.created.date(), properties.modified.date()} == {date(2025, 12, 31)}
    with ZipFile(io.BytesIO(first)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_names_that_xml_cannot_hold_do_not_break_it() -> None:
    path = "甲\x00\x0b\udc80\ufffe<&>]]>\u202e.txt"
    made = opened(with_findings([finding(path)]))
    ((place, _),) = table(made, "位置")
    assert place.startswith("甲\\x00\\x0b\\udc80")
    assert "<&>]]>" in place


def test_a_good_archive_is_said_to_be_one() -> None:
    made = opened(with_findings([]))
    assert "没有发现问题" in said(made)
    assert causes_told(made) == []
    assert "没有需要整改的问题" in said(made)


def test_more_than_ten_causes_are_numbered_as_in_an_official_paper() -> None:
    codes = list(CATALOG.findings)[:25]
    made = opened(with_findings(Finding(code, "error", "a") for code in codes))
    assert [h.partition("）")[0] for h in causes_told(made)][8:11] == ["（九", "（十", "（十一"]
    assert causes_told(made)[20].startswith("（二十一）")


def test_page_typefaces_and_repeated_heads() -> None:
    made = opened(real())
    page = made.sections[0]
    sides = (page.page_width, page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(side / Mm(1)) for side in sides if side] == [210, 37, 35, 28, 26]
    feet = (page.footer, page.even_page_footer)
    assert all("PAGE" in foot._element.xml for foot in feet)
    assert [foot.paragraphs[0].alignment for foot in feet] == [WD_ALIGN_PARAGRAPH.RIGHT, None]
    assert made.settings.odd_and_even_pages_header_footer
    assert made.styles["Normal"].paragraph_format.line_spacing == Pt(28.95)  # type: ignore[attr-defined]
    for name, font, size in (
        ("Normal", "仿宋", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Heading 3", "仿宋", 16),
        ("Title", "方正小标宋简体", 22),
    ):
        style = made.styles[name]
        assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == font
        assert style.font.size == Pt(size)  # type: ignore[attr-defined]
    assert all("w:tblHeader" in one.rows[0]._tr.xml for one in made.tables)


def test_a_report_saved_by_somebody_is_told_from_one_as_it_was_made() -> None:
    made = make(inspection(real()))
    assert is_untouched(io.BytesIO(made))
    document = Document(io.BytesIO(made))
    document.core_properties.title = "我的"
    saved = io.BytesIO()
    document.save(saved)  # who saved it last stays in it as it was
    assert document.core_properties.last_modified_by == "archive-tool"
    assert not is_untouched(saved)
    for other in (b"", b"text", made[: len(made) // 2], made + b"\n"):
        assert not is_untouched(io.BytesIO(other))


def test_a_paragraph_that_somebody_added_is_a_change_whoever_saved_it() -> None:
    made = make(inspection(real()))
    document = Document(io.BytesIO(made))
    document.add_paragraph("已整改")
    saved = io.BytesIO()
    document.save(saved)
    assert not is_untouched(saved)


def test_it_bears_no_picture_of_another_document() -> None:
    with ZipFile(io.BytesIO(make(inspection(real())))) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name or name.endswith(".jpeg")]
        assert b"thumbnail" not in package.read("_rels/.rels")


def test_the_number_below_a_chapter_is_that_chapters() -> None:
    since = compare(real(), Earlier(date(2025, 1, 1), ()), lambda _: True, lambda _: False)
    changed = replace(inspection(real(), "en"), changes=since)
    told = headings(Document(io.BytesIO(make(changed))), 1)
    assert told[0] == "1. Since an earlier audit"
    number = next(one.partition(".")[0] for one in told if one.endswith("What was found"))
    below = headings(Document(io.BytesIO(make(changed))), 2)
    assert below[0].startswith(f"{number}.1 ")


def test_it_is_signed_and_tells_its_annexes() -> None:
    made = opened(real())
    lines = [p.text for p in made.paragraphs]
    at = lines.index("附件：1. 支撑材料目录")
    assert lines[at + 1].strip() == "2. 制作说明"
    assert lines[at + 2 : at + 4] == ["甲社", "2025年12月31日"]
    assert lines[at + 4 : at + 6] == ["附件1", "支撑材料目录"]
    assert [section.orientation for section in made.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_what_took_place_is_annexed_with_attendance_and_evidence() -> None:
    event = {"chair": "张三", "expected": 9, "present": 8, "absentees": [{"name": "甲", "reason": "病假"}]}
    path = "2025/10_会议/01_例会/2025-05-06 例会"
    seen = material({path: meeting("2025-05-06", event=event)}, date(2025, 12, 31), 2025)
    made = Document(io.BytesIO(make(replace(inspection(audit(seen, ())), lists=lambda: lists(seen)))))
    assert "三、活动开展情况" in headings(made, 1)
    assert "年内有据可查的：例会 1 次" in said(made)
    ((number, day, topic, unit, chair, asked, there, absent, shown, _),) = table(made, "序号")
    assert (number, day, topic, unit, chair) == ("1", "2025-05-06", "例会", "支部", "张三")
    assert (asked, there, absent) == ("9", "8", "1")
    assert "病假" not in "".join(cell.text for one in made.tables for row in one.rows for cell in row.cells)
    assert "2025/10_会议/01_例会" in said(made)
    assert shown.endswith("2025-05-06 例会")


def test_folders_of_what_took_place_are_told_once_where_no_name_is_in_two() -> None:
    first, second = "2025/10_会议/01_例会/", "2025/10_会议/01_例会/下半年/"

    def shown(*paths: str) -> tuple[str, list[str]]:
        seen = material(
            {path: meeting(path.rpartition("/")[2][:10]) for path in paths}, date(2025, 12, 31), 2025
        )
        made = Document(io.BytesIO(make(replace(inspection(audit(seen, ())), lists=lambda: lists(seen)))))
        (above,) = [one for one in said(made).split("\n") if one.startswith("以下材料都在")][:1]
        return above, [row[8].split("\n")[-1] for row in table(made, "序号")]

    told = shown(f"{first}2025-05-06 例会", f"{second}2025-08-06 例会")
    assert told == (f"以下材料都在 {first[:-1]}、{second[:-1]}。", ["2025-05-06 例会", "2025-08-06 例会"])
    told = shown(f"{first}2025-05-06 例会", f"{second}2025-05-06 例会")
    assert told[0] == f"以下材料都在 {first[:-1]}。" and "下半年/2025-05-06 例会" in told[1]


def test_of_many_places_the_text_has_the_first_and_an_annex_all() -> None:
    made = opened(with_findings(finding(f"2025/{number:03} 材料.txt") for number in range(500)))
    first, *_, last = [one for one in made.tables if one.rows[0].cells[-1].text == "情况"][:2]
    assert len(first.rows) == 1 + 10
    assert [row.cells[0].text for row in last.rows[1::499]] == ["1", "500"]
    assert "全部位置见附件“问题清单”" in said(made)
    assert all("w:cantSplit" in row._tr.xml and "w:tblHeader" not in row._tr.xml for row in last.rows[1:])
    assert "w:tblHeader" in last.rows[0]._tr.xml


def test_what_lacks_in_several_periods_is_one_row_of_the_evidence() -> None:
    made = opened(judged({}, "2025-12-31", 2025))
    rows = table(made, "检查内容")
    assert [
        "例会",
        "支部",
        "2025年第一季度至2025年第三季度（3 期）",
        "缺少：2025年第一季度至2025年第三季度",
        "",
        "",
    ] in rows


def test_a_ledger_stands_before_what_is_new() -> None:
    entry = Entry(material(meetings("2025-02-03"), date(2025, 12, 31)).records[0], 0,
                  {"no": "1", "text": "没有签到", "owner": ["张三"], "closed": "2025-05-01"}, None, "unproven")  # fmt: skip
    told = replace(inspection(real()), lists=lambda: Lists(entries=(entry,)))
    made = Document(io.BytesIO(make(told)))
    known, *new = table(made, "问题")
    assert known == ["1 没有签到", "张三", "", "", "销号缺佐证\n2025-05-01"]
    assert len(new) == len(causes(real().findings))
    assert {"（一）已列入台账的", "（二）本次自查发现的"} <= set(headings(made, 2))


def test_entries_of_ledgers_have_the_rules_day_and_no_telephone_in_the_report() -> None:
    entry = Entry(material(meetings("2025-02-03"), date(2025, 12, 31)).records[0], 0,
                  {"text": "返潮，找13800001234", "owner": ["总务处13800001234"], "measure": "问13800001234"},
                  date(2025, 3, 1), "overdue")  # fmt: skip
    told = replace(inspection(real()), lists=lambda: Lists(entries=(entry,)))
    known, *_ = table(Document(io.BytesIO(make(told))), "问题")
    assert known == ["返潮，找138****1234", "总务处138****1234", "2025-03-01", "问138****1234", "已逾期"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_codes_and_commands_stand_in_the_annex_alone(lang: str) -> None:
    codes = ("fixity/changed", "fixity/missing", "sidecar/draft", "sidecar/copied", "sidecar/missing")
    items = [Finding(code, "error", "2025/甲", {"other": "乙"}) for code in codes]
    slow = Finding("file/damaged", "error", "2025/甲", {"kind": "timeout"})
    made = opened(
        replace(with_findings([*items, slow]), not_run=(NotRun("count", "a", "not-run.whose"),)), lang
    )
    *text, annex = [said_in(one) for one in parts(made)]
    told = "\n".join(text)
    assert "archive-tool" not in told
    assert not [code for code in codes if code in told]
    assert all(code in annex for code in codes)
    assert all(f"archive-tool {one}" in annex for one in ("accept", "sync", "describe --confirm"))


def parts(made: Made) -> list[list[str]]:
    """Texts of paragraphs and cells in their order, cut before each annex."""
    cut: list[list[str]] = [[]]
    for element in made.element.body.iterchildren():
        words = "".join(element.itertext())
        if element.tag == qn("w:p") and re.match("附件|Annex", words):
            cut.append([])
        cut[-1].append(words)
    return cut


def said_in(words: Iterable[str]) -> str:
    return "\n".join(words)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_has_words(command: str, lang: str) -> None:
    told = in_words(f"run archive-tool {command} then", SPEAKERS[lang])
    assert "archive-tool" not in told and "paper." not in told
    assert told.startswith("run") and told.endswith("then")


def test_every_command_that_a_remedy_names_has_words() -> None:
    texts = [label for one in CATALOG.findings.values() for label in (one.remedy, *one.remedies.values())]
    for label in texts:
        for lang in ("zh", "en"):
            assert "archive-tool" not in in_words(label.text(lang), SPEAKERS[lang])


def test_latin_words_and_dates_are_not_called_chinese() -> None:
    """Else word processors break them anywhere, at the edge of a cell too."""
    for lang in ("zh", "en"):
        styles = opened(real(), lang).styles.element
        (spoken,) = styles.find(qn("w:docDefaults")).iter(qn("w:lang"))
        assert (spoken.get(qn("w:val")), spoken.get(qn("w:eastAsia"))) == ("en-US", "zh-CN")


def test_a_line_that_leads_to_a_table_is_not_parted_from_it() -> None:
    page = Page.blank("甲", "zh", date(2025, 12, 31))
    page.lead("各单位情况：")
    page.table(["甲"], [20], [["1"]])
    line = page.made.paragraphs[-1]
    assert line.text == "各单位情况：" and line.paragraph_format.keep_with_next


def test_no_empty_line_begins_a_page_before_an_annex_or_at_the_end() -> None:
    """An empty paragraph below a full page is an empty page."""
    page = Page.blank("甲", "zh", date(2025, 12, 31))
    page.signature("甲社", "2025年12月31日")
    page.annex("附件1", "一览表")
    page.table(["甲"], [20], [["1"]])
    page.annex("附件2", "台账")
    page.table(["甲"], [20], [["1"]])
    made = Document(io.BytesIO(page.bytes()))
    *lines, last = made.paragraphs
    assert [one.text for one in lines] == ["甲社", "2025年12月31日", "附件1", "一览表", "附件2", "台账"]
    assert lines[1]._p.pPr.sectPr is not None
    assert [one.orientation for one in made.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert (last.text, last.paragraph_format.line_spacing) == ("", Pt(1))


def test_a_break_below_a_table_has_a_paragraph_of_its_own() -> None:
    page = Page.blank("甲", "zh", date(2025, 12, 31))
    page.table(["甲"], [20], [["1"]])
    page.annex("附件", "台账")
    assert [one.orientation for one in page.made.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert [one.text for one in page.made.paragraphs] == ["", "附件", "台账"]
