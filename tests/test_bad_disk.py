"""A disk that is full, a cache that is damaged or refuses, two at once: told in a line, nothing lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import bytes_below, done, is_one_line, run, start
from trees import Picture

Small = Callable[[Picture], Path]
LEAF = "2025/30 Money/Budgets"
BUDGET = f"{LEAF}/2025 预算.txt"
BASE = "scheme: minimal\nunits:\n- {id: club, name: 园艺社, kind: club}\n"
ENGINES = ("whoosh", "tantivy")


def full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def is_kept(archive: Path, before: dict[str, bytes]) -> bool:
    after = bytes_below(archive)
    return {path: after.get(path) for path in before} == before


def rubbish(archive: Path) -> list[str]:
    """Half-written files in the tree."""
    return [path for path in bytes_below(archive) if path.endswith((".tmp", ".new"))]


# What is written, and the function of the tool's that fails.
FULL = {
    "the journal": "archive_tool.adapters.journal._write_whole",
    "a sidecar": "archive_tool.adapters.tree_writer.batch._write",
    "its barrier": "archive_tool.adapters.tree_writer.batch._sync_file",
    "its name": "archive_tool.adapters.tree_writer.batch.rename_new",
    "the fingerprints": "archive_tool.adapters.search.fingerprints.replace",
}


@pytest.mark.parametrize("what", FULL)
def test_a_full_disk_is_one_line_and_the_next_sync_does_the_work(
    small: Small, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: Picture = {f"{LEAF}/{year} 预算.txt": f"收入{year}" for year in range(2015, 2026)}
    archive = small(papers)
    before = bytes_below(archive)
    monkeypatch.setattr(FULL[what], full)
    ran = run(archive, "sync")
    monkeypatch.undo()
    assert ran.code == 2, ran.err
    assert is_one_line(ran.err)
    assert "No space left" in ran.err
    assert is_kept(archive, before)
    assert not rubbish(archive)
    done(archive, "sync")
    assert done(archive, "search", "收入2020", "--format", "json").json["total"] == 1
    assert is_kept(archive, before)


@pytest.mark.parametrize("words", [["sync"], ["index", "rebuild"]])
def test_a_disk_that_is_full_for_tantivy_is_one_line(
    small: Small, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import tantivy

    archive = small({"archive.yaml": BASE + "search: {engine: tantivy}\n", BUDGET: "收入一百元"})
    done(archive, "sync")
    (archive / "2025/来文.txt").write_text("支出一百元", encoding="utf-8")
    open_index = tantivy.Index.open

    class Full:
        """An engine on a full disk: all goes well up to the commit."""

        def __init__(self, writer: Any) -> None:
            self.writer = writer

        def __getattr__(self, name: str) -> Any:
            return getattr(self.writer, name)

        def commit(self) -> None:
            raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")

    class Index:
        def __init__(self, path: str) -> None:
            self.index = open_index(path)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.index, name)

        def writer(self, *limits: int) -> Full:
            return Full(self.index.writer(*limits))

    with monkeypatch.context() as filled:
        filled.setattr("archive_tool.adapters.search.tantivy_index.tantivy.Index.open", Index)
        ran = run(archive, *words)
    assert (ran.code, is_one_line(ran.err)) == (2, True), ran.err
    assert "No space left" in ran.err
    assert done(archive, "search", "收入一百元", "--format", "json").json["total"] == 1
    done(archive, "sync")
    assert done(archive, "search", "支出一百元", "--format", "json").json["total"] == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_an_index_that_cannot_be_read_now_is_one_line_and_can_be_made_anew(
    small: Small, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    archive = small({"archive.yaml": BASE + f"search: {{engine: {engine}}}\n", BUDGET: "收入一百元"})
    done(archive, "sync")
    name = f"archive_tool.adapters.search.{engine}_index.{engine.title()}Index._reader"
    with monkeypatch.context() as refused:
        refused.setattr(name, refuse)
        for command in (["search", "收入"], ["sync"]):
            ran = run(archive, *command)
            assert (ran.code, is_one_line(ran.err)) == (2, True), ran.err
            assert "Permission denied" in ran.err and "index rebuild" in ran.err
        done(archive, "index", "rebuild")
    assert done(archive, "search", "收入一百元", "--format", "json").json["total"] == 1


def test_a_disk_that_fills_in_the_middle_leaves_whole_sidecars_only(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = small({f"{LEAF}/{year} 预算.txt": f"收入{year}" for year in range(2015, 2026)})
    before, write, calls = bytes_below(archive), os.write, []

    def fills(descriptor: int, data: bytes) -> int:
        calls.append(len(data))
        return write(descriptor, data) if len(calls) < 6 else int(full())

    monkeypatch.setattr(os, "write", fills)
    ran = run(archive, "sync")
    monkeypatch.undo()
    assert ran.code == 2
    assert is_kept(archive, before)
    assert not rubbish(archive)
    drafts = [path for path in bytes_below(archive) if path.endswith(".meta.yaml")]
    assert all(b"status: draft" in (archive / path).read_bytes() for path in drafts)


def test_describe_on_a_full_disk_leaves_the_sidecar(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = small({BUDGET: "收入"})
    done(archive, "sync")
    before = bytes_below(archive)
    monkeypatch.setattr(FULL["a sidecar"], full)
    ran = run(archive, "describe", BUDGET, "--set", "annotation=甲")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert bytes_below(archive) == before


def test_two_syncs_at_once(small: Small) -> None:
    archive = small({f"{LEAF}/2025-01-{n:02d} 预算.txt": "收入" * 3000 for n in range(1, 29)})
    first = start(archive, "--lang", "zh", "sync", "--format", "json")
    deadline = time.monotonic() + 30
    while not (archive / ".archive/lock.json").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    second = run(archive, "sync")
    out, err = first.communicate(timeout=90)
    assert first.returncode == 0, err
    assert len(json.loads(out)["drafted"]) == 28
    assert second.code == 2
    assert is_one_line(second.err)
    assert str(first.pid) in second.err
    assert done(archive, "sync", "--format", "json").json["drafted"] == []


def test_every_writing_command_waits_for_nobody(small: Small) -> None:
    from datetime import datetime

    from archive_tool.adapters.writer_lock import writer_lock

    archive = small({BUDGET: "收入"})
    done(archive, "sync")
    before = bytes_below(archive)
    commands = [
        "sync",
        f"describe|{BUDGET}|--confirm",
        f"accept|{BUDGET}|--reason|x",
        "index|rebuild",
        "init|.|--year|2030",
    ]
    with writer_lock(archive, datetime.now):
        for command in commands:
            ran = run(archive, *command.split("|"))
            assert (ran.code, is_one_line(ran.err)) == (2, True), (command, ran.all)
        for command in ("check", "audit", "status", "search|收入", f"show|{BUDGET}", "index|status"):
            assert run(archive, *command.split("|")).code in (0, 1)
    assert bytes_below(archive) == before


def test_an_unwritable_cache_is_replaced_by_the_users(small: Small, own_home: Path) -> None:
    archive = small({BUDGET: "收入一百元", ".archive/cache": "这里被占了"})
    done(archive, "sync")
    assert done(archive, "search", "一百元", "--format", "json").json["total"] == 1
    assert list(own_home.rglob("state.db"))


def test_a_configured_cache_that_refuses_stops_sync_only(small: Small) -> None:
    archive = small({"archive.yaml": BASE + "cache_dir: blocked\n", "blocked": "不是文件夹", BUDGET: "收入"})
    before = bytes_below(archive)
    ran = run(archive, "sync")
    assert ran.code == 2
    assert ran.err.splitlines()
    assert "Traceback" not in ran.err
    assert is_kept(archive, before)
    assert run(archive, "check").code == 1  # `blocked` is a stray
    assert run(archive, "status").code == 1
    assert run(archive, "audit").code == 1


def test_the_cache_may_be_deleted_at_any_moment(small: Small) -> None:
    archive = small({BUDGET: "收入一百元"})
    done(archive, "sync")
    sidecar = (archive / f"{BUDGET}.meta.yaml").read_bytes()
    shutil.rmtree(archive / ".archive/cache")
    assert run(archive, "check").code == 0
    assert done(archive, "sync", "--format", "json").json["indexed"] == 1
    assert (archive / f"{BUDGET}.meta.yaml").read_bytes() == sidecar
    assert done(archive, "search", "一百元", "--format", "json").json["total"] == 1


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "rubbish": lambda data: b"rubbish" * 1000,
    "holes": lambda data: data[:4096] + bytes(len(data) - 4096) if len(data) > 4096 else bytes(len(data)),
    "flipped": lambda data: data[:2048] + bytes(b ^ 0xFF for b in data[2048:]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_memory_costs_time_only(small: Small, damage: str) -> None:
    archive = small({BUDGET: "收入一百元"})
    done(archive, "sync")
    before = bytes_below(archive)
    state = archive / ".archive/cache/state.db"
    state.write_bytes(DAMAGES[damage](state.read_bytes()))
    for command in ("check", "audit", "status", "search|收入"):
        ran = run(archive, *command.split("|"))
        assert ran.code in (0, 1), (command, ran.all)
    done(archive, "sync")
    assert bytes_below(archive) == before
    assert done(archive, "search", "一百元", "--format", "json").json["total"] == 1
    assert run(archive, "check").code == 0


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_told_by_search_and_rebuilt_by_sync(
    small: Small, engine: str, damage: str
) -> None:
    archive = small({"archive.yaml": BASE + f"search: {{engine: {engine}}}\n", BUDGET: "收入一百元"})
    done(archive, "sync")
    for path in (archive / ".archive/cache/index").rglob("engine/*"):
        path.write_bytes(DAMAGES[damage](path.read_bytes()))
    ran = run(archive, "search", "一百元", "--format", "json")
    assert ran.code in (0, 2)
    if ran.code == 2:
        assert is_one_line(ran.err)
        assert "archive-tool sync" in ran.err
    done(archive, "sync")
    if run(archive, "search", "一百元").code == 2:  # damage that shows only when it is read
        done(archive, "sync")
    assert done(archive, "search", "一百元", "--format", "json").json["total"] == 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("file", ["current.json", "paths.jsonl"])
@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"schema": 0, "engine": "x", "generation": "gen-0001"}']
)
def test_a_pointer_of_another_version_means_no_index(
    small: Small, engine: str, file: str, content: str
) -> None:
    archive = small({"archive.yaml": BASE + f"search: {{engine: {engine}}}\n", BUDGET: "收入一百元"})
    done(archive, "sync")
    if file == "paths.jsonl" and "schema" in content:
        pytest.skip("fingerprints have no version of their own")
    for path in (archive / ".archive/cache/index").rglob(file):
        path.write_text(content, encoding="utf-8")
    assert run(archive, "search", "一百元").code in (0, 2)
    assert run(archive, "index", "status").code in (0, 2)
    done(archive, "sync")
    assert done(archive, "search", "一百元", "--format", "json").json["total"] == 1
    assert done(archive, "index", "status", "--format", "json").json["behind"] == 0


def test_where_the_tools_folder_should_be_there_is_a_file(small: Small) -> None:
    archive = small({BUDGET: "收入", ".archive": "这里被占了"})
    before = bytes_below(archive, besides=())
    ran = run(archive, "sync")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert ".archive" in ran.err
    assert run(archive, "check").code == 1  # no sidecar yet
    assert bytes_below(archive, besides=()) == before


def test_archive_yaml_as_a_folder_is_no_archive(tmp_path: Path, own_home: Path) -> None:
    (tmp_path / "archive.yaml").mkdir()
    ran = run(tmp_path, "check")
    assert ran.code == 2
    assert is_one_line(ran.err)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_an_archive_yaml_that_may_not_be_read(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = small({BUDGET: "收入"})
    read = Path.read_bytes

    def refuses(path: Path) -> bytes:
        if path.name == "archive.yaml":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuses)
    ran = run(archive, "check")
    assert ran.code == 2
    assert is_one_line(ran.err)


def test_a_hand_that_writes_while_sync_runs_is_not_overwritten(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive_tool.adapters.tree_writer import TreeWriter

    archive = small({BUDGET: "收入"})
    apply, mine = TreeWriter.apply, "title: 我自己写的\n"

    def slow(self: TreeWriter, plan: Any) -> Any:
        if plan.reason == "draft":
            (archive / f"{BUDGET}.meta.yaml").write_text(mine, encoding="utf-8")
        return apply(self, plan)

    monkeypatch.setattr(TreeWriter, "apply", slow)
    ran = done(archive, "sync")
    assert (archive / f"{BUDGET}.meta.yaml").read_text("utf-8") == mine
    assert f"{BUDGET}.meta.yaml" in ran.out


def test_init_where_nothing_may_be_written_is_one_line(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "文件").write_text("不是文件夹", encoding="utf-8")
    for words in (["init", "文件/库"], ["init", "文件"], ["demo", "文件"], ["demo", "文件/库"]):
        ran = run(tmp_path, *words)
        assert (ran.code, is_one_line(ran.err)) == (2, True), (words, ran.all)
    ran = run(tmp_path, "schema", "export", "-o", "/nowhere/at/all.json")
    assert (ran.code, is_one_line(ran.err)) == (2, True), ran.all
