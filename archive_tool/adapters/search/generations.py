"""Numbered generations of an index in one folder, so that a new one can be built beside the old.

    index/current.json           which generation is read: {"engine", "schema", "generation"}
    index/gen-0002/engine/       the engine's own files
    index/gen-0002/paths.jsonl   record path -> fingerprint of what is indexed for it
    index/gen-0002/damaged       who searched it met damage: the next update begins a new one

Open files cannot be replaced on every system: a rebuilt index is a new generation and the small
pointer is what changes. Old generations are removed as soon as nobody holds them.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from archive_tool.adapters.search.fingerprints import MISSING, Fingerprints, replace
from archive_tool.core.grams import SCHEMA
from archive_tool.core.numerals import is_number


class Stamp(NamedTuple):
    """Which state of the index this is; another one after every update, also by another process."""

    generation: str
    written_ns: int
    size: int


class Generations:
    """The index folder of one engine. Nothing is created before the first `begin`."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.folder = folder
        self._pointer = folder / "current.json"
        self._expected = {"engine": engine, "schema": SCHEMA}
        self._seen: tuple[os.stat_result | None, str | None] = (None, None)

    def current(self) -> str | None:
        """The name of the generation to read; None if there is none this version understands.

        Like all that reads here OSError where the disk refuses for the moment: what cannot be read now
        is not gone.
        """
        try:
            seen = os.stat(self._pointer)
        except MISSING:
            return None
        if seen != self._seen[0]:  # asked before every search: read only what changed
            self._seen = (seen, self._named())
        return self._seen[1]

    def _named(self) -> str | None:
        pointer = _read_json(self._pointer)
        name = pointer.pop("generation", None) if isinstance(pointer, dict) else None
        return name if isinstance(name, str) and pointer == self._expected else None

    def engine(self, generation: str) -> Path:
        return self.folder / generation / "engine"

    def stamp(self, generation: str) -> Stamp | None:
        """None where the generation is gone."""
        try:
            seen = os.stat(self._paths(generation))
        except MISSING:
            return None
        return Stamp(generation, seen.st_mtime_ns, seen.st_size)

    def begin(self) -> str:
        """A new, empty generation that nobody reads yet."""
        numbers = [int(name[4:]) for name in self._names() if is_number(name[4:])]
        name = f"gen-{max(numbers, default=0) + 1:04d}"
        self.engine(name).mkdir(parents=True)
        return name

    def abandon(self, generation: str) -> None:
        """It could not be finished; on a full disk what there is of it would be in the way of the next."""
        shutil.rmtree(self.folder / generation, ignore_errors=True)

    def publish(self, generation: str) -> None:
        """Readers that open the index from now on get this generation; the others are swept away."""
        text = json.dumps({**self._expected, "generation": generation})
        replace(self._pointer, (text,))
        for name in self._names():
            if name != generation:
                shutil.rmtree(self.folder / name, ignore_errors=True)

    def doubt(self, generation: str) -> None:
        """Tell the next writer that it is damaged; where the folder cannot be written, nothing happens.

        It answers on: what it says elsewhere may be good, and who only reads removes nothing.
        """
        with suppress(OSError):
            self._doubt(generation).touch()

    def is_doubted(self, generation: str) -> bool:
        return self._doubt(generation).exists()

    def fingerprints(self, generation: str) -> Fingerprints | None:
        """None where they are missing or damaged: then the generation cannot be trusted."""
        return Fingerprints.read(self._paths(generation))

    def no_fingerprints(self, generation: str) -> Fingerprints:
        """Those of a new generation."""
        return Fingerprints(self._paths(generation), {})

    def _doubt(self, generation: str) -> Path:
        return self.folder / generation / "damaged"

    def _paths(self, generation: str) -> Path:
        return self.folder / generation / "paths.jsonl"

    def _names(self) -> list[str]:
        try:
            return sorted(name for name in os.listdir(self.folder) if name.startswith("gen-"))
        except OSError:
            return []


def _read_json(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except (*MISSING, ValueError):
        return None
