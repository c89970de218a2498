"""Jobs in processes: all are answered, one that kills its process or takes too long takes no other with it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

from archive_tool.adapters.crew import Done, run


def shout(job: bytes) -> Iterator[bytes]:
    """Twice; some jobs are bad for their process."""
    if job == b"die":
        os._exit(7)
    if job == b"crash":
        raise RuntimeError("不行")
    if job == b"sleep":
        time.sleep(60)
    yield job.upper()
    yield str(os.getpid()).encode()


def done(*jobs: bytes, processes: int = 2, seconds: float = 60.0) -> dict[int, Done]:
    return {one.number: one for one in run(shout, jobs, processes, seconds)}


def test_every_job_is_answered_with_all_its_parts() -> None:
    found = done(*(f"job {n}".encode() for n in range(7)))
    assert sorted(found) == list(range(7))
    assert [found[n].answer and found[n].answer[0] for n in range(7)] == [
        f"JOB {n}".encode() for n in range(7)
    ]


def test_processes_are_used_again_and_are_not_more_than_asked_for() -> None:
    found = done(*[b"x"] * 6, processes=1)
    assert len({one.answer[1] for one in found.values() if one.answer}) == 1


def test_a_process_that_dies_loses_its_job_alone(capfd: object) -> None:
    found = done(b"a", b"die", b"b", b"crash", b"c", processes=1)
    assert [bool(found[n].answer) for n in range(5)] == [True, False, True, False, True]
    assert found[1].why == "7"


def test_what_takes_too_long_is_given_up() -> None:
    started = time.monotonic()
    found = done(b"sleep", b"a", b"b", seconds=3.0)
    assert found[0] == Done(0, None, "timeout")
    assert found[1].answer and found[2].answer
    assert time.monotonic() - started < 50


def test_who_stops_listening_leaves_no_process_behind() -> None:
    jobs = run(shout, [b"a", b"sleep"], 2, 60.0)
    first = next(jobs)
    assert first.answer
    jobs.close()  # type: ignore[attr-defined]
    if hasattr(signal, "SIGKILL"):
        pid = int(first.answer[1])
        for _ in range(100):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                break
            time.sleep(0.05)
        else:
            raise AssertionError("it is still there")
