"""The alarm bell: the operating system's file events, reduced to the folders they happened in."""

from __future__ import annotations

import os
import queue
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog import events
from watchdog.observers import Observer

# Never IN_OPEN or close-without-write: our own reads would ring the bell for ever, and with watchdog's
# default mask the start itself overflows the kernel's queue above some 8,000 folders.
WANTED = (
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileClosedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
)


class Bell(events.FileSystemEventHandler):
    """Puts the relative folder of every event that matters into a queue."""

    def __init__(self, root: Path, matters: Callable[[str], bool]) -> None:
        self._root = os.path.join(os.path.realpath(root), "")
        self._matters = matters
        self._rung: queue.SimpleQueue[str] = queue.SimpleQueue()

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        for path in {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)}:
            if path.startswith(self._root):
                relative = path[len(self._root) :].replace(os.sep, "/")
                if self._matters(relative):
                    self._rung.put(relative)

    def wait(self, seconds: float) -> list[str]:
        """Paths rung for, as soon as there are any; empty after so many seconds."""
        rung: list[str] = []
        try:
            rung.append(self._rung.get(timeout=seconds))
            while True:
                rung.append(self._rung.get_nowait())
        except queue.Empty:
            return rung


@contextmanager
def alarm(root: Path, matters: Callable[[str], bool]) -> Iterator[Bell]:
    """Watch the tree; OSError where the system refuses (too many folders, no events on this disk)."""
    bell = Bell(root, matters)
    # A folder made while watches are being added is added twice, harmlessly; watchdog says so at length.
    warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)
    observer = Observer()
    observer.schedule(bell, os.path.realpath(root), recursive=True, event_filter=list(WANTED))
    observer.start()
    try:
        yield bell
    finally:
        observer.stop()
        observer.join(5)
