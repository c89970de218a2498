"""check, audit, search, show and status write nothing but in the cache, and work where nothing can be written."""

from __future__ import annotations

import builtins
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import Ran, done, looks_below, run
from trees import Picture

Small = Callable[[Picture], Path]
BUDGET = "2025/30 Money/Budgets/2025 预算.txt"
MINUTES = "2025/10 Running the club/Meetings/2025-03-14 社员大会"
PICTURE: Picture = {
    BUDGET: "收入一百元，支出九十元",
    f"{MINUTES}/会议记录.txt": "大会通过了章程",
    f"{MINUTES}/到会名单.txt": "甲、乙",
    "散落.txt": "不知放哪里",
}
COMMANDS = (
    "check",
    "audit",
    "due",
    "search|一百元",
    f"show|{BUDGET}",
    "status",
    "index|status",
    "schema|export",
)


def all_of(archive: Path, *more: str) -> dict[str, Ran]:
    return {command: run(archive, *command.split("|"), *more) for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_but_the_cache_is_touched(small: Small, command: str) -> None:
    archive = small(PICTURE)
    done(archive, "sync")
    before = looks_below(archive)
    run(archive, *command.split("|"))
    run(archive, *command.split("|"), "--lang", "en")
    assert looks_below(archive) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_nor_before_any_sync(small: Small, command: str) -> None:
    archive = small(PICTURE)
    before = looks_below(archive, besides=(".archive",))
    ran = run(archive, *command.split("|"))
    assert ran.code in (0, 1, 2)
    assert looks_below(archive, besides=(".archive",)) == before
    assert not (archive / ".archive/journal").exists()


def test_before_any_sync_check_tells_what_is_not_described_and_not_read(small: Small) -> None:
    archive = small(PICTURE)
    report = run(archive, "check", "--format", "json").json
    missing = {f["path"] for f in report["findings"] if f["code"] == "sidecar/missing"}
    assert missing == {BUDGET, MINUTES}
    assert {one["path"] for one in report["not_run"]} >= {BUDGET, f"{MINUTES}/会议记录.txt"}
    assert report["summary"]["not_run"] == len(report["not_run"])
    assert all("archive-tool sync" in one["reason"] for one in report["not_run"])


def test_before_any_sync_the_audit_does_not_know_whether_what_lies_there_can_be_read(small: Small) -> None:
    archive = small(PICTURE)

    def row() -> tuple[object, ...]:
        report = run(archive, "audit", "--as-of", "2025-07-01", "--year", "2025", "--format", "json").json
        (one,) = [r for r in report["coverage"] if r["period"] == "2025-H1"]
        return one["found"], one["uncertain"], one["status"], one["records"]

    assert row()[:2] == (0, 1)
    done(archive, "sync")
    assert row() == (1, 0, "met", [MINUTES])


def test_before_any_sync_show_derives_and_says_so(small: Small) -> None:
    (shown,) = run(small(PICTURE), "show", BUDGET, "--format", "json").json
    assert shown["status"] is None
    assert shown["values"]["title"] == "预算"
    assert "还没有元数据" in run(small(PICTURE), "show", BUDGET).out


def test_a_change_after_sync_is_seen_without_another(small: Small) -> None:
    archive = small(PICTURE)
    done(archive, "sync")
    (archive / f"{BUDGET}.meta.yaml").write_text("题名：坏了\n", encoding="utf-8")
    (archive / MINUTES / "会议记录.txt").unlink()
    codes = {f["code"] for f in run(archive, "check", "--format", "json").json["findings"]}
    assert "sidecar/unreadable" in codes


class NoWriting:
    """Every way to write below a folder fails as on a read-only disk."""

    def __init__(self, root: Path) -> None:
        self.root = os.fspath(root)
        self.tried: list[str] = []

    def refuses(self, path: object) -> None:
        name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        if os.path.abspath(name).startswith(self.root):
            self.tried.append(name)
            raise OSError(errno.EROFS, "Read-only file system", name)

    def put_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opened, low, access = builtins.open, os.open, os.access

        def open_(path: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
            if any(sign in mode for sign in "wax+"):
                self.refuses(path)
            return opened(path, mode, *rest, **more)

        def low_(path: Any, flags: int, *rest: Any, **more: Any) -> int:
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.refuses(path)
            return low(path, flags, *rest, **more)

        def access_(path: Any, mode: int, **more: Any) -> bool:
            inside = os.path.abspath(os.fsdecode(path)).startswith(self.root)
            return False if inside and mode & os.W_OK else access(path, mode, **more)

        monkeypatch.setattr(builtins, "open", open_)
        monkeypatch.setattr("io.open", open_)
        monkeypatch.setattr(os, "open", low_)
        monkeypatch.setattr(os, "access", access_)
        for name in ("mkdir", "unlink", "rename", "replace", "link", "chmod", "utime", "rmdir"):
            call = getattr(os, name)

            def refused(path: Any, *rest: Any, _call: Any = call, **more: Any) -> Any:
                self.refuses(path)
                return _call(path, *rest, **more)

            monkeypatch.setattr(os, name, refused)


@pytest.mark.parametrize("synced", [True, False], ids=["synced", "not synced"])
def test_where_nothing_can_be_written_they_answer_all_the_same(
    small: Small, synced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = small(PICTURE)
    if synced:
        done(archive, "sync")
    before = looks_below(archive, besides=())
    told = {command: (ran.code, ran.out) for command, ran in all_of(archive, *()).items()} if synced else {}
    NoWriting(archive).put_on(monkeypatch)
    answers = all_of(archive)
    monkeypatch.undo()
    for command, ran in answers.items():
        assert "Traceback" not in ran.err, (command, ran.err)
        assert ran.code in ((0, 1) if synced or "search" not in command else (2,)), (command, ran.all)
    assert not synced or {path: look[0] for path, look in looks_below(archive, besides=()).items()} == {
        path: look[0] for path, look in before.items()
    } | {path: look[0] for path, look in looks_below(archive, besides=()).items() if "/cache/" in path}
    # Without a cache of its own the archive is judged from the tree alone: same findings, some not run.
    assert not synced or answers["status"].code == told["status"][0]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_rights_taken_away(small: Small) -> None:
    archive = small(PICTURE)
    done(archive, "sync")
    (archive / BUDGET).with_name("2024 预算.txt").write_text("去年的", encoding="utf-8")
    folders = [archive, *[path for path in archive.rglob("*") if path.is_dir()]]
    for folder in folders:
        folder.chmod(0o555)
    try:
        answers = all_of(archive)
        assert run(archive, "sync").code == 2
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert {command: ran.code for command, ran in answers.items()} == {
        **dict.fromkeys(COMMANDS, 0),
        **dict.fromkeys(("check", "audit", "status"), 1),
    }


@pytest.mark.parametrize("left", ["no cache", "a cache without an index"])
def test_an_index_can_be_had_where_the_archive_takes_nothing(
    small: Small, left: str, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = small(PICTURE)
    done(archive, "sync")
    cache = archive / ".archive/cache"
    shutil.rmtree(cache if left == "no cache" else cache / "index")
    before = looks_below(archive)
    NoWriting(archive).put_on(monkeypatch)
    lost = run(archive, "search", "一百元")
    refused = run(archive, "sync")
    built = run(archive, "index", "rebuild")
    found = run(archive, "search", "一百元", "--format", "json")
    monkeypatch.undo()
    assert lost.code == 2 and "index rebuild" in lost.err
    assert refused.code == 2 and "index rebuild" in refused.err
    assert built.code == 0, built.all
    assert str(own_home) in built.out.replace("\n", "")
    assert found.json["total"] == 1
    assert looks_below(archive) == before


def test_a_writer_on_a_read_only_disk_is_one_line(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = small(PICTURE)
    done(archive, "sync")
    NoWriting(archive).put_on(monkeypatch)
    answers = [run(archive, "sync"), run(archive, "describe", BUDGET, "--set", "annotation=甲")]
    monkeypatch.undo()
    assert [ran.code for ran in answers] == [2, 2]
    assert all(ran.err.count("\n") <= 2 and "Traceback" not in ran.err for ran in answers)


def test_the_reader_they_are_given_has_no_way_to_write(small: Small) -> None:
    from archive_tool.adapters.tree_reader import TreeReader

    assert not [
        name for name in dir(TreeReader) if any(w in name for w in ("write", "apply", "move", "make"))
    ]


def test_an_index_that_cannot_be_locked_is_searched_all_the_same(small: Small) -> None:
    base = "scheme: minimal\nunits:\n- {id: club, kind: club}\nsearch: {engine: tantivy}\n"
    archive = small({**PICTURE, "archive.yaml": base})
    done(archive, "sync")
    for lock in (archive / ".archive/cache/index").rglob(".tantivy-*.lock"):
        lock.unlink()
        lock.mkdir()
    assert done(archive, "search", "一百元", "--format", "json").json["total"] == 1
