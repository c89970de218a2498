"""The index follows whatever a document is made from, also where neither size nor time of a file changes."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from commands import done, run
from conftest import MINIMAL
from pictures import opened
from readings import read_as
from trees import Picture

from archive_tool.app.sync import sync
from archive_tool.core.model import Problem, Reading, Segment

Small = Callable[[Picture], Path]
LEAF = "2025/30 Money/Budgets"
BUDGET = f"{LEAF}/2025 预算.txt"
PLACES = {
    "a stray file": "2025/来文.txt",
    "the inbox": "Inbox/来文.txt",
    "a record": BUDGET,
    "a name too long for a sidecar": f"{LEAF}/2025 {'预' * 80}.txt",
}


def found(archive: Path, query: str) -> list[str]:
    hits = done(archive, "search", query, "--limit", "0", "--format", "json").json["hits"]
    return [hit["path"] for hit in hits]


def behind(archive: Path) -> int:
    return int(done(archive, "index", "status", "--format", "json").json["behind"])


@pytest.mark.parametrize("where", PLACES)
def test_what_could_not_be_read_is_found_as_soon_as_it_can(
    small: Small, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = small({PLACES[where]: "收入一百元"})
    with monkeypatch.context() as closed:
        read_as(closed, Reading(problem=Problem("locked", "Permission denied")))
        done(archive, "sync")
    assert found(archive, "一百元") == []
    done(archive, "sync")
    assert found(archive, "一百元") == [PLACES[where]]
    assert behind(archive) == 0


@pytest.mark.parametrize("where", ["a stray file", "a record"])
def test_what_was_closed_to_us_is_told_until_it_is_open_and_tried_at_every_sync(
    small: Small, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, path = small({PLACES[where]: "收入一百元"}), PLACES[where]
    with monkeypatch.context() as closed:
        read_as(closed, Reading(problem=Problem("locked", "Permission denied")))
        for _ in range(2):
            done(archive, "sync")
            for command in ("check", "audit"):
                told = run(archive, command, "--format", "json").json
                (one,) = [f for f in told["findings"] if f["code"] == "guard/unchecked"]
                assert one["path"] == path and "Permission denied" in one["message"]
                assert [item for item in told["not_run"] if item["path"] == path] == []
            status = run(archive, "status", "--fail-on", "never")
            assert "archive-tool sync" not in status.out.replace("\n", "")
            assert run(archive, "status", "--format", "json").json["unread"] == 1
    if where == "a record":
        fields = ("title=预算", "record_form=budget", "author=甲", "date=2025")
        sets = [word for field in fields for word in ("--set", field)]
        done(archive, "describe", path, "--confirm", *sets)  # tries too, and takes the digest
    done(archive, "sync")
    assert found(archive, "一百元") == [path]
    assert "guard/unchecked" not in run(archive, "check").out


def test_a_better_reader_is_followed_by_the_index(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = small({BUDGET: "收入一百元", "Inbox/来文.txt": "支出一百元"})
    with monkeypatch.context() as worse:
        read_as(worse, Reading((Segment("", "收入"),), {"format": "txt"}), sha256="0" * 64)
        done(archive, "sync")
    assert found(archive, "一百元") == []
    monkeypatch.setattr("archive_tool.app.opening.EXTRACTOR", "better")
    assert behind(archive) == 2
    done(archive, "sync")
    assert sorted(found(archive, "一百元")) == [BUDGET, "Inbox/来文.txt"]
    assert behind(archive) == 0


def rewrite(path: Path, old: str, new: str) -> None:
    said = path.read_text("utf-8")
    assert old in said
    path.write_text(said.replace(old, new), encoding="utf-8")


CHANGES = {
    "an alias": ("aliases: [园艺]", "aliases: [园艺, 花友会]", "unit:花友会"),
    "a name": ("name: 园艺社", "name: 种花社", "unit:种花社"),
    "a mapped folder": ("scheme: minimal", 'scheme: minimal\nmap: {旧账: "30.1"}', "category:30.1"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_archive_yaml_is_followed_without_reading_a_file_again(small: Small, what: str) -> None:
    old, new, query = CHANGES[what]
    papers = {BUDGET: "收入一百元", "旧账/2024 预算.txt": "支出"}
    archive = small(papers)
    for path in papers:
        os.utime(archive / path, (1_700_000_000, 1_700_000_000))  # younger ones are read twice anyway
    done(archive, "sync")
    before = found(archive, query)
    rewrite(archive / "archive.yaml", old, new)
    synced = done(archive, "sync", "--format", "json").json
    assert len(found(archive, query)) == len(before) + 1
    assert behind(archive) == 0
    assert synced["read"] == 0 and synced["indexed"] == 2
    assert done(archive, "sync", "--format", "json").json["indexed"] == 0


def test_what_no_document_is_made_from_lets_the_index_be(small: Small) -> None:
    archive = small({BUDGET: "收入一百元"})
    done(archive, "sync")
    rewrite(archive / "archive.yaml", "kind: club", "kind: club, members: 7")
    assert behind(archive) == 0
    assert done(archive, "sync", "--format", "json").json["indexed"] == 0


def test_a_change_of_the_scheme_is_followed(small: Small) -> None:
    archive = small(
        {BUDGET: "收入一百元", "archive.yaml": MINIMAL.replace("scheme: minimal", "scheme: 方案")}
    )
    shutil.copytree(Path(__file__).parents[1] / "schemas/minimal", archive / "方案")
    done(archive, "sync")
    assert found(archive, "category:收支") == []
    rewrite(archive / "方案/categories/30-money.yaml", "zh: 账目", "zh: 收支")
    assert behind(archive) > 0
    done(archive, "sync")
    assert found(archive, "category:收支") == [BUDGET]
    assert behind(archive) == 0


def test_a_change_of_archive_yaml_is_followed_in_all_folders_by_the_sync_of_one(small: Small) -> None:
    archive = small({BUDGET: "收入", "2025/20 Garden/Diaries/2025-03-01 日志.txt": "雨"})
    done(archive, "sync")
    rewrite(archive / "archive.yaml", *CHANGES["an alias"][:2])
    with opened(archive) as open_:
        sync(open_, date(2025, 12, 31), lambda: "0" * 12, scope=("2025/20 Garden",))
    assert len(found(archive, "unit:花友会")) == 2


def test_hits_keep_their_words_while_the_index_is_rebuilt_and_when_that_is_broken_off(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = small({BUDGET: "收入一百元"})
    done(archive, "sync")
    before = done(archive, "search", "一百元", "--format", "json").json["hits"]
    assert before[0]["snippet"] and before[0]["date"]

    def broken(*_: object) -> None:
        seen.append(done(archive, "search", "一百元", "--format", "json").json["hits"])
        raise OSError(errno.ENOSPC, "No space left on device")

    seen: list[object] = []
    with monkeypatch.context() as full:
        full.setattr("archive_tool.adapters.search.index.GenerationalIndex.rebuild", broken)
        assert run(archive, "index", "rebuild").code == 2
    seen.append(done(archive, "search", "一百元", "--format", "json").json["hits"])
    assert [[{**hit, "score": 0} for hit in hits] for hits in seen] == [
        [{**hit, "score": 0} for hit in before]
    ] * 2
