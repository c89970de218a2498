"""What the scan sees of a tree, and what it leaves alone."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import Link, make_tree

from archive_tool.adapters import scan as door
from archive_tool.adapters.scan import entry_of, scan
from archive_tool.core.errors import CannotRun
from archive_tool.core.ignoring import ignore_matcher

NOTHING = ignore_matcher([])


def picture(root: Path, **options: Any) -> dict[str, str]:
    entries, _ = scan(root, options.pop("ignored", NOTHING), options.pop("scope", None))
    return {entry.path: entry.kind for entry in entries}


def test_files_and_folders_with_size_time_and_identity(tmp_path: Path) -> None:
    make_tree(tmp_path, {"2025": {"05_组织生活": {"记录.docx": "三会一课"}}})
    os.utime(tmp_path / "2025/05_组织生活/记录.docx", ns=(5, 1_700_000_000_000_000_000))
    info = os.stat(tmp_path / "2025/05_组织生活/记录.docx")
    entries, ignored = scan(tmp_path, NOTHING)
    assert [(e.path, e.kind) for e in entries] == [
        ("2025", "folder"),
        ("2025/05_组织生活", "folder"),
        ("2025/05_组织生活/记录.docx", "file"),
    ]
    assert entries[2].size == 12
    assert entries[2].mtime_ns == 1_700_000_000_000_000_000
    assert entries[2].identity == (info.st_dev, info.st_ino)
    assert entries[0].size == 0
    assert not entries[2].offline
    assert ignored == ()


def test_sorted_by_whole_path_not_folder_by_folder(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a": {"z": ""}, "a b": "", "a.txt": ""})
    assert list(picture(tmp_path)) == ["a", "a b", "a.txt", "a/z"]


def test_own_folder_anywhere_and_dot_names_at_the_root_are_not_seen(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {
            ".archive": {"cache": {"state.db": ""}},
            ".git": {"HEAD": ""},
            ".vscode": {"settings.json": ""},
            "2025": {".archive": {"x": ""}, ".hidden": "", "a.txt": ""},
        },
    )
    assert list(picture(tmp_path)) == ["2025", "2025/.hidden", "2025/a.txt"]


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    outside = make_tree(tmp_path / "outside", {"secret.txt": "x"})
    root = make_tree(
        tmp_path / "root",
        {"2025": {"out": Link(str(outside)), "loop": Link("."), "dead": Link("nowhere"), "a.txt": ""}},
    )
    assert picture(root) == {
        "2025": "folder",
        "2025/a.txt": "file",
        "2025/dead": "link",
        "2025/loop": "link",
        "2025/out": "link",
    }


@pytest.mark.skipif(os.name == "nt", reason="file names are bytes on POSIX only")
@pytest.mark.parametrize(
    "name", [b"\xbb\xe1\xd2\xe9.doc", b"a\nb", b"\x01\x7f", b"x" * 255, "🎉.txt".encode()]
)
def test_names_come_back_byte_for_byte(tmp_path: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb"):
        pass
    (path,) = picture(tmp_path)
    assert os.fsencode(path) == name


@pytest.mark.skipif(os.name == "nt", reason="Windows and macOS may unify the forms")
def test_two_unicode_forms_are_two_names(tmp_path: Path) -> None:
    make_tree(tmp_path, {"é.txt": "", "e\u0301.txt": ""})
    assert len(picture(tmp_path)) == len(os.listdir(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX")
def test_pipes_and_sockets_are_special(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as endpoint:
        endpoint.bind("socket")
        assert picture(tmp_path) == {"pipe": "special", "socket": "special"}


@pytest.fixture
def closed_door(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Folder names that refuse to be listed (chmod does not stop the superuser)."""
    refused: set[str] = set()
    real = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if os.path.basename(path) in refused:
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(door.os, "scandir", scandir)
    return refused


def test_unreadable_folder_is_told_and_the_scan_goes_on(tmp_path: Path, closed_door: set[str]) -> None:
    make_tree(tmp_path, {"a": {"x.txt": ""}, "b": {"locked": {"y.txt": ""}, "z.txt": ""}, "c": {"w.txt": ""}})
    closed_door.add("locked")
    entries, _ = scan(tmp_path, NOTHING)
    assert {e.path: e.kind for e in entries} == {
        "a": "folder",
        "a/x.txt": "file",
        "b": "folder",
        "b/locked": "unreadable",
        "b/z.txt": "file",
        "c": "folder",
        "c/w.txt": "file",
    }
    assert [e.reason for e in entries if e.kind == "unreadable"] == ["Permission denied"]
    scoped, _ = scan(tmp_path, NOTHING, ["b/locked"])
    assert [(e.path, e.kind) for e in scoped] == [("b/locked", "unreadable")]


def test_unreadable_root_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as stopped:
        scan(tmp_path / "gone", NOTHING)
    assert stopped.value.key == "archive.unreadable"


def test_ignored_names_close_folders_and_are_named(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {
            "旧": {"a.txt": "", "sub": {"b.txt": ""}},
            "2025": {"x.bak": "", "keep.bak": "", "旧": "", "y.txt": ""},
        },
    )
    entries, left_out = scan(tmp_path, ignore_matcher(["*.bak", "!keep.bak", "旧/"]))
    assert [e.path for e in entries] == ["2025", "2025/keep.bak", "2025/y.txt", "2025/旧"]
    assert left_out == ("2025/x.bak", "旧")


def test_no_patterns_ignore_nothing() -> None:
    assert not ignore_matcher([])("a", False)
    assert not ignore_matcher(["", "  "])("a", True)


class TestScope:
    TREE: ClassVar = {
        "2024": {"a": {"1.txt": ""}},
        "2025": {"a": {"1.txt": "", "deep": {"2.txt": ""}}, "b": {"3.txt": ""}},
    }

    def test_only_what_lies_below_and_the_folder_itself(self, tmp_path: Path) -> None:
        make_tree(tmp_path, self.TREE)
        assert list(picture(tmp_path, scope=["2025/a"])) == [
            "2025/a",
            "2025/a/1.txt",
            "2025/a/deep",
            "2025/a/deep/2.txt",
        ]

    def test_nested_and_repeated_folders_are_seen_once(self, tmp_path: Path) -> None:
        make_tree(tmp_path, self.TREE)
        entries, _ = scan(tmp_path, NOTHING, ["2025/a/deep", "2025/a/", "2025/a", "2024"])
        assert [e.path for e in entries] == [
            "2024",
            "2024/a",
            "2024/a/1.txt",
            "2025/a",
            "2025/a/1.txt",
            "2025/a/deep",
            "2025/a/deep/2.txt",
        ]

    def test_a_file_a_missing_folder_and_the_whole_tree(self, tmp_path: Path) -> None:
        make_tree(tmp_path, self.TREE)
        assert picture(tmp_path, scope=["2025/b/3.txt"]) == {"2025/b/3.txt": "file"}
        assert picture(tmp_path, scope=["2025/gone", "2025/b/3.txt/x"]) == {}
        assert picture(tmp_path, scope=["."]) == picture(tmp_path)
        assert picture(tmp_path, scope=[]) == {}

    def test_nothing_through_links_or_ignored_or_own_folders(self, tmp_path: Path) -> None:
        outside = make_tree(tmp_path / "outside", {"x": {"a.txt": ""}})
        root = make_tree(
            tmp_path / "root",
            {"link": Link(str(outside)), "old": {"x": {"a.txt": ""}}, ".archive": {"cache": {"s.db": ""}}},
        )
        assert picture(root, scope=["link/x", ".archive/cache"]) == {}
        entries, left_out = scan(root, ignore_matcher(["old/"]), ["old/x"])
        assert (entries, left_out) == ((), ("old",))

    @pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc", "a//b", "a/./b"])
    def test_no_way_out(self, tmp_path: Path, path: str) -> None:
        with pytest.raises(CannotRun) as stopped:
            scan(tmp_path, NOTHING, [path])
        assert stopped.value.key == "path.outside"


def _info(**fields: int) -> Any:
    return SimpleNamespace(st_size=7, st_mtime_ns=1, st_dev=2, st_ino=3, **fields)


def test_cloud_placeholders_are_offline() -> None:
    assert entry_of("a", _info(st_mode=0o100644, st_file_attributes=0x400000)).offline
    assert entry_of("a", _info(st_mode=0o100644, st_file_attributes=0x1000)).offline
    assert entry_of("a", _info(st_mode=0o100644, st_flags=0x40000000)).offline
    assert not entry_of("a", _info(st_mode=0o100644, st_file_attributes=0x20, st_flags=0)).offline
    assert not entry_of("a", _info(st_mode=0o040755, st_file_attributes=0x400000)).offline


def test_junctions_are_links_and_cloud_folders_are_folders() -> None:
    assert entry_of("a", _info(st_mode=0o040755, st_reparse_tag=0xA0000003)).kind == "link"
    assert entry_of("a", _info(st_mode=0o040755, st_reparse_tag=0x9000001A)).kind == "folder"


def test_a_file_gone_between_listing_and_stat_is_no_entry() -> None:
    class Gone:
        path = "gone"

        def stat(self, *, follow_symlinks: bool) -> os.stat_result:
            raise FileNotFoundError(2, "gone")

    assert door._entry(Gone(), "gone") is None  # type: ignore[arg-type]


names = st.text(st.sampled_from("ab 会.é-"), min_size=1, max_size=4).filter(lambda n: n.strip(" ."))
trees = st.recursive(
    st.just(""), lambda inner: st.dictionaries(names, inner, max_size=3), max_leaves=12
).filter(lambda t: isinstance(t, dict))


@settings(max_examples=25, deadline=None)
@given(tree=trees)
def test_the_scopes_of_all_top_folders_together_are_the_whole(
    tmp_path_factory: pytest.TempPathFactory, tree: Any
) -> None:
    root = make_tree(tmp_path_factory.mktemp("law"), tree)
    whole, _ = scan(root, NOTHING)
    tops = [e.path for e in whole if "/" not in e.path]
    assert scan(root, NOTHING, tops)[0] == whole
