"""Progress on standard error; silent when nobody is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from archive_tool.cli.shell import Shell


@contextmanager
def progress(shell: Shell) -> Iterator[Callable[[str, int, int], None]]:
    """A function (step, done, of) that draws one bar per step on a terminal."""
    if not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, object] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(shell.say(step), total=total)
            bars.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]

        yield show
