"""`status`: where the archive stands."""

from __future__ import annotations

from datetime import date

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Say, fail_on_option, format_option
from archive_tool.cli.options import fail_on as fail
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.command("status", cls=LocalCommand, help=say("help.status"))
    @format_option(say)
    @fail_on_option(say)
    @click.pass_obj
    def status(shell: Shell, format_: str, fail_on: str) -> None:
        from archive_tool.app.show import status as run
        from archive_tool.report import json, results

        with shell.open() as archive:
            result = run(archive, date.today())
            if format_ == "json":
                echo_json(json.dump(results.status_json(result)))
            else:
                results.status(result, archive.speaker, shell.screen())
        if result.report:
            fail(result.report, fail_on)

    return status
