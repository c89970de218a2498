"""A watcher at work in a thread, what it tells, and what can be found meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from docx import Document

from archive_tool.app.find import search
from archive_tool.app.texts import load_catalog
from archive_tool.app.watching import Watched
from archive_tool.core.catalog import Speaker
from archive_tool.core.errors import CannotRun
from archive_tool.core.results import Notice, SyncResult
from archive_tool.watch import watch

LEAF = "2025/05_组织生活/01_支部党员大会"
OTHER = "2025/05_组织生活/02_支委会"
CONFIG = "scheme: school-party-building\nlanguage: en\nunits: [{id: b, name: 示例支部, kind: branch}]\nsince: 2025\n"
QUIET, RESCAN = 0.3, 600.0


class Told(list[SyncResult | CannotRun | Notice]):
    """What the watcher told, and a way to wait for it."""

    def until(self, seen: Callable[[], bool], seconds: float = 15.0) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if seen():
                return True
            time.sleep(0.05)
        return False


@contextmanager
def watching(root: Path) -> Iterator[tuple[Watched, Told]]:
    told, stop = Told(), threading.Event()
    ready = threading.Event()
    held: list[Watched] = []

    def run() -> None:
        # SQLite connections belong to the thread that opened them.
        with Watched(root, Speaker(load_catalog(), "en"), lambda: date(2025, 12, 31), QUIET) as watched:
            held.append(watched)
            with watched.bell() as bell:
                ready.set()
                watch(watched, bell, RESCAN, stop, told.append)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        # Until the first look at the whole tree is over.
        assert ready.wait(20) and told.until(lambda: any(isinstance(each, SyncResult) for each in told), 60)
        yield held[0], told
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()


def docx(path: Path, text: str) -> None:
    document = Document()
    document.add_paragraph(text)
    document.save(str(path))


def found(root: Path, query: str) -> list[str]:
    with Watched(root, Speaker(load_catalog(), "en"), lambda: date(2025, 12, 31)) as opened:
        return [hit.path for hit in search(opened.archive, query, 0).hits]
