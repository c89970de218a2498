"""Processes that leave a stop, which goes to the whole group, to the one who started them, and end with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import wait

# Ctrl-C; the end that a service manager asks for; a closed terminal; the same on Windows.
STOPS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
]


@contextmanager
def unheard() -> Iterator[None]:
    """What is started meanwhile is deaf from its first moment on, long before it can say so itself.

    A stop that comes meanwhile is heard afterwards, by this thread too. Windows has no such mask.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    resource_tracker.ensure_running()  # it lifts the mask when it starts
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def stay_deaf() -> None:
    """In the process that was started: ignore what its parent will see to."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def end_with_parent() -> None:
    """In the process that was started: one that is busy would else outlive a parent that was killed.

    So would what it has started itself. While it is in foreign code that lets no thread run, this has
    to wait.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    try:
        import psutil  # 10 ms, for nothing but this

        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                process.kill()
    finally:
        os._exit(1)
