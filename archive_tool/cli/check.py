"""`check`: layout, names, sidecars, files."""

from __future__ import annotations

from datetime import date

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Folder, Say, everything_option, fail_on_option, format_option
from archive_tool.cli.options import fail_on as fail
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.command("check", cls=LocalCommand, help=say("help.check"))
    @click.argument("paths", metavar="[PATH]...", nargs=-1, type=Folder(readable=False))
    @everything_option(say)
    @format_option(say)
    @fail_on_option(say)
    @click.pass_obj
    def check(shell: Shell, paths: tuple[str, ...], everything: bool, format_: str, fail_on: str) -> None:
        from archive_tool.app.judge import check as run
        from archive_tool.cli.printing import print_report

        with shell.open() as archive:
            report = run(archive, date.today(), paths)
            print_report(report, archive, shell, format_, command="check", everything=everything)
        fail(report, fail_on)

    return check
