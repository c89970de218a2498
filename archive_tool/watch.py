"""The watcher: events ring, quiet is waited for, folders are synced; the whole tree from time to time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive_tool.app.watching import Bell, Watched
from archive_tool.core.errors import CannotRun
from archive_tool.core.quiet import QuietTime
from archive_tool.core.results import SyncResult

TICK = 0.2  # seconds between looks at the clock
YOUNG = 2.0  # a file this young may change again without its time changing
LOCK_RETRY = 2.0  # another program is writing: try again after so long

Tell = Callable[[SyncResult | CannotRun], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: of quiet before a sync, and between two looks at the whole tree."""

    quiet: float = 1.0
    rescan: float = 300.0


def watch(watched: Watched, bell: Bell | None, pace: Pace, stop: threading.Event, tell: Tell) -> None:
    """Sync until `stop` is set. Without a bell (shares) only the regular look at the whole tree remains."""
    quiet = QuietTime(pace.quiet)
    quiet.whole()
    later: dict[str, float] = {}
    last_whole = time.monotonic()
    while not stop.is_set():
        _listen(bell, quiet, watched, stop, tell)
        now = time.monotonic()
        for folder in [folder for folder, due in later.items() if due <= now]:
            del later[folder]
            quiet.note(folder, now - pace.quiet)
        if now - last_whole >= pace.rescan:
            quiet.whole()
        scope = quiet.take(now)
        if scope == ():
            continue
        last_whole = now if scope is None else last_whole
        later.update(_sync(watched, scope, quiet, now, tell))


def once(watched: Watched, tell: Tell) -> None:
    """Sync now, and what was too young once more when it is old enough."""
    result = watched.sync(None)
    tell(result)
    if result.again:
        time.sleep(YOUNG)
        tell(watched.sync(result.again))


def _listen(bell: Bell | None, quiet: QuietTime, watched: Watched, stop: threading.Event, tell: Tell) -> None:
    """Wait a moment for events and note their folders."""
    if bell is None:
        stop.wait(TICK)
        return
    paths = bell.wait(TICK)
    if paths:
        watched.expect()
    for path in paths:
        if path == watched.config_file:
            error = watched.reopen()
            if error is not None:
                tell(error)
            quiet.whole()
        quiet.note(path.rpartition("/")[0], time.monotonic())


def _sync(
    watched: Watched, scope: Sequence[str] | None, quiet: QuietTime, now: float, tell: Tell
) -> dict[str, float]:
    """One sync; gives the folders that are due again, and when."""
    try:
        result = watched.sync(scope)
    except CannotRun as error:
        if error.key != "lock.held":
            raise
        # Somebody runs `sync` by hand: it sees the same tree, but perhaps not all of it.
        if scope is None:
            quiet.whole()
        return dict.fromkeys(scope or ("",), now + LOCK_RETRY)
    tell(result)
    return dict.fromkeys(result.again, now + YOUNG)
