"""Half-made results of killed runs go; whatever is young, or not only ours, stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from trees import make_tree

from archive_tool.adapters.leftovers import OLD_SECONDS, sweep

PARTS = ("evidence", "index.html")
NOW = time.time()
OLD = NOW - OLD_SECONDS - 60


def swept(folder: Path) -> list[str]:
    sweep(str(folder), PARTS, NOW)
    return sorted(path.name for path in folder.iterdir())


def aged(folder: Path, *, but: str = "") -> None:
    """Everything is old, but for one name."""
    for place, _, files in os.walk(folder, topdown=False):
        for name in files:
            os.utime(Path(place, name), (OLD, OLD) if name != but else None)
        os.utime(place, (OLD, OLD))


def test_old_files_and_folders_of_ours_go(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {
            ".archive-tool-4242.tmp": "half",
            ".archive-tool-00ff00ff00ff00ff.tmp": {"evidence": {"0001-01_甲.pdf": "x"}, "index.html": "x"},
        },
    )
    aged(tmp_path)
    assert swept(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        "报告.docx",
        ".archive-tool-甲.tmp",
        ".archive-tool-12.tmp.docx",
        "archive-tool-12.tmp",
        ".~archive-tool-x-1.tmp",
    ],
)
def test_what_is_called_otherwise_stays(tmp_path: Path, name: str) -> None:
    make_tree(tmp_path, {name: "x"})
    aged(tmp_path)
    assert swept(tmp_path) == [name]


def test_what_a_run_is_writing_now_stays(tmp_path: Path) -> None:
    make_tree(tmp_path, {".archive-tool-1.tmp": "x", ".archive-tool-2.tmp": {"evidence": {"新.pdf": "x"}}})
    os.utime(tmp_path / ".archive-tool-2.tmp", (OLD, OLD))
    os.utime(tmp_path / ".archive-tool-2.tmp" / "evidence", (OLD, OLD))
    assert swept(tmp_path) == [".archive-tool-1.tmp", ".archive-tool-2.tmp"]


def test_a_folder_with_a_persons_file_in_it_stays(tmp_path: Path) -> None:
    make_tree(tmp_path, {".archive-tool-1.tmp": {"evidence": {}, "我的.docx": "x"}})
    aged(tmp_path)
    assert swept(tmp_path) == [".archive-tool-1.tmp"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows tells no number of a user")
def test_what_another_user_made_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_tree(tmp_path, {".archive-tool-1.tmp": "x"})
    aged(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert swept(tmp_path) == [".archive-tool-1.tmp"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    kept = make_tree(tmp_path / "别处", {"evidence": {"甲.pdf": "x"}})
    (tmp_path / "out").mkdir()
    try:
        (tmp_path / "out" / ".archive-tool-1.tmp").symlink_to(kept, target_is_directory=True)
    except OSError:
        pytest.skip("no right to make links")
    aged(tmp_path)
    swept(tmp_path / "out")
    assert (kept / "evidence" / "甲.pdf").exists()


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    sweep(str(tmp_path / "没有"), PARTS, NOW)
