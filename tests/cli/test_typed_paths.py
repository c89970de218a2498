"""Paths as people type them: another Unicode form, another letter case, from another folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import done, run
from trees import Picture

Small = Callable[[Picture], Path]
LEAF = "2025/30 Money/Budgets"
ON_DISK = "2025 Pre\u0301vu 预算.txt"  # as macOS writes é


@pytest.fixture
def archive(small: Small) -> Path:
    made = small({f"{LEAF}/{ON_DISK}": "收入一百元", f"{LEAF}/2025 空.txt": ""})
    done(made, "sync")
    return made


@pytest.mark.parametrize("typed", ["2025 Prévu 预算.txt", "2025 prévu 预算.TXT", ON_DISK])
def test_a_record_is_shown_and_described(archive: Path, typed: str) -> None:
    assert [one["path"] for one in done(archive, "show", f"{LEAF}/{typed}", "--format", "json").json] == [
        f"{LEAF}/{ON_DISK}"
    ]
    done(archive, "describe", f"{LEAF}/{typed}", "--set", "annotation=原件")
    assert "原件" in (archive / f"{LEAF}/{ON_DISK}.meta.yaml").read_text("utf-8")


def test_from_the_folder_it_lies_in(archive: Path) -> None:
    found = done(archive / LEAF, "show", "2025 Prévu 预算.txt", "--format", "json").json
    assert [one["path"] for one in found] == [f"{LEAF}/{ON_DISK}"]


def test_a_folder_is_checked(archive: Path) -> None:
    for typed in (LEAF, LEAF.lower(), str(archive / LEAF.lower())):
        found = run(archive, "check", typed, "--format", "json").json["findings"]
        assert "file/empty" in [one["code"] for one in found]
    assert run(archive, "check", "2025/30 Monney").code == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_by_another_name_of_the_root(archive: Path) -> None:
    other = archive.with_name("另名")
    other.symlink_to(archive, target_is_directory=True)
    assert len(done(archive, "show", str(other / LEAF / ON_DISK), "--format", "json").json) == 1
    assert run(archive, "show", str(archive.parent / "别处")).code == 2
