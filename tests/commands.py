"""Runs the command line as a person does, inside this process or in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive_tool.cli import main

PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ran:
    """What a command said and ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def all(self) -> str:
        return self.out + self.err


def run(folder: Path, *words: str | Path, lang: str = "zh") -> Ran:
    """`archive-tool -C folder --lang lang words…`; the exit code is always an int."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(["-C", str(folder), "--lang", lang, *map(str, words)])
        except SystemExit as ended:
            return Ran(int(ended.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("main returned")


def done(folder: Path, *words: str | Path, lang: str = "zh") -> Ran:
    """The same, and it must have worked."""
    ran = run(folder, *words, lang=lang)
    assert ran.code == 0, ran.all
    return ran


def start(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """The same in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "archive_tool", "-C", str(folder), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONUTF8": "1", **(env or {})},
    )


def is_one_line(text: str) -> bool:
    """A message for people: one line, no traceback, no message key."""
    return text.count("\n") == 1 and "Traceback" not in text and "{" not in text


def bytes_below(root: Path, *, besides: tuple[str, ...] = (".archive",)) -> dict[str, bytes]:
    """Every file below the root, byte for byte, without the tool's own folder."""
    found = {}
    for folder, folders, files in os.walk(os.fsencode(root)):
        folders[:] = [name for name in folders if os.fsdecode(name) not in besides]
        for name in files:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.fsdecode(os.path.relpath(path, os.fsencode(root)))] = file.read()
    return found


def looks_below(root: Path, *, besides: tuple[str, ...] = ("cache",)) -> dict[str, tuple[bytes, int]]:
    """Content and mtime (ns) of every file and folder below the root but the cache."""
    found: dict[str, tuple[bytes, int]] = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in besides]
        for name in [*folders, *files]:
            path = Path(folder, name)
            content = path.read_bytes() if path.is_file() else b""
            # Making the cache touches the folder that holds it.
            time = 0 if name == ".archive" else path.stat().st_mtime_ns
            found[path.relative_to(root).as_posix()] = (content, time)
    return found
