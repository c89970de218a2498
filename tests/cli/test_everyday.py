"""What people do all day: drop and sync, look, search, audit a unit, see where the archive stands."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import bytes_below, done, is_one_line, run
from trees import Picture

pytestmark = pytest.mark.usefixtures("own_readers")

Small = Callable[[Picture], Path]
DUES = "2025/08_党员管理与党费/04_党费/2025-12-31 2025年党费收缴台账"
MEETING = "2025/05_组织生活/01_支部党员大会/2025-03-14 一季度支部党员大会"


def test_a_dropped_file_is_described_found_and_counted(sample: Path) -> None:
    audit = ["audit", "--year", "2025", "--as-of", "2025-12-31", "--format", "json"]
    (gap,) = [r for r in run(sample, *audit).json["coverage"]
              if (r["subject"], r["unit"], r["period"]) == ("activity:branch-assembly", "branch-1", "2025-Q3")]  # fmt: skip
    assert gap["status"] == "missing"
    dropped = sample / "2025/05_组织生活/01_支部党员大会/2025-09-12 第一党支部三季度党员大会记录.txt"
    dropped.write_text("第三季度支部党员大会记录\n应到18人，实到17人。讨论了开学安排。", encoding="utf-8")
    synced = done(sample, "sync", "--format", "json").json
    assert synced["drafted"] == [f"{dropped.relative_to(sample).as_posix()}.meta.yaml"]
    assert done(sample, "search", "开学安排", "--format", "json").json["total"] == 1
    (gap,) = [r for r in run(sample, *audit).json["coverage"]
              if (r["subject"], r["unit"], r["period"]) == ("activity:branch-assembly", "branch-1", "2025-Q3")]  # fmt: skip
    assert (gap["status"], gap["drafts"]) == ("met", 1)


def test_sync_twice_is_sync_once(sample: Path) -> None:
    done(sample, "sync")
    before = bytes_below(sample)
    again = done(sample, "sync", "--format", "json").json
    assert bytes_below(sample) == before
    assert [again[key] for key in ("drafted", "refreshed", "paired", "folders", "indexed", "unindexed")] == [
        [], [], [], [], 0, 0,
    ]  # fmt: skip
    assert "没有变化" in done(sample, "sync").out


def test_sync_tells_what_it_did(small: Small) -> None:
    archive = small(
        {"2025/30 Money/Budgets/2025 预算.txt": "收入", "2025/30 Money/Budgets/2024 预算.txt": "支出"}
    )
    out = done(archive, "sync").out
    assert "新写草稿" in out
    (archive / "2025/30 Money/Budgets/2024 预算.txt").rename(
        archive / "2025/30 Money/Budgets/2024 旧预算.txt"
    )
    out = done(archive, "sync").out
    assert "2024 预算.txt.meta.yaml → 2025/30 Money/Budgets/2024 旧预算.txt.meta.yaml" in out
    assert (archive / "2025/30 Money/Budgets/2024 旧预算.txt.meta.yaml").exists()


def test_check_of_a_place_tells_of_that_place_only(sample: Path) -> None:
    where = "2025/13_品牌载体与典型案例"
    paths = {f["path"] for f in run(sample, "check", where, "--format", "json").json["findings"]}
    assert paths
    assert all(path.startswith(where) for path in paths)
    assert run(sample, "check", "2025/02_组织机构与班子").code == 0
    both = run(sample, "check", where, "2025/06_学习教育", "--format", "json").json["findings"]
    assert {f["path"].split("/")[1] for f in both} == {"13_品牌载体与典型案例", "06_学习教育"}


def test_check_of_a_file_from_its_folder(sample: Path) -> None:
    found = run(sample / "2025/06_学习教育", "check", "学习资料汇总.txt", "--format", "json").json["findings"]
    assert [f["code"] for f in found] == ["layout/stray-file"]


def test_check_of_what_is_not_there_is_refused(sample: Path) -> None:
    for path in ("没有这个", "../外面", "/etc"):
        ran = run(sample, "check", path)
        assert ran.code == 2, path
        assert is_one_line(ran.err)


@pytest.mark.parametrize("name", ["group-1", "第一党小组"])
def test_audit_of_a_unit_by_id_or_name(sample: Path, name: str) -> None:
    rows = run(sample, "audit", "--unit", name, "--as-of", "2025-12-31", "--format", "json").json["coverage"]
    assert {row["whom"] or row["unit"] for row in rows} == {"group-1"}
    assert [row["kind"] for row in rows].count("count") == 12


@pytest.mark.parametrize("name", ["branch-1", "示例小学第一党支部", "第一党支部"])
def test_audit_of_a_unit_takes_in_those_below_it(sample: Path, name: str) -> None:
    rows = run(sample, "audit", "--unit", name, "--as-of", "2025-12-31", "--format", "json").json["coverage"]
    assert {row["unit"] for row in rows} == {"branch-1", "group-1", "group-2"}
    assert {row["whom"] for row in rows if row["kind"] == "count"} == {None, "group-1", "group-2"}


def test_audit_of_an_unknown_unit_names_the_nearest(sample: Path) -> None:
    ran = run(sample, "audit", "--unit", "第一党小祖")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "“第一党小组”" in ran.err


def test_as_of_replaces_today(sample: Path) -> None:
    def status(day: str, period: str) -> str:
        rows = run(sample, "audit", "--year", "2025", "--as-of", day, "--format", "json").json["coverage"]
        told = [
            r["status"]
            for r in rows
            if (r["subject"], r["unit"], r["period"]) == ("activity:branch-assembly", "branch-1", period)
        ]
        return told[0] if told else "no row"

    assert status("2025-06-01", "2025-Q3") == "no row"
    assert status("2025-08-15", "2025-Q3") == "due"
    assert status("2025-10-10", "2025-Q3") == "due"  # grace
    assert status("2025-11-15", "2025-Q3") == "missing"


def test_search_by_field_date_and_exclusion(sample: Path) -> None:
    def total(*words: str) -> int:
        return int(done(sample, "search", *words, "--format", "json").json["total"])

    assert total("党费") > total("党费", "category:党员管理与党费") >= 1
    assert total("主题党日", "date:2025-01..2025-03") < total("主题党日")
    assert total("主题党日", "-读书会") == total("主题党日") - total("主题党日", "读书会")
    assert total("year:2024") == 0
    assert total("status:draft") == total("状态:草稿") == 11


def test_search_takes_a_word_that_begins_with_a_dash(sample: Path) -> None:
    assert run(sample, "search", "党费", "-台账").code == 0
    assert run(sample, "search", "--", "-台账").code == 2
    assert done(sample, "search", "党费", "-hello", "-limt", "--format", "json").json["total"] == 11


def test_search_knows_a_misspelt_option_from_a_word(sample: Path) -> None:
    assert "--limit" in run(sample, "search", "党费", "--limt", "1").err
    assert done(sample, "search", "--limit", "1", "--", "党费", "--limt").code == 0
    for sign in ("-h", "--help"):
        assert "QUERY" in done(sample, "search", "党费", sign).out


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "没有选项 --limt，是不是 --limit"), ("en", "no such option --limt; did you mean --limit")],
)
def test_a_misspelt_option_of_search_is_no_word_of_the_query(sample: Path, lang: str, said: str) -> None:
    ran = run(sample, "search", "--limt", "5", "党课", lang=lang)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert run(sample, "search", "党课", "--fromat=json").code == 2
    # Behind two dashes alone, everything is the query.
    assert done(sample, "search", "--format", "json", "--", "党课", "-通知").json["query"] == "党课 -通知"


def test_a_hit_at_a_terminal_is_title_place_and_words(sample: Path) -> None:
    lines = done(sample, "search", "党费收缴台账").out.splitlines()
    assert any(line.strip() == DUES for line in lines)
    assert any("党费收缴台账.docx]" in line for line in lines)


def test_show_of_a_record_tells_all_in_words(sample: Path) -> None:
    out = done(sample, "show", MEETING).out
    for words in ("支部党员大会", "已归档", "应到：18", "缺席", "签到表.pdf", "会议记录", "内部"):
        assert words in out
    assert "expected" not in out
    assert "branch-assembly" not in out


def test_show_of_a_file_of_a_folder_shows_the_record(sample: Path) -> None:
    (shown,) = done(sample, "show", f"{MEETING}/签到表.pdf", "--format", "json").json
    assert shown["path"] == MEETING


def test_show_of_a_folder_shows_all_below(sample: Path) -> None:
    shown = done(sample, "show", "2025/05_组织生活/01_支部党员大会", "--format", "json").json
    assert len(shown) > 2
    assert all(one["leaf"] == "05.01" for one in shown)


def test_show_names_what_a_draft_lacks_and_what_is_wrong(sample: Path) -> None:
    out = done(sample, "show", "2025/06_学习教育/03_集中学习").out
    assert "待填" in out
    assert "file/damaged" in out


def test_status_counts_and_tells_what_waits(sample: Path) -> None:
    (sample / "2025/06_学习教育/03_集中学习/2025-11-03 新笔记.txt").write_text("新的笔记", encoding="utf-8")
    told = run(sample, "status", "--format", "json").json
    assert (told["records"], told["undescribed"], told["behind"]) == (94, 1, 1)
    assert told["unread"] == 3  # the new one, and two that cannot be read: damaged, and locked by a password
    assert "archive-tool sync" in run(sample, "status").out
    done(sample, "sync")
    assert run(sample, "status", "--format", "json").json["behind"] == 0


def test_the_archive_is_found_upward_like_git(sample: Path) -> None:
    assert run(sample / MEETING, "status", "--format", "json").json["root"] == str(sample)


def test_a_moved_archive_works_as_before(sample: Path, tmp_path: Path) -> None:
    moved = tmp_path / "新家"
    sample.rename(moved)
    assert done(moved, "sync", "--format", "json").json["read"] == 0
    assert done(moved, "search", "党费", "--format", "json").json["total"] == 11


def test_what_is_gone_is_no_longer_found(sample: Path) -> None:
    shutil.rmtree(sample / DUES)
    done(sample, "sync")
    hits = done(sample, "search", "党费收缴台账", "--format", "json").json["hits"]
    assert DUES not in [hit["path"] for hit in hits]


def test_a_terminal_may_be_narrow_or_know_no_colour(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    for words in (["status"], ["check"], ["search", "党费"], ["show", MEETING], ["audit", "--year", "2025"]):
        ran = run(sample, *words)
        assert ran.code in (0, 1)
        assert "\x1b" not in ran.out


def test_tables_fit_80_columns(sample: Path) -> None:
    """What lies in a table; paths and remedies may be longer, so that they can be copied whole."""
    out = run(sample, "audit", "--year", "2025", "--as-of", "2025-12-31").out
    table = out.split("\n\n")[1].splitlines()
    assert len(table) > 8
    assert max(sum(2 if ord(c) > 0x2E80 else 1 for c in line) for line in table) <= 80


def counted_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every document that is opened for its text from now on."""
    from archive_tool.adapters.workers import ReaderPool

    opened: list[str] = []
    read_all = ReaderPool.read_all

    def counting(self: ReaderPool, paths: Any) -> Any:
        wanted = list(paths)
        opened.extend(os.path.basename(path) for path in wanted)
        return read_all(self, wanted)

    monkeypatch.setattr(ReaderPool, "read_all", counting)
    return opened


def test_only_what_changed_is_read_again(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = counted_reads(monkeypatch)
    done(sample, "sync")
    assert opened == []
    changed = sample / "2025/06_学习教育/学习资料汇总.txt"
    changed.write_text("换了内容", encoding="utf-8")
    done(sample, "sync")
    assert opened == [changed.name]
    for command in ("check", "audit", "status"):
        run(sample, command)
    assert opened == [changed.name]


QUERIES = (
    "党费", "党支部", "主题党日 方案", '"支部党员大会"', "台账 OR 公示", "党课 -教室", "title:总结", "year:2025 党小组",
    "form:会议记录", "activity:theme-day", "author:示例小学第一党支部", "date:2025-03", "date:2025-01..2025-02 会议", "*2025*", "第*次",
    "status:draft", "18人", "有:照片 活动", "学", "（党费 OR 经费）收缴",
)  # fmt: skip


def switch(archive: Path, engine: str) -> None:
    config = archive / "archive.yaml"
    lines = [line for line in config.read_text("utf-8").splitlines() if not line.startswith("search:")]
    config.write_text("\n".join([*lines, f"search: {{engine: {engine}}}"]) + "\n", encoding="utf-8")


def test_both_engines_give_the_same_hits(sample: Path) -> None:
    answers: dict[str, dict[str, Any]] = {}
    for engine in ("whoosh", "tantivy"):
        switch(sample, engine)
        done(sample, "sync")
        assert engine in done(sample, "index", "status").out
        for query in QUERIES:
            ran = run(sample, "search", query, "--limit", "0", "--format", "json")
            told = (
                (ran.json["total"], sorted(hit["path"] for hit in ran.json["hits"]), ran.json["facets"])
                if (ran.code == 0)
                else ran.err
            )
            answers.setdefault(query, {})[engine] = told
    assert {q: a for q, a in answers.items() if a["whoosh"] != a["tantivy"]} == {}
    assert sum(isinstance(a["whoosh"], tuple) and a["whoosh"][0] > 0 for a in answers.values()) >= 16


@pytest.mark.parametrize("how", [["sync"], ["index", "rebuild"]], ids=" ".join)
def test_another_engine_opens_no_document_again(
    sample: Path, how: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = done(sample, "index", "status", "--format", "json").json["engine"]
    other = {"tantivy": "whoosh", "whoosh": "tantivy"}[now]
    opened = counted_reads(monkeypatch)
    switch(sample, other)
    assert run(sample, "search", "党费").code == 2
    done(sample, *how)
    assert opened == []
    assert done(sample, "search", "党费", "--format", "json").json["total"] == 11
    switch(sample, now)
    assert done(sample, "search", "党费", "--format", "json").json["total"] == 11


def test_units_are_called_by_their_names(sample: Path) -> None:
    shutil.rmtree(sample / "2025/05_组织生活/03_党小组会")
    out = run(sample, "audit", "--year", "2025", "--as-of", "2025-12-31", "--all").out
    assert "第二党小组" in out.split("\n\n")[3]
    assert "【第二党小组】2025年1月至2025年11月（11 期）各应有" in out
    assert "group-2" not in out
