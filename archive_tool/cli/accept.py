"""`accept`: take a changed file as the new state."""

from __future__ import annotations

from datetime import date, datetime

import click

from archive_tool.cli.boundary import Refused
from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, format_option
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.command("accept", cls=LocalCommand, help=say("help.accept"))
    @click.argument("path", metavar="PATH", type=Folder(readable=False))
    @click.option("--reason", required=True, metavar="TEXT", help=say("help.accept.reason"))
    @format_option(say)
    @click.pass_obj
    def accept(shell: Shell, path: str, reason: str, format_: str) -> None:
        from archive_tool.app.accept import accept as run
        from archive_tool.report import json, outcomes, results

        with shell.open() as archive:
            with progress(shell) as shown:
                result = run(archive, path, reason, date.today(), datetime.now(), shown)
            if format_ == "json":
                echo_json(json.dump(outcomes.describe(result, archive.speaker)))
            else:
                results.describe(result, archive.speaker, shell.screen())
        if result.asks:
            raise Refused

    return accept
