"""Processes that work on batches of documents while this one reads more of them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from threading import Thread
from typing import Any, NamedTuple, TypeAlias

from archive_tool.adapters.deaf import stay_deaf, unheard
from archive_tool.core.documents import Document
from archive_tool.core.errors import CannotRun

FEW = 200  # documents, done before another process would have started
BATCH = 20  # documents sent at once
AHEAD = 2  # batches that wait for a process
MOST = 4  # processes
END_SECONDS = 5.0

# What a process runs: it is given its end of a pipe and the arguments.
Work: TypeAlias = Callable[..., None]


class Helper(NamedTuple):
    """A process at work."""

    process: SpawnProcess
    connection: Connection


class Helpers:
    """Sends batches to whoever has least to do, and gives what is answered."""

    def __init__(self) -> None:
        self._helpers: list[Helper] = []
        self._waiting: dict[Connection, int] = {}  # batches sent and not yet answered

    def __len__(self) -> int:
        return len(self._helpers)

    def __iter__(self) -> Iterator[Helper]:
        return iter(self._helpers)

    def start(self, work: Work, *arguments: object) -> bool:
        """One more; False where it cannot be started: with fewer it takes longer."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, *arguments), daemon=True, name="index-writer")
        try:
            with unheard():
                process.start()
        except (OSError, RuntimeError):  # RuntimeError: the caller is itself being started
            ours.close()
            return False
        finally:
            theirs.close()
        self._helpers.append(Helper(process, ours))
        self._waiting[ours] = 0
        return True

    def send(self, batch: list[Document]) -> list[Any]:
        """Waits while all have enough to do; gives the answers that have come by then."""
        answers = self._heard(0)
        while min(self._waiting.values()) >= AHEAD:
            answers += self._heard(None)
        least = min(self._waiting, key=self._waiting.__getitem__)
        self.tell(least, batch)
        self._waiting[least] += 1
        return answers

    def rest(self) -> Iterator[Any]:
        """The answers that have not come yet."""
        while any(self._waiting.values()):
            yield from self._heard(None)

    def hear(self, connection: Connection) -> Any:
        """What one of them says; CannotRun `index.helper` where it has ended."""
        try:
            return connection.recv()
        except (EOFError, OSError) as error:
            raise CannotRun("index.helper") from error

    def tell(self, connection: Connection, what: object) -> None:
        """CannotRun `index.helper` where it has ended."""
        try:
            connection.send(what)
        except OSError as error:
            raise CannotRun("index.helper") from error

    def close(self) -> None:
        """End the processes, whatever they do."""
        for helper in self._helpers:
            helper.connection.close()
            helper.process.kill()
            helper.process.join(
                END_SECONDS
            )  # one that the system holds in an unfinished read is not waited for
        self._helpers, self._waiting = [], {}

    def _heard(self, seconds: float | None) -> list[Any]:
        """The answers that are there, waiting for one as long as told (None: until it comes)."""
        busy = [connection for connection, batches in self._waiting.items() if batches]
        answers = []
        for ready in wait(busy, seconds) if busy else ():
            assert isinstance(ready, Connection)
            answers.append(self.hear(ready))
            self._waiting[ready] -= 1
        return answers


def processes(most: int = MOST) -> int:
    """How many are worth it here."""
    return min(most, os.cpu_count() or 1)


def batches(connection: Connection) -> Iterator[list[Document]]:
    """In a process of its own: what comes until the end is told; EOFError or OSError when the parent is gone."""
    stay_deaf()
    # Read while answers are written: else both ends may wait for the other to empty a full pipe.
    waiting: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_receive, args=(connection, waiting), daemon=True).start()
    while (batch := waiting.get()) is not None:
        if isinstance(batch, Exception):
            raise batch
        yield batch


def _receive(connection: Connection, waiting: SimpleQueue[Any]) -> None:
    batch: object = ()
    while batch is not None and not isinstance(batch, Exception):
        try:
            batch = connection.recv()
        except (EOFError, OSError) as error:
            batch = error
        waiting.put(batch)
