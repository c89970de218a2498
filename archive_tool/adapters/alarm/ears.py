"""Listens to the operating system's file events and reduces them to the folders they happened in."""

from __future__ import annotations

import os
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from archive_tool.core.quiet import Dirty

# Never IN_OPEN or close-without-write: our own reads would ring the bell for ever, and with watchdog's
# default mask the start itself overflows the kernel's queue above some 8,000 folders.
WANTED = (
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileClosedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.FileAttribEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
)
_OVER = (events.FileClosedEvent, events.FileDeletedEvent, events.FileMovedEvent)
# On Windows events are held back until none has come for so long.
_SILENCE = 0.1
_END_SECONDS = 5.0

Ring = Callable[[Dirty], None]


class Handler(events.FileSystemEventHandler):
    """Rings once for every event that matters; files being written to ring when they are closed."""

    def __init__(self, root: str, matters: Callable[[str], bool], ring: Ring, *, tells_closing: bool) -> None:
        self._root = os.path.join(root, "")
        self._matters = matters
        self._ring = ring
        self._tells_closing = tells_closing
        self._lock = threading.Lock()
        self._open: dict[str, float] = {}  # relative path -> when something was last written

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        source, target = self._relative(event.src_path), self._relative(event.dest_path)
        if isinstance(event, events.FileModifiedEvent) and self._tells_closing:
            if source is not None:
                with self._lock:
                    self._open[source] = time.monotonic()
            return
        if isinstance(event, _OVER):
            with self._lock:
                self._open.pop(source or "", None)
        if source is not None:
            self._ring(_dirty(source))
        if target is not None:
            came_from = None if source is None else source.rpartition("/")[0]
            self._ring(_dirty(target)._replace(came_from=came_from))

    def writing(self) -> frozenset[str]:
        with self._lock:
            return frozenset(self._open)

    def left_open(self, since: float) -> list[Dirty]:
        """Files nobody has written to since then, nor closed; they count as closed from now on."""
        with self._lock:
            old = [path for path, last in self._open.items() if last < since]
            for path in old:
                del self._open[path]
        return [_dirty(path) for path in old]

    def _relative(self, path: bytes | str) -> str | None:
        """The path below the root; None for what does not matter."""
        found = os.fsdecode(path)
        if not found.startswith(self._root):
            return None
        relative = found[len(self._root) :].replace(os.sep, "/")
        return relative if self._matters(relative) else None


class Ears:
    """An observer at work."""

    def __init__(self, observer: BaseObserver, handler: Handler) -> None:
        self._observer = observer
        self._handler = handler
        self.writing = handler.writing
        self.left_open = handler.left_open

    def failed(self) -> bool:
        """Whether events were lost, or a thread of the observer has died of something."""
        alive = self._observer.is_alive() and all(emitter.is_alive() for emitter in self._observer.emitters)
        return not alive or getattr(self._observer, "overflowed", False)

    def deaf(self) -> bool:
        """Whether some folders could not be watched."""
        return bool(getattr(self._observer, "unwatched", False))

    def close(self) -> None:
        self._observer.stop()
        with suppress(RuntimeError):  # never started
            self._observer.join(_END_SECONDS)


def listen(root: str, matters: Callable[[str], bool], ring: Ring) -> Ears:
    """Watch the tree below an absolute path; OSError where the system refuses altogether."""
    # A folder made while watches are being added is added twice, harmlessly; watchdog says so at length.
    warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)
    observer = _observer(root)
    handler = Handler(root, matters, ring, tells_closing=sys.platform.startswith("linux"))
    ears = Ears(observer, handler)
    try:
        observer.schedule(handler, root, recursive=True, event_filter=list(WANTED))
        observer.start()
    except BaseException:
        ears.close()
        raise
    return ears


def _observer(root: str) -> BaseObserver:
    if sys.platform.startswith("linux"):
        # It reaches into watchdog, which may look otherwise one day: then the rescans must do.
        with suppress(ImportError):
            from archive_tool.adapters.alarm.inotify import KnowingObserver

            return KnowingObserver(os.path.join(root, ".archive"))
    return Observer(timeout=_SILENCE)


def _dirty(path: str) -> Dirty:
    folder, _, name = path.rpartition("/")
    return Dirty(folder, name)
