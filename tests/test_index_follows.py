"""The index follows whatever a document is made from, also where neither size nor time of a file changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from commands import done
from trees import Picture

from archive_tool.adapters.workers.pool import Read, ReaderPool
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


def read_as(monkeypatch: pytest.MonkeyPatch, reading: Reading, sha256: str = "") -> None:
    """What the reader processes say of every file."""

    def read_all(self: ReaderPool, paths: Iterable[str]) -> Iterator[Read]:
        yield from (Read(path, sha256, reading) for path in paths)

    monkeypatch.setattr(ReaderPool, "read_all", read_all)


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
