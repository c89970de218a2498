"""Where the root, the cache and the user's folders are found."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from trees import Picture, make_tree

from archive_tool.adapters import places
from archive_tool.adapters.places import (
    cache_folder,
    find_root,
    is_on_network,
    long_path,
    user_log,
    user_state,
)


def local(path: Path) -> bool:
    return False


def shared(path: Path) -> bool:
    return True


class TestRoot:
    def test_from_anywhere_inside(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"archive.yaml": "", "2025": {"05": {"a.docx": ""}}})
        for start in (".", "2025", "2025/05", "2025/05/a.docx", "2025/gone", "2025/05/.."):
            assert find_root(tmp_path / start) == tmp_path

    def test_the_nearest_one(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"archive.yaml": "", "in": {"archive.yaml": "", "x": {}}})
        assert find_root(tmp_path / "in/x") == tmp_path / "in"

    def test_none(self, tmp_path: Path) -> None:
        make_tree(tmp_path, {"archive.yaml": {"a folder of that name": {}}})
        assert find_root(tmp_path) is None

    def test_relative_to_the_working_directory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make_tree(tmp_path, {"archive.yaml": "", "2025": {}})
        monkeypatch.chdir(tmp_path / "2025")
        assert find_root(Path()) == Path.cwd().parent


class TestCache:
    def test_in_the_archive(self, tmp_path: Path) -> None:
        assert cache_folder(tmp_path, is_network=local) == tmp_path / ".archive" / "cache"
        assert not (tmp_path / ".archive").exists()

    def test_windows_says_yes_of_every_folder_so_it_is_tried(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried: list[str] = []

        def refused(path: str, flags: int) -> int:
            tried.append(path)
            raise PermissionError(13, "Permission denied", path)

        assert places._is_writable(tmp_path / ".archive" / "cache", windows=True)
        assert not list(tmp_path.iterdir())
        monkeypatch.setattr(os, "open", refused)
        assert places._is_writable(tmp_path, windows=False)
        assert not places._is_writable(tmp_path, windows=True)
        assert len(tried) == 1

    def test_on_a_share_it_is_the_users_and_one_per_archive(self, tmp_path: Path) -> None:
        user = tmp_path / "user"
        one, two = (
            cache_folder(tmp_path / name, user_cache=user, is_network=shared) for name in ("one", "two")
        )
        assert one.parent == two.parent == user
        assert one != two
        assert one == cache_folder(tmp_path / "x" / ".." / "one", user_cache=user, is_network=shared)

    def test_where_the_archive_cannot_be_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = tmp_path / "user"
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path / "root")
        make_tree(tmp_path / "root", {})
        assert cache_folder(tmp_path / "root", user_cache=user, is_network=local).parent == user
        make_tree(tmp_path / "other", {".archive": "a file is in the way"})
        assert cache_folder(tmp_path / "other", user_cache=user, is_network=local).parent == user

    def test_where_only_an_old_cache_can_be_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root, user = tmp_path / "root", tmp_path / "user"
        old: Picture = {"state.db": "old", "index": {}}
        own = make_tree(root, {".archive/cache": old}) / ".archive" / "cache"
        monkeypatch.setattr(os, "access", lambda path, mode: not Path(path).is_relative_to(root))
        found = partial(cache_folder, root, user_cache=user, is_network=local)
        assert found() == own
        mine = found(to_write=True)
        assert mine.parent == user
        make_tree(mine, {"state.db": "new", "index": {}})
        for place in (own, own / "state.db", own / "index"):
            os.utime(place, (1, 1))
        assert found() == mine
        for place in (mine, mine / "state.db", mine / "index"):
            os.utime(place, (0, 0))
        assert found() == own

    def test_configured(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
        for configured, folder in (
            ("my cache", tmp_path / "root" / "my cache"),
            (str(tmp_path / "else"), tmp_path / "else"),
            ("~/c", tmp_path / "home" / "c"),
        ):
            made = cache_folder(tmp_path / "root", configured, is_network=shared)
            assert made.parent.parent == folder
            assert made != cache_folder(tmp_path / "root2", configured, is_network=shared)


@pytest.mark.skipif(os.name == "nt", reason="mount points")
class TestNetwork:
    @pytest.mark.parametrize(
        ("kind", "network"),
        [
            ("nfs4", True),
            ("nfs", True),
            ("cifs", True),
            ("smb3", True),
            ("smbfs", True),
            ("fuse.sshfs", True),
            ("webdav", True),
            ("9p", True),
            ("ext4", False),
            ("apfs", False),
            ("fuseblk", False),
            ("overlay", False),
        ],
    )
    def test_by_the_file_system_of_the_nearest_mount(
        self, monkeypatch: pytest.MonkeyPatch, kind: str, network: bool
    ) -> None:
        other = "ext4" if network else "nfs"
        mounts = [("/", other), ("/mnt", other), ("/mnt/archive", kind), ("/mnt/archive2", other)]
        monkeypatch.setattr(places, "_mounts", lambda: iter(mounts))
        assert is_on_network(Path("/mnt/archive/2025")) is network
        assert is_on_network(Path("/mnt/archive")) is network
        assert is_on_network(Path("/mnt/archive3")) is not network

    def test_the_mount_made_last_lies_on_top(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            places, "_mounts", lambda: iter([("/", "ext4"), ("/m", "autofs"), ("/m", "nfs4")])
        )
        assert is_on_network(Path("/m/x"))

    def test_real_mounts_are_listed(self) -> None:
        assert any(mount == "/" for mount, _ in places._mounts())


def test_shares_mounted_inside_an_archive_are_silent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    root = os.path.realpath(tmp_path)
    mounts = [
        ("/", "ext4"),
        (f"{root}/2024", "nfs4"),
        (f"{root}/2025/04_议事决策", "tmpfs"),
        (f"{root}2", "cifs"),
    ]
    monkeypatch.setattr(places, "_mounts", lambda: iter(mounts))
    if os.name != "nt":
        assert places.silent_folders(tmp_path) == ("2024",)
        mounts.append((root, "fuse.sshfs"))
        assert places.silent_folders(tmp_path) == ("",)


def test_windows_shares_are_known_by_their_names() -> None:
    assert places._is_remote_on_windows("\\\\server\\share\\archive")
    assert places._is_remote_on_windows("\\\\?\\UNC\\server\\share")
    if os.name != "nt":
        assert not places._is_remote_on_windows("\\\\?\\C:\\archive")


def test_long_paths() -> None:
    assert long_path("C:\\档案\\2025", windows=True) == "\\\\?\\C:\\档案\\2025"
    assert long_path("C:/档案/2025", windows=True) == "\\\\?\\C:\\档案\\2025"
    assert long_path("\\\\server\\share\\a", windows=True) == "\\\\?\\UNC\\server\\share\\a"
    assert long_path("\\\\?\\C:\\a", windows=True) == "\\\\?\\C:\\a"
    assert long_path("/srv/档案", windows=False) == "/srv/档案"


def test_the_users_folders_carry_the_tools_name() -> None:
    assert "archive-tool" in str(user_state())
    assert "archive-tool" in str(user_log())
