"""Recoll on the same documents: its indexer, and its Python binding in process."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench_processes import Run, run
from bench_search import REPEATS, TOP

# Chinese n-grams are its default. Nothing is kept but the index: no spelling, no stems; no wait for others.
_CONFIG = """\
topdirs = {root}
idxniceprio = 0
noaspell = 1
indexstemminglanguages =
loglevel = 2
logfilename = {log}
"""
_YEAR = re.compile(r"\byear:(\d{4})")
_SIDECARS = (".meta.yaml", "_item.yaml")


class Recoll(NamedTuple):
    """Where it is installed."""

    indexer: str
    python: str  # an interpreter that has the binding

    def first_sync(self, archive: Path, config: Path) -> Run:
        """Index every document, without folders and without our sidecars, from nothing."""
        shutil.rmtree(config, ignore_errors=True)
        config.mkdir(parents=True)
        text = _CONFIG.format(root=archive, log=config / "log.txt")
        (config / "recoll.conf").write_text(text, encoding="utf-8")
        listed = "".join(f"{path}\n" for path in documents(archive))
        return run([self.indexer, "-c", str(config), "-i"], said=listed, variables=self._path())

    def search(self, config: Path, queries: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """Milliseconds of every query, by kind; hits; documents in its index."""
        program = Path(__file__).with_name("bench_recoll.py")
        command = [self.python, str(program), str(config), str(TOP), str(REPEATS)]
        said = {kind: [_in_its_words(text) for text in texts] for kind, texts in queries.items()}
        ran = run(command, said=json.dumps(said, ensure_ascii=False), variables=self._path())
        found: dict[str, Any] = json.loads(ran.output)
        return found

    def lacks(self, config: Path) -> str:
        """The programs its filters asked for in vain, as it says itself."""
        missing = config / "missing"
        return missing.read_text(encoding="utf-8", errors="replace").strip() if missing.is_file() else ""

    def _path(self) -> dict[str, str]:
        # Its filters say `python3`, and mean the one of the system.
        return {"PATH": os.pathsep.join((os.path.dirname(self.python), os.environ.get("PATH", "")))}


def recoll() -> Recoll | None:
    """None where the indexer or the binding is not installed."""
    indexer = shutil.which("recollindex")
    python = next((python for python in _pythons() if _has_binding(python)), None)
    return Recoll(indexer, python) if indexer and python else None


def documents(archive: Path) -> Iterator[str]:
    """Absolute paths of what a person put there."""
    for folder, folders, names in os.walk(archive):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            is_ours = name.endswith(_SIDECARS) or (folder == str(archive) and name == "archive.yaml")
            if not is_ours:
                yield os.path.join(folder, name)


def _pythons() -> Iterator[str]:
    """The system's before ours: the binding belongs to the one it was packed for."""
    yield from filter(os.path.exists, ("/usr/bin/python3",))
    yield from filter(None, (shutil.which("python3"), sys.executable))


def _has_binding(python: str) -> bool:
    return subprocess.run([python, "-c", "from recoll import recoll"], capture_output=True).returncode == 0


def _in_its_words(query: str) -> str:
    """The same question: a year is the year of the file's date, which the generated archive has right."""
    return _YEAR.sub(r"date:\1-01-01/\1-12-31", query)
