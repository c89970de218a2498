"""The alarm bell rings for what matters, and knows when it may have missed something."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from trees import make_tree

from archive_tool.adapters import alarm as alarms
from archive_tool.adapters.alarm import Alarm, alarm
from archive_tool.adapters.alarm.poll import Poller
from archive_tool.core.quiet import Dirty

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks inotify")
DEADLINE = 10.0


def matters(path: str) -> bool:
    return not path.startswith(".")


class Heard:
    """What a bell rang for so far."""

    def __init__(self, bell: Alarm) -> None:
        self.bell = bell
        self.dirty: list[Dirty] = []
        self.lost = 0

    def until(self, seen: Callable[[], bool], seconds: float = DEADLINE) -> bool:
        end = time.monotonic() + seconds
        while not seen():
            if time.monotonic() > end:
                return False
            rung = self.bell.wait(0.05)
            self.dirty += rung.dirty
            self.lost += rung.lost
        return True

    def rang_for(self, *places: str) -> bool:
        return self.until(lambda: {*places} <= {f"{d.folder}/{d.name}" for d in self.dirty})

    def silent(self, seconds: float = 0.7) -> bool:
        """Longer than the half second for which watchdog waits for the other end of a move."""
        before = len(self.dirty)
        self.until(lambda: False, seconds)
        return len(self.dirty) == before


@contextmanager
def listening(root: Path, **options: Any) -> Iterator[Heard]:
    with alarm(root, matters, **options) as bell:
        yield Heard(bell)


def test_what_is_made_moved_and_removed_rings_for_its_folder(tmp_path: Path) -> None:
    root = make_tree(tmp_path, {"a": {"old.txt": "1"}, "b": {}})
    with listening(root) as heard:
        (root / "a" / "new.txt").write_text("2")
        assert heard.rang_for("a/new.txt")
        os.rename(root / "a" / "old.txt", root / "b" / "moved.txt")
        assert heard.rang_for("a/old.txt", "b/moved.txt")
        (root / "a" / "new.txt").unlink()
        heard.dirty.clear()
        assert heard.rang_for("a/new.txt")


@linux
def test_both_ends_of_a_move_are_named_together(tmp_path: Path) -> None:
    root = make_tree(tmp_path, {"a": {"old.txt": "1"}, "b": {}})
    with listening(root) as heard:
        os.rename(root / "a" / "old.txt", root / "b" / "moved.txt")
        assert heard.rang_for("b/moved.txt")
        assert Dirty("b", "moved.txt", came_from="a") in heard.dirty


def test_a_folder_that_is_moved_in_rings_and_is_watched(tmp_path: Path) -> None:
    outside = make_tree(tmp_path / "outside", {"whole": {"deep": {"a.txt": "1"}}})
    root = make_tree(tmp_path / "root", {"leaf": {}})
    with listening(root) as heard:
        shutil.move(outside / "whole", root / "leaf" / "whole")
        assert heard.rang_for("leaf/whole", "leaf/whole/deep/a.txt")
        (root / "leaf" / "whole" / "deep" / "b.txt").write_text("2")
        assert heard.rang_for("leaf/whole/deep/b.txt")


def test_reading_and_the_tools_own_folder_ring_nothing(tmp_path: Path) -> None:
    root = make_tree(tmp_path, {"a": {"old.txt": "1"}, ".archive": {"cache": {}}})
    with listening(root) as heard:
        for _ in range(3):
            (root / "a" / "old.txt").read_text()
            list(os.scandir(root / "a"))
            (root / ".archive" / "cache" / "state.db").write_text("1")
            (root / ".archive" / "cache" / f"new-{_}").mkdir()
        assert heard.silent()


@linux
def test_a_file_being_written_rings_when_it_is_closed(tmp_path: Path) -> None:
    root = make_tree(tmp_path, {"a": {}})
    with listening(root) as heard:
        with open(root / "a" / "film.mp4", "wb", buffering=0) as file:
            file.write(b"1")
            assert heard.rang_for("a/film.mp4")  # it is there
            assert heard.until(lambda: "a/film.mp4" in heard.bell.writing())
            for _ in range(5):
                file.write(b"2")
            assert heard.silent()
            heard.dirty.clear()
        assert heard.rang_for("a/film.mp4")
        assert heard.bell.writing() == frozenset()


@linux
def test_a_file_that_is_never_closed_rings_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_tree(tmp_path, {"a": {"log.txt": "1"}})
    monkeypatch.setattr(alarms, "HELD_OPEN", 0.2)
    with listening(root) as heard, open(root / "a" / "log.txt", "ab", buffering=0) as file:
        file.write(b"2")
        assert heard.rang_for("a/log.txt")
        assert heard.bell.writing() == frozenset()


@linux
@pytest.mark.slow
def test_lost_events_are_told_and_all_folders_are_watched_anew(tmp_path: Path) -> None:
    root = make_tree(tmp_path, {"a": {}})
    queue = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    with listening(root) as heard:
        (emitter,) = heard.bell._ears._observer.emitters  # type: ignore[union-attr]
        with emitter._inotify._lock:  # type: ignore[attr-defined]  # as if the process got no time
            for number in range(queue // 2):
                (root / "a" / str(number)).write_text("1")
            (root / "unheard").mkdir()
        assert heard.until(lambda: heard.lost > 0)
        (root / "unheard" / "new.txt").write_text("1")
        assert heard.rang_for("unheard/new.txt")
        assert heard.lost == 1


@linux
def test_another_watchdog_rings_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "archive_tool.adapters.alarm.inotify", None)
    root = make_tree(tmp_path, {"a": {}})
    with listening(root) as heard:
        (root / "a" / "new.txt").write_text("1")
        assert heard.rang_for("a/new.txt")


@linux
def test_where_the_system_watches_only_some_folders_all_are_polled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchdog.observers.inotify_c import InotifyFD

    add = InotifyFD.add_callback

    def full(fd: InotifyFD, path: bytes, *rest: Any) -> Any:
        if path.endswith(b"/deep"):
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        return add(fd, path, *rest)

    monkeypatch.setattr(InotifyFD, "add_callback", full)
    monkeypatch.setattr(alarms, "Poller", quick)
    root = make_tree(tmp_path, {"deep": {}, "other": {}})
    with listening(root) as heard:
        assert heard.bell.polled == ("",)
        (root / "deep" / "new.txt").write_text("1")
        assert heard.rang_for("deep/")


def test_where_the_system_refuses_the_tree_is_polled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EMFILE, "inotify instance limit reached")

    monkeypatch.setattr(alarms, "listen", refused)
    monkeypatch.setattr(alarms, "Poller", quick)
    root = make_tree(tmp_path, {"a": {}})
    with listening(root) as heard:
        assert (heard.bell.polled, heard.bell.writing()) == (("",), frozenset())
        (root / "a" / "new.txt").write_text("1")
        assert heard.rang_for("a/")


def test_a_root_that_was_gone_is_polled_and_listened_to_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "REST", 0.0)
    monkeypatch.setattr(alarms, "Poller", quick)
    root = make_tree(tmp_path / "root", {"a": {}})
    with listening(root) as heard:
        os.rename(root, tmp_path / "away")
        shutil.rmtree(tmp_path / "away")
        if sys.platform.startswith("linux"):  # which says so
            assert heard.until(lambda: heard.bell.polled == ("",))
        make_tree(root, {"a": {}})
        heard.bell.renew()
        assert heard.bell.polled == ()
        heard.dirty.clear()
        (root / "a" / "new.txt").write_text("1")
        assert heard.rang_for("a/new.txt")


def test_silent_folders_are_polled_and_the_others_listened_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "Poller", quick)
    root = make_tree(tmp_path, {"share": {"deep": {"old.txt": "1"}}, "disk": {}})
    with listening(root, blind=["share"]) as heard:
        (root / "disk" / "new.txt").write_text("1")
        assert heard.rang_for("disk/new.txt")
        heard.dirty.clear()
        (root / "share" / "deep" / "new.txt").write_text("1")
        assert heard.until(lambda: any(d.folder == "share/deep" and d.settle for d in heard.dirty))
        assert {d.folder for d in heard.dirty if d.settle} == {"share/deep"}


def quick(*given: Any) -> Poller:
    """A poller that does not let a test wait."""
    return Poller(*given, 0.1)


def test_looks_that_fail_are_told_and_those_after_them_see_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_tree(tmp_path, {"share": {"deep": {}}})
    monkeypatch.setattr(alarms, "Poller", quick)
    failing: list[str] = []

    def matters_unless_failing(path: str) -> bool:
        if failing:
            raise MemoryError(failing[0])
        return matters(path)

    with alarm(tmp_path, matters_unless_failing, [""]) as bell:
        heard = Heard(bell)
        failing.append("no room")
        assert heard.until(lambda: heard.lost == 1)
        failing.clear()
        assert heard.until(lambda: bell.period == 0.1)
        (tmp_path / "share/deep/a.txt").write_text("1")
        assert heard.until(lambda: any(d.folder == "share/deep" for d in heard.dirty))


def test_looks_that_go_on_failing_are_told_less_and_less_often(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a": {}})
    is_broken = False

    def broken(path: str) -> bool:
        if is_broken:
            raise RecursionError
        return True

    poller = Poller(os.fspath(tmp_path), ("",), broken, [].append, 0.01)
    is_broken = True
    time.sleep(0.5)
    poller.close()
    assert poller.lost() and not poller.lost()
    assert 0.1 < poller.period < 5


class TestPoller:
    @pytest.fixture
    def rung(self, tmp_path: Path) -> Iterator[Callable[[], list[str]]]:
        """Folders rung for since the last time, after two looks."""
        make_tree(tmp_path, {"a": {"one.txt": "1"}, "b": {"deep": {"two.txt": "2"}}, ".archive": {}})
        heard: list[Dirty] = []
        poller = Poller(os.fspath(tmp_path), ("",), matters, heard.append, 0.05)

        def since() -> list[str]:
            time.sleep(0.4)
            folders = sorted({dirty.folder for dirty in heard})
            heard.clear()
            return folders

        yield since
        poller.close()

    def test_nothing_new(self, rung: Callable[[], list[str]], tmp_path: Path) -> None:
        (tmp_path / ".archive" / "lock").write_text("1")
        assert rung() == []

    def test_content_names_and_folders(self, rung: Callable[[], list[str]], tmp_path: Path) -> None:
        (tmp_path / "a" / "one.txt").write_text("longer")
        assert rung() == ["a"]
        os.rename(tmp_path / "a" / "one.txt", tmp_path / "b" / "deep" / "one.txt")
        assert rung() == ["a", "b/deep"]
        shutil.rmtree(tmp_path / "b" / "deep")
        assert rung() == ["b", "b/deep"]
        (tmp_path / "b" / "new").mkdir()
        assert rung() == ["b", "b/new"]

    def test_what_cannot_be_listed_is_a_change_and_no_end(
        self, rung: Callable[[], list[str]], tmp_path: Path
    ) -> None:
        shutil.rmtree(tmp_path / "a")
        (tmp_path / "a").write_text("a file now")
        assert "a" in rung()
        assert rung() == []
