"""Many documents are worked on by several processes: what goes wrong on the way loses nothing, in either engine."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from numbered import agree, document, documents, indexers

from archive_tool.adapters.search import helpers
from archive_tool.adapters.search.tantivy_index import TantivyIndex
from archive_tool.adapters.search.whoosh_index import WhooshIndex
from archive_tool.core.documents import Document
from archive_tool.core.errors import CannotRun
from archive_tool.core.ports import SearchIndex

Index = Callable[[Path], SearchIndex]
LARGE = 200_000  # characters: many times what a pipe holds
HELD = 20.0  # seconds


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers, "FEW", 10)
    monkeypatch.setattr(helpers, "BATCH", 3)
    monkeypatch.setattr(helpers, "processes", lambda: 3)


@pytest.fixture(params=[TantivyIndex, WhooshIndex], ids=["tantivy", "whoosh"])
def engine(request: pytest.FixtureRequest) -> Iterator[Index]:
    opened: list[Any] = []

    def make(folder: Path) -> SearchIndex:
        opened.append(request.param(folder))
        return opened[-1]

    yield make
    for index in opened:
        index.close()


def unfinished(connection: Any) -> None:
    """What a process that helps may be held by."""
    time.sleep(HELD)


def test_all_are_there_with_whoever_took_them_in(engine: Index, tmp_path: Path) -> None:
    index, held = engine(tmp_path), list(documents(*range(60)))
    index.rebuild(iter(held))
    agree(index, held)
    more = list(documents(*range(60, 100)))
    index.update(iter(more), [held[0].path, held[-1].path])
    agree(index, [*held[1:-1], *more])
    assert not indexers()


def test_what_no_pipe_holds_stops_nobody(engine: Index, tmp_path: Path) -> None:
    index, text = engine(tmp_path), "党建会议学习支部" * (LARGE // 8)
    held = [document(number, f"{text} n{number}") for number in range(40)]
    index.rebuild(iter(held))
    agree(index, held)


def test_what_goes_wrong_on_the_way_ends_them_and_leaves_the_old_index(engine: Index, tmp_path: Path) -> None:
    def interrupted() -> Iterator[Document]:
        yield from documents(*range(40))
        raise RuntimeError("reading failed")

    held = list(documents(*range(5)))
    index = engine(tmp_path)
    index.rebuild(iter(held))
    for change in (index.rebuild, lambda added: index.update(added, [held[0].path])):
        with pytest.raises(RuntimeError, match="reading failed"):
            change(interrupted())
        assert not indexers()
        agree(index, held)
    assert len(list(tmp_path.glob("gen-*/part-*"))) == 0


def test_a_process_that_dies_is_told_and_leaves_the_old_index(engine: Index, tmp_path: Path) -> None:
    def deadly() -> Iterator[Document]:
        yield from documents(*range(20))
        for child in indexers():
            child.kill()
        yield from documents(*range(20, 200))

    held = list(documents(*range(5)))
    index = engine(tmp_path)
    index.rebuild(iter(held))
    with pytest.raises(CannotRun, match=r"index\.helper"):
        index.rebuild(deadly())
    agree(index, held)


def test_where_no_process_can_be_started_this_one_does_all(
    engine: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(process: Any) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refused)
    index, held = engine(tmp_path), list(documents(*range(40)))
    index.rebuild(iter(held))
    agree(index, held)


def test_one_that_cannot_be_ended_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that waits for a network disk: a kill is heard when the read is over."""
    monkeypatch.setattr(helpers, "END_SECONDS", 0.1)
    monkeypatch.setattr("multiprocessing.context.SpawnProcess.kill", lambda process: None)
    several = helpers.Helpers()
    assert several.start(unfinished)
    ((process, _),) = several
    started = time.monotonic()
    several.close()
    waited = time.monotonic() - started
    monkeypatch.undo()
    assert process.is_alive() and waited < HELD / 2
    process.kill()
    process.join()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send")
def test_signals_are_for_the_parent(engine: Index, tmp_path: Path) -> None:
    def signalled() -> Iterator[Document]:
        yield from documents(*range(40))
        time.sleep(1.0)  # they are at work
        for child in indexers():
            for sent in (signal.SIGTERM, signal.SIGINT):
                os.kill(child.pid or 0, sent)
        yield from documents(*range(40, 60))

    index = engine(tmp_path)
    index.rebuild(signalled())
    agree(index, list(documents(*range(60))))


def test_of_very_many_the_first_are_written_before_the_last_are_read(
    engine: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_tool.adapters.search.index.TOGETHER", 7)
    index, held = engine(tmp_path), list(documents(*range(60)))
    index.rebuild(iter(held))
    agree(index, held)
    changed = [document(number, f"改过的党建会议 n{number}", "2") for number in range(40)]
    index.update(iter(changed), [held[50].path])
    agree(index, [*changed, *held[40:50], *held[51:]])
    assert set(index.fingerprints().values()) == {"1", "2"}


def test_what_breaks_off_between_two_of_them_is_done_again(
    engine: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> Iterator[Document]:
        yield from (document(number, f"改过的党建会议 n{number}", "2") for number in range(40))
        raise RuntimeError("reading failed")

    monkeypatch.setattr("archive_tool.adapters.search.index.TOGETHER", 7)
    index, held = engine(tmp_path), list(documents(*range(60)))
    index.rebuild(iter(held))
    with pytest.raises(RuntimeError, match="reading failed"):
        index.update(interrupted(), [])
    half = {path for path, mark in index.fingerprints().items() if mark != "1"}
    assert half
    again = [document(number, f"改过的党建会议 n{number}", "2") for number in range(60)]
    index.update((each for each in again if index.fingerprints()[each.path] != each.fingerprint), [])
    agree(index, again)
