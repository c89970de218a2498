"""`init`: make an archive, add a year to one, or take a tree that is there for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, format_option
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun


def command(say: Say) -> click.Command:
    @click.command("init", cls=LocalCommand, help=say("help.init"))
    @click.argument("folder", metavar="[DIR]", required=False, type=Folder(path_type=Path))
    @click.option("--scheme", metavar="ID", help=say("help.init.scheme"))
    @click.option("--year", type=click.IntRange(1900, 2999), help=say("help.init.year"))
    @click.option("--adopt", is_flag=True, help=say("help.init.adopt"))
    @click.option("--since", type=click.IntRange(1900, 2999), help=say("help.init.since"))
    @click.option("--yes", is_flag=True, help=say("help.init.yes"))
    @click.option("-o", "--output", type=Folder(dir_okay=False, path_type=Path), help=say("help.init.output"))
    @format_option(say)
    @click.pass_obj
    def init(
        shell: Shell,
        folder: Path | None,
        scheme: str | None,
        year: int | None,
        adopt: bool,
        since: int | None,
        yes: bool,
        output: Path | None,
        format_: str,
    ) -> None:
        if adopt:
            if year is not None:
                raise CannotRun("usage.adopt-year")
            if yes and output:
                raise CannotRun("usage.adopt-one")
            where = shell.start_folder / (folder or ".")
            _adopt(shell, where, scheme, since or date.today().year, yes, output, format_)
            return
        for option, given in (("--since", since), ("--yes", yes), ("-o", output)):
            if given:
                raise CannotRun("usage.adopt-only", option=option)
        _init(shell, folder, scheme, year, format_)

    return init


def _init(shell: Shell, folder: Path | None, scheme: str | None, year: int | None, format_: str) -> None:
    from archive_tool.app.opening import find_root
    from archive_tool.app.start import SETTINGS
    from archive_tool.app.start import init as start

    # Without DIR: the archive we are in, wherever in it, as for every other command.
    where = shell.start_folder / folder if folder else find_root(shell.start_folder) or shell.start_folder
    root, made = start(where, scheme, year or date.today().year, shell.speaker, shell.tell)
    if format_ == "json":
        from archive_tool.report import json

        echo_json(json.dump({"root": str(root), "made": list(made)}))
        return
    click.echo(shell.say("init.done", root=str(root), count=len(made)))
    if any(name == "archive.yaml" for name in made):
        click.echo(shell.say("init.next"))
        if SETTINGS not in made:
            click.echo(shell.say("init.editor-kept", file=SETTINGS))


def _adopt(
    shell: Shell, folder: Path, scheme: str | None, since: int, yes: bool, output: Path | None, format_: str
) -> None:
    from archive_tool.app.adopt import adopt, write_config
    from archive_tool.report import adopt as report
    from archive_tool.report import json

    result = adopt(folder, scheme, since, shell.speaker)
    if output is not None:
        result = write_config(result, shell.start_folder / output, shell.tell)
    elif yes:
        result = write_config(result, None, shell.tell)
    speaker = replace(shell.speaker, scheme=result.scheme)
    if format_ == "json":
        echo_json(json.dump(report.adopt_json(result, speaker)))
    else:
        report.adopt(result, speaker, shell.screen())
