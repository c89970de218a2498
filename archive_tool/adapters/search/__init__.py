"""The search engines: one file each, one line each in ENGINES."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from archive_tool.adapters.search.index import GenerationalIndex
from archive_tool.core.errors import CannotRun

# Name in archive.yaml -> module and class, best first; a module is imported when it is chosen.
ENGINES = {
    "tantivy": ("archive_tool.adapters.search.tantivy_index", "TantivyIndex"),
    "whoosh": ("archive_tool.adapters.search.whoosh_index", "WhooshIndex"),
}


def choose(engine: str) -> tuple[str, Callable[[Path], GenerationalIndex[Any]]]:
    """The engine of that name, or for "auto" the best one that imports: its name and a maker from a folder.

    Raises CannotRun: engine.unknown, engine.not-installed.
    """
    if engine != "auto" and engine not in ENGINES:
        raise CannotRun("engine.unknown", engine=engine, known=["auto", *ENGINES])
    for name in ENGINES if engine == "auto" else (engine,):
        module, maker = ENGINES[name]
        try:
            return name, getattr(import_module(module), maker)
        except ImportError:
            continue
    raise CannotRun("engine.not-installed", engine=engine)
