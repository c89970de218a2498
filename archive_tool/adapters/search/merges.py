"""What an engine does with its files after a commit, while everybody goes on."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Any

WAIT_SECONDS = 300.0  # a disk that answers at all has long done it by then
LOOK_SECONDS = 0.25  # Windows delivers Ctrl-C only between two waits


class Merges:
    """Those of one index. What is committed can be found at once; one writer's are waited for by the next."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def begin(self, writer: Any) -> None:
        """Takes the writer over, with its lock, until its merges are done."""
        # A run that ends waits for them by `wait`, else they would be begun again and again; a daemon, as
        # nobody can end one that a network disk no longer answers.
        self._thread = threading.Thread(target=_finish, args=(writer,), name="merges", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Until nothing is being merged; what takes too long keeps its lock, and is left to itself."""
        patience = time.monotonic() + WAIT_SECONDS
        while self._thread is not None and self._thread.is_alive() and time.monotonic() < patience:
            self._thread.join(LOOK_SECONDS)
        self._thread = None


def _finish(writer: Any) -> None:
    # A merge that fails, on a full disk say, leaves the index as it was committed.
    with suppress(Exception):
        writer.wait_merging_threads()
