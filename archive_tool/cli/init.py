"""`init`: make an archive, or add a year to one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Folder, Say
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.command("init", cls=LocalCommand, help=say("help.init"))
    @click.argument("folder", metavar="[DIR]", required=False, type=Folder(path_type=Path))
    @click.option("--scheme", metavar="ID", help=say("help.init.scheme"))
    @click.option("--year", type=click.IntRange(1900, 2999), help=say("help.init.year"))
    @click.pass_obj
    def init(shell: Shell, folder: Path | None, scheme: str | None, year: int | None) -> None:
        from archive_tool.app.opening import find_root
        from archive_tool.app.start import SETTINGS
        from archive_tool.app.start import init as start

        # Without DIR: the archive we are in, wherever in it, as for every other command.
        where = shell.start_folder / folder if folder else find_root(shell.start_folder) or shell.start_folder
        root, made = start(where, scheme, year or date.today().year, shell.speaker)
        click.echo(shell.say("init.done", root=str(root), count=len(made)))
        if any(name == "archive.yaml" for name in made):
            click.echo(shell.say("init.next"))
            if SETTINGS not in made:
                click.echo(shell.say("init.editor-kept", file=SETTINGS))

    return init
