"""Many large jobs, few processes: each is done by one process, and one that dies takes no other with it."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import NamedTuple, TypeAlias

import psutil

from archive_tool.adapters.deaf import end_with_parent, stay_deaf, unheard
from archive_tool.core.errors import CannotRun

# A job and its answer are bytes, so that nothing that is sent can run code. A process is started
# anew on every system: the function is found by its name.
Work: TypeAlias = Callable[[bytes], Iterable[bytes]]

LOOK_SECONDS = 0.25  # Windows delivers Ctrl-C only between two waits
END_SECONDS = 5.0
RESERVED_MEGABYTES = 512


class Done(NamedTuple):
    """The answer to one job, by its number; None: its process ended without one, and `why`."""

    number: int
    answer: list[bytes] | None
    why: str = ""  # exit code, "timeout" or "memory"


class _Mate(NamedTuple):
    process: SpawnProcess
    connection: Connection


class _Task(NamedTuple):
    number: int
    since: float


def run(
    work: Work, jobs: Sequence[bytes], processes: int, seconds: float, *, megabytes: int = 0
) -> Iterator[Done]:
    """Every job once, in the order in which they are done.

    `seconds`: what takes longer is given up; so is what takes more than so many `megabytes` (0: any),
    together with all that it has started. CannotRun where no process can be started at all.
    """
    waiting = list(enumerate(jobs))[::-1]
    busy: dict[Connection, tuple[_Mate, _Task]] = {}
    idle: list[_Mate] = []
    try:
        while waiting or busy:
            while waiting and len(busy) < processes:
                mate = idle.pop() if idle else _start(work, seconds, megabytes)
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
                _end_all(mate)
                yield Done(task.number, None, "timeout")
            for large in [c for c, (mate, _) in busy.items() if megabytes and _size(mate) > megabytes]:
                mate, task = busy.pop(large)
                _end_all(mate)
                yield Done(task.number, None, "memory")
    finally:
        for mate in idle:
            _end(mate)
        for mate, _ in busy.values():
            _end_all(mate)


def _size(mate: _Mate) -> float:
    """Megabytes of the process itself."""
    try:
        return psutil.Process(mate.process.pid).memory_info().rss / (1 << 20)
    except psutil.Error:
        return 0.0


def _start(work: Work, seconds: float, megabytes: int) -> _Mate:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_serve, args=(theirs, work, seconds, megabytes), daemon=True, name="judge"
    )
    try:
        with unheard():
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


def _end_all(mate: _Mate) -> None:
    """With whatever it has started meanwhile, which would outlive it."""
    with suppress(psutil.Error):
        for process in psutil.Process(mate.process.pid).children(recursive=True):
            with suppress(psutil.Error):
                process.kill()
    _end(mate)


def _serve(connection: Connection, work: Work, seconds: float, megabytes: int) -> None:
    stay_deaf()
    end_with_parent()
    if megabytes:
        _limit(megabytes)
    while True:
        try:
            job = connection.recv_bytes()
        except (EOFError, OSError):
            return
        with _no_longer_than(seconds + END_SECONDS):
            answer = list(work(job))
        try:
            connection.send_bytes(str(len(answer)).encode())
            for part in answer:
                connection.send_bytes(part)
        except OSError:
            return


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Ends this process after so long, also where foreign code lets no thread look at the parent."""
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _limit(megabytes: int) -> None:
    """A ceiling by the operating system, with room for what libraries reserve and do not use.

    Where there is none, the parent's look at the memory remains.
    """
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, ((megabytes + RESERVED_MEGABYTES) << 20, hard))
