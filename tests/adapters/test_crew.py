"""Jobs in processes: all are answered, one that kills its process or takes too long takes no other with it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

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


def busy(job: bytes) -> Iterator[bytes]:
    """Tells its number and that of a process it has started in a file, and is busy from then on."""
    how, _, place = job.decode().partition(" ")
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(f"{place}.new").write_text(f"{os.getpid()} {child.pid}", "ascii")
    os.rename(f"{place}.new", place)
    if how == "alone":
        re.match("(a*)*b", "a" * 60)  # for ages, and no other thread of the process gets a turn
    while True:
        time.sleep(1)
    yield b""


SCRIPT = """
import sys
from test_crew import busy, run

if __name__ == "__main__":
    list(run(busy, [sys.argv[1].encode()], 1, float(sys.argv[2])))
"""


@pytest.mark.parametrize(
    ("how", "seconds"), [("sleeping", "600"), pytest.param("alone", "6", marks=pytest.mark.slow)]
)
def test_a_process_ends_with_its_parent_whatever_it_does(tmp_path: Path, how: str, seconds: str) -> None:
    (tmp_path / "run.py").write_text(SCRIPT, "utf-8")
    folders = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    told = tmp_path / "pids"
    command = [sys.executable, str(tmp_path / "run.py"), f"{how} {told}", seconds]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": folders}) as parent:
        until(told.exists)
        pids = [int(word) for word in told.read_text("ascii").split()]
        parent.kill()
    # What holds the whole process ends it by its own limit, and cannot see to what it has started.
    ended = pids if how == "sleeping" else pids[:1]
    try:
        until(lambda: not any(alive(pid) for pid in ended))
    finally:
        for pid in filter(alive, pids):
            psutil.Process(pid).kill()


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
