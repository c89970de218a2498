"""A stop goes to all processes at once: those that were started, however lately, leave it to their parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from archive_tool.adapters.deaf import STOPS, stay_deaf, unheard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to processes")


def answer(connection: Connection) -> None:
    stay_deaf()
    connection.send("deaf")
    connection.send(connection.recv())


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """The stops that this process has heard."""
    numbers: list[int] = []
    before = {number: signal.signal(number, lambda number, _: numbers.append(number)) for number in STOPS}
    yield numbers
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", STOPS)
def test_a_process_is_deaf_before_and_after_it_says_so(number: int) -> None:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=answer, args=(theirs,), daemon=True)
    with unheard():
        process.start()
    assert process.pid is not None
    os.kill(process.pid, number)  # it has not even loaded its code
    theirs.close()
    assert ours.recv() == "deaf"
    os.kill(process.pid, number)
    ours.send("still here")
    assert ours.recv() == "still here"
    process.join(10)
    assert process.exitcode == 0


def test_a_stop_that_comes_meanwhile_is_heard_afterwards(heard: list[int]) -> None:
    with unheard():
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        time.sleep(0.05)
        assert heard == []
    assert heard == [signal.SIGTERM]


def test_who_was_deaf_before_stays_so(heard: list[int]) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with unheard():
            pass
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())
        assert signal.SIGTERM not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
