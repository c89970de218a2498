"""`watch`: keep the archive in order while people drop files."""

from __future__ import annotations

import signal
import threading
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from archive_tool.cli.boundary import told
from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Say, format_option
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun
from archive_tool.core.results import SyncResult

if TYPE_CHECKING:
    from archive_tool.app.watching import Watched


def command(say: Say) -> click.Command:
    @click.command("watch", cls=LocalCommand, help=say("help.watch"))
    @click.option("--once", "only_once", is_flag=True, help=say("help.watch.once"))
    @click.option("--quiet", type=click.FloatRange(min=0.1), default=1.0, help=say("help.watch.quiet"))
    @click.option("--rescan", type=click.FloatRange(min=1), default=300.0, help=say("help.watch.rescan"))
    @format_option(say)
    @click.pass_obj
    def watch(shell: Shell, only_once: bool, quiet: float, rescan: float, format_: str) -> None:
        from archive_tool import watch as watcher
        from archive_tool.app.watching import Watched

        with Watched(shell.start_folder, shell.speaker, date.today) as watched:
            lines = JsonLines(shell) if format_ == "json" else TextLines(shell, watched)
            if only_once:
                watcher.once(watched, lines.tell)
                return
            stop = threading.Event()
            for name in ("SIGINT", "SIGTERM", "SIGBREAK"):  # SIGBREAK: Windows
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), lambda *_: stop.set())
            with watched.bell() as bell:
                lines.say("watch.started", root=str(watched.archive.root))
                if bell is None:
                    lines.say("watch.network", seconds=f"{rescan:g}")
                watcher.watch(watched, bell, watcher.Pace(quiet, rescan), stop, lines.tell)
            lines.say("watch.stopped")

    return watch


class TextLines:
    """A line an event, with the time of day; what went wrong to standard error."""

    def __init__(self, shell: Shell, watched: Watched) -> None:
        self._shell, self._watched = shell, watched

    def say(self, key: str, **params: str) -> None:
        click.echo(self._shell.say(key, **params))

    def tell(self, result: SyncResult | CannotRun) -> None:
        from archive_tool.report import events

        if isinstance(result, CannotRun):
            click.echo(told(self._shell, result), err=True)
            return
        for line in events.lines(result, self._watched.archive.speaker):
            click.echo(f"{datetime.now():%H:%M:%S} {line}")


class JsonLines:
    """One JSON object a line, with the time: started, synced, error, stopped."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def say(self, key: str, **params: str) -> None:
        self._print(key.removeprefix("watch."), params)

    def tell(self, result: SyncResult | CannotRun) -> None:
        from archive_tool.report import results

        if isinstance(result, CannotRun):
            self._print("error", {"message": told(self._shell, result)})
        else:
            self._print("synced", results.sync_json(result))

    def _print(self, event: str, more: Mapping[str, Any]) -> None:
        from archive_tool.report import json

        when = datetime.now().astimezone().isoformat(timespec="seconds")
        click.echo(json.line({"when": when, "event": event, **more}))
