"""Files that give way as a whole, though somebody reads them just then (Windows)."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive_tool.adapters import replacing, written
from archive_tool.adapters.journal import Journal, purge, read_journal
from archive_tool.adapters.replacing import replaced
from archive_tool.adapters.search.fingerprints import Fingerprints
from archive_tool.core.filing import FilingPlan, MakeFolder

DENIED, SHARED = 5, 32  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION
Reads = Callable[..., None]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Somebody has the file open while it is to be replaced, so many times."""
    real = os.replace
    monkeypatch.setattr(replacing, "_SECONDS_TO_RETRY", (0.0, 0.0, 0.0))

    def act(times: int, code: int = DENIED) -> None:
        left = iter(range(times))

        def replace(source: str, target: str) -> None:
            if next(left, None) is not None:
                error = PermissionError(errno.EACCES, "Access is denied")
                error.winerror = code  # type: ignore[attr-defined,unused-ignore]
                raise error
            real(source, target)

        monkeypatch.setattr(os, "replace", replace)

    return act


@pytest.mark.parametrize("code", [DENIED, SHARED])
def test_who_reads_for_a_moment_is_waited_for(tmp_path: Path, reads: Reads, code: int) -> None:
    (tmp_path / "file").write_text("old")
    reads(3, code)
    assert replaced(tmp_path / "file", (b"ne", b"w")) == 3
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "new"}


def test_who_reads_for_good_keeps_the_old(tmp_path: Path, reads: Reads) -> None:
    (tmp_path / "file").write_text("old")
    reads(99)
    with pytest.raises(PermissionError):
        replaced(tmp_path / "file", (b"new",))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "old"}


def test_what_is_no_matter_of_waiting_is_raised_at_once(tmp_path: Path, reads: Reads) -> None:
    (tmp_path / "file").mkdir()
    waited: list[float] = []
    with pytest.raises(OSError):
        replaced(tmp_path / "file", (b"new",), pause=waited.append)
    assert waited == []
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_fingerprints_of_the_index(tmp_path: Path, reads: Reads) -> None:
    reads(3)
    Fingerprints(tmp_path / "paths.jsonl", {}).change({"a": "1"})
    known = Fingerprints.read(tmp_path / "paths.jsonl")
    assert known is not None and known.by_path == {"a": "1"}


def test_the_journal_out_of_which_a_secret_is_taken(tmp_path: Path, reads: Reads) -> None:
    Journal(tmp_path, lambda: datetime(2026, 3, 1, tzinfo=UTC)).begin(
        FilingPlan("folders", (MakeFolder("2026/secret"),))
    )
    reads(3)
    purge(tmp_path, ["2026/secret"], ".meta.yaml")
    assert [entry["actions"] for entry in read_journal(tmp_path)] == [[{"do": "purged"}]]


def test_the_memory_of_results(tmp_path: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MOST", 4)
    reads(3)
    for number in range(5):
        written.remember(str(number).encode(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [written.FILE]
    assert (tmp_path / written.FILE).stat().st_size == 2 * written.LINE
