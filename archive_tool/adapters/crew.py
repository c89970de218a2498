"""Many large jobs, few processes: each is done by one process, and one that dies takes no other with it."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import NamedTuple, TypeAlias

from archive_tool.core.errors import CannotRun

# A job and its answer are bytes, so that nothing that is sent can run code. A process is started
# anew on every system: the function is found by its name.
Work: TypeAlias = Callable[[bytes], Iterable[bytes]]

LOOK_SECONDS = 0.25  # Windows delivers Ctrl-C only between two waits
END_SECONDS = 5.0


class Done(NamedTuple):
    """The answer to one job, by its number; None: its process ended without one, and `why`."""

    number: int
    answer: list[bytes] | None
    why: str = ""  # exit code, or "timeout"


class _Mate(NamedTuple):
    process: SpawnProcess
    connection: Connection


class _Task(NamedTuple):
    number: int
    since: float


def run(work: Work, jobs: Sequence[bytes], processes: int, seconds: float) -> Iterator[Done]:
    """Every job once, in the order in which they are done.

    `seconds`: what takes longer is given up. CannotRun where no process can be started at all.
    """
    waiting = list(enumerate(jobs))[::-1]
    busy: dict[Connection, tuple[_Mate, _Task]] = {}
    idle: list[_Mate] = []
    try:
        while waiting or busy:
            while waiting and len(busy) < processes:
                mate = idle.pop() if idle else _start(work)
                number, job = waiting.pop()
                busy[mate.connection] = (mate, _Task(number, time.monotonic()))
                _send(mate.connection, job)
            for ready in wait(list(busy), LOOK_SECONDS):
                mate, task = busy.pop(ready)  # type: ignore[call-overload]  # what is waited for is a key
                done = _answer(mate, task.number)
                if done.answer is not None:
                    idle.append(mate)
                yield done
            for late in [c for c, (_, task) in busy.items() if time.monotonic() - task.since > seconds]:
                mate, task = busy.pop(late)
                _end(mate)
                yield Done(task.number, None, "timeout")
    finally:
        for mate in (*idle, *(mate for mate, _ in busy.values())):
            _end(mate)


def _start(work: Work) -> _Mate:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True, name="judge")
    try:
        process.start()
    except (OSError, RuntimeError) as error:  # RuntimeError: the caller is itself being started
        ours.close()
        raise CannotRun("workers.start", reader=work.__name__) from error
    finally:
        theirs.close()
    return _Mate(process, ours)


def _send(connection: Connection, job: bytes) -> None:
    # One that died before is noticed where its answer is waited for.
    with suppress(OSError):
        connection.send_bytes(job)


def _answer(mate: _Mate, number: int) -> Done:
    try:
        count = int(mate.connection.recv_bytes())
        return Done(number, [mate.connection.recv_bytes() for _ in range(count)])
    except (EOFError, OSError, ValueError):
        mate.process.join(END_SECONDS)
        code = mate.process.exitcode
        _end(mate)
        return Done(number, None, str(code))


def _end(mate: _Mate) -> None:
    mate.connection.close()
    mate.process.kill()
    mate.process.join(END_SECONDS)  # one that the system holds in an unfinished read is not waited for


def _serve(connection: Connection, work: Work) -> None:
    # Ctrl-C goes to all processes; the one that was called ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            job = connection.recv_bytes()
        except (EOFError, OSError):
            return
        answer = list(work(job))
        try:
            connection.send_bytes(str(len(answer)).encode())
            for part in answer:
                connection.send_bytes(part)
        except OSError:
            return
