"""One writer at a time, between processes and within one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive_tool.adapters.writer_lock import held_by, writer_lock
from archive_tool.core.errors import CannotRun

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
OTHER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from archive_tool.adapters.writer_lock import writer_lock
from archive_tool.core.errors import CannotRun
try:
    with writer_lock(Path(sys.argv[1]), lambda: datetime(2026, 3, 15, tzinfo=UTC)):
        print("mine", flush=True)
        if sys.argv[2] == "wait":
            sys.stdin.readline()
except CannotRun as held:
    print(held.key, held.params["pid"], held.params["host"], held.params["since"])
"""


def other(root: Path, then: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OTHER, str(root), then],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_another_process_is_told_who_holds_it(tmp_path: Path) -> None:
    with writer_lock(tmp_path, lambda: NOON):
        said, _ = other(tmp_path, "go").communicate(timeout=30)
    assert said.split() == ["lock.held", str(os.getpid()), socket.gethostname(), "2026-03-14T12:00:00+00:00"]
    said, _ = other(tmp_path, "go").communicate(timeout=30)
    assert said.split() == ["mine"]


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    with other(tmp_path, "wait") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        with pytest.raises(CannotRun) as stopped, writer_lock(tmp_path, lambda: NOON):
            pass
        assert stopped.value.key == "lock.held"
        assert stopped.value.params["pid"] == holder.pid
        holder.kill()
    with writer_lock(tmp_path, lambda: NOON):
        assert json.loads((tmp_path / ".archive/lock.json").read_text())["pid"] == os.getpid()


def test_not_twice_within_one_process(tmp_path: Path) -> None:
    with writer_lock(tmp_path, lambda: NOON):
        with pytest.raises(CannotRun) as stopped, writer_lock(tmp_path, lambda: NOON):
            pass
        assert stopped.value.params["pid"] == os.getpid()
        assert (tmp_path / ".archive/lock.json").exists()


def test_it_is_let_go_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writer_lock(tmp_path, lambda: NOON):
        raise ZeroDivisionError
    assert not (tmp_path / ".archive/lock.json").exists()
    with writer_lock(tmp_path, lambda: NOON):
        pass


def test_a_holder_that_has_not_yet_said_who_it_is(tmp_path: Path) -> None:
    with writer_lock(tmp_path, lambda: NOON):
        (tmp_path / ".archive/lock.json").write_text("{")
        with pytest.raises(CannotRun) as stopped, writer_lock(tmp_path, lambda: NOON):
            pass
    assert stopped.value.params == {"pid": 0, "host": "?", "since": "?"}


def test_where_no_lock_can_be_made(tmp_path: Path) -> None:
    (tmp_path / ".archive").write_text("in the way")
    with pytest.raises(CannotRun) as stopped, writer_lock(tmp_path, lambda: NOON):
        pass
    assert (stopped.value.key, stopped.value.file) == ("lock.unwritable", ".archive/lock")


def test_who_holds_it_can_be_asked_without_taking_it(tmp_path: Path) -> None:
    assert held_by(tmp_path) == {}
    with writer_lock(tmp_path, lambda: NOON):
        assert held_by(tmp_path) == {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": "2026-03-14T12:00:00+00:00",
        }
    with other(tmp_path, "wait") as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
    assert (tmp_path / ".archive/lock.json").exists()
    assert held_by(tmp_path) == {}  # it died without a word
