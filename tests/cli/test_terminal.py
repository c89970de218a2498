"""Commands at a real terminal, in a pipe, in old encodings: what fits, what is coloured, where progress goes."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import PACKAGE
from screens import ESCAPES, cells

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
AUDIT = ("audit", "--year", "2025", "--as-of", "2025-12-31")
DEEP = "2025/06_学习教育/03_集中学习/2025-11-03 学习"
LONG = "关于认真学习贯彻上级有关会议精神并结合本校实际抓好落实的若干意见（征求意见稿）第三次修改.txt"
COMMANDS = {
    "audit": AUDIT,
    "audit -v": (*AUDIT, "-v"),
    "check": ("check",),
    "check -v": ("check", "-v"),
    "status": ("status",),
    "search": ("search", "党支部"),
    "show": ("show", DEEP),
    "sync": ("sync",),
    "doctor": ("doctor",),
}


@dataclass(frozen=True)
class Seen:
    """What was written to each stream, as bytes."""

    out: bytes
    err: bytes

    @property
    def lines(self) -> list[str]:
        return ESCAPES.sub("", self.out.decode()).splitlines()


def clean(env: Mapping[str, str] | None) -> dict[str, str]:
    """The environment without what says how to show things, and with what is told."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")}
    return {**kept, "PYTHONPATH": str(PACKAGE), "PYTHONUTF8": "1", "TERM": "xterm", **(env or {})}


def piped(archive: Path, *words: str, env: Mapping[str, str] | None = None, lang: str = "zh") -> Seen:
    command = [sys.executable, "-m", "archive_tool", "-C", str(archive), "--lang", lang, *words]
    ran = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, env=clean(env), timeout=60, check=False
    )
    return Seen(ran.stdout, ran.stderr)


def at_terminal(
    archive: Path,
    *words: str,
    width: int = 80,
    env: Mapping[str, str] | None = None,
    lang: str = "zh",
    only: str = "",
) -> Seen:
    """With both streams, or only "out" or "err", on a terminal of their own."""
    import fcntl
    import pty
    import termios

    import terminals

    ends = {name: pty.openpty() if only in ("", name) else os.pipe() for name in ("out", "err")}
    for _, theirs in ends.values():
        if os.isatty(theirs):
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    command = ["-C", str(archive), "--lang", lang, *words]
    started = terminals.start(command, clean(env), ends["out"][1], ends["err"][1])
    for _, theirs in ends.values():
        os.close(theirs)
    # Both at once: a command that has filled one stream waits before it goes on with the other.
    with ThreadPoolExecutor(2) as readers:
        out, err = readers.map(everything, (ours for ours, _ in ends.values()))
    started.join(60)
    return Seen(out.replace(b"\r\n", b"\n"), err)


def everything(descriptor: int) -> bytes:
    """What comes until the other side has closed."""
    found = b""
    while True:
        try:
            data = os.read(descriptor, 65536)
        except OSError:  # Linux's way to say so
            data = b""
        if not data:
            os.close(descriptor)
            return found
        found += data


@pytest.fixture
def troubled(sample: Path) -> Path:
    """The sample with names that are hard to show."""
    folder = sample / DEEP
    folder.mkdir(parents=True)
    (folder / LONG).write_text("学习", encoding="utf-8")
    (folder / "表情😀名称 cafe\u0301.txt").write_text("学习", encoding="utf-8")
    if sys.platform != "win32":
        (folder.parent / "2025-11-04 坏\n名\t表\x1b[31m红.txt").write_text("学习", encoding="utf-8")
    return sample


@on_posix
@pytest.mark.parametrize(
    ("command", "width"),
    [*((command, 60) for command in COMMANDS), ("audit", 80), ("audit", 120), ("show", 80)],
)
def test_no_line_is_wider_than_the_terminal(troubled: Path, command: str, width: int) -> None:
    seen = at_terminal(troubled, *COMMANDS[command], width=width, only="out")
    wide = [line for line in seen.lines if cells(line) > width]
    assert seen.lines
    assert not wide


@on_posix
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["audit", "check", "status"])
def test_the_first_answer_fits_one_screen(troubled: Path, command: str, lang: str) -> None:
    assert len(at_terminal(troubled, *COMMANDS[command], lang=lang, only="out").lines) <= 40


@on_posix
def test_a_terminal_gets_colours_and_no_color_takes_every_code_away(troubled: Path) -> None:
    for words in COMMANDS.values():
        coloured = at_terminal(troubled, *words, only="out")
        plain = at_terminal(troubled, *words, only="out", env={"NO_COLOR": "1"})
        assert b"\x1b[" in coloured.out, words
        assert b"\x1b" not in plain.out, words
    assert (
        "**党支部**"
        in b"".join(
            [at_terminal(troubled, "search", "党支部", env={"NO_COLOR": "1"}, only="out").out]
        ).decode()
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_gets_plain_text_and_whole_paths(troubled: Path, command: str) -> None:
    seen = piped(troubled, *COMMANDS[command])
    assert b"\x1b" not in seen.out
    assert seen.err == b""
    assert not [line for line in seen.lines if "…" in line and "/" in line.partition("…")[2]]
    assert not [line for line in seen.lines if line != line.rstrip()]


def test_a_pipe_gets_the_same_rows_however_wide_the_window_is(troubled: Path) -> None:
    narrow = piped(troubled, *AUDIT, env={"COLUMNS": "40", "LINES": "10"})
    assert narrow == piped(troubled, *AUDIT, env={"COLUMNS": "200", "LINES": "90"})
    assert (
        "2025/13_品牌载体与典型案例/05_典型案例/2025-10-30 图书室多开一小时/照片说明.txt"
        in narrow.out.decode()
    )


@pytest.mark.parametrize("encoding", ["gbk", "cp437"])
@pytest.mark.parametrize("command", ["audit", "audit -v", "search", "show", "sync"])
def test_old_encodings_never_fail(troubled: Path, command: str, encoding: str) -> None:
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    lang = "zh" if encoding.startswith("gb") else "en"
    seen = piped(troubled, *COMMANDS[command], env=env, lang=lang)
    told = seen.out.decode(encoding)
    assert told.strip()
    assert b"Traceback" not in seen.err
    assert "█" not in told
    if command == "audit":
        assert re.search(r"^05 .* #+\.* +\d+%", told, re.MULTILINE)


@on_posix
def test_a_gbk_terminal_gets_typed_bars(troubled: Path) -> None:
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"}
    told = ESCAPES.sub("", at_terminal(troubled, *AUDIT, env=env, only="out").out.decode("gbk"))
    assert re.search(r"^05 组织生活 +#+\.+ +\d+%", told, re.MULTILINE)
    assert max(cells(line) for line in told.splitlines()) <= 80


@on_posix
def test_progress_is_seen_at_a_terminal_and_results_go_where_they_are_sent(troubled: Path) -> None:
    """`sync > file` at a terminal: the bars are watched, the file holds the results and nothing else."""
    (troubled / ".archive/cache/state.db").unlink()
    seen = at_terminal(troubled, "sync", only="err")
    told = seen.err.decode()
    assert "读取文件" in told
    assert "建立索引" in told
    assert re.search(r"每秒 \d", told)
    assert re.search(r"\d+/\d+", told)
    assert seen.out.decode().startswith("读取文件")
    assert b"\x1b" not in seen.out


@on_posix
@pytest.mark.parametrize("words", [("sync",), ("index", "rebuild")])
def test_progress_is_silent_without_a_terminal(troubled: Path, words: tuple[str, ...]) -> None:
    assert piped(troubled, *words).err == b""
    assert at_terminal(troubled, *words, only="out").err == b""
    assert at_terminal(troubled, *words, only="err", env={"TERM": "dumb"}).err == b""


def test_json_is_the_same_for_any_terminal(troubled: Path) -> None:
    one = piped(troubled, *AUDIT, "--format", "json", env={"COLUMNS": "40"})
    two = piped(troubled, *AUDIT, "-v", "--format", "json", env={"NO_COLOR": "1"})
    assert one == two
