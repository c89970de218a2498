"""JSON that programs can read, whatever code page standard output has."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import done
from trees import Picture

from archive_tool.cli import main

ODD = "2025/30 Money/Budgets/2025 预算 señor 甲\u00a0乙 \U0001f600.txt"
COMMANDS = (
    ("check",),
    ("audit", "--as-of", "2025-08-01"),
    ("due", "--as-of", "2025-08-01"),
    ("report", "chronicle", "--as-of", "2025-08-01"),
    ("search", "预算"),
    ("show", ODD),
    ("status",),
    ("sync",),
    ("profile", "list"),
    ("schema", "check"),
)


def told(archive: Path, encoding: str, *words: str) -> Any:
    """The JSON of a command, read as ASCII or UTF-8 and nothing else."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit):
        main(["-C", str(archive), "--lang", "zh", *words])
    out.flush()
    written = out.buffer.getvalue()  # type: ignore[attr-defined]
    return json.loads(written.decode("utf-8" if encoding == "utf-8" else "ascii"))


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_json_is_json_on_a_console_that_is_not_utf_8(
    small: Callable[[Picture], Path], words: tuple[str, ...]
) -> None:
    archive = small({ODD: "收入一百元"})
    done(archive, "sync")
    plain, gbk = (told(archive, encoding, *words, "--format", "json") for encoding in ("utf-8", "gbk"))
    for one in (plain, gbk):
        if isinstance(one, dict):
            one.pop("took_ms", None)
            one.pop("seconds", None)
    assert plain == gbk


def test_an_exported_schema_too(tmp_path: Path) -> None:
    exported = ("schema", "export", "school-party-building")
    assert told(tmp_path, "cp437", *exported) == told(tmp_path, "utf-8", *exported)
