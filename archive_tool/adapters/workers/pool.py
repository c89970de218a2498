"""Many documents, few workers: paths go in as they come, readings come out as they are done."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import NamedTuple, Self

from archive_tool.adapters.workers.keeper import Closed, Keeper, Limits
from archive_tool.core.model import Reading

READER = "archive_tool.adapters.readers:read"
# Windows delivers Ctrl-C only between two waits.
WAIT_SECONDS = 0.25
JOIN_SECONDS = 10.0
# A worker with nothing to do for so long is ended: its memory is wanted elsewhere.
IDLE_SECONDS = 60.0


class Read(NamedTuple):
    """One document's answer."""

    path: str
    sha256: str  # "" where it is unknown: the file could not be opened, or changed meanwhile
    reading: Reading


class _Job(NamedTuple):
    path: str
    answers: SimpleQueue[Read | BaseException]


class ReaderPool:
    """Reads documents in at most `processes` workers, started when there is work for them.

    A document that takes longer than `seconds` or more memory than `megabytes` ends its worker and
    gives a problem, as one that kills it does. `reader` is the function they call, by its name.
    """

    def __init__(
        self, processes: int = 0, seconds: float = 30.0, megabytes: int = 1024, *, reader: str = READER
    ) -> None:
        self._processes = processes or min(4, os.cpu_count() or 1)
        self._limits = Limits(seconds, megabytes, reader)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._keepers: list[Keeper] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all workers at once."""
        for _ in self._threads:
            self._jobs.put(None)
        for keeper in self._keepers:
            keeper.close()
        for thread in self._threads:
            thread.join(JOIN_SECONDS)

    def read_all(self, paths: Iterable[str]) -> Iterator[Read]:
        """An answer for every absolute path, in the order in which they are done.

        Takes from `paths` only as workers come free. Raises CannotRun when no worker can be started.
        """
        answers: SimpleQueue[Read | BaseException] = SimpleQueue()
        waiting = 0
        for path in paths:
            if waiting == 2 * self._processes:
                yield _next(answers)
                waiting -= 1
            self._jobs.put(_Job(path, answers))
            waiting += 1
            self._hire(waiting)
        for _ in range(waiting):
            yield _next(answers)

    def warm(self) -> None:
        """Start a worker, if none is there, without waiting for it."""
        self._jobs.put(_Job("", SimpleQueue()))  # a path that is nowhere: nobody wants the answer
        self._hire(1)

    def _hire(self, wanted: int) -> None:
        if len(self._keepers) < min(wanted, self._processes):
            keeper = Keeper(self._limits)
            thread = threading.Thread(target=self._tend, args=(keeper,), name="reader-keeper", daemon=True)
            self._keepers.append(keeper)
            self._threads.append(thread)
            thread.start()

    def _tend(self, keeper: Keeper) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=IDLE_SECONDS)
            except Empty:
                keeper.rest()
                continue
            if job is None:
                return
            try:
                job.answers.put(Read(job.path, *keeper.read(job.path)))
            except Closed:
                return
            # Whatever it is, the one who waits for the answer must hear of it.
            except BaseException as error:
                job.answers.put(error)


def _next(answers: SimpleQueue[Read | BaseException]) -> Read:
    while True:
        try:
            answer = answers.get(timeout=WAIT_SECONDS)
        except Empty:
            continue
        if isinstance(answer, BaseException):
            raise answer
        return answer
