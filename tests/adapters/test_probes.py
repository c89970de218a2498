"""The probes of doctor: they measure what is there, and are gone without a trace whatever happens."""

from __future__ import annotations

import errno
import os
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from trees import make_tree, read_tree

from archive_tool.adapters import places
from archive_tool.adapters.probes import limits, posix_rights, windows_rights
from archive_tool.adapters.probes.scratch import PREFIX, STALE_SECONDS, scratch_folder, try_out
from archive_tool.adapters.scan import scan
from archive_tool.adapters.tree_writer.rename import rename_new, sync_folder
from archive_tool.core.health.disk import LONGEST_NAME, Scratch

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")


def hears(folder: Path, act: Callable[[], object]) -> bool:
    act()
    return (folder / "event.txt").exists()


def tried(
    folder: Path,
    rename: Callable[[str, str], None] = rename_new,
    sync: Callable[[str], None] = sync_folder,
    listen: Callable[[Path, Callable[[], object]], bool] = hears,
) -> Scratch:
    return try_out(folder / ".archive", rename, sync, listen)


def test_a_sound_disk_passes_and_nothing_is_left(tmp_path: Path) -> None:
    before = read_tree(make_tree(tmp_path, {".archive/journal/1.json": "{}", "a.txt": "x"}), skip=())
    found = tried(tmp_path)
    assert (found.write, found.fsync, found.rename, found.lock, found.events) == ("", "", "", "", True)
    assert (found.name_kept, found.longest_name) == (True, LONGEST_NAME)
    assert abs(found.skew) < 2
    assert read_tree(tmp_path, skip=()) == before


def test_a_folder_that_was_not_there_is_not_there_afterwards(tmp_path: Path) -> None:
    assert tried(tmp_path).write == ""
    assert list(tmp_path.iterdir()) == []


def test_a_rename_that_overwrites_is_found_out(tmp_path: Path) -> None:
    assert "overwritten" in tried(tmp_path, rename=os.replace).rename


@pytest.mark.parametrize(
    ("step", "error"), [("rename", OSError(errno.EPERM, "no")), ("sync", OSError(errno.EINVAL, "no"))]
)
def test_what_the_system_refuses_is_told_in_its_words(tmp_path: Path, step: str, error: OSError) -> None:
    def refuse(*_: object) -> None:
        raise error

    found = tried(tmp_path, **{step: refuse})
    assert {"rename": found.rename, "sync": found.fsync}[step] == "no"
    assert list(tmp_path.iterdir()) == []


def test_a_system_that_cannot_listen_is_no_silent_disk(tmp_path: Path) -> None:
    def deaf(folder: Path, act: Callable[[], object]) -> bool:
        raise OSError(errno.EMFILE, "too many watches")

    assert tried(tmp_path, listen=deaf).deaf == "too many watches"
    assert tried(tmp_path, listen=deaf).events is None
    assert tried(tmp_path, listen=lambda folder, act: False).events is False


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_an_interruption_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    def interrupted(folder: Path, act: Callable[[], object]) -> bool:
        assert list((tmp_path / ".archive").iterdir()) == [folder]
        raise error

    with pytest.raises(error):
        tried(tmp_path, listen=interrupted)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    operation = make_tree(
        tmp_path / ".archive", {f"{PREFIX}old/x.txt": "", f"{PREFIX}new/x.txt": "", "lock": ""}
    )
    old = time.time() - STALE_SECONDS - 60
    os.utime(operation / f"{PREFIX}old", (old, old))
    with scratch_folder(operation):
        pass
    assert sorted(path.name for path in operation.iterdir()) == [f"{PREFIX}new", "lock"]


def test_where_nothing_can_be_written_that_is_all_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "mkdir", refuse)
    assert tried(tmp_path) == Scratch(write="Read-only file system")


def test_a_disk_with_short_names_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on an encrypted share, where a name has 143 bytes."""
    write = Path.write_bytes

    def short(path: Path, data: bytes) -> int:
        if len(os.fsencode(path.name)) > 145:
            raise OSError(errno.ENAMETOOLONG, "File name too long")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", short)
    assert tried(tmp_path).longest_name == 47


def test_files_are_opened_for_a_moment_and_the_clouds_are_not(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a/1.txt": "x", "a/2.txt": "y", "b.txt": "z"})
    entries, _ = scan(tmp_path, lambda path, folder: False)
    assert limits.unopenable(tmp_path, entries, 2) == (2, ())
    gone = tuple(entry._replace(offline=True, path="nowhere") for entry in entries if entry.kind == "file")
    assert limits.unopenable(tmp_path, gone, 9) == (0, ())
    closed = entries[0]._replace(kind="unreadable", reason="Permission denied")
    assert limits.unopenable(tmp_path, (closed,), 9) == (0, ("a (Permission denied)",))


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_tree(tmp_path, {"甲.txt": "x", "乙.txt": "y"})
    entries, _ = scan(tmp_path, lambda path, folder: False)
    opened = open

    def refuses(path: str, *rest: object) -> object:
        if path.endswith("甲.txt"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return opened(path, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", refuses)
    assert limits.unopenable(tmp_path, entries, 9)[1] == ("甲.txt (Permission denied)",)


def test_free_space_is_that_of_the_nearest_folder_that_is_there(tmp_path: Path) -> None:
    assert limits.free_bytes(tmp_path / "not" / "yet") > 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify")
def test_linux_says_how_many_folders_may_be_watched() -> None:
    assert (limits.watch_limit() or 0) > 0


def test_the_file_system_has_a_name(tmp_path: Path) -> None:
    assert places.file_system(tmp_path) or sys.platform == "win32"


# Who can open a folder.


@pytest.mark.parametrize(
    ("mode", "above", "open_"),
    [
        (0o755, [0o755, 0o755], True),
        (0o755, [0o711, 0o755], True),
        (0o750, [0o755, 0o755], False),
        (0o751, [0o755, 0o755], False),
        (0o755, [0o750, 0o755], False),
        (0o755, [0o755, 0o700], False),
    ],
)
def test_others_can_open_what_they_can_reach(mode: int, above: list[int], open_: bool) -> None:
    assert posix_rights.others_open(mode, above) is open_


@on_posix
def test_a_folder_closed_to_others_and_open_to_a_group_names_the_group(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    found = posix_rights.openness(tmp_path, "07")
    assert (found.everyone, len(found.named), found.reason) == ((), 1, "")
    tmp_path.chmod(0o700)
    assert posix_rights.openness(tmp_path, "07").named == ()


@on_posix
def test_a_folder_that_is_gone_is_not_taken_for_closed(tmp_path: Path) -> None:
    assert posix_rights.openness(tmp_path / "nowhere", "nowhere").reason


def acl(*entries: tuple[int, int, int]) -> bytes:
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def test_an_access_control_list_names_who_reads_and_its_mask_holds() -> None:
    everyone = acl(
        (0x01, 7, 0xFFFFFFFF), (0x02, 5, 1001), (0x02, 4, 1002), (0x08, 7, 2001), (0x10, 7, 0xFFFFFFFF)
    )
    assert list(posix_rights.listed(everyone)) == [
        (0x01, 0xFFFFFFFF),
        (0x02, 1001),
        (0x08, 2001),
        (0x10, 0xFFFFFFFF),
    ]
    masked = acl((0x02, 7, 1001), (0x08, 7, 2001), (0x10, 0, 0xFFFFFFFF))
    assert list(posix_rights.listed(masked)) == []
    assert list(posix_rights.listed(b"")) == []


@pytest.mark.parametrize(
    ("described", "groups"),
    [
        ("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;S-1-5-21-1-2-3-1001)", set()),
        ("D:AI(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)", {"users"}),
        ("D:(A;OICI;FA;;;WD)", {"everyone"}),
        ("D:(A;OICI;GR;;;S-1-1-0)", {"everyone"}),
        ("D:(A;OICI;0x1301bf;;;AU)", {"authenticated-users"}),
        ("D:(A;;0x1200a9;;;S-1-5-21-11-22-33-513)", {"domain-users"}),
        ("D:(A;OICIIO;GA;;;BU)", set()),  # only for what lies below
        ("D:(A;CI;LCSW;;;BU)", set()),  # no reading
        ("D:(D;;FA;;;BU)(A;;FA;;;BU)", set()),
        ("D:NO_ACCESS_CONTROL", {"everyone"}),
        ("D:", set()),
        ("O:BAG:SYD:(A;;FA;;;BA)S:(AU;SAFA;FA;;;WD)", set()),  # what is watched is not what is allowed
    ],
)
def test_windows_is_read_by_the_numbers_of_its_groups(described: str, groups: set[str]) -> None:
    assert set(windows_rights.everybody(described)) == groups


def test_windows_that_cannot_be_asked_is_unknown_not_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: object, **__: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "icacls")

    monkeypatch.setattr("subprocess.run", absent)
    assert "icacls" in windows_rights.openness(tmp_path, "07").reason


def test_what_icacls_saves_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def saves(command: list[str], **_: object) -> None:
        assert command[:2] == ["icacls", str(tmp_path)]
        text = "07_发展党员\r\nD:AI(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)\r\n"
        Path(command[3]).write_bytes(text.encode("utf-16-le"))

    monkeypatch.setattr("subprocess.run", saves)
    assert windows_rights.openness(tmp_path, "07").everyone == ("users",)
