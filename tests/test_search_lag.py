"""A search says how far the index is behind, as far as anyone knows without a look at the tree."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from commands import Ran, done, is_one_line, run
from pictures import opened
from trees import Picture

from archive_tool.adapters.writer_lock import writer_lock

Small = Callable[[Picture], Path]
LEAF = "2025/30 Money/Budgets"
BUDGET = f"{LEAF}/2025 预算.txt"
DAY = 86_400


@pytest.fixture
def archive(small: Small) -> Path:
    """Three records, synced."""
    made = small({f"{LEAF}/{year} 预算.txt": "收入一百元" for year in (2023, 2024, 2025)})
    done(made, "sync")
    return made


def search(archive: Path, lang: str = "zh") -> Ran:
    return done(archive, "search", "一百元", "--format", "json", lang=lang)


def broken_off(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync that ends on a full disk before it has indexed a new file."""

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    (archive / LEAF / "2022 预算.txt").write_text("支出", encoding="utf-8")
    with monkeypatch.context() as filled:
        filled.setattr("archive_tool.adapters.search.index.GenerationalIndex.update", full)
        assert run(archive, "sync").code == 2


def test_nothing_is_said_where_nothing_is_known_to_be_missing(archive: Path) -> None:
    ran = search(archive)
    assert (ran.err, ran.json["behind"]) == ("", 0)
    assert abs(datetime.fromisoformat(ran.json["synced"]).timestamp() - time.time()) < 60


@pytest.mark.parametrize(("lang", "word"), [("zh", "约有 1 件还没有编入索引"), ("en", "about 1 records")])
def test_what_a_broken_off_sync_has_left(
    archive: Path, lang: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_off(archive, monkeypatch)
    ran = search(archive, lang)
    assert (ran.json["total"], ran.json["behind"]) == (3, 1)
    assert is_one_line(ran.err) and word in ran.err and "archive-tool sync" in ran.err
    assert done(archive, "search", "一百元").err == search(archive).err
    done(archive, "sync")
    assert (search(archive).err, search(archive).json["behind"]) == ("", 0)


@pytest.mark.parametrize(("lang", "word"), [("zh", "正在同步"), ("en", "a sync is at work")])
def test_while_another_process_is_at_it(
    archive: Path, lang: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_off(archive, monkeypatch)
    with writer_lock(archive, lambda: datetime(2025, 3, 14, 9, 26)):
        ran = search(archive, lang)
    assert is_one_line(ran.err) and word in ran.err and "2025-03-14T09:26" in ran.err


def test_a_changed_sidecar_waits_for_the_index(archive: Path) -> None:
    done(archive, "describe", BUDGET, "--set", "annotation=甲")
    assert search(archive).json["behind"] == 1
    done(archive, "sync")
    assert search(archive).json["behind"] == 0


def test_after_a_change_of_archive_yaml_all_is_behind(archive: Path) -> None:
    config = archive / "archive.yaml"
    config.write_text(config.read_text("utf-8").replace("园艺]", "园艺, 花友会]"), encoding="utf-8")
    assert search(archive).json["behind"] == 3
    done(archive, "sync")
    assert search(archive).json["behind"] == 0


@pytest.mark.parametrize(("lang", "word"), [("zh", "上次同步是"), ("en", "the last sync was")])
def test_a_sync_long_ago_is_told_with_its_day(archive: Path, lang: str, word: str) -> None:
    long_ago = time.time() - 3 * DAY
    with opened(archive) as open_:
        standing = open_.state.standing()
        open_.state.keep_standing(standing._replace(synced_s=int(long_ago)))
    ran = search(archive, lang)
    assert is_one_line(ran.err)
    assert word in ran.err and f"{datetime.fromtimestamp(long_ago):%Y-%m-%d %H:%M}" in ran.err
    assert ran.json["behind"] == 0
    done(archive, "sync")
    assert search(archive).err == ""


def test_the_sync_of_one_folder_leaves_what_is_known_of_others(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    from archive_tool.app.sync import sync

    broken_off(archive, monkeypatch)
    with opened(archive) as open_:
        synced_s = open_.state.standing().synced_s
        sync(open_, date(2025, 12, 31), lambda: "0" * 12, scope=("2025/10 Running the club",))
        assert open_.state.standing()[1:] == (1, synced_s)
        sync(open_, date(2025, 12, 31), lambda: "0" * 12, scope=("2025/30 Money",))
        assert open_.state.standing()[1:] == (0, synced_s)


def test_no_folder_is_looked_at(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(*_: Any) -> Any:
        raise AssertionError("a search has looked at the tree")

    with monkeypatch.context() as watched:
        watched.setattr("archive_tool.app.opening.scan", looked)
        assert search(archive).json["total"] == 3
