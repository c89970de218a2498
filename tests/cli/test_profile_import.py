"""`profile import`: a table that somebody sent becomes a profile to be completed, whatever the file is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from commands import bytes_below, done, is_one_line, run
from score_tables import HEADS, MERGED, REAL, REAL_MERGED, TITLE, TREE, WHOLE, workbook
from trees import make_tree


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return workbook(tmp_path / "评分表.xlsx", WHOLE, MERGED)


def test_a_whole_table_becomes_a_profile_that_can_be_used(table: Path, tmp_path: Path, sample: Path) -> None:
    ran = done(tmp_path, "profile", "import", table, "-o", "考核.yaml", "--scheme", "school-party-building")
    assert ran.out == ""
    shown = done(sample, "profile", "show", tmp_path / "考核.yaml", "--format", "json").json
    assert (shown["title"], shown["total"]) == (TITLE[0], 36)
    first, second, third = shown["indicators"]
    assert (first["title"], first["points"], second["points"], third["points"]) == ("组织建设", 15, 21, 0)
    assemblies = second["indicators"][0]["indicators"][0]
    assert assemblies["rules"] == ["05.branch-assembly.count", "05.branch-assembly.roles"]
    told = [(one["per"], one["points"], one["at_most"], one["roles"]) for one in assemblies["deductions"]]
    assert told == [("missing-record", 2, 6, []), ("missing-role", 0.5, None, ["sign-in"])]
    scored = run(sample, "audit", "--year", "2025", "--as-of", "2026-03-31", "--profile", tmp_path / "考核.yaml",
                 "--format", "json")  # fmt: skip
    assert scored.json["profile"]["possible"] == 36


@pytest.mark.parametrize(("name", "head"), [("评分表.xlsx", "机密★1年"), ("评分表（机密）.xlsx", None)])
def test_what_bears_the_mark_of_a_state_secret_is_not_taken_in(
    tmp_path: Path, name: str, head: str | None
) -> None:
    workbook(tmp_path / name, [(head,), *WHOLE] if head else WHOLE)
    ran = run(tmp_path, "profile", "import", name, "-o", "考核.yaml", "--scheme", "school-party-building")
    assert ran.code == 2 and "国家秘密标志" in ran.err and is_one_line(ran.err)
    assert not (tmp_path / "考核.yaml").exists()


def test_what_could_not_be_mapped_is_named_with_its_row_and_left_to_a_hand(
    table: Path, tmp_path: Path
) -> None:
    ran = done(tmp_path, "profile", "import", table)
    assert "党员活动室: 第 4 行：没有对应的规则" in ran.err
    assert "计划不具体的扣1-2分" in ran.err
    assert "按时上党课: 第 8 行" in ran.err
    assert "典型案例被推广: 第 9 行：加分项，上限 3" in ran.err
    by_hand = next(one for one in ran.out.split("- id:") if "党员活动室" in one)
    assert "kind: manual" in by_hand
    assert "# 第 4 行" in by_hand


def test_of_a_table_as_they_really_come_most_is_mapped_and_each_other_row_is_named(tmp_path: Path) -> None:
    table = workbook(tmp_path / "a.xlsx", REAL, REAL_MERGED)
    ran = done(tmp_path, "profile", "import", table, "-o", "real.yaml")
    assert "共 19 项，其中 17 项已对应到规则" in ran.err
    for named in (
        "记录规范: 第 11 行",
        "第 21 行：不能确定",
    ):
        assert named in ran.err
    assert "表中总分" not in ran.err  # all points were read: they add up
    shown = done(tmp_path, "profile", "show", "real.yaml", "--format", "json").json
    assert (shown["total"], [one["title"] for one in shown["indicators"]][:2]) == (
        100,
        ["组织建设", "三会一课"],
    )
    days = next(one for one in shown["indicators"] if one["title"] == "主题党日")["indicators"]
    assert [one["rules"] for one in days] == [["05.theme-day.count"], ["05.theme-day.roles"]]
    plans = next(one for one in shown["indicators"] if one["title"] == "计划总结")["indicators"]
    assert [one["rules"] for one in plans] == [
        ["03.annual-plan.count"], ["03.annual-summary.count"], ["03.half-year-summary.count"],
    ]  # fmt: skip
    elected = shown["indicators"][0]["indicators"][1]
    assert (elected["rules"], elected["not_applicable"]) == (["02.next-election.count"], "full")
    assert [(one["per"], one["points"]) for one in elected["deductions"]] == [("missing", 5)]


def test_titles_counted_as_papers_are_become_the_tree(tmp_path: Path) -> None:
    done(tmp_path, "profile", "import", workbook(tmp_path / "a.xlsx", TREE), "-o", "tree.yaml")
    shown = done(tmp_path, "profile", "show", "tree.yaml", "--format", "json").json

    def tree(one: dict[str, Any]) -> tuple[str, float, list[Any]]:
        return (one["title"], one["points"], [tree(below) for below in one.get("indicators", [])])

    assert [tree(one) for one in shown["indicators"]] == [
        ("组织生活", 40, [
            ("三会一课", 20, [("支部党员大会", 10, []), ("支委会", 10, [])]),
            ("主题党日", 20, [("每月开展一次", 20, [])]),
        ]),
        ("计划总结", 20, [("年度计划", 10, []), ("年度总结", 10, [])]),
    ]  # fmt: skip


def test_programs_get_the_same_row_by_row(table: Path, tmp_path: Path) -> None:
    told = done(tmp_path, "profile", "import", table, "--format", "json").json
    assert (told["total"], told["stated"], told["written"]) == (36, 36, None)
    assert {one["row"]: one["why"] for one in told["indicators"]} == {
        3: None, 4: "no-rule", 5: None, 6: None, 7: None, 8: "no-deduction", 9: "bonus",
    }  # fmt: skip
    assert told["yaml"] == done(tmp_path, "profile", "import", table).out


def test_sums_that_differ_are_told(tmp_path: Path) -> None:
    rows = [HEADS, ("甲", "乙", "年度计划", 5, "未制定的扣3分", None), ("合计", None, None, 7, None, None)]
    ran = done(tmp_path, "profile", "import", workbook(tmp_path / "a.xlsx", rows))
    assert "表中总分写的是 7 分，各项合计 5 分" in ran.err


def test_words_of_the_table_cannot_break_the_yaml(tmp_path: Path) -> None:
    odd = ('"], x: {', "a: b # c", "- 『\u2028』\n下一行\\", 5, "'\"%@`{{", None)
    ran = done(tmp_path, "profile", "import", workbook(tmp_path / "a.xlsx", [HEADS, odd]), "-o", "b.yaml")
    shown = done(tmp_path, "profile", "show", "b.yaml", "--format", "json").json
    assert shown["indicators"][0]["title"] == '"], x: {'
    assert shown["total"] == 5
    assert ran.code == 0


def test_nothing_of_the_file_is_opened_in_this_process(table: Path, tmp_path: Path) -> None:
    opened: list[str] = []

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and hearing and str(arguments[0]) == str(table):
            opened.append(str(arguments[0]))

    hearing = [True]
    sys.addaudithook(hear)
    done(tmp_path, "profile", "import", table)
    hearing.clear()
    assert opened == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b""),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)),
        ("a.xlsx", "考核内容,分值\n年度计划,5\n".encode()),
        ("a.docx", b"%PDF-1.4\n"),
    ],
)
def test_what_is_no_workbook_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    make_tree(tmp_path, {name: content})
    ran = run(tmp_path, "profile", "import", name)
    assert (ran.code, ran.out) == (2, "")
    assert is_one_line(ran.err)


def test_a_workbook_without_a_score_table_is_told(tmp_path: Path) -> None:
    ran = run(tmp_path, "profile", "import", workbook(tmp_path / "a.xlsx", [("姓名", "金额"), ("甲", 5)]))
    assert (ran.code, ran.out) == (2, "")
    assert "没有找到评分表" in ran.err


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    ran = run(tmp_path, "profile", "import", "没有.xlsx")
    assert (ran.code, is_one_line(ran.err)) == (2, True)


def test_no_file_is_written_over_and_none_into_an_archive(table: Path, tmp_path: Path, sample: Path) -> None:
    make_tree(tmp_path, {"b.yaml": "甲"})
    assert run(tmp_path, "profile", "import", table, "-o", "b.yaml").code == 2
    assert (tmp_path / "b.yaml").read_text("utf-8") == "甲"
    before = bytes_below(sample)
    assert run(sample, "profile", "import", table, "-o", "b.yaml").code == 2
    assert bytes_below(sample) == before
