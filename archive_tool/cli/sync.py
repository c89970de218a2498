"""`sync`: describe, index, report."""

from __future__ import annotations

from datetime import date

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Say, format_option
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.command("sync", cls=LocalCommand, help=say("help.sync"))
    @format_option(say)
    @click.pass_obj
    def sync(shell: Shell, format_: str) -> None:
        from archive_tool.app.ids import new_id
        from archive_tool.app.sync import sync as run
        from archive_tool.report import json, results

        with shell.open() as archive:
            with progress(shell) as shown:
                result = run(archive, date.today(), new_id, shown)
            if format_ == "json":
                echo_json(json.dump(results.sync_json(result)))
            else:
                results.sync(result, archive.speaker, shell.screen())

    return sync
