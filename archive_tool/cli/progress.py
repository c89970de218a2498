"""Progress on standard error; silent when nobody is watching."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from archive_tool.cli.shell import Shell

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

Show = Callable[[str, int, int], None]


@contextmanager
def progress(shell: Shell) -> Iterator[Show]:
    """A function (step, done, of) that draws one bar per step on a terminal, gone when this ends."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(
        file=sys.stderr,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        markup=False,
        highlight=False,
    )
    # Standard output is left alone: results may go to a file while the bars are watched.
    with Progress(
        *_columns(shell), console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bars:
        yield _shown(shell, bars)


def _shown(shell: Shell, bars: Progress) -> Show:
    tasks: dict[str, object] = {}

    def show(step: str, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = bars.add_task(shell.say(step), total=total)
        bars.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]

    return show


def _columns(shell: Shell) -> tuple[ProgressColumn, ...]:
    """Step, bar, done/total, rate, what remains."""
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            rate = task.finished_speed or task.speed
            return Text(
                shell.say("progress.rate", rate=f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}")
                if rate
                else ""
            )

    class Remaining(ProgressColumn):
        max_refresh = 0.5

        def render(self, task: Task) -> Text:
            seconds = task.time_remaining
            if task.finished or seconds is None:
                return Text()
            minutes, left = divmod(int(seconds), 60)
            return Text(shell.say("progress.remaining", time=f"{minutes}:{left:02d}"))

    return (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        Rate(),
        Remaining(),
    )
