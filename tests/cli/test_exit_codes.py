"""0 done, 1 findings, 2 cannot run, 3 crashed, 130 interrupted: and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import bytes_below, done, is_one_line, run, start
from trees import Picture

Small = Callable[[Picture], Path]
BUDGET = "2025/30 Money/Budgets/2025 预算.txt"
# Two errors (a stray, an empty file), drafts as info: what each level makes of it.
UNTIDY: Picture = {BUDGET: "收入一百元", "2025/30 Money/Budgets/2024 预算.txt": "", "散.txt": "散落"}
ONLY_DRAFTS: Picture = {BUDGET: "收入一百元，支出九十元"}


@pytest.mark.parametrize("command", ["check", "audit", "status"])
@pytest.mark.parametrize(
    ("level", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0), (None, 1)]
)
def test_errors_end_with_1_unless_told_never(small: Small, command: str, level: str, code: int) -> None:
    archive = small(UNTIDY)
    done(archive, "sync")
    told = ["--fail-on", level] if level else []
    assert run(archive, command, *told).code == code


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 0), ("info", 1), ("never", 0)])
def test_drafts_are_worth_a_1_only_to_who_asks_for_infos(small: Small, level: str, code: int) -> None:
    archive = small(ONLY_DRAFTS)
    done(archive, "sync")
    assert run(archive, "check", "--fail-on", level).code == code


def test_json_ends_with_the_same_code_as_text(small: Small) -> None:
    archive = small(UNTIDY)
    assert run(archive, "check", "--format", "json").code == run(archive, "check").code == 1


def test_a_waived_finding_does_not_count(small: Small) -> None:
    waiver = (
        "waivers:\n- {code: layout/stray-file, path: 散.txt, reason: 待查, author: 甲, until: 2999-12-31}\n"
    )
    base = "scheme: minimal\nunits:\n- {id: club, kind: club}\n"
    archive = small({"archive.yaml": base + waiver, BUDGET: "收入", "散.txt": "散落"})
    done(archive, "sync")
    assert run(archive, "check").code == 0
    assert "已豁免 1" in run(archive, "check").out
    assert "待查" in run(archive, "check", "-v").out


def test_sync_and_search_end_with_0_although_there_are_findings(small: Small) -> None:
    archive = small(UNTIDY)
    assert "layout/stray-file" in done(archive, "sync").out
    assert done(archive, "search", "没有的词").code == 0


def test_demo_ends_with_0_and_shows_all_three(tmp_path: Path, own_home: Path) -> None:
    ran = done(tmp_path, "demo", "甲")
    assert all(sign in ran.out for sign in ("①", "②", "③", "complete/missing", "2025-02"))
    assert (tmp_path / "甲/archive.yaml").is_file()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ["--nonsense"],
        ["nonsense"],
        ["check", "--nonsense"],
        ["check", "--format", "xml"],
        ["check", "--fail-on", "sometimes"],
        ["audit", "--as-of", "yesterday"],
        ["audit", "--year", "twenty"],
        ["audit", "--year", "1"],
        ["audit", "extra"],
        ["search"],
        ["search", "a", "--limit", "-1"],
        ["search", "--limt", "5", "a"],
        ["search", "a", "--fromat=json"],
        ["show"],
        ["accept", "x"],
        ["describe"],
        ["describe", "x", "--set", "no-sign"],
        ["describe", "x"],
        ["index", "nonsense"],
        ["schema", "check", "nonsense"],
        ["init", "--year", "x"],
    ],
    ids=" ".join,
)
def test_wrong_words_are_one_line_and_2(small: Small, words: list[str], lang: str) -> None:
    archive = small(ONLY_DRAFTS)
    before = bytes_below(archive)
    ran = run(archive, *words, lang=lang)
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert ran.out == ""
    assert bytes_below(archive) == before


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ["甲\n乙"],
        ["audit", "甲\n乙"],
        ["audit", "--甲\n乙"],
        ["search", "--甲\x1b[31m乙"],
        ["describe", "x", "--set", "甲\n乙"],
        ["show", "甲\n乙"],
    ],
    ids=repr,
)
def test_a_mistake_is_one_line_whatever_stands_in_it(small: Small, words: list[str], lang: str) -> None:
    ran = run(small({}), *words, lang=lang)
    assert (ran.code, is_one_line(ran.err), ran.out) == (2, True, "")
    assert "\x1b" not in ran.err


CLICK = ("Invalid value", "No such", "Got unexpected", "requires an argument", "Missing", "is not one of")


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--format", "xml"],
        ["audit", "--year", "twenty"],
        ["audit", "--year", "1"],
        ["audit", "extra"],
        ["audit", "--year"],
        ["index", "nonsense"],
        ["nonsense"],
        ["search"],
        ["search", "--limt", "5", "a"],
        ["--nonsense"],
        ["accept", "x"],
    ],
    ids=" ".join,
)
def test_a_chinese_reader_is_told_in_chinese(small: Small, words: list[str]) -> None:
    ran = run(small({}), *words)
    assert ran.code == 2
    assert not [word for word in CLICK if word in ran.err]


def test_a_bad_value_is_answered_with_the_good_ones(small: Small) -> None:
    assert "text" in run(small({}), "check", "--format", "xml").err
    assert "1900" in run(small({}), "audit", "--year", "1").err
    assert "sync" in run(small({}), "synk").err


def test_no_word_at_all_shows_the_help(tmp_path: Path, own_home: Path) -> None:
    ran = run(tmp_path)
    assert ran.code in (0, 2)
    assert "sync" in ran.all
    assert "用法错误" not in ran.all


@pytest.mark.parametrize(
    "command", ["sync", "check", "audit", "status", "show x", "search 党费", "index status"]
)
def test_no_archive_is_2_and_says_how_to_make_one(tmp_path: Path, own_home: Path, command: str) -> None:
    ran = run(tmp_path, *command.split())
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "archive-tool init" in ran.err


def test_search_without_an_index_is_2_and_names_sync(small: Small) -> None:
    ran = run(small(ONLY_DRAFTS), "search", "收入")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "archive-tool sync" in ran.err


def test_a_broken_scheme_of_ones_own_is_2_with_file_and_line(small: Small) -> None:
    archive = small({"archive.yaml": "scheme: own\n", "own/scheme.yaml": "id: own\nversoin: 1\n"})
    ran = run(archive, "check")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "scheme.yaml:2" in ran.err
    assert "version" in ran.err


def test_a_held_lock_is_2_and_says_who_holds_it(small: Small) -> None:
    from datetime import datetime

    from archive_tool.adapters.writer_lock import writer_lock

    archive = small(ONLY_DRAFTS)
    with writer_lock(archive, datetime.now):
        ran = run(archive, "sync")
        assert run(archive, "check").code == 1  # readers are not blocked
        assert str(os.getpid()) in run(archive, "status", "--fail-on", "never").out
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert str(os.getpid()) in ran.err
    assert done(archive, "sync").code == 0


def test_a_crash_is_3_with_one_line_and_a_log(
    small: Small, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr("archive_tool.app.judge.check", broken)
    ran = run(small(ONLY_DRAFTS), "check")
    assert ran.code == 3
    assert is_one_line(ran.err)
    assert "the disk is on fire" in ran.err
    (log,) = own_home.rglob("crash-*.log")
    assert str(log) in ran.err
    assert "Traceback" in log.read_text("utf-8")


def test_a_crash_with_a_long_and_wild_message_is_still_one_line(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("first\nsecond {x} \udc80")

    monkeypatch.setattr("archive_tool.app.judge.check", broken)
    ran = run(small(ONLY_DRAFTS), "check")
    assert ran.code == 3
    assert ran.err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_stop_during_sync_is_130_and_the_next_sync_ends_the_work(small: Small, sent: str) -> None:
    papers = {f"2025/30 Money/Budgets/2025-01-{n:02d} 预算.txt": "收入" * 2000 for n in range(1, 29)}
    archive = small(papers)
    before = bytes_below(archive)
    process = start(archive, "sync")
    deadline = time.monotonic() + 30
    while not (archive / ".archive/lock.json").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(getattr(signal, sent))
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, out + err
    assert "Traceback" not in err
    assert done(archive, "sync").code == 0
    after = bytes_below(archive)
    assert {path: after[path] for path in before} == before
    assert not [path for path in after if path.endswith(".tmp")]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_reader_who_has_seen_enough_is_no_failure(small: Small) -> None:
    archive = small({f"散{n}.txt": "散" for n in range(300)})
    process = start(archive, "check", "--format", "json")
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert process.wait(60) in (0, 1)


def test_the_module_runs_and_knows_its_version(tmp_path: Path) -> None:
    from archive_tool import __version__

    process = start(tmp_path, "--version")
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert __version__ in out


def test_results_go_to_stdout_and_nothing_else_when_piped(small: Small) -> None:
    process = start(small(ONLY_DRAFTS), "--lang", "zh", "sync")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "\x1b" not in out


def test_a_console_of_another_encoding_shows_what_it_can(small: Small) -> None:
    archive = small({"散\U0001f600.txt": "散"})
    process = start(archive, "check", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"})
    process.kill()
    process.communicate()
    ran = subprocess.run(
        [*map(str, process.args)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "gbk"},
    )
    assert ran.returncode == 1
    assert "散" in ran.stdout.decode("gbk")
    assert ran.stderr == b""
