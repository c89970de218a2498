"""What ends a command is told, even where the telling fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from commands import PACKAGE, is_one_line

from archive_tool.cli.boundary import CRASH, USAGE, boundary
from archive_tool.cli.shell import Shell
from archive_tool.core.catalog import Catalog, Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.core.label import Label

# A text that cannot be filled in.
BROKEN = Speaker(Catalog({"error.line": Label("{", "{"), "usage.error": Label("{", "{")}, {}), "zh")


@pytest.mark.parametrize(
    "error", [CannotRun("甲.乙", file="archive.yaml", line=3), click.UsageError("甲.乙")]
)
def test_an_error_whose_words_fail_is_told_by_its_key(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    with boundary() as guard:
        guard.shell = Shell(Path(), BROKEN)
        raise error
    told = capsys.readouterr().err
    assert guard.code == USAGE
    assert "甲.乙" in told
    assert told.count("\n") == 1


def shell(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    """A line of the shell; $T is the tool."""
    tool = f'"{sys.executable}" -m archive_tool'
    env = {**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONUTF8": "1", "HOME": str(home)}
    words = ["sh", "-c", line.replace("$T", tool)]
    return subprocess.run(words, cwd=home, env=env, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.skipif(os.name == "nt", reason="closes streams as a POSIX shell does")
@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "words", ["schema check minimal", "profile list", "doctor", "init archive", "init --format json other"]
)
def test_a_command_without_streams_does_its_work(words: str, closed: str, tmp_path: Path) -> None:
    ran = shell(f"$T {words} {closed}", tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (tmp_path / words.split()[-1] / "archive.yaml").is_file() == words.startswith("init")


@pytest.mark.skipif(os.name == "nt", reason="a pipe of a POSIX shell")
@pytest.mark.parametrize("words", ["schema check minimal", "profile list", "profile list --format json"])
def test_a_reader_that_has_seen_enough_is_no_failure(words: str, tmp_path: Path) -> None:
    ran = shell(f"{{ $T {words}; echo $? >&2; }} | true", tmp_path)
    assert ran.stderr == "0\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs the device that is always full")
@pytest.mark.parametrize(
    "words", ["schema check minimal", "profile list", "--help", "profile list --format json"]
)
def test_a_full_disk_under_standard_output_is_told(words: str, tmp_path: Path) -> None:
    ran = shell(f"$T --lang en {words} > /dev/full", tmp_path)
    assert ran.returncode == USAGE
    assert is_one_line(ran.stderr)
    assert "standard output" in ran.stderr


def test_a_failure_of_another_file_is_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shell, "write_log", lambda shell, details: tmp_path / "log")
    with boundary() as guard:
        guard.shell = Shell(Path(), BROKEN)
        raise OSError(28, "No space left on device")
    assert guard.code == CRASH
