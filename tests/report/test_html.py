"""The web page of an audit: what stands in it, that it needs nothing else, and that no name does anything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from judged import CATALOG, material, meeting, paper, school
from web_pages import Read

from archive_tool.core.audit import audit
from archive_tool.core.catalog import Speaker
from archive_tool.core.changes import Changes
from archive_tool.core.colophon import Made, colophon
from archive_tool.core.lists import Lists
from archive_tool.core.model import Finding, NotRun, Report
from archive_tool.core.standing import asks, by_category
from archive_tool.report import html_heat
from archive_tool.report.colophon import rows
from archive_tool.report.html import make
from archive_tool.report.html_findings import FEW, MANY, MOST
from archive_tool.report.html_page import href, is_untouched
from archive_tool.report.inspection import Inspection
from archive_tool.report.paper_words import said

AS_OF = date(2025, 10, 31)
MEETING = "2025/05_组织生活/02_支委会/2025-05-06 支委会"
SHELF = "2025/05_组织生活/01_支部党员大会"
UNITS = [
    {"id": "b", "name": "甲支部", "kind": "branch", "founded": "2025-01-01", "members": 20, "committee": 3},
    {"id": "c", "name": "乙支部", "kind": "branch", "founded": "2025-01-01", "members": 5},
]
THERE = material(
    {
        MEETING: meeting("2025-05-06", title="研究分工", activity=["committee-meeting"], unit=["b"]),
        "2025/03_党建责任与计划总结/01_工作计划/2025-01-10 计划": paper(
            "annual-plan", "2025-01-10", unit=["b"]
        ),
    },
    AS_OF,
    scheme=school(),
    units=UNITS,
)
SECTIONS = {
    "zh": ["概况", "各类目情况", "各项要求逐月情况", "存在的问题", "没有检查的", "制作说明"],
    "en": ["Overview", "Where each category stands", "Requirements by month", "What was found",
           "What was not checked", "How this was made"],
}  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "</title></svg></style>&amp;{{ 7*7 }}",
    "//example.invalid/甲",
    "100% #1?甲=乙;丙",
    "\u202e甲\u2066乙",
    "坏\x07字\n第二行\udc80",
]


def report() -> Report:
    return audit(THERE, ())


def inspection(found: Report, lang: str = "zh", **more: object) -> Inspection:
    speaker = Speaker(CATALOG, lang, school(), {"b": "甲支部", "c": "乙支部"})
    sums = by_category(found, school(), THERE.config)
    made = Inspection(
        found, sums, speaker, school(), "9.9", "/某处/库", "甲社", ("甲支部", "乙支部"), ("*.bak",), 2024,
        repeat="audit --as-of 2025-10-31", base="../库", fonds="0142 甲社",
        lists=lambda: Lists(places=frozenset({MEETING, SHELF, *HOSTILE})),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def page(found: Report, lang: str = "zh", **more: object) -> Read:
    return Read(make(inspection(found, lang, **more)).decode("utf-8"))


def with_findings(findings: Iterable[Finding]) -> Report:
    return replace(report(), findings=tuple(findings))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sections_and_their_order(lang: str) -> None:
    made = make(inspection(report(), lang)).decode("utf-8")
    assert re.findall("<h2>(.*?)</h2>", made) == SECTIONS[lang]
    read = Read(made)
    assert read.named("html") == [{"lang": "zh-CN" if lang == "zh" else "en"}]
    assert {link["href"][1:] for link in read.named("a") if link["href"].startswith("#")} <= {
        attributes["id"] for _, attributes in read.tags if "id" in attributes
    }
    assert not re.search(r"\{|\b(?:html|heat|paper|sheet|audit)\.[a-z]", read.text)


def test_the_head_says_whose_of_when_and_which_years() -> None:
    text = page(report()).text
    for told in ("甲社", "档案库", "库", "全宗", "0142 甲社", "2025-10-31", "2024、2025", "甲支部、乙支部"):
        assert told in text


def test_the_same_inspection_is_the_same_bytes() -> None:
    assert make(inspection(report())) == make(inspection(report()))


def test_it_asks_for_nothing_outside_and_runs_nothing() -> None:
    made = make(inspection(report())).decode("utf-8")
    read = Read(made)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & {
        tag for tag, _ in read.tags
    }
    assert not [key for _, attributes in read.tags for key in attributes if key.startswith("on")]
    assert all(address.startswith(("#", "../%E5%BA%93/")) for address in read.addresses)
    (style,) = re.findall(r"<style>(.*?)</style>", made, re.DOTALL)
    assert not re.search(r"url\(|@import|https?:|expression", style)
    policies = [meta["content"] for meta in read.named("meta") if meta.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]


def test_numbers_are_those_of_the_other_reports() -> None:
    read, found = page(report()), report()
    expected = sum(r.expected for r in found.coverage if asks(r) and r.status != "not-applicable")
    assert f"按要求应有 {expected} 次（件）" in read.text
    errors = sum(f.severity == "error" for f in found.findings)
    assert f"检查发现错误 {errors} 处" in read.text
    assert sum(tag == "article" for tag, _ in read.tags) == len({(f.code, f.rule) for f in found.findings})


def test_a_cell_tells_its_status_by_colour_by_sign_and_in_words() -> None:
    read = page(report())
    cells = [a["class"].split()[1] for a in read.named("g") if a.get("class", "").startswith("cell ")]
    signs = [a["xlink:href"].removeprefix("#sign-") for a in read.named("use")]
    assert cells == signs
    assert {"met", "missing", "due"} <= set(cells)
    assert {f"sign-{sign}" for sign in signs} <= {a.get("id") for a in read.named("g")}
    assert "2025年第三季度：缺少（应有 2，已有 0）；2 个单位或人员中 2 个有缺" in read.text


def test_a_drawing_is_told_to_who_does_not_see_it() -> None:
    read = page(report())
    drawings = [a for a in read.named("svg") if a.get("role") == "img"]
    ids = {a["id"] for _, a in read.tags if "id" in a}
    assert drawings
    for drawing in drawings:
        assert set(drawing["aria-labelledby"].split()) <= ids
    assert all(a.get("aria-hidden") == "true" for a in read.named("svg") if a not in drawings)
    assert len(ids) == sum("id" in a for _, a in read.tags)  # none twice


def test_units_are_folded_and_one_alone_is_not_drawn_twice() -> None:
    folded = re.findall("<summary>(.*?)</summary>", make(inspection(report())).decode())
    assert folded == ["甲支部", "乙支部", "用文字列出每项要求"]
    mine = tuple(row for row in report().coverage if row.unit == "b")
    alone = re.findall(
        "<summary>(.*?)</summary>", make(inspection(replace(report(), coverage=mine))).decode()
    )
    assert alone == ["用文字列出每项要求"]


def test_too_many_units_are_told_of_and_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_heat, "MOST_ROWS", 10)
    read = page(report())
    assert "单位有 2 个，分开画会使网页太大" in read.text
    assert len(read.named("details")) == 1


def test_a_place_leads_to_what_lies_there_and_nowhere_else() -> None:
    there = Finding("file/empty", "error", MEETING, line=3)
    gone = Finding("file/empty", "error", "2025/没有了")
    read = page(replace(with_findings([there, gone]), not_run=()))
    (link,) = [a["href"] for a in read.named("a") if not a["href"].startswith("#")]
    assert link == href("../库", MEETING)
    assert f"{MEETING}:3" in read.text
    assert "2025/没有了" in read.text
    alone = page(replace(with_findings([there]), not_run=()), base=None)
    assert all(address.startswith("#") for address in alone.addresses)


ADDRESSES = [
    ("库", "甲/乙 丙.docx", "./%E5%BA%93/%E7%94%B2/%E4%B9%99%20%E4%B8%99.docx"),
    ("..", "", "./.."),
    ("../..", "a#b?c%d", "../../a%23b%3Fc%25d"),
    ("javascript:1", "a", "./javascript%3A1/a"),
    ("库", "\udce4\udcff.txt", "./%E5%BA%93/%E4%FF.txt"),  # bytes that are no UTF-8, as on disk
    ("库", "\ud800", None),
]


@pytest.mark.parametrize("base, path, address", ADDRESSES)
def test_an_address_is_the_name_and_nothing_more(base: str, path: str, address: str | None) -> None:
    assert href(base, path) == address


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_does_anything(text: str) -> None:
    item = Finding(
        "file/empty", "error", text, {"name": text, "folder": text}, "05.theme-day.count", "b", text
    )
    waived = replace(item, waived=text)
    skipped = NotRun("x", text, "not-run.unread")
    found = replace(with_findings([item, waived]), not_run=(skipped,))
    speaker = Speaker(CATALOG, "zh", school(), {"b": text, "c": text})
    told = inspection(found, name=text, fonds=text, units=(text,), root=f"/{text}", speaker=speaker)
    made = make(told).decode("utf-8")
    read, plain = (
        Read(made),
        page(with_findings([Finding("file/empty", "error", "甲", rule="05.theme-day.count")])),
    )
    assert {tag for tag, _ in read.tags} - {tag for tag, _ in plain.tags} <= {"ul", "li"}
    assert not [key for _, attributes in read.tags for key in attributes if key.startswith("on")]
    assert all(address.startswith(("#", "../")) for address in read.addresses)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\ud800-\udfff]", made)
    if text.isprintable():
        assert read.text.count(text) > 4


@pytest.mark.parametrize(("lang", "doing"), [("zh", "“同步”"), ("en", "“sync”")])
def test_what_was_not_checked_is_told_in_words_and_its_command_once(lang: str, doing: str) -> None:
    unread = NotRun("consistency", MEETING, "not-run.unread")
    found = replace(with_findings([]), not_run=(unread,))
    read = page(replace(found, colophon=colophon(found, THERE, (), Made("9.9", "ab" * 32))), lang)
    assert read.text.count("archive-tool sync") == 1
    assert read.text.count(doing) == 2


def test_few_findings_are_all_there_and_of_many_the_first() -> None:
    for count, shown in ((MOST, MOST), (MOST + 1, MOST), (MANY + 1, FEW)):
        items = [Finding("file/empty", "error", f"2025/{n}.docx") for n in range(count)]
        read = page(with_findings(items))
        assert sum(f"2025/{n}.docx" in read.text for n in range(count)) == shown
        more = re.findall("没有列出的还有 ([0-9]+) 处", read.text)
        assert more == ([str(count - shown)] if count > shown else [])


def test_fifty_thousand_findings_make_a_page_that_opens() -> None:
    codes = [code for code in CATALOG.findings if not code.startswith("complete/")][:40]
    items = [Finding(codes[n % 40], "error", f"2025/{n}/记录.docx", {"name": "甲"}) for n in range(50_000)]
    made = make(inspection(with_findings(items)))
    assert len(made) < 1_500_000
    left_out = re.findall("没有列出的还有 ([0-9]+) 处", Read(made.decode("utf-8")).text)
    assert sum(map(int, left_out)) == 50_000 - 40 * FEW


def test_what_is_new_and_what_was_waived_is_marked() -> None:
    new, old = (Finding("file/empty", "error", f"2025/{name}") for name in ("新的", "旧的"))
    waived = Finding("file/empty", "error", "2025/豁免的", waived="原件在档案馆")
    solved = Finding("file/empty", "error", "2025/解决的")
    changes = Changes(date(2025, 9, 1), (2025,), new=(new,), solved=(solved,))
    made = make(inspection(with_findings([new, old, waived]), changes=changes)).decode("utf-8")
    assert re.findall('2025/(..) <span class="new">新增</span>', made) == ["新的"]
    text = Read(made).text
    assert (
        text.index("2025/解决的")
        < text.index("2025/旧的")
        < text.index("2025/豁免的")
        < text.index("原件在档案馆")
    )
    assert made.count("2025/豁免的") == 1


def test_a_page_that_somebody_changed_is_told_from_one_as_it_was_made() -> None:
    made = make(inspection(report()))
    assert is_untouched(BytesIO(made))
    for other in (made.replace("甲社".encode(), "乙社".encode(), 1), made + b"\n", b"<!DOCTYPE html>", b""):
        assert not is_untouched(BytesIO(other))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_colophon_is_that_of_the_other_reports(lang: str) -> None:
    made = colophon(report(), THERE, (), Made("9.9", "ab" * 32))
    told = inspection(replace(report(), colophon=made), lang)
    page_ = make(told).decode("utf-8")
    text = Read(page_[page_.index('<section id="colophon"') : page_.index("</main>")]).text
    for row in said(rows(made, told.speaker), told.speaker):
        assert row.label + "".join(row.lines) in text
    assert "archive-tool audit --as-of 2025-10-31" in text


def test_an_archive_in_order_still_makes_one() -> None:
    quiet = replace(report(), coverage=(), findings=(), records=0, files=0)
    read = page(quiet)
    assert "没有发现问题" in read.text
    assert not read.named("svg")
