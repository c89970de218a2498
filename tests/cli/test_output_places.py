"""How a result comes into its place: whole, over nothing that came meanwhile, and told by the name the user gave."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

import pytest
from commands import bytes_below, done, is_one_line, run
from PIL import Image
from trees import Picture, make_tree

from archive_tool.adapters import places
from archive_tool.app import output, pack, pack_folder
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Problem
from archive_tool.core.pack import Outcome

Small = Callable[..., Path]
PICTURE: Picture = {"2025/30 Money/Budgets": {"2025 预算.txt": "收入"}}
DAY = ("audit", "--as-of", "2025-12-31")


def ours(file: IO[bytes]) -> bool:
    return file.read(4) == b"ours"


def refuses(code: int) -> Callable[..., Any]:
    def refused(first: Any, *_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code), str(first))

    return refused


def test_what_came_while_it_was_made_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    assert output.ready(target, None, ours) == target
    with output.beside(target, target) as new:
        new.write_bytes(b"ours")
        target.write_bytes(b"mine")
        with pytest.raises(CannotRun, match=r"output\.kept"):
            output.put(new, target, target, ours)
    assert bytes_below(tmp_path) == {"a.pdf": b"mine"}


def test_what_comes_at_the_last_moment_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, rename = tmp_path / "a.pdf", output.rename_new

    def slow(source: str, place: str) -> None:
        target.write_bytes(b"mine")
        rename(source, place)

    monkeypatch.setattr(output, "rename_new", slow)
    with pytest.raises(CannotRun, match=r"output\.kept"):
        output.write(b"ours", target, None, ours)
    assert bytes_below(tmp_path) == {"a.pdf": b"mine"}


@pytest.mark.parametrize("name", ["迎检.pdf", "迎检"])
def test_a_pack_does_not_replace_what_came_while_it_was_made(
    small: Small, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, words_of = small(PICTURE), pack.words_of
    mine = tmp_path / name / "我的.txt" if not name.endswith(".pdf") else tmp_path / name

    def slow(*given: Any) -> Any:
        mine.parent.mkdir(exist_ok=True)
        mine.write_text("我的", encoding="utf-8")
        return words_of(*given)

    for module in (pack, pack_folder):
        monkeypatch.setattr(module, "words_of", slow)
    before = set(tmp_path.iterdir())
    ran = run(archive, "inspection-pack", "--as-of", "2025-12-31", "-o", tmp_path / name)
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert mine.read_text("utf-8") == "我的"
    assert set(tmp_path.iterdir()) - before == {tmp_path / name}


def test_a_name_that_another_took_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Iterator[str] = iter(["same", "same", "other"])
    monkeypatch.setattr(output, "token_hex", lambda _: next(drawn))
    target = tmp_path / "a.docx"
    with output.beside(target, target) as first:
        first.write_bytes(b"half made")
        with pytest.raises(CannotRun, match=r"write\.refused"):
            output.write(b"ours", target, None, ours)
        assert first.read_bytes() == b"half made"
        output.write(b"ours", target, None, ours)
    assert bytes_below(tmp_path) == {"a.docx": b"ours"}


def test_the_same_number_of_a_process_is_no_collision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 4242)
    (tmp_path / ".archive-tool-4242.tmp").write_bytes(b"of another computer")
    output.write(b"ours", tmp_path / "a.docx", None, ours)
    assert sorted(bytes_below(tmp_path)) == [".archive-tool-4242.tmp", "a.docx"]


def test_a_folder_that_another_is_making_is_left_to_it(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = small(PICTURE)
    monkeypatch.setattr(output, "token_hex", lambda _: "same")
    other = tmp_path / ".archive-tool-same.tmp" / "evidence"
    other.mkdir(parents=True)
    ran = run(archive, "inspection-pack", "--as-of", "2025-12-31", "-o", tmp_path / "迎检")
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert other.is_dir() and not (tmp_path / "迎检").exists()


@pytest.mark.parametrize(
    ("before", "where", "step", "code", "said"),
    [
        # Open in another program, which is told with what to do.
        ({"a.docx": b"ours, older"}, Path, "open", errno.EACCES, "output.locked"),
        ({"a.docx": b"ours, older"}, os, "replace", errno.EACCES, "output.locked"),
        # A disk that is full or may not be written.
        ({}, os, "fsync", errno.ENOSPC, "write.refused"),
        ({}, output, "open", errno.EROFS, "write.refused"),
    ],
    ids=["to look at it", "to replace it", "full", "read-only"],
)
def test_what_the_disk_refuses_is_told_by_the_name_that_was_given(
    before: Picture,
    where: Any,
    step: str,
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = make_tree(tmp_path, before) / "a.docx"
    monkeypatch.setattr(where, step, refuses(code), raising=where is not output)
    with pytest.raises(CannotRun, match=re.escape(f" {said} ")) as told:
        output.write(b"ours", target, None, ours)
    monkeypatch.undo()
    assert told.value.file == str(target)
    assert bytes_below(tmp_path) == before


def test_what_is_open_elsewhere_is_told_before_the_work(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, target = small(PICTURE), tmp_path / "a.docx"
    assert run(archive, *DAY, "--format", "docx", "-o", target).code in (0, 1)
    opened = Path.open
    monkeypatch.setattr(
        Path,
        "open",
        lambda path, *how, **more: (refuses(errno.EACCES) if path == target else opened)(path, *how, **more),
    )
    monkeypatch.setattr("archive_tool.app.judge.audit_since", refuses(errno.EIO))
    ran = run(archive, *DAY, "--format", "docx", "-o", target)
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert str(target) in ran.err and "Word" in ran.err


def test_a_full_disk_for_temporary_files_is_one_line(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = small(PICTURE)
    monkeypatch.setattr("xlsxwriter.packager.Packager._create_package", refuses(errno.ENOSPC))
    for words in ((*DAY, "--format", "xlsx"), ("audit", archive, "--format", "xlsx")):
        ran = run(archive, *words, "-o", tmp_path / "a.xlsx")
        assert (ran.code, is_one_line(ran.err)) == (2, True), ran.all
        assert os.strerror(errno.ENOSPC) in ran.err
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize("name", ["迎检.pdf", "迎检"])
def test_a_full_disk_makes_no_document_of_a_pack_look_damaged(
    small: Small, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("RGB", (40, 30), "red").save(tmp_path / "photo.jpg")
    archive = small(
        {
            "2025/10 Running the club/Meetings/2025-03-14 社员大会": {
                "会议记录.txt": "大会",
                "照片.jpg": (tmp_path / "photo.jpg").read_bytes(),
            }
        }
    )
    done(archive, "sync")
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(pack, "_outcome", lambda *_: Outcome(problem=Problem("damaged", "")))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=pack.LEAST_ROOM - 1))
    ran = run(archive, "inspection-pack", "--as-of", "2025-12-31", "-o", tmp_path / name)
    assert (ran.code, is_one_line(ran.err)) == (2, True), ran.all
    assert os.strerror(errno.ENOSPC) in ran.err
    assert set(tmp_path.iterdir()) == before


def test_a_whole_disk_is_no_folder_for_a_pack(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, stick = small(PICTURE), tmp_path / "盘"
    stick.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda place: str(place) == str(stick))
    monkeypatch.setattr(pack_folder, "prepare", refuses(errno.EIO))
    ran = run(archive, "inspection-pack", "-o", stick)
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert os.path.join(stick, "迎检") in ran.err


def test_the_root_of_a_disk_is_no_folder_for_a_pack(small: Small) -> None:
    ran = run(small(PICTURE), "inspection-pack", "-o", Path(Path.cwd().anchor))
    assert (ran.code, is_one_line(ran.err)) == (2, True)


@pytest.mark.skipif(sys.platform != "linux", reason="another spelling of every path")
@pytest.mark.parametrize("name", ["a.json", "a.xlsx", "迎检", "迎检.pdf"])
def test_every_call_takes_the_spelling_for_long_paths(
    small: Small, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    r"""As `\\?\` on Windows: a path that only whoever asked for it knows."""
    archive, rename = small(PICTURE), output.rename_new
    seen: list[str] = []

    def spelt(path: str) -> str:
        return path if path.startswith("/proc/self/root/") else f"/proc/self/root{path}"

    def renamed(source: str, place: str) -> None:
        seen.extend((source, place))
        rename(source, place)

    for module in (output, pack_folder):
        monkeypatch.setattr(module, "rename_new", renamed)
    monkeypatch.setattr(places, "long_path", spelt)
    words = (
        ("inspection-pack",) if name.startswith("迎检") else ("audit", "--format", name.rpartition(".")[2])
    )
    ran = run(archive, *words, "--as-of", "2025-12-31", "-o", tmp_path / name)
    assert ran.code in (0, 1), ran.err
    assert (tmp_path / name).exists()
    assert seen and all(path.startswith("/proc/self/root/") for path in seen)
