"""The first screen of an audit: a table by category, one row a cause, what to do next, all at one look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from judged import CATALOG
from screens import Page, cells, column, page

from archive_tool.app.opening import load_scheme
from archive_tool.core.catalog import Speaker
from archive_tool.core.model import CoverageRow, Finding, NotRun, Report
from archive_tool.core.parsed import Coded
from archive_tool.core.standing import Standing
from archive_tool.report import text
from archive_tool.report.causes import causes
from archive_tool.report.next_steps import steps
from archive_tool.report.standing import bar, percent
from archive_tool.report.symbols import DRAWN, TYPED

SCHEME = load_scheme("school-party-building", Path())
ZH = Speaker(CATALOG, "zh", SCHEME, {"branch-1": "示例小学党支部", "branch-2": "示例中学党支部"})
EN = replace(ZH, language="en")
MONTHLY = "05.theme-day.count"
FOLDER = "2025/05_组织生活/05_主题党日"


def missing(*months: str, unit: str = "branch-1", waived: str | None = None) -> list[Finding]:
    params: dict[str, str | int | list[str]] = {
        "subject": Coded("activity:theme-day"),
        "expected": 1,
        "basis": Coded(f"rule:{MONTHLY}"),
    }
    return [
        Finding(
            "complete/missing", "error", FOLDER, {**params, "period": Coded(f"period:{month}")},
            rule=MONTHLY, unit=unit, period=month, waived=waived,
        )
        for month in months
    ]  # fmt: skip


def finding(code: str, path: str, line: int | None = None) -> Finding:
    return Finding(code, CATALOG.findings[code].severity, path, {"name": path}, line=line)


def asked(status: str, period: str, unit: str = "branch-1") -> CoverageRow:
    met = status == "met"
    return CoverageRow(MONTHLY, "count", "activity:theme-day", unit, None, period, 1, met, 0, 0, 0, status, date(2025, 12, 31))  # type: ignore[arg-type]  # fmt: skip


def report(
    findings: Iterable[Finding], rows: Iterable[CoverageRow] = (), not_run: Iterable[NotRun] = ()
) -> Report:
    return Report(date(2025, 12, 31), (2025,), 80, 200, 2, tuple(rows), tuple(findings), tuple(not_run))


def standings() -> list[Standing]:
    """Every category with something asked, as in a school with its year half done."""
    made = [Standing(code, expected=12, found=12) for code in SCHEME.categories]
    made[4] = Standing("05", expected=60, found=50, missing=3, short=1, due=6, errors=7, warnings=1)
    made[1].errors = 2
    return [*made, Standing("", errors=1)]


def shown(
    findings: Iterable[Finding],
    page_: Page,
    speaker: Speaker = ZH,
    *,
    everything: bool = False,
    units: int = 1,
) -> list[str]:
    rows = [asked("met", "2025-01", f"branch-{number + 1}") for number in range(units)]
    text.report(
        report(findings, rows), standings(), speaker, page_.screen, command="audit", everything=everything
    )
    return page_.lines


ORDINARY = [
    *missing("2025-02", "2025-08"),
    finding("file/damaged", "2025/06_学习教育/03_集中学习/2025-04-25 集中学习笔记.docx"),
    finding("file/empty", "2025/13_品牌载体与典型案例/05_典型案例/2025-10-30 图书室多开一小时/照片说明.txt"),
    finding("fixity/changed", "2025/03_党建责任与计划总结/02_工作总结/2025-12-30 工作总结.docx"),
    *[finding("layout/stray-file", f"2025/06_学习教育/散落{n}.txt") for n in range(9)],
    finding("sidecar/invalid", "2025/11_党务校务公开/02_党务公开/2025-07-10 公示.pdf.meta.yaml", 8),
    *[finding("sidecar/draft", f"2025/0{n}_类目") for n in range(1, 8)],
    finding("guard/secret", "收件箱/来文.docx"),
]


@pytest.mark.parametrize("speaker", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (80, 30), (80, 40), (60, 40), (120, 30)])
def test_ordinary_trouble_fits_one_screen(speaker: Speaker, width: int, height: int) -> None:
    lines = shown(ORDINARY, page(width, height=height), speaker)
    assert height - 8 <= len(lines) < height  # the prompt has a line too
    assert max(map(cells, lines)) <= width


@pytest.mark.parametrize("height", range(34, 46))
def test_the_line_for_what_is_left_out_is_not_given_to_a_second_place(height: int) -> None:
    codes = [code for code in CATALOG.findings if code.startswith(("file/", "layout/", "sidecar/", "name/"))]
    twice = [finding(code, f"2025/{n}_类目") for code in codes for n in (1, 2)]
    assert len(shown(twice, page(80, height=height))) < height


def test_one_row_a_cause_with_its_number_and_its_first_places() -> None:
    lines = shown(ORDINARY, page(None))
    (row,) = [line for line in lines if "主题党日" in line]
    assert row.split() == [
        "错误",
        "缺少材料：主题党日",
        "×2",
        "complete/missing",
        FOLDER,
        "2025-02",
        "2025-08",
    ]
    (row,) = [line for line in lines if "layout/stray-file" in line]
    assert "×9" in row
    following = lines[lines.index(row) + 1 : lines.index(row) + 3]
    assert [line.strip() for line in following] == ["2025/06_学习教育/散落1.txt", "另有 7 处"]


def test_many_periods_are_told_by_the_first_two() -> None:
    months = [f"2025-{month:02}" for month in range(1, 13)]
    (row,) = [line for line in shown(missing(*months), page(None)) if "主题党日" in line]
    assert row.endswith(f"×12  complete/missing  {FOLDER}  2025-01 2025-02 …")


def test_a_secret_comes_first_and_errors_before_the_rest() -> None:
    assert next(cause.code for cause in causes(ORDINARY)) == "guard/secret"
    severities = [cause.severity for cause in causes(ORDINARY)]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


def test_waived_findings_stand_last_and_say_so() -> None:
    lines = shown([*missing("2025-02", waived="停课"), finding("file/empty", "a.txt")], page(None))
    (row,) = [line for line in lines if "complete/missing" in line]
    assert row.startswith("已豁免")
    assert lines.index(row) > lines.index(next(line for line in lines if "file/empty" in line))


def test_a_rule_of_several_units_says_whose() -> None:
    both = [*missing("2025-02"), *missing("2025-03", unit="branch-2")]
    lines = shown(both, page(None), units=2)
    assert any(line.endswith(f"示例小学党支部  {FOLDER}  2025-02") for line in lines)
    assert any(line.endswith(f"示例中学党支部  {FOLDER}  2025-03") for line in lines)
    assert not any("示例小学党支部" in line for line in shown(missing("2025-02"), page(None)))


def test_columns_of_numbers_stand_below_their_titles() -> None:
    lines = shown(ORDINARY, page(80))
    start = next(n for n, line in enumerate(lines) if line.startswith("类目"))
    row = next(line for line in lines if line.startswith("05 "))
    for title, number in (
        ("应有", "60"),
        ("已有", "50"),
        ("缺少", "3"),
        ("不足", "1"),
        ("未到期", "6"),
        ("错误", "7"),
    ):
        end = column(lines[start], title) + cells(title)
        assert upto(row, end).split()[-1] == number


def upto(line: str, end: int) -> str:
    """The part of a line in its first `end` columns."""
    while cells(line) > end:
        line = line[:-1]
    return line


def test_a_narrow_screen_spares_columns_and_never_the_numbers_of_errors() -> None:
    for width in (60, 50, 40):
        lines = shown(ORDINARY, page(width))
        assert max(map(cells, lines)) <= width
        assert "错误" in next(line for line in lines if line.startswith("类目"))


def test_a_low_screen_lists_complete_categories_in_one_line() -> None:
    lines = shown(ORDINARY, page(80, height=24))
    assert any(line.startswith("已经齐全、没有问题：01 03 04") for line in lines)
    assert any(line.startswith("05 组织生活") for line in lines)
    assert not any("已经齐全" in line for line in shown(ORDINARY, page(80, height=40)))


def test_a_low_screen_has_rows_for_the_worst_and_a_line_for_the_rest() -> None:
    some = [Standing(code, expected=10, found=10, errors=1) for code in SCHEME.categories]
    some[2] = Standing("03", expected=10, found=4, missing=6, errors=6)
    some[8] = Standing("09", expected=10, found=9, missing=1, errors=1)
    low = page(80, height=24)
    text.report(report(ORDINARY, [asked("met", "2025-01")]), some, ZH, low.screen, command="audit")
    assert len(low.lines) < 24
    rows = [line.split()[0] for line in low.lines if line[:2] in SCHEME.categories]
    (others,) = [line for line in low.lines if line.startswith("另外还有问题的类目：")]
    assert {"03", "09"} <= set(rows)
    assert sorted([*rows, *others.partition("：")[2].split()]) == sorted(SCHEME.categories)
    (total,) = [line for line in low.lines if line.startswith("合计")]
    assert total.split()[-5:] == ["95%", "140", "133", "7", "19"]


def test_very_many_causes_are_counted_not_dropped() -> None:
    many = [finding(code, f"2025/{n}.txt") for n, code in enumerate(CATALOG.findings)]
    lines = shown(many, page(80, height=40))
    assert len(lines) <= 40
    left = next(line for line in lines if line.startswith("另有"))
    rows = sum(line.startswith(("错误 ", "警告 ", "提示 ")) for line in lines)
    assert left == f"另有 {len(many) - rows} 类原因、{len(many) - rows} 处问题没有列出"


def test_everything_names_every_place_and_every_remedy() -> None:
    lines = shown(ORDINARY, page(80), everything=True)
    told = "".join(line.strip() for line in lines)
    assert all(f"散落{n}.txt" in told for n in range(9))
    assert "complete/missing" in told
    assert "2025年2月、2025年8月（2 期）各应有“主题党日”1 次（件）" in told
    assert "由负责人登记豁免" in told
    assert max(map(cells, lines)) <= 80


def test_colours_say_what_words_say_and_can_be_left_out() -> None:
    coloured, plain = page(80, colours=True), page(80)
    assert shown(ORDINARY, coloured) == shown(ORDINARY, plain)
    assert "\x1b[1;31m错误\x1b[0m" in coloured.raw
    assert "\x1b" not in plain.raw


def test_an_old_encoding_gets_bars_that_it_can_show() -> None:
    gbk = page(80, encoding="gbk")
    lines = shown(ORDINARY, gbk)
    assert any(line.startswith("05 组织生活") and "#" in line and ":" in line for line in lines)
    gbk.bytes.getvalue().decode("gbk")
    assert "\\u" not in gbk.raw
    shown(ORDINARY, page(80, encoding="cp437"), EN)


def test_nothing_to_mend_is_said() -> None:
    clean = page(80)
    text.report(report([]), [], ZH, clean.screen, command="check")
    assert clean.lines[-1] == "没有发现问题"


def test_what_was_not_checked_is_never_passed_over() -> None:
    for everything in (True, False):
        seen = page(80)
        found = report([], [], [NotRun("file", "a.docx", "not-run.unread")])
        text.report(found, [], ZH, seen.screen, command="check", everything=everything)
        assert any("1 项没有检查" in line for line in seen.lines)
        assert "没有发现问题" not in seen.raw


def test_steps_follow_from_what_was_found_the_most_urgent_first() -> None:
    assert steps(report(ORDINARY)) == ("next.secret", "next.fixity", "next.complete")
    assert steps(report([finding("sidecar/draft", "a")])) == ("next.drafts",)
    assert steps(report([], [], [NotRun("file", "a", "not-run.unread")])) == ("next.sync",)
    assert steps(report(missing("2025-02", waived="停课"))) == ()


BARS = [
    (Standing("", expected=10, found=10), "##########", "100%"),
    (Standing("", expected=10, missing=10), "..........", "0%"),
    (Standing("", expected=10, found=5, missing=5), "#####.....", "50%"),
    (Standing("", expected=10, found=5, due=5), "#####:::::", "100%"),
    (Standing("", expected=10, due=10), "::::::::::", "-"),
    (Standing("", expected=1000, found=999, missing=1), "#########.", "99%"),
    (Standing("", expected=1000, found=1, missing=999), "#.........", "0%"),
    (Standing("", expected=10, found=6, missing=2, due=2), "######::..", "75%"),
    (Standing("", expected=122, found=32, missing=78, due=12), "##:.......", "29%"),
    (Standing("", expected=1000, found=998, missing=1, due=1), "########:.", "99%"),
    (Standing("", expected=1000, found=1, missing=1, due=998), "#::::::::.", "50%"),
    (Standing("", expected=10, found=6, uncertain=4), "######????", "60-100%"),
    (Standing("", expected=1000, found=996, missing=1, uncertain=1, due=2), "#######:?.", "99%"),
    (Standing("", expected=10, found=5, waived=5), "##########", "100%"),
    (Standing("", expected=10, waived=10), "", ""),
    (Standing("", errors=3), "", ""),
]


@pytest.mark.parametrize(("one", "drawn", "told"), BARS)
def test_a_bar_is_full_only_where_nothing_lacks(one: Standing, drawn: str, told: str) -> None:
    assert bar(one, 10, TYPED).plain == drawn
    assert percent(one).plain == told
    assert len(bar(one, 10, DRAWN).plain) == len(drawn)
