"""The parent's side of one worker process: starts it, watches its limits, replaces it."""

from __future__ import annotations

import multiprocessing
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import NamedTuple

from archive_tool.adapters.deaf import unheard
from archive_tool.adapters.workers import messages
from archive_tool.adapters.workers.child import serve
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Problem, ProblemKind, Reading
from archive_tool.core.reasons import because

TICK = 0.05
# Virus scanners look at every library of a new process; this is no document's fault.
START_SECONDS = 60.0
END_SECONDS = 5.0
KILLED = -9  # by the system, when it runs out of memory; Windows has nothing like it


class Limits(NamedTuple):
    """What one document may cost, and who reads it."""

    seconds: float  # without a sign of life
    megabytes: int
    reader: str  # "package.module:function"


class Closed(Exception):
    """The pool was left while this worker was wanted."""


class Keeper:
    """One worker at a time; `read` is called by one thread, `close` by any."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._closed = False
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def read(self, path: str) -> tuple[str, Reading]:
        """Digest ("" where unknown) and reading. Raises CannotRun if no worker starts, Closed."""
        connection = self._ready_connection()
        try:
            connection.send_bytes(messages.encode_path(path))
            return self._answer(connection)
        except (EOFError, OSError, ValueError):
            return "", self._lost()

    def rest(self) -> None:
        """Ends the worker; the next document starts another."""
        self._replace()

    def close(self) -> None:
        """Ends the worker at once, busy or not."""
        with self._lock:
            self._closed = True
            self._end()

    def _answer(self, connection: Connection) -> tuple[str, Reading]:
        digest = ""
        alive = time.monotonic()
        while True:
            if not connection.poll(TICK):
                if problem := self._over_limit(alive):
                    self._replace()
                    return digest, Reading(problem=problem)
                continue
            try:
                message = connection.recv_bytes(messages.MAX_MESSAGE)
                if message.startswith(messages.READ):
                    reading = messages.decode_reading(message[len(messages.READ) :])
                    return self._judged(digest, reading)
            except (EOFError, OSError, ValueError):
                return digest, self._lost()
            alive = time.monotonic()
            if message.startswith(messages.HASHED):
                digest = message[len(messages.HASHED) :].decode("ascii")

    def _over_limit(self, alive: float) -> Problem | None:
        if time.monotonic() - alive > self._limits.seconds:
            return Problem("timeout", because("seconds", self._limits.seconds))
        if self._megabytes() > self._limits.megabytes:
            return Problem("memory", because("memory-size", self._limits.megabytes))
        return None

    def _judged(self, digest: str, reading: Reading) -> tuple[str, Reading]:
        # What one document left behind must not be counted against the next.
        if self._megabytes() > self._limits.megabytes / 2:
            self._replace()
        # A digest of what somebody was just writing is a digest of nothing.
        changing = reading.problem is not None and reading.problem.kind in ("busy", "locked")
        return "" if changing else digest, reading

    def _lost(self) -> Reading:
        """The worker died of the document, or says what no worker says."""
        process = self._process
        if process is not None:
            process.join(END_SECONDS)
        code = process.exitcode if process is not None else None
        self._replace()
        kind: ProblemKind = "memory" if code == KILLED else "damaged"
        return Reading(problem=Problem(kind, because("reader-ended", detail=f"code {code}")))

    def _ready_connection(self) -> Connection:
        with self._lock:
            if self._closed:
                raise Closed
            if self._process is not None and self._connection is not None and self._process.is_alive():
                return self._connection
            self._end()
            connection = self._start()
        # Waited for without the lock: leaving the pool must not wait for a slow start.
        try:
            if connection.poll(START_SECONDS) and connection.recv_bytes(1000) == messages.READY:
                return connection
        except (EOFError, OSError):
            pass
        self._replace()
        if self._closed:
            raise Closed
        raise CannotRun("workers.start", reader=self._limits.reader)

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = (theirs, self._limits.reader, self._limits.megabytes)
        self._process = context.Process(target=serve, args=arguments, daemon=True, name="reader")
        self._connection = ours
        try:
            with unheard():
                self._process.start()
        except (OSError, RuntimeError) as error:  # RuntimeError: the caller is itself being started
            self._process = None
            raise CannotRun("workers.start", reader=self._limits.reader) from error
        finally:
            theirs.close()
        return ours

    def _replace(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            # A process the system holds in an unfinished read cannot be ended; it is not waited for.
            process.join(END_SECONDS)

    def _megabytes(self) -> float:
        import psutil  # 10 ms, which the process that reads need not pay

        process = self._process
        try:
            return psutil.Process(process.pid).memory_info().rss / (1 << 20) if process else 0.0
        except psutil.Error:
            return 0.0
