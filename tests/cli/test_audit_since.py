"""`audit` since the last time, and `audit --against`: new and solved come first, nothing else changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from commands import bytes_below, is_one_line, run
from docx import Document

DAY = ("audit", "--year", "2025", "--as-of", "2025-12-31")
STRAY = "2025/06_学习教育/学习资料汇总.txt"
NEW_STRAY = "2025/06_学习教育/另一份.txt"


@pytest.fixture
def old(sample: Path, tmp_path: Path) -> Path:
    """The audit of the sample, and then one finding goes and another comes."""
    file = tmp_path / "旧.json"
    assert run(sample, *DAY, "--format", "json", "-o", file).code == 1
    (sample / STRAY).rename(sample / "收件箱/学习资料汇总.txt")
    (sample / NEW_STRAY).write_text("另一份材料", "utf-8")
    return file


def test_json_tells_what_is_new_and_what_was_solved(sample: Path, old: Path) -> None:
    made = run(sample, *DAY, "--format", "json", "--against", old).json
    assert list(made)[4:7] == ["years", "against", "summary"]
    found = made["against"]
    assert list(found) == ["as_of", "years", "differs", "new", "solved", "waived", "unread", "unjudged"]
    assert [(one["code"], one["path"]) for one in found["new"]] == [("layout/stray-file", NEW_STRAY)]
    assert [(one["code"], one["path"]) for one in found["solved"]] == [("layout/stray-file", STRAY)]
    assert (found["as_of"], found["years"], found["differs"], found["unjudged"]) == (
        "2025-12-31",
        [2025],
        [],
        0,
    )
    assert found["new"][0] in made["findings"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_begins_with_it(sample: Path, old: Path, lang: str) -> None:
    for more in ((), ("-v",)):
        lines = run(sample, *DAY, "--against", old, *more, lang=lang).out.splitlines()
        assert (
            lines[3]
            == {
                "zh": "与截至 2025-12-31 的检查相比：新增 1 处，已解决 1 处，新豁免 0 处",
                "en": "Since the audit as of 2025-12-31: 1 new, 1 solved, 0 waived",
            }[lang]
        )
        new, solved = lines.index({"zh": "新增", "en": "New"}[lang]), lines.index({"zh": "已解决", "en": "Solved"}[lang])  # fmt: skip
        assert new == 4 and NEW_STRAY in "".join(lines[new:solved])
        assert STRAY in "".join(lines[solved : solved + 3])


def test_the_word_report_begins_with_it(sample: Path, old: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    run(sample, *DAY, "--against", old, "--format", "docx", "-o", file)
    made = Document(str(file))
    headings = [p.text for p in made.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings[:2] == ["一、与以前的检查相比", "二、概况"]
    assert [made.tables[n].rows[1].cells[0].text for n in (0, 1)] == [NEW_STRAY, STRAY]


def test_the_last_time_is_remembered_and_the_same_answer_given_again(sample: Path, old: Path) -> None:
    first = run(sample, *DAY).out
    assert "新增 1 处，已解决 1 处" in first
    assert run(sample, *DAY).out == first
    (sample / NEW_STRAY).unlink()
    assert "新增 0 处，已解决 1 处" in run(sample, *DAY).out
    next_day = run(sample, "audit", "--year", "2025", "--as-of", "2026-01-01").out
    assert "与截至 2025-12-31 的检查相比" in next_day


def test_json_without_against_is_the_same_whatever_was_asked_before(sample: Path, old: Path) -> None:
    run(sample, "sync")
    first = run(sample, *DAY, "--format", "json")
    shutil.rmtree(sample / ".archive/cache")
    run(sample, "sync")
    assert "against" not in first.json
    assert run(sample, *DAY, "--format", "json").json == first.json


def test_another_question_has_another_last_time(sample: Path, old: Path) -> None:
    assert "相比" not in run(sample, "audit", "--year", "2024", "--as-of", "2025-12-31").out
    assert "相比" not in run(sample, *DAY, "--unit", "branch-1").out
    assert "相比" in run(sample, *DAY).out


def test_going_back_in_time_begins_anew(sample: Path) -> None:
    run(sample, "audit", "--as-of", "2030-01-01")
    assert "相比" not in run(sample, "audit", "--as-of", "2025-12-31").out
    (sample / STRAY).unlink()
    assert "已解决 1 处" in run(sample, "audit", "--as-of", "2025-12-31").out


def test_where_the_cache_is_lost_nothing_is_said(sample: Path, old: Path) -> None:
    shutil.rmtree(sample / ".archive/cache")
    run(sample, "sync")
    assert "相比" not in run(sample, *DAY).out


def test_a_state_secret_found_later_takes_the_memory_with_it(sample: Path, old: Path) -> None:
    marked = sample / NEW_STRAY
    run(sample, *DAY)
    marked.write_text("机密★\n关于某事的通知", "utf-8")
    run(sample, "sync")
    out = run(sample, *DAY).out
    assert "相比" not in out and "guard/secret" in out and NEW_STRAY in out
    files = list((sample / ".archive/cache").rglob("state.db*"))
    assert files and not [file for file in files if "另一份".encode() in file.read_bytes()]
    assert not [file for file in files if rb"\u53e6\u4e00\u4efd" in file.read_bytes()]


def test_nothing_of_the_archive_is_written(sample: Path, old: Path) -> None:
    before = bytes_below(sample)
    run(sample, *DAY, "--against", old)
    assert bytes_below(sample) == before


def changed(old: Path, **keys: Any) -> str:
    return json.dumps({**json.loads(old.read_text("utf-8")), **keys})


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "broken", ["", "{", "[]", "{}", "null", '{"as_of": "2025-12-31"}', "甲", "[" * 100_000, '{"findings": 3}']
)
def test_a_broken_file_is_refused_in_a_line(sample: Path, tmp_path: Path, broken: str, lang: str) -> None:
    file = tmp_path / "旧.json"
    file.write_text(broken, "utf-8")
    ran = run(sample, *DAY, "--against", file, lang=lang)
    assert (ran.code, ran.out) == (2, "") and is_one_line(ran.err) and "旧.json" in ran.err


@pytest.mark.parametrize(("lang", "why"), [("zh", "没有这个文件"), ("en", "there is no such file")])
def test_a_file_that_is_not_there_is_named_in_the_users_language(
    sample: Path, tmp_path: Path, lang: str, why: str
) -> None:
    ran = run(sample, *DAY, "--against", tmp_path / "无.json", lang=lang)
    assert (ran.code, ran.out) == (2, "") and is_one_line(ran.err) and why in ran.err


def test_files_of_another_archive_scheme_or_command_are_refused(sample: Path, old: Path) -> None:
    scheme = {**json.loads(old.read_text("utf-8"))["scheme"], "id": "minimal"}
    for content, told in (
        (changed(old, archive="/别处/示例中学党建档案"), "示例中学党建档案"),
        (changed(old, scheme=scheme), "minimal"),
        (changed(old, as_of="yesterday"), "audit --format json"),
        (changed(old, findings=[{"code": 3}]), "audit --format json"),
        (run(sample, "due", "--format", "json").out, "audit --format json"),
    ):
        old.write_text(content, "utf-8")
        ran = run(sample, *DAY, "--against", old)
        assert (ran.code, ran.out) == (2, "") and is_one_line(ran.err) and told in ran.err
    assert run(sample, *DAY, "--against", old.with_name("没有.json")).code == 2
    assert run(sample, *DAY, "--against", "").code == 2


def test_what_check_wrote_is_no_audit_though_it_has_the_same_shape(sample: Path, old: Path) -> None:
    old.write_text(run(sample, "check", "--format", "json").out, "utf-8")
    ran = run(sample, *DAY, "--against", old)
    assert (ran.code, ran.out) == (2, "") and is_one_line(ran.err) and "完整性" in ran.err


@pytest.mark.parametrize(("lang", "told"), [("zh", "这里是文件夹"), ("en", "this is a folder")])
def test_a_folder_is_told_in_the_users_language(sample: Path, tmp_path: Path, lang: str, told: str) -> None:
    for words in ((*DAY, "--against", tmp_path), ("due", "-o", tmp_path), ("rectify", "import", tmp_path)):
        ran = run(sample, *words, lang=lang)
        assert (ran.code, ran.out) == (2, "") and is_one_line(ran.err) and told in ran.err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_files_as_windows_writes_them_are_read(sample: Path, old: Path, encoding: str) -> None:
    old.write_text(old.read_text("utf-8"), encoding)
    assert "新增 1 处，已解决 1 处" in run(sample, *DAY, "--against", old).out


def test_an_archive_that_was_moved_is_the_same(sample: Path, old: Path) -> None:
    old.write_text(changed(old, archive=f"D:\\旧电脑\\{sample.name}"), "utf-8")
    assert "新增 1 处，已解决 1 处" in run(sample, *DAY, "--against", old).out


def test_another_year_or_unit_is_said_and_what_is_outside_is_not_solved(sample: Path, old: Path) -> None:
    out = run(sample, "audit", "--year", "2024", "--as-of", "2025-12-31", "--against", old).out
    assert "两次检查的年度不同：那次是 2025" in out and "不算已解决" in out
    made = run(sample, *DAY, "--unit", "branch-2", "--against", old, "--format", "json").json["against"]
    assert made["differs"] == ["两次检查的单位不同"]
    assert made["unjudged"] > 0
    assert not [one for one in made["solved"] if one["unit"] not in (None, "branch-2")]
