"""`accept`: take a changed file as the new state."""

from __future__ import annotations

from datetime import date, datetime

import click

from archive_tool.cli.boundary import Refused
from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Say
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.command("accept", cls=LocalCommand, help=say("help.accept"))
    @click.argument("path")
    @click.option("--reason", required=True, metavar="TEXT", help=say("help.accept.reason"))
    @click.pass_obj
    def accept(shell: Shell, path: str, reason: str) -> None:
        from archive_tool.app.accept import accept as run
        from archive_tool.report import results

        with shell.open() as archive:
            result = run(archive, path, reason, date.today(), datetime.now())
            results.describe(result, archive.speaker, shell.screen())
        if result.asks:
            raise Refused

    return accept
