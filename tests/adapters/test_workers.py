"""The worker pool: whatever a document does to its reader, there is an answer and the run goes on."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import psutil
import pytest
from trees import make_tree

from archive_tool.adapters.workers import ReaderPool, child
from archive_tool.adapters.workers import pool as pool_module
from archive_tool.adapters.workers.child import openable
from archive_tool.adapters.workers.messages import decode_reading, encode_reading
from archive_tool.core.errors import CannotRun
from archive_tool.core.model import Problem, Reading, Segment

HOOKS = "reader_hooks:read"


def answers(tmp_path: Path, *orders: str, seconds: float = 20.0, megabytes: int = 500) -> dict[str, Reading]:
    """What a pool of one worker says to documents with these orders, by order."""
    paths = {
        str(make_tree(tmp_path, {f"{n}.txt": order}) / f"{n}.txt"): order for n, order in enumerate(orders)
    }
    with ReaderPool(1, seconds, megabytes, reader=HOOKS) as pool:
        return {paths[read.path]: read.reading for read in pool.read_all(paths)}


def workers() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def gone(pids: list[int], within: float) -> bool:
    end = time.monotonic() + within
    while any(
        psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE for pid in pids
    ):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_every_document_gets_its_digest_and_its_reading(tmp_path: Path) -> None:
    photo = b"\xff\xd8\xff\xe0\0\4..\xff\xd9"
    make_tree(tmp_path, {"一.txt": "支部党员大会", "二.txt": "党课", "照片.jpg": photo})
    paths = [str(path) for path in tmp_path.iterdir()]
    with ReaderPool(2) as pool:
        found = {Path(path).name: (digest, reading) for path, digest, reading in pool.read_all(paths)}
    assert found["一.txt"][1].segments == (Segment("", "支部党员大会"),)
    assert found["二.txt"][0] == hashlib.sha256("党课".encode()).hexdigest()
    assert found["照片.jpg"] == (
        hashlib.sha256(photo).hexdigest(),
        Reading((), {"format": "jpg"}, None),
    )


def test_one_bad_document_after_the_other_and_the_last_is_read(tmp_path: Path) -> None:
    found = answers(tmp_path, "hang", "die 7", "panic", "exit", "ask-for-too-much", "good", seconds=1)
    assert {order: reading.problem for order, reading in found.items()} == {
        "hang": Problem("timeout", "seconds 1"),
        "die 7": Problem("damaged", "reader-ended: code 7"),
        "panic": Problem("damaged", "Panic"),
        "exit": Problem("damaged", "SystemExit"),
        "ask-for-too-much": Problem("memory", "MemoryError"),
        "good": None,
    }


def test_a_reader_that_swells_is_ended(tmp_path: Path) -> None:
    found = answers(tmp_path, "swell", "good", megabytes=150)
    assert found["swell"].problem in (Problem("memory", "memory-size 150"), Problem("memory", "MemoryError"))
    assert found["good"].problem is None


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing ends a process so")
def test_a_reader_that_the_system_ends_is_short_of_memory(tmp_path: Path) -> None:
    assert answers(tmp_path, "killed")["killed"].problem == Problem("memory", "reader-ended: code -9")


def test_a_killed_reader_still_gives_the_digest(tmp_path: Path) -> None:
    path = make_tree(tmp_path, {"a.txt": "die 1"}) / "a.txt"
    with ReaderPool(1, reader=HOOKS) as pool:
        (read,) = pool.read_all([str(path)])
    assert read.sha256 == hashlib.sha256(b"die 1").hexdigest()


def test_what_changes_while_it_is_read_has_no_digest(tmp_path: Path) -> None:
    path = make_tree(tmp_path, {"a.txt": "grow"}) / "a.txt"
    with ReaderPool(1, reader=HOOKS) as pool:
        (read,) = pool.read_all([str(path)])
    assert read.sha256 == ""
    assert read.reading == Reading(problem=Problem("busy", "changing"))


def test_what_is_gone_or_no_file_is_told_apart(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": "good"})
    with ReaderPool(1, reader=HOOKS) as pool:
        (absent,) = pool.read_all([str(tmp_path / "gone.txt")])
        (folder,) = pool.read_all([str(tmp_path)])
    assert absent.reading.problem is not None and absent.reading.problem.kind == "busy"
    assert folder.reading.problem == Problem("unsupported", "not a regular file")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_may_not_be_read_is_locked(tmp_path: Path) -> None:
    path = make_tree(tmp_path, {"a.txt": "good"}) / "a.txt"
    path.chmod(0)
    with ReaderPool(1, reader=HOOKS) as pool:
        (read,) = pool.read_all([str(path)])
    assert (read.sha256, read.reading.problem) == ("", Problem("locked", "Permission denied"))


@pytest.mark.parametrize(("winerror", "kind"), [(32, "busy"), (33, "busy"), (5, "locked")])
def test_a_file_that_another_program_holds_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int, kind: Literal["busy", "locked"]
) -> None:
    def held(path: str, connection: object) -> str:
        error = PermissionError(13, "held by another process")
        error.winerror = winerror  # type: ignore[misc]  # as Windows sets it
        raise error

    monkeypatch.setattr(child, "_digest", held)
    path = make_tree(tmp_path, {"a.txt": "good"}) / "a.txt"
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        found = child._answer(str(path), lambda path: Reading(), theirs)
    assert found == Reading(problem=Problem(kind, "held by another process"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with ReaderPool(1, reader=HOOKS) as pool:
        (read,) = pool.read_all([str(tmp_path / "a.txt")])
    assert read.reading.problem == Problem("unsupported", "not a regular file")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are text")
def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xd6\xd0.txt")
    Path(path).write_text("good", encoding="utf-8")
    with ReaderPool(1, reader=HOOKS) as pool:
        (read,) = pool.read_all([path])
    assert (read.path, read.reading.problem) == (path, None)


def test_readings_survive_the_way_between_processes(tmp_path: Path) -> None:
    (reading,) = answers(tmp_path, "odd").values()
    assert reading == Reading((Segment("page:1", "?行\n"),), {"title": "题"}, Problem("unsupported", "p.2"))


@pytest.mark.parametrize(
    "message", [b"", b"{}", b"[1,2]", b"[[],{},[1,2]]", b'[[["",1]],{},null]', b'[[],{},["no",""]]']
)
def test_nothing_but_a_reading_is_taken_for_one(message: bytes) -> None:
    with pytest.raises(ValueError):
        decode_reading(message)


def test_a_reading_is_the_same_after_the_way() -> None:
    reading = Reading(
        (Segment("", "一\n二"), Segment("p.2", '"')), {"format": "txt"}, Problem("empty", "0 bytes")
    )
    assert decode_reading(encode_reading(reading)) == reading


def test_what_parsers_print_does_not_reach_stdout(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    answers(tmp_path, "print")
    assert capfd.readouterr().out == ""


def test_workers_start_with_the_work_and_end_with_the_pool(tmp_path: Path) -> None:
    paths = [str(make_tree(tmp_path, {f"{n}.txt": "pid"}) / f"{n}.txt") for n in range(20)]
    before = len(workers())
    with ReaderPool(3, reader=HOOKS) as pool:
        assert len(workers()) == before
        list(pool.read_all(paths[:1]))
        assert len(workers()) == before + 1
        pids = {read.reading.segments[0].text for read in pool.read_all(paths)}
        assert 1 <= len(pids) <= 3
    assert len(workers()) == before


def test_a_worker_with_nothing_to_do_is_ended_and_the_next_document_starts_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "IDLE_SECONDS", 0.2)
    path = str(make_tree(tmp_path, {"a.txt": "pid"}) / "a.txt")
    with ReaderPool(1, reader=HOOKS) as pool:
        pids = []
        for _ in range(2):
            (read,) = pool.read_all([path])
            pids.append(int(read.reading.segments[0].text))
            assert gone(pids, within=10)
    assert pids[0] != pids[1]


def test_a_warm_worker_is_there_before_the_document(tmp_path: Path) -> None:
    path = str(make_tree(tmp_path, {"a.txt": "pid"}) / "a.txt")
    before = {worker.pid for worker in workers()}
    with ReaderPool(1, reader=HOOKS) as pool:
        for _ in range(3):
            pool.warm()
        deadline = time.monotonic() + 20
        while not (warm := {worker.pid for worker in workers()} - before):
            assert time.monotonic() < deadline
        (read,) = pool.read_all([path])
        assert {int(read.reading.segments[0].text)} == warm


def test_paths_are_taken_only_as_workers_come_free(tmp_path: Path) -> None:
    path = str(make_tree(tmp_path, {"a.txt": "good"}) / "a.txt")
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield path

    with ReaderPool(1, reader=HOOKS) as pool:
        reads = pool.read_all(endless())
        for _ in range(5):
            next(reads)
    assert taken <= 5 + 2 * 1


def test_leaving_the_pool_does_not_wait_for_a_hanging_reader(tmp_path: Path) -> None:
    paths = [
        str(make_tree(tmp_path, {f"{n}.txt": order}) / f"{n}.txt") for n, order in enumerate(["good", "hang"])
    ]
    others = {worker.pid for worker in workers()}  # pools that other tests keep
    with ReaderPool(1, reader=HOOKS) as pool:
        next(pool.read_all(paths))
        began = time.monotonic()
    assert time.monotonic() - began < 3
    assert gone([worker.pid for worker in workers() if worker.pid not in others], within=10)


def test_a_worker_that_somebody_ended_between_two_documents_is_replaced(tmp_path: Path) -> None:
    path = str(make_tree(tmp_path, {"a.txt": "pid"}) / "a.txt")
    with ReaderPool(1, reader=HOOKS) as pool:
        (first,) = pool.read_all([path])
        psutil.Process(int(first.reading.segments[0].text)).kill()
        time.sleep(0.1)
        (second,) = pool.read_all([path])
    assert second.reading.problem is None


def test_a_reader_that_does_not_exist_stops_the_run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with ReaderPool(1, reader="no.such.module:read") as pool, pytest.raises(CannotRun) as caught:
        list(pool.read_all([str(tmp_path)]))
    assert caught.value.key == "workers.start"
    capfd.readouterr()


SCRIPT = """
    import sys
    from archive_tool.adapters.workers import ReaderPool

    if __name__ == "__main__":
        with ReaderPool(2, reader="reader_hooks:read") as pool:
            for read in pool.read_all(sys.argv[1:]):
                print(read.reading.segments[0].text, flush=True)
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A program with two workers: one has said its number, then both hang."""
    make_tree(
        tmp_path, {"run.py": textwrap.dedent(SCRIPT), "1": "pid", "2": "hang", "3": "hang", "4": "hang"}
    )
    folders = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    command = [sys.executable, str(tmp_path / "run.py"), *(str(tmp_path / name) for name in "1234")]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": folders},
        start_new_session=True,
    )
    yield process
    process.kill()
    process.communicate()


def hanging_workers(run: subprocess.Popen[str]) -> list[int]:
    assert run.stdout is not None and run.stdout.readline().strip().isdigit()
    time.sleep(0.5)
    return [
        child.pid for child in psutil.Process(run.pid).children() if "spawn_main" in " ".join(child.cmdline())
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals")
def test_ctrl_c_ends_everything_at_once(run: subprocess.Popen[str]) -> None:
    pids = hanging_workers(run)
    os.killpg(run.pid, signal.SIGINT)
    _, errors = run.communicate(timeout=5)
    assert run.returncode == -signal.SIGINT
    assert errors.count("Traceback") == 1, "workers keep quiet about Ctrl-C"
    assert pids and gone(pids, within=1)


def test_workers_do_not_outlive_their_parent(run: subprocess.Popen[str]) -> None:
    pids = hanging_workers(run)
    run.kill()
    run.wait(timeout=5)
    assert pids and gone(pids, within=5)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("C:\\a\\b.txt", "C:\\a\\b.txt"),
        ("C:\\" + "长" * 250 + ".txt", "\\\\?\\C:\\" + "长" * 250 + ".txt"),
        ("C:/x/" + "长" * 250, "\\\\?\\C:\\x\\" + "长" * 250),
        ("\\\\server\\share\\" + "长" * 250, "\\\\?\\UNC\\server\\share\\" + "长" * 250),
        ("\\\\?\\C:\\" + "长" * 250, "\\\\?\\C:\\" + "长" * 250),
    ],
)
def test_long_windows_paths_take_their_long_form(path: str, expected: str) -> None:
    assert openable(path, windows=True) == expected
    assert openable(path, windows=False) == path
