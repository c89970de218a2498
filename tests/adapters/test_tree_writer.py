"""The writer's contract, kept by the disk and by the tree in memory; then what disks do wrong."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fakes.memory_tree import MemoryTree, MemoryWriter, memory_tree
from plans import ACTIONS, BEFORE
from trees import Link, Picture, make_tree, read_tree

from archive_tool.adapters.journal import Journal, read_journal
from archive_tool.adapters.tree_writer import TreeWriter, rename, rewrite
from archive_tool.adapters.tree_writer.batch import Batch
from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import (
    Action,
    Applied,
    Dropped,
    FilingPlan,
    MakeFolder,
    Move,
    Rewrite,
    WriteNew,
)
from archive_tool.core.ports import RecordWriter

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
TEMP = ".~archive-tool-"


def plan(*actions: Action) -> FilingPlan:
    return FilingPlan("draft", actions)


def writer(root: Path) -> TreeWriter:
    return TreeWriter(root, Journal(root, lambda: NOON), pause=lambda seconds: None)


class OnDisk:
    def __init__(self, root: Path, picture: Picture) -> None:
        self.root = make_tree(root, picture)
        self.writer: RecordWriter = writer(self.root)

    def picture(self) -> object:
        return read_tree(self.root)


class InMemory:
    def __init__(self, root: Path, picture: Picture) -> None:
        self.tree = memory_tree(picture)
        self.writer: RecordWriter = MemoryWriter(self.tree)

    def picture(self) -> object:
        return picture_of(self.tree)


def picture_of(tree: MemoryTree) -> dict[str, Any]:
    picture: dict[str, Any] = {}
    for path in sorted(tree.nodes):
        *above, name = path.split("/")
        inner = picture
        for step in above:
            inner = inner[step]
        content = tree.nodes[path].content
        inner[name] = {} if content is None else content.decode()
    return picture


@pytest.fixture(params=[OnDisk, InMemory], ids=["disk", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Picture], Any]:
    def made(picture: Picture) -> Any:
        return request.param(tmp_path / "root", picture)

    return made


class TestContract:
    def test_all_kinds_of_actions_in_one_plan(self, archive: Any) -> None:
        it = archive({"2025": {"a.docx": "文", "a.yaml": "id: 1", "old.docx.meta.yaml": "id: 2"}})
        actions = (
            WriteNew("2025/05/b/_item.yaml", b"id: 3"),
            MakeFolder("2025/05/b"),
            Rewrite("2025/a.yaml", b"id: 1", b"id: 1\ntitle: x"),
            Move("2025/old.docx.meta.yaml", "2025/05/new.docx.meta.yaml"),
        )
        applied = it.writer.apply(plan(*actions))
        assert applied == Applied((actions[1], actions[0], actions[2], actions[3]))
        assert it.picture() == {
            "2025": {
                "05": {"b": {"_item.yaml": "id: 3"}, "new.docx.meta.yaml": "id: 2"},
                "a.docx": "文",
                "a.yaml": "id: 1\ntitle: x",
            }
        }

    def test_an_empty_plan(self, archive: Any) -> None:
        it = archive({"a": ""})
        assert it.writer.apply(plan()) == Applied()
        assert it.picture() == {"a": ""}

    def test_a_folder_that_is_there_is_fine(self, archive: Any) -> None:
        it = archive({"2025": {"a": ""}})
        assert it.writer.apply(plan(MakeFolder("2025"))).dropped == ()
        assert it.picture() == {"2025": {"a": ""}}

    @pytest.mark.parametrize(
        ("action", "reason"),
        [
            (WriteNew("a.yaml", b"new"), "dropped.exists"),
            (WriteNew("dir", b"new"), "dropped.exists"),
            (WriteNew("gone/a.yaml", b"new"), "dropped.gone"),
            (WriteNew("a.yaml/b", b"new"), "dropped.gone"),
            (WriteNew("x" * 256, b"new"), "dropped.name"),
            (WriteNew("会" * 86, b"new"), "dropped.name"),
            (Rewrite("a.yaml", b"other", b"new"), "dropped.changed"),
            (Rewrite("a.yaml", b"id: 12", b"new"), "dropped.changed"),
            (Rewrite("a.yaml", b"id: ", b"new"), "dropped.changed"),
            (Rewrite("dir", b"", b"new"), "dropped.changed"),
            (Rewrite("gone.yaml", b"", b"new"), "dropped.gone"),
            (Move("a.yaml", "b.docx"), "dropped.exists"),
            (Move("a.yaml", "dir"), "dropped.exists"),
            (Move("dir", "b.docx"), "dropped.exists"),
            (Move("gone", "c"), "dropped.gone"),
            (Move("a.yaml", "gone/a.yaml"), "dropped.gone"),
            (Move("a.yaml", "y" * 256), "dropped.name"),
            (MakeFolder("a.yaml"), "dropped.exists"),
            (MakeFolder("a.yaml/b"), "dropped.exists"),
            (MakeFolder("z" * 256), "dropped.name"),
        ],
    )
    def test_what_a_person_was_faster_at_is_dropped(self, archive: Any, action: Action, reason: str) -> None:
        before: Picture = {"a.yaml": "id: 1", "b.docx": "文", "dir": {}}
        it = archive(before)
        other = WriteNew("other", b"1")
        assert it.writer.apply(plan(action, other)) == Applied((other,), (Dropped(action, reason),))
        assert it.picture() == {**before, "other": "1"}

    @pytest.mark.parametrize(
        "action",
        [
            WriteNew("../out", b""),
            MakeFolder("/out"),
            Move("a", "b/../../out"),
            Move("../a", "b"),
            Rewrite("", b"", b""),
        ],
    )
    def test_no_way_out_and_nothing_done(self, archive: Any, action: Action) -> None:
        it = archive({"a": ""})
        with pytest.raises(CannotRun) as stopped:
            it.writer.apply(plan(WriteNew("first", b"1"), action))
        assert stopped.value.key == "path.outside"
        assert it.picture() == {"a": ""}

    def test_a_folder_moves_with_all_it_holds(self, archive: Any) -> None:
        it = archive({"a": {"x": "1", "y": {"z": "2"}}, "b": {}})
        it.writer.apply(plan(Move("a", "b/c"), WriteNew("b/c/new", b"3")))
        assert it.picture() == {"b": {"c": {"x": "1", "y": {"z": "2"}, "new": "3"}}}


def tree_and_temps(root: Path) -> tuple[dict[str, object], list[Path]]:
    return read_tree(root), list(root.rglob(f"{TEMP}*"))


class TestDisk:
    def test_a_file_keeps_identity_and_time_when_moved(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"a": "1", "dir": {}})
        before = os.stat(tmp_path / "a")
        writer(tmp_path).apply(plan(Move("a", "dir/b")))
        after = os.stat(tmp_path / "dir/b")
        assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (before.st_ino, before.st_mtime_ns, 1)

    @pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
    @pytest.mark.parametrize("mode", [0o600, 0o664, 0o444])
    def test_a_rewrite_keeps_the_permissions(self, tmp_path: Path, mode: int) -> None:
        make_tree(tmp_path, {"a": "1"})
        os.chmod(tmp_path / "a", mode)
        assert writer(tmp_path).apply(plan(Rewrite("a", b"1", b"2"))).dropped == ()
        assert stat.S_IMODE(os.stat(tmp_path / "a").st_mode) == mode

    def test_a_new_file_has_the_permissions_the_user_wants(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"usual": "1"})
        writer(tmp_path).apply(plan(WriteNew("new", b"1")))
        assert os.stat(tmp_path / "new").st_mode == os.stat(tmp_path / "usual").st_mode

    def test_nothing_is_written_through_a_link(self, tmp_path: Path) -> None:
        outside = make_tree(tmp_path / "outside", {"x": "private", "sub": {}})
        root = make_tree(tmp_path / "root", {"dir": Link(str(outside)), "x": Link(str(outside / "x"))})
        for action in (
            WriteNew("dir/new", b""),
            Move("dir/x", "y"),
            MakeFolder("dir/new"),
            Rewrite("dir/x", b"private", b""),
        ):
            with pytest.raises(CannotRun) as stopped:
                writer(root).apply(plan(action))
            assert stopped.value.key == "path.outside"
        applied = writer(root).apply(plan(Rewrite("x", b"private", b"public"), MakeFolder("dir")))
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.exists", "dropped.changed"]
        assert read_tree(outside) == {"sub": {}, "x": "private"}

    @pytest.mark.skipif(os.name == "nt", reason="file names are bytes on POSIX only")
    def test_names_that_are_no_unicode(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"\udcbb.doc": "1"})
        writer(tmp_path).apply(
            plan(WriteNew("\udcbb.doc.meta.yaml", b"id: 1"), Move("\udcbb.doc", "\udcbc.doc"))
        )
        assert sorted(os.listdir(os.fsencode(tmp_path))) == [b".archive", b"\xbb.doc.meta.yaml", b"\xbc.doc"]

    @pytest.mark.skipif(os.name == "nt", reason="the calls differ")
    def test_the_order_on_the_disk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make_tree(tmp_path, {"leaf": {"old": "1"}})
        writer(tmp_path).apply(plan(MakeFolder("leaf/new")))  # makes the journal too
        steps: list[str] = []

        def name_of(descriptor: int) -> str:
            info = os.fstat(descriptor)
            (path,) = (p for p in tmp_path.rglob("*") if os.path.samestat(p.lstat(), info))
            return "temp" if path.name.startswith(TEMP) else path.name

        def spied(call: str, told: Callable[..., str]) -> None:
            real = getattr(os, call)

            def spy(*args: Any, **named: Any) -> Any:
                steps.append(f"{call} {told(*args)}")
                return real(*args, **named)

            monkeypatch.setattr(os, call, spy)

        spied("write", lambda descriptor, data: name_of(descriptor))
        spied("fsync", name_of)
        spied("link", lambda source, target: os.path.basename(target))
        swap = rewrite.exchange
        monkeypatch.setattr(rewrite, "exchange", lambda *paths: steps.append("exchange old") or swap(*paths))
        writer(tmp_path).apply(plan(WriteNew("leaf/new.yaml", b"x"), Rewrite("leaf/old", b"1", b"2")))
        assert steps == [
            *("write 2026-03.jsonl", "fsync 2026-03.jsonl"),
            *("write temp", "write temp", "fsync temp", "fsync temp"),
            *("link new.yaml", "exchange old"),
            "fsync leaf",
            *("write 2026-03.jsonl", "fsync 2026-03.jsonl"),
        ]

    def test_five_hundred_drafts_are_one_plan(self, tmp_path: Path) -> None:
        drafts = [WriteNew(f"{number}.meta.yaml", b"id: 1") for number in range(500)]
        assert len(writer(tmp_path).apply(plan(*drafts)).done) == 500
        begin, done = read_journal(tmp_path)
        assert (len(begin["actions"]), len(done["done"])) == (500, 500)


class TestSpellings:
    """A disk that does not tell cases apart, acted by one file with two names."""

    @pytest.fixture
    def folding_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real_lstat, real_link = os.lstat, os.link

        def lstat(path: Any, **named: Any) -> os.stat_result:
            try:
                return real_lstat(path, **named)
            except FileNotFoundError:
                folder, name = os.path.split(path)
                for other in os.listdir(folder) if os.path.isdir(folder) else ():
                    if other.casefold() == name.casefold():
                        return real_lstat(os.path.join(folder, other), **named)
                raise

        def link(source: str, target: str) -> None:
            lstat(os.path.dirname(target))
            try:
                lstat(target)
            except FileNotFoundError:
                return real_link(source, target)
            raise FileExistsError(errno.EEXIST, "exists")

        monkeypatch.setattr(rename.os, "lstat", lstat)
        monkeypatch.setattr(rename.os, "link", link)

    @pytest.mark.usefixtures("folding_disk")
    @pytest.mark.skipif(os.name == "nt", reason="Windows does this by itself")
    def test_another_case_of_the_same_name_is_a_rename(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"a.DOCX": "1", "Dir": {"x": ""}})
        applied = writer(tmp_path).apply(plan(Move("a.DOCX", "A.docx"), Move("Dir", "dir")))
        assert applied.dropped == ()
        assert read_tree(tmp_path) == {"A.docx": "1", "dir": {"x": ""}}

    @pytest.mark.usefixtures("folding_disk")
    @pytest.mark.skipif(os.name == "nt", reason="Windows does this by itself")
    def test_another_file_in_another_case_is_not_overwritten(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"a": "1", "B": "2"})
        applied = writer(tmp_path).apply(plan(Move("a", "b")))
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.exists"]
        assert read_tree(tmp_path) == {"a": "1", "B": "2"}

    @pytest.mark.skipif(os.name == "nt", reason="POSIX links")
    def test_two_hard_links_are_two_names(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"a": "1"})
        os.link(tmp_path / "a", tmp_path / "A")
        assert writer(tmp_path).apply(plan(Move("a", "A"))).dropped[0].reason == "dropped.exists"
        assert read_tree(tmp_path) == {"A": "1", "a": "1"}


@pytest.mark.skipif(os.name == "nt", reason="Windows renames without links")
class TestWithoutHardLinks:
    @pytest.fixture(autouse=True)
    def no_links(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def link(source: str, target: str) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", link)

    def test_files_are_made_and_moved_all_the_same(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"a": "1"})
        assert writer(tmp_path).apply(plan(WriteNew("new", b"2"), Move("a", "b"))).dropped == ()
        assert tree_and_temps(tmp_path) == ({"b": "1", "new": "2"}, [])

    def test_and_nothing_is_overwritten(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"a": "1", "b": "2"})
        applied = writer(tmp_path).apply(plan(WriteNew("b", b"3"), Move("a", "b")))
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.exists"] * 2
        assert tree_and_temps(tmp_path) == ({"a": "1", "b": "2"}, [])


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system or a disk that cannot let two files take each other's name."""
    monkeypatch.setattr(rewrite, "exchange", lambda one, other: False)


@pytest.mark.usefixtures("no_exchange")
class TestHeldFiles:
    """Windows: another program has the file open."""

    def held(self, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
        real, calls = os.replace, iter(range(times))

        def replace(source: str, target: str) -> None:
            if next(calls, None) is not None:
                error = PermissionError(errno.EACCES, "used by another process")
                error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
                raise error
            real(source, target)

        monkeypatch.setattr(os, "replace", replace)

    def test_for_a_moment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make_tree(tmp_path, {"a": "1"})
        self.held(monkeypatch, 3)
        assert writer(tmp_path).apply(plan(Rewrite("a", b"1", b"2"))).dropped == ()
        assert read_tree(tmp_path) == {"a": "2"}

    def test_a_temp_file_that_a_scanner_looks_at(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_tree(tmp_path, {"a": "1"})
        real, calls = os.unlink, iter(range(5))  # twice a try: once more after the read-only bit is off

        def unlink(path: str) -> None:
            if next(calls, None) is not None:
                error = PermissionError(errno.EACCES, "used by another process")
                error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
                raise error
            real(path)

        monkeypatch.setattr(os, "unlink", unlink)
        applied = writer(tmp_path).apply(plan(Rewrite("a", b"other", b"2")))
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.changed"]
        assert tree_and_temps(tmp_path) == ({"a": "1"}, [])

    def test_for_good(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make_tree(tmp_path, {"a": "1"})
        self.held(monkeypatch, 99)
        waited: list[float] = []
        it = TreeWriter(tmp_path, Journal(tmp_path, lambda: NOON), pause=waited.append)
        applied = it.apply(plan(Rewrite("a", b"1", b"2"), WriteNew("b", b"")))
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.locked"]
        assert sum(waited) < 2
        assert tree_and_temps(tmp_path) == ({"a": "1", "b": ""}, [])


@pytest.mark.usefixtures("no_exchange")
@pytest.mark.skipif(os.name == "nt", reason="acts what Windows does by itself")
class TestReadOnlyFiles:
    """Windows: what is read-only is neither replaced nor removed."""

    @pytest.fixture(autouse=True)
    def windows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def guarded(real: Callable[..., None], place: int) -> Callable[..., None]:
            def call(*paths: str) -> None:
                if os.path.exists(paths[place]) and not os.lstat(paths[place]).st_mode & stat.S_IWUSR:
                    error = PermissionError(errno.EACCES, "Access is denied")
                    error.winerror = 5  # type: ignore[attr-defined,unused-ignore]
                    raise error
                real(*paths)

            return call

        monkeypatch.setattr(os, "replace", guarded(os.replace, 1))
        monkeypatch.setattr(os, "unlink", guarded(os.unlink, 0))

    def test_are_rewritten_and_read_only_again(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"a": "1"})
        os.chmod(tmp_path / "a", 0o444)
        assert writer(tmp_path).apply(plan(Rewrite("a", b"1", b"2"))).dropped == ()
        assert tree_and_temps(tmp_path) == ({"a": "2"}, [])
        assert stat.S_IMODE(os.stat(tmp_path / "a").st_mode) == 0o444

    def test_one_that_gives_way_leaves_no_temp_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_tree(tmp_path, {"a": "1"})
        os.chmod(tmp_path / "a", 0o444)
        looks, really = iter([b"1", b"mine"]), rewrite.content_of
        monkeypatch.setattr(rewrite, "content_of", lambda place: next(looks, None) or really(place))
        applied = writer(tmp_path).apply(plan(Rewrite("a", b"1", b"2")))
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.changed"]
        assert tree_and_temps(tmp_path) == ({"a": "1"}, [])


def can_exchange(folder: Path) -> bool:
    """Whether this system and disk let two files take each other's name."""
    make_tree(folder, {"x1": "1", "x2": "2"})
    return rename.exchange(str(folder / "x1"), str(folder / "x2"))


class TestLastMoment:
    """Somebody writes between the look at a file and its replacement; what he wrote stays, the plan gives way."""

    @pytest.fixture(autouse=True)
    def _needs_exchange(self, tmp_path: Path) -> None:
        if not can_exchange(tmp_path / "probe"):
            pytest.skip("this disk cannot exchange two names")

    def raced(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, *writers: Callable[[Path], object]
    ) -> Applied:
        """Rewrites `old`; before each exchange of names one of the writers is faster."""
        make_tree(root / "tree", {"old": "1"})
        turns = iter(writers)
        swap = rewrite.exchange

        def late(one: str, other: str) -> bool:
            next(turns, lambda path: None)(root / "tree" / "old")
            return swap(one, other)

        monkeypatch.setattr(rewrite, "exchange", late)
        return writer(root / "tree").apply(plan(Rewrite("old", b"1", b"2")))

    @staticmethod
    def saves(words: str) -> Callable[[Path], object]:
        return lambda path: path.write_text(words)

    @staticmethod
    def renames_into_place(words: str) -> Callable[[Path], object]:
        def act(path: Path) -> None:
            path.with_name("~new").write_text(words)
            path.with_name("~new").replace(path)

        return act

    @pytest.mark.parametrize("how", ["saves", "renames_into_place"])
    def test_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
        applied = self.raced(tmp_path, monkeypatch, getattr(self, how)("mine"))
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.changed"]
        assert tree_and_temps(tmp_path / "tree") == ({"old": "mine"}, [])

    @pytest.mark.parametrize("how", ["saves", "renames_into_place"])
    @pytest.mark.parametrize("times", [2, 3, 4])
    def test_again_and_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, times: int
    ) -> None:
        writers = [getattr(self, how)(f"mine {number}") for number in range(times)]
        applied = self.raced(tmp_path, monkeypatch, *writers)
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.changed"]
        assert tree_and_temps(tmp_path / "tree") == ({"old": f"mine {times - 1}"}, [])

    def test_who_deletes_it_wins_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        applied = self.raced(tmp_path, monkeypatch, Path.unlink)
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.gone"]
        assert tree_and_temps(tmp_path / "tree") == ({}, [])

    @pytest.mark.parametrize("fails", ["refuses", "raises"])
    def test_what_cannot_be_put_back_stays_under_the_name_that_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
    ) -> None:
        root, swap = make_tree(tmp_path, {"leaf": {"old": "1"}}), rewrite.exchange
        swaps = iter(range(1))

        def once(one: str, other: str) -> bool:
            if next(swaps, None) is None:
                if fails == "raises":
                    raise OSError(errno.EIO, "Input/output error")
                return False
            (root / "leaf/old").write_text("mine")
            return swap(one, other)

        monkeypatch.setattr(rewrite, "exchange", once)
        with pytest.raises(CannotRun) as stopped:
            writer(root).apply(plan(WriteNew("leaf/new", b"n"), Rewrite("leaf/old", b"1", b"2")))
        (aside,) = root.rglob(f"{TEMP}*")
        assert (stopped.value.key, stopped.value.file) == ("write.aside", "leaf/old")
        assert stopped.value.params == {"temp": aside.relative_to(root).as_posix()}
        assert aside.read_text() == "mine"
        assert [entry["what"] for entry in read_journal(root)] == ["begin"]

    def test_who_deletes_what_was_put_there_has_his_own_back(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        applied = self.raced(tmp_path, monkeypatch, self.saves("mine"), Path.unlink)
        assert [dropped.reason for dropped in applied.dropped] == ["dropped.changed"]
        assert tree_and_temps(tmp_path / "tree") == ({"old": "mine"}, [])

    def test_of_thousands_of_edits_beside_thousands_of_rewrites_none_is_lost(self, tmp_path: Path) -> None:
        """A person counts up in the file; whatever the tool rewrites, the count never falls back."""
        make_tree(tmp_path, {"old": "0\n"})
        file, stop = tmp_path / "old", threading.Event()

        def rewrites() -> None:
            while not stop.is_set():
                before = file.read_bytes()
                if before.endswith(b"\n"):
                    new = before.split()[0] + b" tool\n"
                    Batch(tmp_path, "x", lambda seconds: None).carry_out([Rewrite("old", before, new)])

        tool = threading.Thread(target=rewrites)
        tool.start()
        try:
            for number in range(1, 1500):
                file.with_name("~new").write_text(f"{number}\n")
                file.with_name("~new").replace(file)
                # For some microseconds the tool's text may stand there before it gives way.
                assert any(file.read_text().split()[0] == str(number) for _ in range(1000)), number
        finally:
            stop.set()
            tool.join()
        assert file.read_text().split()[0] == "1499"


class TestRenamedFolder:
    """A person renames one folder while a plan is under way: the others are described all the same."""

    DRAFTS = tuple(WriteNew(f"r{number}/_item.yaml", b"id: 1") for number in range(5))

    def applied(self, root: Path, monkeypatch: pytest.MonkeyPatch, call: str, to: str, nth: int) -> Applied:
        """The plan, with the folder renamed before the nth call of that function."""
        make_tree(root, {**{f"r{number}": {} for number in range(5)}, "other": {}})
        real, calls = getattr(os, call), iter(range(nth))

        def late(*args: Any, **named: Any) -> Any:
            if next(calls, None) is None and (root / "r3").exists():
                os.rename(root / "r3", root / to)
            return real(*args, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, late)
            return writer(root).apply(plan(*self.DRAFTS))

    @pytest.mark.parametrize("to", ["r3 renamed", "other/r3"])
    @pytest.mark.parametrize(("call", "nth"), [("write", 3), ("fsync", 2), ("link", 1), ("link", 3)])
    def test_it_is_dropped_and_leaves_no_temp_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int, to: str
    ) -> None:
        (tmp_path / ".archive" / "journal").mkdir(parents=True)
        applied = self.applied(tmp_path, monkeypatch, call, to, nth)
        assert applied.dropped == (Dropped(self.DRAFTS[3], "dropped.gone"),)
        renamed: Picture = {"r3 renamed": {}, "other": {}} if to == "r3 renamed" else {"other": {"r3": {}}}
        described: Picture = {f"r{number}": {"_item.yaml": "id: 1"} for number in (0, 1, 2, 4)}
        assert read_tree(tmp_path) == {**described, **renamed}


CALLS = ("open", "write", "fsync", "mkdir", "link", "unlink", "replace", "chmod", "close")


class Fault:
    """Makes the nth call of a kind fail, as on a full disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, call: str, nth: int) -> None:
        self.hit = False
        real, calls = getattr(os, call), iter(range(nth))

        def failing(*args: Any, **named: Any) -> Any:
            if not self.hit and next(calls, None) is None:
                self.hit = True
                if call == "close":
                    real(*args, **named)
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*args, **named)

        monkeypatch.setattr(os, call, failing)


def assert_nothing_lost(root: Path) -> None:
    """Every original has its old or its new bytes whole, under its old or new name."""
    tree, temps = tree_and_temps(root)
    leaf: Any = tree["leaf"]
    new = leaf.get("new", {})
    assert temps == []
    assert leaf["a.docx"] == "document"
    assert leaf["a.yaml"] in ("id: 1", "id: 1\ntitle: x")
    assert leaf["b.yaml"] in ("id: 2", "id: 2\ntitle: y")
    assert {leaf.get("moved.yaml"), new.get("moved.yaml")} - {None} == {"id: 3"}
    assert leaf.get("c.yaml") in (None, "id: 5")
    assert new.get("deep", {}).get("_item.yaml") in (None, "id: 4")


def assert_journal_tells(root: Path) -> None:
    """What the journal says was done is what the tree shows."""
    entries = list(read_journal(root))
    tree: Any = read_tree(root)["leaf"]
    new = tree.get("new", {})
    on_disk = [
        "deep" in new,
        "_item.yaml" in new.get("deep", {}),
        "title" in tree["a.yaml"],
        "title" in tree["b.yaml"],
        "moved.yaml" in new,
        "c.yaml" in tree,
    ]
    if [entry["what"] for entry in entries] == ["begin", "done"]:
        assert entries[1]["done"] == [number for number, done in enumerate(on_disk) if done]
    elif not entries:
        assert not any(on_disk)
    else:
        assert [entry["what"] for entry in entries] == ["begin"]  # the disk took no more


@pytest.mark.skipif(os.name == "nt", reason="the calls differ")
@pytest.mark.parametrize("swaps", [True, False], ids=["exchanging", "replacing"])
@pytest.mark.parametrize("call", CALLS)
def test_a_disk_that_fills_up_at_any_step(tmp_path: Path, call: str, swaps: bool) -> None:
    reached = 0
    for nth in range(80):
        root = make_tree(tmp_path / f"{call}-{nth}", BEFORE)
        with pytest.MonkeyPatch.context() as patch:
            if not swaps:
                patch.setattr(rewrite, "exchange", lambda one, other: False)
            fault = Fault(patch, call, nth)
            try:
                writer(root).apply(plan(*ACTIONS))
                stopped = None
            except CannotRun as error:
                stopped = error
        assert_nothing_lost(root)
        assert_journal_tells(root)
        if not fault.hit:
            assert stopped is None
            break
        reached += 1
        if stopped:
            assert stopped.key == "write.failed"
            assert stopped.file
            assert stopped.params["reason"] == "No space left on device"
    assert (0 if call == "replace" and can_exchange(tmp_path) and swaps else 1) <= reached < 80


@pytest.mark.skipif(os.name == "nt", reason="the calls differ")
def test_a_disk_that_is_full_from_some_step_on(tmp_path: Path) -> None:
    for nth in range(40):
        root = make_tree(tmp_path / str(nth), BEFORE)
        real, calls = os.write, iter(range(nth))

        def full(*args: Any, calls: Iterator[int] = calls, real: Any = real) -> int:
            if next(calls, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")
            written: int = real(*args)
            return written

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "write", full)
            try:
                writer(root).apply(plan(*ACTIONS))
                break
            except CannotRun as error:
                assert error.key == "write.failed"
        assert_nothing_lost(root)
        assert_journal_tells(root)
    assert nth > 4


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from archive_tool.adapters.journal import Journal
from archive_tool.adapters.tree_writer import TreeWriter
from archive_tool.core.filing import FilingPlan, Rewrite, WriteNew
root, left = Path(sys.argv[1]), int(sys.argv[2])
def dying(real):
    def call(*args, **named):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*args, **named)
    return call
for name in ("open", "write", "fsync", "link", "unlink", "replace"):
    setattr(os, name, dying(getattr(os, name)))
TreeWriter(root, Journal(root, lambda: datetime(2026, 3, 1, tzinfo=UTC))).apply(
    FilingPlan("draft", (WriteNew("new", b"new"), Rewrite("old", b"1", b"2"))))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the calls differ")
@pytest.mark.parametrize("left", range(0, 40, 3))
def test_a_process_that_dies_at_any_step(tmp_path: Path, left: int) -> None:
    make_tree(tmp_path, {"old": "1"})
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(left)], timeout=60)
    tree = {name: said for name, said in read_tree(tmp_path).items() if not name.startswith(TEMP)}
    assert tree.pop("old") in ("1", "2")
    assert tree.pop("new", "new") == "new"
    assert tree == {}
    begun = [entry["what"] for entry in read_journal(tmp_path)]
    assert begun[:1] == ["begin"] or read_tree(tmp_path) == {"old": "1"}
    assert ended.returncode in (0, 9)
