"""The loop of the watcher by itself: a bell and an archive that do as they are told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from results import NOTHING

from archive_tool import watch as watcher
from archive_tool.app.look import Progress
from archive_tool.core.errors import CannotRun
from archive_tool.core.quiet import Dirty, Rung
from archive_tool.core.results import Notice, SyncResult
from archive_tool.watch import Stopped

LEAF = "2025/05_组织生活/01_支部党员大会"
Scope = Sequence[str] | None


@dataclass
class Bell:
    """Gives one ring a wait."""

    rings: list[Rung] = field(default_factory=list)
    polled: tuple[str, ...] = ()
    period: float = 5.0
    renewed: int = 0

    def wait(self, seconds: float) -> Rung:
        time.sleep(0.001)
        return self.rings.pop(0) if self.rings else Rung(())

    def renew(self) -> None:
        self.renewed += 1

    def writing(self) -> frozenset[str]:
        return frozenset()


@dataclass
class Archive:
    """Remembers what it was asked to sync; `meets` says what comes of it, in this order."""

    meets: list[Exception | SyncResult | Callable[[Progress], SyncResult]] = field(default_factory=list)
    quiet: float = 0.01
    synced: list[Scope] = field(default_factory=list)
    is_changed: bool = False
    rested: int = 0
    expected: int = 0
    noticed: list[Notice] = field(default_factory=list)
    there: Mapping[str, tuple[int, int] | None] = field(default_factory=dict)

    def sync(self, scope: Scope, progress: Progress) -> SyncResult:
        self.synced.append(scope)
        met = self.meets.pop(0) if self.meets else NOTHING
        if isinstance(met, Exception):
            raise met
        result = met if isinstance(met, SyncResult) else met(progress)
        return replace(result, scope=None if scope is None else tuple(scope))

    def expect(self) -> None:
        self.expected += 1

    def rest(self) -> None:
        self.rested += 1

    def changed(self) -> bool:
        return self.is_changed

    def stands(self, path: str) -> tuple[int, int] | None:
        return self.there.get(path)

    def notices(self) -> tuple[Notice, ...]:
        told, self.noticed = tuple(self.noticed), []
        return told

    def reopen(self) -> CannotRun | None:
        self.is_changed = False
        return None


@pytest.fixture(autouse=True)
def no_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TICK", "YOUNG", "RETRY"):
        monkeypatch.setattr(watcher, name, 0.02)
    monkeypatch.setattr(watcher, "LONGEST_RETRY", 0.05)


def watched(bell: Bell, archive: Archive, syncs: int, rescan: float = 600.0) -> list[Any]:
    """What is told until there were so many syncs, and a little longer."""
    told: list[Any] = []
    stop = threading.Event()
    arguments: Any = (archive, bell, rescan, stop, told.append)
    thread = threading.Thread(target=watcher.watch, args=arguments)
    thread.start()
    end = time.monotonic() + 10
    while len(archive.synced) < syncs and time.monotonic() < end and thread.is_alive():
        time.sleep(0.005)
    time.sleep(0.1)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    return told


def rung(*folders: str) -> Rung:
    return Rung(tuple(Dirty(folder, "a.docx") for folder in folders))


def test_the_whole_tree_first_and_then_what_rings() -> None:
    archive = Archive()
    watched(Bell([Rung(())] * 20 + [rung("b", "a"), rung("b")]), archive, 2)
    assert archive.synced == [None, ("a", "b")]


@pytest.mark.parametrize("comes_of_it", [NOTHING, CannotRun("write.failed", file="a", reason="full")])
def test_what_was_put_in_order_is_told_before_what_came_of_the_sync(
    comes_of_it: SyncResult | CannotRun,
) -> None:
    recovered = Notice("recovered", {"done": 1, "undone": 0, "temps": 1})
    archive = Archive([comes_of_it], noticed=[recovered])
    told: list[Any] = []
    arguments: Any = (archive, Bell(), 600.0, threading.Event(), told.append)
    if isinstance(comes_of_it, CannotRun):
        with pytest.raises(CannotRun, match=r"write\.failed"):
            watcher.watch(*arguments)
    else:
        told = watched(Bell(), archive, 1)
    assert told[0] == recovered


def test_the_whole_tree_from_time_to_time() -> None:
    archive = Archive()
    watched(Bell(), archive, 3, rescan=0.05)
    assert archive.synced[:3] == [None, None, None]


def test_lost_events_are_told_and_the_whole_tree_is_looked_at() -> None:
    archive = Archive()
    told = watched(Bell([Rung(())] * 20 + [Rung((Dirty("a", "b"),), lost=True)]), archive, 2)
    assert archive.synced == [None, None]
    assert Notice("watch.lost", {}) in told


def test_what_is_polled_is_told_once() -> None:
    told = watched(Bell(polled=("", "2024")), Archive(), 1)
    notice = Notice("watch.polled", {"seconds": 5, "folders": [".", "2024"]})
    assert [each for each in told if isinstance(each, Notice)] == [notice]


def test_another_writer_is_told_once_and_the_same_folders_are_tried_again() -> None:
    held = CannotRun("lock.held", pid=1, host="h", since="s")
    archive = Archive([NOTHING, held, held, held])
    told = watched(Bell([Rung(())] * 20 + [rung("a")]), archive, 5)
    assert archive.synced == [None, ("a",), ("a",), ("a",), ("a",)]
    assert told.count(held) == 1


def test_a_full_disk_is_told_once_and_the_whole_tree_is_tried_again() -> None:
    full = CannotRun("write.failed", file="a", reason="No space left on device")
    archive = Archive([NOTHING, full, full])
    told = watched(Bell([Rung(())] * 20 + [rung("a")]), archive, 4)
    assert archive.synced == [None, ("a",), None, None]
    assert told.count(full) == 1


@pytest.mark.parametrize(
    ("key", "renewed", "synced"),
    [("archive.unreadable", 1, [None, ("a",), None, None]), ("write.failed", 0, [None, ("a",), None])],
)
def test_a_disk_that_comes_back_is_listened_to_anew_and_then_looked_at_again(
    key: str, renewed: int, synced: list[Scope]
) -> None:
    archive, bell = (
        Archive([NOTHING, CannotRun(key, file="a", reason="gone")]),
        Bell([Rung(())] * 20 + [rung("a")]),
    )
    watched(bell, archive, len(synced))
    assert (archive.synced, bell.renewed) == (synced, renewed)


def test_a_disk_that_fails_anywhere_is_told_and_tried_again() -> None:
    failed = OSError(5, "Input/output error", "2025")
    archive, bell = Archive([NOTHING, failed, failed]), Bell([Rung(())] * 20 + [rung("a")])
    told = watched(bell, archive, 4)
    assert archive.synced[:4] == [None, ("a",), None, None]
    assert [(e.key, e.file, e.params) for e in told if isinstance(e, CannotRun)] == [
        ("archive.unreadable", "2025", {"reason": "Input/output error"})
    ]


def test_what_keeps_the_first_sync_from_going_is_raised() -> None:
    archive = Archive([CannotRun("write.failed", file="a", reason="Read-only file system")])
    arguments: Any = (archive, Bell(), 600.0, threading.Event(), lambda what: None)
    with pytest.raises(CannotRun, match=r"write\.failed"):
        watcher.watch(*arguments)


def test_a_held_lock_is_waited_for_also_at_the_beginning() -> None:
    archive = Archive([CannotRun("lock.held", pid=1, host="h", since="s")])
    assert watched(Bell(), archive, 2)[-1] == NOTHING
    assert archive.synced == [None, None]


def test_a_stop_is_heard_in_the_middle_of_a_sync() -> None:
    stop = threading.Event()

    def long(progress: Progress) -> SyncResult:
        for done in range(1000):
            if done == 3:
                stop.set()
            progress("progress.reading", done, 1000)
        raise AssertionError("it went on")

    told: list[Any] = []
    arguments: Any = (Archive([long]), Bell(), 600.0, stop, told.append)
    watcher.watch(*arguments)
    assert told == []
    assert not issubclass(Stopped, CannotRun)


def test_trouble_that_comes_of_the_stop_itself_is_none() -> None:
    """Where the system tells all processes at once, those that help may end before this one has heard."""
    stop = threading.Event()

    def ended(progress: Progress) -> SyncResult:
        stop.set()
        raise CannotRun("index.helper")

    told: list[Any] = []
    arguments: Any = (Archive([ended]), Bell(), 600.0, stop, told.append)
    watcher.watch(*arguments)
    assert told == []


def test_folders_that_need_it_are_looked_at_again() -> None:
    archive = Archive([NOTHING, replace(NOTHING, again=(LEAF,))])
    watched(Bell([Rung(())] * 20 + [rung(LEAF)]), archive, 3)
    assert archive.synced == [None, (LEAF,), (LEAF,)]


SIDECAR = "2025-03-14 大会记录.docx.meta.yaml"


@pytest.mark.parametrize("folder", [LEAF, ""])
@pytest.mark.parametrize(
    ("stands", "synced_again"),
    [((10, 1), False), ((10, 2), True), ((11, 1), True), (None, True)],
    ids=["as it was written", "saved by somebody", "of another size", "gone"],
)
def test_what_the_sync_wrote_itself_rings_nothing_while_it_stands_as_it_was_written(
    folder: str, stands: tuple[int, int] | None, synced_again: bool
) -> None:
    bell = Bell([Rung(())] * 20 + [rung(folder)])
    path = f"{folder}/{SIDECAR}" if folder else SIDECAR

    def drafts(progress: Progress) -> SyncResult:
        bell.rings = [Rung((Dirty(folder, SIDECAR),))] * 3
        return replace(NOTHING, drafted=(path,), own={path: (10, 1)})

    archive = Archive([NOTHING, drafts], there={path: stands})
    watched(bell, archive, 3 if synced_again else 2)
    assert archive.synced[:2] == [None, (folder,)]
    assert ((folder,) in archive.synced[2:]) == synced_again


def test_after_work_it_rests_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "REST", 0.02)
    archive = Archive()
    watched(Bell([Rung(())] * 100 + [rung("a")]), archive, 2)
    assert archive.rested in (1, 2)


@pytest.mark.parametrize(("folder", "reads"), [("", True), ("a", False)])
def test_a_changed_archive_yaml_is_read_when_the_root_rings(folder: str, reads: bool) -> None:
    archive = Archive()
    bell = Bell([Rung(())] * 20 + [rung(folder)])

    def change(progress: Progress) -> SyncResult:
        archive.is_changed = True
        return NOTHING

    archive.meets = [change]
    told = watched(bell, archive, 2)
    assert (Notice("watch.reopened", {}) in told) == reads
