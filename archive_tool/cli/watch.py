"""`watch`: keep the archive in order while people drop files."""

from __future__ import annotations

import signal
import threading
from datetime import date, datetime

import click

from archive_tool.cli.boundary import told
from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Say
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun
from archive_tool.core.results import SyncResult


def command(say: Say) -> click.Command:
    @click.command("watch", cls=LocalCommand, help=say("help.watch"))
    @click.option("--once", "only_once", is_flag=True, help=say("help.watch.once"))
    @click.option("--quiet", type=click.FloatRange(min=0.1), default=1.0, help=say("help.watch.quiet"))
    @click.option("--rescan", type=click.FloatRange(min=1), default=300.0, help=say("help.watch.rescan"))
    @click.pass_obj
    def watch(shell: Shell, only_once: bool, quiet: float, rescan: float) -> None:
        from archive_tool import watch as watcher
        from archive_tool.app.watching import Watched
        from archive_tool.report import events

        with Watched(shell.start_folder, shell.speaker, date.today) as watched:

            def tell(result: SyncResult | CannotRun) -> None:
                if isinstance(result, CannotRun):
                    click.echo(told(shell, result), err=True)
                    return
                for line in events.lines(result, watched.archive.speaker):
                    click.echo(f"{datetime.now():%H:%M:%S} {line}")

            if only_once:
                watcher.once(watched, tell)
                return
            stop = threading.Event()
            for name in ("SIGINT", "SIGTERM", "SIGBREAK"):  # SIGBREAK: Windows
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), lambda *_: stop.set())
            with watched.bell() as bell:
                click.echo(shell.say("watch.started", root=str(watched.archive.root)))
                if bell is None:
                    click.echo(shell.say("watch.network", seconds=f"{rescan:g}"))
                watcher.watch(watched, bell, watcher.Pace(quiet, rescan), stop, tell)
            click.echo(shell.say("watch.stopped"))

    return watch
