"""The reader's contract, kept by the disk and by the tree in memory; then what only a disk can do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fakes.memory_tree import MemoryReader, memory_tree
from trees import Link, Picture, make_tree

from archive_tool.adapters.scan import scan
from archive_tool.adapters.state import State
from archive_tool.adapters.tree_reader import TreeReader
from archive_tool.core.errors import CannotRun
from archive_tool.core.ignoring import Ignored, ignore_matcher
from archive_tool.core.model import Entry, FileFacts, Interpreted, YamlProblem
from archive_tool.core.ports import FileMemory, RecordReader
from archive_tool.core.secrecy import marks_in_paths

HOUR = 3600 * 10**9
LEAF = "2025/05_组织生活/01_支部党员大会"
TREE: Picture = {
    LEAF: {
        "2025-03-14 大会": {"_item.yaml": "title: 大会", "会议记录.docx": "记录"},
        "2025-06-20 大会记录.docx": "记录二",
        "2025-06-20 大会记录.docx.meta.yaml": "\tbroken",
    },
    "收件箱": {},
}


def interpret(data: bytes) -> Interpreted | YamlProblem:
    """A sidecar of one line `key: value`, enough to be told apart."""
    key, _, value = data.decode("utf-8").partition(": ")
    return YamlProblem("yaml.tab", 1) if data.startswith(b"\t") else Interpreted({key: value}, {key: 1})


def is_sidecar(path: str) -> bool:
    return path.endswith(("/_item.yaml", ".meta.yaml"))


def marked(paths: Iterable[str]) -> Mapping[str, str]:
    return marks_in_paths(paths, ("机密",))


class NoMemory:
    """A FileMemory that forgets at once."""

    def facts(self, entries: Sequence[Entry]) -> Mapping[str, FileFacts]:
        return {}

    def sidecars(self, entries: Sequence[Entry]) -> Mapping[str, Interpreted | YamlProblem]:
        return {}

    def keep_sidecars(self, kept: Iterable[tuple[Entry, Interpreted | YamlProblem]], taken_ns: int) -> None:
        list(kept)


def on_disk(
    root: Path,
    memory: FileMemory | None = None,
    *,
    patterns: Sequence[str] = (),
    read: Callable[[bytes], Any] = interpret,
    now: int = 1_900_000_000 * 10**9,
) -> TreeReader:
    ignored = ignore_matcher(patterns)
    return TreeReader(
        root, partial(_scan, root, ignored), memory or NoMemory(), read, is_sidecar, lambda: now, marked
    )


def _scan(root: Path, ignored: Ignored, scope: Sequence[str] | None) -> Any:
    return scan(root, ignored, scope)


def _memory_reader(root: Path, picture: Picture, *patterns: str) -> RecordReader:
    return MemoryReader(memory_tree(picture), interpret, is_sidecar, ignore_matcher(patterns))


def _disk_reader(root: Path, picture: Picture, *patterns: str) -> RecordReader:
    return on_disk(make_tree(root, picture), patterns=patterns)


@pytest.fixture(params=[_disk_reader, _memory_reader], ids=["disk", "memory"])
def reader_of(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., RecordReader]:
    made: Callable[..., RecordReader] = partial(request.param, tmp_path)
    return made


class TestContract:
    def test_a_snapshot_is_the_sorted_tree(self, reader_of: Callable[..., RecordReader]) -> None:
        snapshot = reader_of({"b": {"x.txt": "四字"}, "a": {}, "a b": ""}).snapshot()
        assert [(e.path, e.kind, e.size) for e in snapshot.entries] == [
            ("a", "folder", 0),
            ("a b", "file", 0),
            ("b", "folder", 0),
            ("b/x.txt", "file", 6),
        ]
        assert snapshot.scope is None
        assert all(e.mtime_ns and e.identity != (0, 0) for e in snapshot.entries)

    def test_sidecars_are_interpreted(self, reader_of: Callable[..., RecordReader]) -> None:
        assert reader_of(TREE).snapshot().sidecars == {
            f"{LEAF}/2025-03-14 大会/_item.yaml": Interpreted({"title": "大会"}, {"title": 1}),
            f"{LEAF}/2025-06-20 大会记录.docx.meta.yaml": YamlProblem("yaml.tab", 1),
        }

    def test_a_sidecar_too_large_is_a_problem(self, reader_of: Callable[..., RecordReader]) -> None:
        said = reader_of({"x": {"_item.yaml": b"a" * ((1 << 20) + 1)}}).snapshot().sidecars["x/_item.yaml"]
        assert isinstance(said, YamlProblem)
        assert said.key == "yaml.too-large"

    def test_nothing_is_known_of_files_never_read(self, reader_of: Callable[..., RecordReader]) -> None:
        assert reader_of(TREE).snapshot().facts == {}

    def test_scope(self, reader_of: Callable[..., RecordReader]) -> None:
        snapshot = reader_of(TREE).snapshot([f"{LEAF}/2025-03-14 大会", "2024"])
        assert [e.path for e in snapshot.entries] == [
            f"{LEAF}/2025-03-14 大会",
            f"{LEAF}/2025-03-14 大会/_item.yaml",
            f"{LEAF}/2025-03-14 大会/会议记录.docx",
        ]
        assert list(snapshot.sidecars) == [f"{LEAF}/2025-03-14 大会/_item.yaml"]
        assert snapshot.scope == (f"{LEAF}/2025-03-14 大会", "2024")

    def test_what_is_ignored_is_named(self, reader_of: Callable[..., RecordReader]) -> None:
        snapshot = reader_of({"old": {"a": "", "b": ""}, "a": ""}, "old/").snapshot()
        assert [e.path for e in snapshot.entries] == ["a"]
        assert snapshot.ignored == ("old",)

    def test_own_folder_is_not_part_of_the_tree(self, reader_of: Callable[..., RecordReader]) -> None:
        snapshot = reader_of({".archive": {"lock": ""}, ".git": {"HEAD": ""}, "a": ""}).snapshot()
        assert [e.path for e in snapshot.entries] == ["a"]

    def test_bytes_of_a_file(self, reader_of: Callable[..., RecordReader]) -> None:
        assert reader_of({"a": {"b.bin": b"\x00\xff"}}).read("a/b.bin") == b"\x00\xff"

    @pytest.mark.parametrize("path", ["a/gone", "gone/b"])
    def test_a_missing_file(self, reader_of: Callable[..., RecordReader], path: str) -> None:
        with pytest.raises(FileNotFoundError):
            reader_of({"a": {"b": ""}}).read(path)

    def test_a_folder_has_no_bytes(self, reader_of: Callable[..., RecordReader]) -> None:
        with pytest.raises(OSError):
            reader_of({"a": {"b": ""}}).read("a")

    @pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/passwd", "", "a/./b", "a\0b"])
    def test_no_way_out(self, reader_of: Callable[..., RecordReader], path: str) -> None:
        with pytest.raises(CannotRun) as stopped:
            reader_of({"a": {"b": ""}}).read(path)
        assert stopped.value.key == "path.outside"

    def test_it_cannot_write(self, reader_of: Callable[..., RecordReader]) -> None:
        assert not hasattr(reader_of({}), "apply")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = make_tree(tmp_path / "root", TREE)
    for folder, _, names in os.walk(root):
        for name in names:
            os.utime(os.path.join(folder, name), (1_700_000_000, 1_700_000_000))
    return root


def memory(tmp_path: Path) -> State:
    return State(tmp_path / "cache", interpreter="scheme", extractor="readers")


class Counting:
    """Counts how many sidecars were parsed."""

    def __init__(self) -> None:
        self.read: list[bytes] = []

    def __call__(self, data: bytes) -> Interpreted | YamlProblem:
        self.read.append(data)
        return interpret(data)


class TestDisk:
    def test_unchanged_sidecars_are_not_opened_again(self, archive: Path, tmp_path: Path) -> None:
        first, second = Counting(), Counting()
        with memory(tmp_path) as early, memory(tmp_path) as late:
            before = on_disk(archive, early, read=first).snapshot()
            after = on_disk(archive, late, read=second).snapshot()
            assert (len(first.read), len(second.read)) == (2, 0)
            assert after == before

    def test_a_changed_sidecar_is_read_again(self, archive: Path, tmp_path: Path) -> None:
        again = Counting()
        with memory(tmp_path) as state:
            on_disk(archive, state).snapshot()
            (archive / LEAF / "2025-03-14 大会/_item.yaml").write_text("title: 一季度", encoding="utf-8")
            said = on_disk(archive, state, read=again).snapshot().sidecars
            assert said[f"{LEAF}/2025-03-14 大会/_item.yaml"] == Interpreted(
                {"title": "一季度"}, {"title": 1}
            )
        assert len(again.read) == 1

    def test_one_changed_within_two_seconds_of_the_look_is_read_again(
        self, archive: Path, tmp_path: Path
    ) -> None:
        moment = 1_700_000_001 * 10**9  # one second after the files' time
        again = Counting()
        with memory(tmp_path) as state:
            on_disk(archive, state, now=moment).snapshot()
            on_disk(archive, state, read=again, now=moment + HOUR).snapshot()
            assert len(again.read) == 2
            on_disk(archive, state, read=again, now=moment + 2 * HOUR).snapshot()
            assert len(again.read) == 2

    def test_facts_of_unchanged_files(self, archive: Path, tmp_path: Path) -> None:
        path = f"{LEAF}/2025-06-20 大会记录.docx"
        with memory(tmp_path) as state:
            reader = on_disk(archive, state)
            entry = next(e for e in reader.snapshot().entries if e.path == path)
            state.remember(entry, FileFacts("a" * 64, "docx"), None, 1_900_000_000 * 10**9)
            assert reader.snapshot().facts == {path: FileFacts("a" * 64, "docx")}
            (archive / path).write_bytes(b"grown by a lot")
            assert reader.snapshot().facts == {}

    def test_a_sidecar_that_cannot_be_opened(
        self, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = os.open

        def refuse(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if str(path).endswith("_item.yaml"):
                raise PermissionError(13, "Permission denied")
            return real(path, flags, *more, **named)

        with memory(tmp_path) as state:
            with monkeypatch.context() as patch:
                patch.setattr(os, "open", refuse)
                said = on_disk(archive, state).snapshot().sidecars
            problem = YamlProblem("yaml.unreadable", None, {"reason": "Permission denied"})
            assert said[f"{LEAF}/2025-03-14 大会/_item.yaml"] == problem
            # the reason is not remembered: the next look may be luckier
            again = on_disk(archive, state).snapshot().sidecars
            assert isinstance(again[f"{LEAF}/2025-03-14 大会/_item.yaml"], Interpreted)

    def test_offline_sidecars_are_never_opened(self, tmp_path: Path) -> None:
        def scanned(scope: Sequence[str] | None) -> Any:
            return (Entry("x/_item.yaml", "file", 9, 1, (1, 1), offline=True),), ()

        reader = TreeReader(tmp_path, scanned, NoMemory(), interpret, is_sidecar, lambda: 1, marked)
        assert reader.snapshot().sidecars == {"x/_item.yaml": YamlProblem("yaml.offline", None)}

    def test_no_file_through_a_link(self, tmp_path: Path) -> None:
        outside = make_tree(tmp_path / "outside", {"x.txt": "private"})
        root = make_tree(
            tmp_path / "root",
            {"dir": Link(str(outside)), "file": Link(str(outside / "x.txt")), "in": Link("a"), "a": ""},
        )
        for path in ("dir/x.txt", "file", "in"):
            with pytest.raises(CannotRun) as stopped:
                on_disk(root).read(path)
            assert stopped.value.key == "path.outside"

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX")
    def test_a_pipe_does_not_hold_up_the_reader(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "_item.yaml")
        with pytest.raises(OSError):
            on_disk(tmp_path).read("_item.yaml")

    def test_a_file_too_large_to_hold(self, tmp_path: Path) -> None:
        with open(tmp_path / "big", "wb") as file:
            file.truncate((64 << 20) + 1)
        with pytest.raises(CannotRun) as stopped:
            on_disk(tmp_path).read("big")
        assert stopped.value.key == "read.too-large"
