"""watchdog's observer for Linux, made to tell what it keeps to itself: lost events, folders it cannot watch."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from watchdog.observers.api import DEFAULT_OBSERVER_TIMEOUT, BaseObserver
from watchdog.observers.inotify import InotifyEmitter, InotifyWatchGroup
from watchdog.observers.inotify_c import InotifyFD


@dataclass(slots=True)
class _Heard:
    """What goes from the watches to the observer."""

    overflowed: bool = False
    unwatched: bool = False


@dataclass
class _Group(InotifyWatchGroup):
    own: bytes = b""  # the tool's own folder: written to all the time, of no interest
    heard: _Heard = field(default_factory=_Heard)

    def on_queue_overflow(self) -> None:
        """Nothing is mended here: removing a watch is an event too, and above 16,384 folders the
        kernel's queue overflows again with every try, for ever. The observer is replaced instead."""
        self.heard.overflowed = True

    def _add_callback(self, path: bytes) -> None:
        if path == self.own or path.startswith(self.own + b"/"):
            return
        super()._add_callback(path)  # which is silent where the system refuses
        if path not in self._active_callbacks_by_path and os.path.isdir(path):
            self.heard.unwatched = True


class _Emitter(InotifyEmitter):
    def __init__(self, *given: Any, own: str, heard: _Heard, **named: Any) -> None:
        super().__init__(*given, **named)
        self._own = os.fsencode(own)
        self._heard = heard

    def on_thread_start(self) -> None:
        self._inotify = _Group(
            self._inotify_fd,
            os.fsencode(self.watch.path),
            is_recursive=self.watch.is_recursive,
            event_mask=self.get_event_mask_from_filter(),
            follow_symlink=self.watch.follow_symlink,
            own=self._own,
            heard=self._heard,
        )


class KnowingObserver(BaseObserver):
    """Watches everything but the tool's own folder. OSError where the system allows no more observers."""

    def __init__(self, own: str) -> None:
        self._heard = _Heard()
        self._fd = InotifyFD()
        self._fd.start()
        super().__init__(
            _Emitter, timeout=DEFAULT_OBSERVER_TIMEOUT, inotify_fd=self._fd, own=own, heard=self._heard
        )

    @property
    def overflowed(self) -> bool:
        """Whether the kernel has dropped events."""
        return self._heard.overflowed

    @property
    def unwatched(self) -> bool:
        """Whether there are folders that the system would not watch: too many, or closed to us."""
        return self._heard.unwatched

    def stop(self) -> None:
        super().stop()
        self._fd.stop()
