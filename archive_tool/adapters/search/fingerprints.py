"""Which paths an index holds, with their fingerprints: a file of lines, so that a small change is written as one.

The first line is a JSON object of all paths, every further one what changed since (null: gone).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Self

from archive_tool.adapters.replacing import replaced

_TAIL = 1 << 16  # bytes of changes that are always cheap to read
_LINE = 10_000  # paths that may stand in one line of changes
_TOGETHER = 1000  # paths written at once
MISSING = (FileNotFoundError, NotADirectoryError)


class Fingerprints:
    """In memory as on the disk, while nobody else writes."""

    def __init__(self, file: Path, by_path: dict[str, str], *, whole: int = 0, tail: int = 0) -> None:
        """`whole`, `tail`: bytes of the first line and of the others; 0: there is no good first line."""
        self.by_path = by_path
        self._file = file
        self._whole = whole
        self._tail = tail

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """None where they are missing or damaged; OSError where the disk refuses for the moment."""
        try:
            first, *changes, torn = file.read_bytes().split(b"\n")
            by_path = json.loads(first)
            if not isinstance(by_path, dict):
                return None
            for line in changes:
                _take(by_path, json.loads(line))
        except (*MISSING, ValueError, AttributeError):
            return None
        # A line cut short belongs to a change that was not carried out; no other is put behind it.
        whole = 0 if torn else len(first)
        return cls(file, by_path, whole=whole, tail=sum(map(len, changes)))

    def change(self, changes: Mapping[str, str | None]) -> None:
        """Take them in and bring them to the disk; paths that are no valid Unicode survive it."""
        _take(self.by_path, changes)
        line = json.dumps(changes) + "\n" if self._whole and len(changes) <= _LINE else ""
        if line and self._tail + len(line) <= max(self._whole, _TAIL):
            append(self._file, line)
            self._tail += len(line)
        else:
            self._whole, self._tail = replace(self._file, _pieces(self.by_path)), 0


def _take(by_path: dict[str, str], changes: Mapping[str, str | None]) -> None:
    for path, mark in changes.items():
        if mark is None:
            by_path.pop(path, None)
        else:
            by_path[path] = mark


def _pieces(by_path: Mapping[str, str]) -> Iterator[str]:
    """The object as JSON, written bit by bit: whole it is some ten megabytes, three times over."""
    items = iter(by_path.items())
    before = "{"
    while some := dict(islice(items, _TOGETHER)):
        yield before + json.dumps(some)[1:-1]
        before = ", "
    yield "}\n" if by_path else "{}\n"


def append(file: Path, line: str) -> None:
    """The line is on the disk when this returns: before the engine's own files, which follow it."""
    with open(file, "ab") as lines:
        lines.write(line.encode("ascii"))
        lines.flush()
        os.fsync(lines.fileno())


def replace(file: Path, pieces: Iterable[str]) -> int:
    """All of the new text or all of the old one, whatever happens. Every writer holds the archive's lock.

    Gives the bytes written.
    """
    return replaced(file, (piece.encode("ascii") for piece in pieces))
