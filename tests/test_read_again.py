"""Reading that was broken off may go better another time: it is tried again, though not for ever."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import done
from pictures import opened, synced
from readings import read_as
from trees import Picture

from archive_tool.app.sync import sync
from archive_tool.core.model import Problem, ProblemKind, Reading

Small = Callable[[Picture], Path]
BUDGET = "2025/30 Money/Budgets/2025 预算.txt"
DIGEST = "0" * 64


@pytest.fixture
def archive(small: Small) -> Path:
    """With one document, old enough to be read once only."""
    made = small({BUDGET: "收入一百元"})
    os.utime(made / BUDGET, (1_700_000_000, 1_700_000_000))
    return made


def finds(archive: Path) -> bool:
    return bool(done(archive, "search", "一百元", "--format", "json").json["total"])


def broken_off(kind: ProblemKind) -> Reading:
    return Reading(problem=Problem(kind, "> 30 s"))


@pytest.mark.parametrize("kind", ["timeout", "memory"])
def test_the_next_sync_reads_what_was_broken_off(
    archive: Path, kind: ProblemKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        read_as(busy, broken_off(kind), DIGEST)
        done(archive, "sync")
    assert not finds(archive)
    assert done(archive, "sync", "--format", "json").json["read"] == 1
    assert finds(archive)
    assert done(archive, "sync", "--format", "json").json["read"] == 0


@pytest.mark.parametrize("kind", ["timeout", "memory"])
def test_after_two_tries_only_a_rebuild_tries_again(
    archive: Path, kind: ProblemKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        asked = read_as(busy, broken_off(kind), DIGEST)
        for _ in range(4):
            done(archive, "sync")
        assert len(asked) == 2
        done(archive, "index", "rebuild")
        done(archive, "sync")
        assert len(asked) == 3
    done(archive, "sync")
    assert not finds(archive)
    done(archive, "index", "rebuild")
    assert finds(archive)


def test_a_file_that_changed_is_a_new_one(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as busy:
        asked = read_as(busy, broken_off("timeout"), DIGEST)
        for size in range(3):
            (archive / BUDGET).write_text("收" * (size + 1), encoding="utf-8")
            os.utime(archive / BUDGET, (1_700_000_000, 1_700_000_000))
            done(archive, "sync")
            done(archive, "sync")
        assert len(asked) == 6


def test_what_is_damaged_is_not_read_again(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = read_as(monkeypatch, broken_off("damaged"), DIGEST)
    done(archive, "sync")
    done(archive, "sync")
    assert len(asked) == 1


def test_the_sync_of_a_folder_does_not_wait_for_it_again(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    asked = read_as(monkeypatch, broken_off("timeout"), DIGEST)
    synced(archive, date(2025, 12, 31))
    with opened(archive) as open_:
        sync(open_, date(2025, 12, 31), lambda: "0" * 12, scope=("2025/30 Money",))
    assert len(asked) == 1
