"""The watcher: events ring, quiet is waited for, folders are synced; the whole tree from time to time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from archive_tool.app.look import Progress, silent
from archive_tool.app.watching import Bell, Watched
from archive_tool.core.errors import CannotRun
from archive_tool.core.quiet import Again, QuietTime
from archive_tool.core.results import Notice, SyncResult

TICK = 0.2  # seconds between looks at the clock
YOUNG = 2.0  # a file this young may change again without its time changing
RETRY = 2.0  # when a sync could not go: try again after so long, then less and less often
LONGEST_RETRY = 60.0
REST = 5.0  # without a sync: then there is time to tidy up
OWN_ECHO = 1.0  # so long after a sync, events at what it wrote are its own if that stands as it was left


Tell = Callable[[SyncResult | CannotRun | Notice], None]


class Stopped(Exception):
    """The watcher was asked to stop while it was at work."""


def watch(
    watched: Watched,
    bell: Bell,
    rescan: float,
    stop: threading.Event,
    tell: Tell,
    progress: Progress = silent,
) -> None:
    """Sync until `stop` is set; `rescan`: seconds between two looks at the whole tree.

    A stop is heard in the middle of a sync too. What keeps the first sync from going is raised
    (CannotRun); later it is told, and tried again.
    """
    watcher = _Watcher(watched, bell, rescan, stop, tell, progress)
    try:
        watcher.run()
    except Stopped:
        return


def once(watched: Watched, tell: Tell, progress: Progress = silent) -> None:
    """Sync now, and what was too young or in use once more a little later."""
    result = watched.sync(None, progress)
    for notice in watched.notices():
        tell(notice)
    tell(result)
    if result.again:
        time.sleep(YOUNG)
        tell(watched.sync(result.again, progress))


class _Trouble:
    """What keeps syncs from going, and when to try again."""

    def __init__(self) -> None:
        self._key = ""
        self._wait = RETRY
        self._until = 0.0

    def met(self, error: CannotRun, now: float) -> bool:
        """Whether it is news; the same trouble is met less and less often."""
        news = error.key != self._key
        self._wait = RETRY if news else min(2 * self._wait, LONGEST_RETRY)
        self._key, self._until = error.key, now + self._wait
        return news

    def lasts(self, now: float) -> bool:
        return now < self._until

    def over(self) -> str:
        """What it was; "" where there was none."""
        key, self._key = self._key, ""
        return key


class _Watcher:
    """The state of one run."""

    def __init__(
        self,
        watched: Watched,
        bell: Bell,
        rescan: float,
        stop: threading.Event,
        tell: Tell,
        progress: Progress,
    ) -> None:
        self._watched = watched
        self._bell = bell
        self._rescan = rescan
        self._stop = stop
        self._tell = tell
        self._progress = progress
        self._quiet = QuietTime(watched.quiet)
        self._again = Again(YOUNG)
        self._trouble = _Trouble()
        self._whole_at: float | None = None  # when the whole tree was last looked at
        self._own: Mapping[str, tuple[int, int]] = {}  # what the last sync wrote, as it left it
        self._own_until = 0.0
        self._polled: tuple[str, ...] = ()
        self._rest_at = 0.0  # 0: no sync since the last rest

    def run(self) -> None:
        while not self._stop.is_set():
            self._listen()
            now = time.monotonic()
            self._quiet.again(self._again.due(now), now)
            if self._whole_at is None or now - self._whole_at >= self._rescan:
                self._quiet.whole()
            if self._trouble.lasts(now):
                continue
            scope = self._quiet.take(now)
            if scope != ():
                self._sync(scope)
                self._rest_at = time.monotonic() + REST
            elif self._rest_at and now >= self._rest_at:
                self._watched.rest()
                self._rest_at = 0.0

    def _listen(self) -> None:
        """Wait a moment for the bell and note what it rang for."""
        if self._bell.polled != self._polled:
            self._polled = self._bell.polled
            folders: list[str] = [folder or "." for folder in self._polled]
            self._tell(Notice("watch.polled", {"seconds": round(self._bell.period), "folders": folders}))
        rung = self._bell.wait(TICK)
        now = time.monotonic()
        if rung.dirty:
            self._watched.expect()
        if rung.lost:
            self._tell(Notice("watch.lost", {}))
            self._quiet.whole()
        for dirty in rung.dirty:
            if now < self._own_until and self._is_echo(f"{dirty.folder}/{dirty.name}".lstrip("/")):
                continue
            self._quiet.note(dirty, now)
            self._again.happened(dirty.folder)

    def _is_echo(self, path: str) -> bool:
        """Whether it is what the last sync wrote and looked at, and nobody has saved it since."""
        return path in self._own and self._watched.stands(path) == self._own[path]

    def _sync(self, scope: Sequence[str] | None) -> None:
        """One sync and all that follows from it."""
        started = time.monotonic()
        try:
            self._reopen(scope)
            result = self._watched.sync(scope, self._still_wanted)
        except CannotRun as error:
            self._put_off(scope, error)
            return
        except OSError as error:  # a disk or share that failed where nobody thought of it
            file, reason = str(error.filename or ""), error.strerror or type(error).__name__
            self._put_off(scope, CannotRun("archive.unreadable", file=file, reason=reason))
            return
        finally:
            for notice in self._watched.notices():
                self._tell(notice)
        if self._trouble.over() == "archive.unreadable":
            # A disk that comes back is another one to the system: nobody has heard what happened on it until now.
            self._bell.renew()
            self._quiet.whole()
        self._whole_at = started if result.scope is None else self._whole_at
        self._own = result.own
        self._own_until = time.monotonic() + OWN_ECHO
        self._again.looked(result.scope, result.again, time.monotonic())
        self._tell(result)

    def _reopen(self, scope: Sequence[str] | None) -> None:
        """Take archive.yaml as it is now, if it has changed; it lies in the root."""
        if (scope is None or "" in scope) and self._watched.changed():
            error = self._watched.reopen()
            self._tell(error or Notice("watch.reopened", {}))

    def _put_off(self, scope: Sequence[str] | None, error: CannotRun) -> None:
        """Another program is writing, or the disk is full or gone: later. What cannot even begin is raised."""
        if self._stop.is_set():  # where it reached the processes that help, their end is no trouble
            raise Stopped
        if self._whole_at is None and error.key != "lock.held":
            raise error
        now = time.monotonic()
        if self._trouble.met(error, now):
            self._tell(error)
        if scope is None or error.key != "lock.held":
            self._quiet.whole()
        else:
            self._quiet.again(scope, now)

    def _still_wanted(self, step: str, done: int, total: int) -> None:
        """Progress goes through here, so that a stop need not wait for the end of a long sync."""
        if self._stop.is_set():
            raise Stopped
        self._progress(step, done, total)
