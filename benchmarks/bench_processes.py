"""Runs a command in a fresh process and says how long it took and how much private memory it held."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import IO, NamedTuple

import psutil

EVERY = 0.05  # seconds between two looks at the memory
MIB = 1 << 20


class Run(NamedTuple):
    """One run of a command. Memory is private (USS), in MiB, at its highest; 0 where nobody looked."""

    seconds: float
    code: int
    output: str
    cpu_s: float  # of the process and of those it waited for; 0 where the system does not say
    main_mib: float = 0.0
    tree_mib: float = 0.0  # with all child processes


def run(
    command: Sequence[str],
    *,
    codes: Sequence[int] = (0,),
    watch: bool = False,
    said: str = "",
    variables: Mapping[str, str] | None = None,
) -> Run:
    """Run to the end; any other exit code ends the benchmark with what the command said.

    `said`: its standard input; `variables`: of its environment, beside ours.
    """
    environment = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", **(variables or {})}
    # Users run compiled modules: without this each process would compile all of them anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        into.write(said.encode("utf-8", "surrogateescape"))
        into.seek(0)
        before, started = os.times(), time.perf_counter()
        process = subprocess.Popen(command, stdin=into, stdout=out, stderr=err, env=environment)
        main, tree = _watch(process) if watch else (0.0, 0.0)
        code = process.wait()
        seconds = time.perf_counter() - started
        if code not in codes:
            raise SystemExit(f"{' '.join(command)} ended with {code}:\n{_text(err)}{_text(out)}")
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        return Run(seconds, code, _text(out), cpu, main, tree)


def _watch(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    main = tree = 0
    root = psutil.Process(process.pid)
    while process.poll() is None:
        own = private(root)
        main = max(main, own)
        tree = max(tree, own + sum(map(private, _children(root))))
        time.sleep(EVERY)
    return main / MIB, tree / MIB


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def private(process: psutil.Process) -> int:
    """Bytes that a process alone holds and the system cannot take back: pages of mapped index files it can."""
    try:
        if psutil.LINUX:
            told = process.memory_info()
            return int(told.rss - told.shared)
        if psutil.WINDOWS:
            return int(process.memory_info().private)
        return int(process.memory_full_info().uss)
    except psutil.Error:  # it has ended
        return 0


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
