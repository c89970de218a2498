"""The files of one run in a folder: one that cannot be written stops no other, and what lay there is told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from archive_tool.app.output import Untouched, write
from archive_tool.core.errors import CannotRun

# How papers of a run are called: a number in the order given, and a name.
_NUMBERED = re.compile(r"\d{2,}_.+\.(?:docx|json)")


class Papers:
    """What was written into a folder, and what could not be and why."""

    def __init__(self, folder: Path) -> None:
        """That the folder lies in no archive was seen before."""
        self.folder = folder
        self.unwritten: list[CannotRun] = []
        self._names: set[str] = set()

    @property
    def any_written(self) -> bool:
        return len(self._names) > len(self.unwritten)

    def keep(self, content: bytes, name: str, may_replace: Untouched | None) -> bool:
        """Whether it was written; it may take the place of what was written here, and of nothing else."""
        self._names.add(os.path.normcase(name))
        try:
            write(content, self.folder / name, None, may_replace)
        except CannotRun as refused:
            self.unwritten.append(refused)
            return False
        return True

    def earlier(self, tables: Iterable[str]) -> list[str]:
        """Names of what looks like papers of another run, of schools that this one knew nothing of: nobody deletes them.

        `tables`: what a table of many archives may be called.
        """
        named = frozenset(tables)
        try:
            there = sorted(entry.name for entry in os.scandir(self.folder) if entry.is_file())
        except OSError:  # it was written to a moment ago; what else lies there is no matter of this run
            return []
        return [
            name
            for name in there
            if os.path.normcase(name) not in self._names and (name in named or _NUMBERED.fullmatch(name))
        ]
