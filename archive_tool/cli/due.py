"""`due`: what falls due, and what is overdue."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Folder, Say, as_of_option, everything_option, format_option
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun
from archive_tool.report.formats import DUE_FORMATS

MOST_DAYS = 3660


def command(say: Say) -> click.Command:
    @click.command("due", cls=LocalCommand, help=say("help.due"))
    @click.option(
        "--days", type=click.IntRange(0, MOST_DAYS), default=30, show_default=True, help=say("help.due.days")
    )
    @as_of_option(say)
    @click.option("--unit", help=say("help.audit.unit"))
    @everything_option(say)
    @format_option(say, DUE_FORMATS)
    @click.option("-o", "--output", type=Folder(dir_okay=False, path_type=Path), help=say("help.due.output"))
    @click.pass_obj
    def due(
        shell: Shell,
        days: int,
        as_of: date,
        unit: str | None,
        everything: bool,
        format_: str,
        output: Path | None,
    ) -> None:
        from archive_tool.app.judge import due as run
        from archive_tool.cli.printing import agenda_of, print_agenda, write_agenda

        if (date.max - as_of).days < days:
            raise CannotRun("usage.date", value=as_of.isoformat())
        target = shell.start_folder / output if output is not None else None
        with shell.open() as archive:
            if target is not None:
                from archive_tool.app.output import ready  # takes 10 ms to load

                ready(target, archive.root, DUE_FORMATS[format_].may_replace)
            found = run(archive, as_of, as_of + timedelta(days=days), unit)
            agenda = agenda_of(found, archive, everything=everything)
            if target is None:
                print_agenda(agenda, shell, format_)
            else:
                write_agenda(agenda, archive, shell, format_, target)

    return due
