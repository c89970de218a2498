"""`watch`: keep the archive in order while people drop files."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from archive_tool.cli.boundary import told
from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Say, format_option
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun
from archive_tool.core.results import Notice, SyncResult

if TYPE_CHECKING:
    from archive_tool.app.watching import Watched

# SIGHUP: the terminal was closed. SIGBREAK: Windows, also when the window is closed.
STOPS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
COLLECT_EVERY = 50_000  # new objects: who stays for weeks lets go of them sooner than a command that ends
MANY = 1000  # files; with fewer, the result is there before anybody wonders


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

        gc.set_threshold(COLLECT_EVERY)
        with Watched(shell.start_folder, shell.speaker, date.today, quiet) as watched:
            lines = JsonLines(shell) if format_ == "json" else TextLines(shell, watched)
            if only_once:
                watcher.once(watched, lines.tell, lines.progress)
                return
            stop = threading.Event()
            _stop_on_signals(stop)
            with watched.bell() as bell:
                lines.say("watch.started", root=str(watched.archive.root))
                watcher.watch(watched, bell, rescan, stop, lines.tell, lines.progress)
            lines.say("watch.stopped")

    return watch


class TextLines:
    """Everything goes to the terminal line by line, with the time of day."""

    def __init__(self, shell: Shell, watched: Watched) -> None:
        from archive_tool.report.events import Teller

        self._shell = shell
        self._watched = watched
        self._teller = Teller(watched.archive.speaker)
        self._tenths: tuple[str, int] = ("", 0)

    def say(self, key: str, **params: str | int | list[str]) -> None:
        self._print(self._shell.say(key, **params))

    def tell(self, what: SyncResult | CannotRun | Notice) -> None:
        if isinstance(what, CannotRun):
            self._print(told(self._shell, what), err=True)
        elif isinstance(what, SyncResult):
            self._teller.speaker = self._watched.archive.speaker  # archive.yaml may have changed
            for line in self._teller.lines(what):
                self._print(line)
        else:
            self.say(what.key, **what.params)

    def progress(self, step: str, done: int, total: int) -> None:
        """A line for every tenth of what takes long; a bar would stand in the way of the other lines."""
        tenths = (step, 10 * done // total if total >= MANY else 0)
        if tenths[1] and tenths != self._tenths:
            self._tenths = tenths
            self._print(f"{self._shell.say(step)} {done}/{total}", err=True)

    def _print(self, line: str, *, err: bool = False) -> None:
        click.echo(f"{datetime.now():%H:%M:%S} {line}", err=err)


class JsonLines:
    """One JSON object a line, with the time: started, synced, error, stopped."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def say(self, key: str, **params: str | int | list[str]) -> None:
        self._print(key.removeprefix("watch."), params)

    def tell(self, what: SyncResult | CannotRun | Notice) -> None:
        from archive_tool.report import results

        if isinstance(what, CannotRun):
            self._print("error", {"message": told(self._shell, what)})
        elif isinstance(what, SyncResult):
            self._print("synced", results.sync_json(what))
        else:
            self.say(what.key, **what.params)

    def progress(self, step: str, done: int, total: int) -> None:
        """Progress is for people."""

    def _print(self, event: str, more: Mapping[str, Any]) -> None:
        from archive_tool.report import json

        when = datetime.now().astimezone().isoformat(timespec="seconds")
        echo_json(json.line({"when": when, "event": event, **more}))


def _stop_on_signals(stop: threading.Event) -> None:
    for name in STOPS:
        number = getattr(signal, name, None)
        # Who started us may have chosen that we ignore one, as nohup does.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: stop.set())
