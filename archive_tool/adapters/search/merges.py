"""What an engine does with its files after a commit, while everybody goes on."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any


class Merges:
    """Those of one index. What is committed can be found at once; one writer's are waited for by the next."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def begin(self, writer: Any) -> None:
        """Takes the writer over, with its lock, until its merges are done."""
        # No daemon: a run that ends waits for them, else they would be begun again and again.
        self._thread = threading.Thread(target=_finish, args=(writer,), name="merges")
        self._thread.start()

    def wait(self) -> None:
        """Until nothing is being merged."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None


def _finish(writer: Any) -> None:
    # A merge that fails, on a full disk say, leaves the index as it was committed.
    with suppress(Exception):
        writer.wait_merging_threads()
