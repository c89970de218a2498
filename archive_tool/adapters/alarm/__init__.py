"""The alarm bell: the system's file events where there are any, looks from time to time where there are none."""

from __future__ import annotations

import logging
import os
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive_tool.adapters.alarm.ears import Ears, listen
from archive_tool.adapters.alarm.poll import Poller
from archive_tool.core.quiet import Dirty, Rung

# Nobody has written for so long to a file that was never closed: then it is looked at all the same.
HELD_OPEN = 60.0
REST = 5.0  # between two times that all watches are set anew


class Alarm:
    """Rings for folders in which something happened, and knows which files are open for writing."""

    def __init__(self, root: Path, matters: Callable[[str], bool], blind: Sequence[str]) -> None:
        """`matters` is asked about relative paths; `blind`: folders whose file system tells nothing."""
        self._root = os.path.realpath(root)
        self._matters = matters
        self._rung: queue.SimpleQueue[Dirty] = queue.SimpleQueue()
        self._ears: Ears | None = None
        self._poller: Poller | None = None
        self._renewed_at = -REST
        self._blind = tuple(blind)
        self.polled: tuple[str, ...] = ()
        self.renew()

    @property
    def period(self) -> float:
        """Seconds between two looks at what is polled; 0 where nothing is."""
        return self._poller.period if self._poller else 0.0

    def wait(self, seconds: float) -> Rung:
        """What was rung for, as soon as there is anything; empty after so many seconds."""
        rung: list[Dirty] = []
        try:
            rung.append(self._rung.get(timeout=seconds))
            while True:
                rung.append(self._rung.get_nowait())
        except queue.Empty:
            pass
        now = time.monotonic()
        lost = self._ears is not None and self._ears.failed() and now - self._renewed_at >= REST
        if lost:
            self._renewed_at = now
            self.renew()
        elif self._ears:
            rung += self._ears.left_open(now - HELD_OPEN)
        return Rung(tuple(rung), lost or (self._poller is not None and self._poller.lost()))

    def writing(self) -> frozenset[str]:
        """Files that somebody has written to and not closed yet, where the system tells."""
        return self._ears.writing() if self._ears else frozenset()

    def renew(self) -> None:
        """Set all watches: folders made while events were lost have none, nor has a disk that was gone."""
        self.close()
        self.polled = self._blind
        if "" not in self._blind:
            self._listen()
        if self.polled:
            self._poller = Poller(self._root, self.polled, self._matters, self._rung.put)

    def close(self) -> None:
        if self._ears:
            self._ears.close()
        if self._poller:
            self._poller.close()
        self._ears = self._poller = None

    def _listen(self) -> None:
        """Where the system refuses (too many folders, no more listeners), the tree is polled."""
        try:
            self._ears = listen(self._root, self._matters, self._rung.put)
        except OSError:
            self.polled = ("",)
            return
        if self._ears.deaf():
            # Not all folders could be watched. What is heard of the others is heard at once.
            self.polled = ("",)


@contextmanager
def alarm(root: Path, matters: Callable[[str], bool], blind: Sequence[str] = ()) -> Iterator[Alarm]:
    """Watch the tree below the root until the context is left."""
    # The library would tell on the terminal, in its own words, what is told there in ours.
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    bell = Alarm(root, matters, blind)
    try:
        yield bell
    finally:
        bell.close()
