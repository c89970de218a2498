"""The journal as read: all that was ever done, and plans that nobody has ended."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive_tool.core.errors import CannotRun
from archive_tool.core.filing import Announced, Unfinished

FOLDER = (".archive", "journal")
_LONG_LINE = 1 << 16  # bytes; the end of a plan takes less


def read_journal(root: Path) -> Iterator[dict[str, Any]]:
    """Every entry of the archive, oldest first; a line torn by a crash is passed over."""
    folder = root.joinpath(*FOLDER)
    for file in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        with open(file, "rb") as lines:
            yield from filter(None, map(_entry, lines))


def unfinished(root: Path) -> tuple[Unfinished, ...]:
    """Plans of the newest file that were begun and not ended, in their order. The caller holds the lock.

    While the last line ends a plan there is none: whoever writes sees to this first, and one plan
    follows the other. Raises CannotRun `archive.unreadable`.
    """
    file = None
    try:
        file = max(root.joinpath(*FOLDER).glob("*.jsonl"), default=None)
        if file is None or _entry(_last_line(file)).get("what") == "done":
            return ()
        begun: dict[str, Unfinished] = {}
        for entry in map(_entry, file.read_bytes().split(b"\n")):
            match entry:
                case {"what": "begin", "id": str(plan), "actions": [*actions]}:
                    begun[plan] = Unfinished(plan, tuple(map(_announced, actions)))
                case {"what": "done", "id": plan}:
                    begun.pop(plan, None)
        return tuple(begun.values())
    except OSError as error:
        name = "/".join((*FOLDER, file.name if file else ""))
        raise CannotRun("archive.unreadable", file=name, reason=error.strerror or str(error)) from error


def _last_line(file: Path) -> bytes:
    """The last whole line, if it is of no unusual length."""
    with open(file, "rb") as journal:
        journal.seek(max(0, journal.seek(0, os.SEEK_END) - _LONG_LINE))
        *_, last, _torn = b"", *journal.read().split(b"\n")
    return last


def _entry(line: bytes) -> dict[str, Any]:
    """Empty where the line is torn."""
    try:
        entry = json.loads(line.decode("utf-8", "surrogateescape"))
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _announced(action: dict[str, Any]) -> Announced:
    match action:
        case {"do": "make-folder", "path": path}:
            return Announced("make-folder", path)
        case {"do": "write-new", "path": path, "sha256": sha256}:
            return Announced("write-new", path, sha256=sha256)
        case {"do": "rewrite", "path": path, "before": before, "sha256": sha256}:
            return Announced("rewrite", path, before=_bytes(before), sha256=sha256)
        case {"do": "move", "source": source, "target": target}:
            return Announced("move", target, source)
        case _:
            return Announced("purged")


def _bytes(said: str | dict[str, str]) -> bytes:
    return (
        said.encode("utf-8", "surrogateescape") if isinstance(said, str) else base64.b64decode(said["base64"])
    )
