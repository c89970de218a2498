"""`show`: one record with everything known of it."""

from __future__ import annotations

from datetime import date

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, format_option
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.command("show", cls=LocalCommand, help=say("help.show"))
    @click.argument("path", metavar="PATH", type=Folder(readable=False))
    @format_option(say)
    @click.pass_obj
    def show(shell: Shell, path: str, format_: str) -> None:
        from archive_tool.app.show import show as run
        from archive_tool.report import json, results

        with shell.open() as archive:
            shown = run(archive, path, date.today())
            if format_ == "json":
                echo_json(json.dump([results.show_json(one, archive.speaker) for one in shown]))
            else:
                screen = shell.screen()
                for number, one in enumerate(shown):
                    if number:
                        screen.line()
                    results.show(one, archive.speaker, screen)

    return show
