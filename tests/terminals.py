"""Commands at terminals and pipes of their own, in processes that are forked with everything loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from multiprocessing.reduction import DupFd
from typing import NamedTuple

# A shell would start an interpreter for each, which loads for much longer than it works.
LOADED = [
    f"archive_tool.cli.{name}" for name in ("main", "audit", "check", "search", "show", "status", "sync")
]


class Streams(NamedTuple):
    """Descriptors, which go along to the process that they are given to."""

    out: int
    err: int

    def __reduce__(self) -> tuple[Callable[..., Streams], tuple[DupFd, DupFd]]:
        return _arrived, (DupFd(self.out), DupFd(self.err))


def _arrived(out: DupFd, err: DupFd) -> Streams:
    return Streams(out.detach(), err.detach())


def start(words: Sequence[str], env: Mapping[str, str], out: int, err: int) -> ForkServerProcess:
    """`archive-tool words…` with its streams on these descriptors, in this environment and no other."""
    context = get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    process = context.Process(target=_work, args=(list(words), dict(env), Streams(out, err)))
    process.start()
    return process


def _work(words: list[str], env: dict[str, str], streams: Streams) -> None:
    from archive_tool.cli import main

    os.environ.clear()
    os.environ.update(env)
    for ours, theirs in ((0, os.open(os.devnull, os.O_RDONLY)), (1, streams.out), (2, streams.err)):
        os.dup2(theirs, ours)
    encoding = env.get("PYTHONIOENCODING", "utf-8")
    sys.stdout = os.fdopen(1, "w", encoding=encoding, closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding=encoding, errors="backslashreplace", closefd=False)
    main(words)
