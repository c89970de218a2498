"""`profile list`, `profile show` and `profile import`: what inspections score."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from archive_tool.cli.local_help import LocalGroup
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, format_option
from archive_tool.cli.shell import Shell
from archive_tool.report.printable import printable


def command(say: Say) -> click.Command:
    @click.group("profile", cls=LocalGroup, help=say("help.profile"))
    def profile() -> None:
        pass

    profile.add_command(_list(say))
    profile.add_command(_show(say))
    profile.add_command(_import(say))
    return profile


def _list(say: Say) -> click.Command:
    @click.command("list", help=say("help.profile.list"))
    @click.option("--scheme", metavar="ID|DIR", help=say("help.profile.scheme"))
    @format_option(say)
    @click.pass_obj
    def listed(shell: Shell, scheme: str | None, format_: str) -> None:
        from archive_tool.app import profiles
        from archive_tool.report import json, profile, score_json

        found = profiles.known(scheme, shell.start_folder)
        if format_ == "json":
            echo_json(json.dump(score_json.listed(found, shell.speaker)))
        else:
            profile.listed(found, shell.speaker, shell.screen())

    return listed


def _show(say: Say) -> click.Command:
    @click.command("show", help=say("help.profile.show"))
    @click.argument("name", metavar="ID|FILE")
    @click.option("--scheme", metavar="ID|DIR", help=say("help.profile.scheme"))
    @format_option(say)
    @click.pass_obj
    def show(shell: Shell, name: str, scheme: str | None, format_: str) -> None:
        from archive_tool.app import profiles
        from archive_tool.report import json, profile, score_json

        found, of = profiles.named(name, scheme, shell.start_folder)
        if format_ == "json":
            echo_json(json.dump(score_json.shown(found, shell.speaker)))
        else:
            profile.show(found, replace(shell.speaker, scheme=of), shell.screen())

    return show


def _import(say: Say) -> click.Command:
    @click.command("import", help=say("help.profile.import"))
    @click.argument("file", metavar="FILE.xlsx", type=Folder(dir_okay=False, path_type=Path))
    @click.option("--scheme", metavar="ID|DIR", help=say("help.profile.scheme"))
    @click.option(
        "-o",
        "--output",
        type=Folder(dir_okay=False, path_type=Path),
        help=say("help.profile.import.output"),
    )
    @format_option(say)
    @click.pass_obj
    def imported(shell: Shell, file: Path, scheme: str | None, output: Path | None, format_: str) -> None:
        from archive_tool.app.schemes import scheme_of
        from archive_tool.app.score_table import draft_of, keep
        from archive_tool.core.copy_names import name_part
        from archive_tool.report import json, profile_yaml

        target = shell.start_folder / output if output is not None else None
        found = draft_of(shell.start_folder / file, scheme_of(scheme, shell.start_folder))
        # A name of this system may be none on another, and so no id.
        name = name_part(target.stem) if target is not None else "imported"
        text = profile_yaml.write(found, name, shell.speaker)
        if target is not None:
            keep(text, target)
            click.echo(shell.say("output.written", file=printable(str(target))), err=True)
        if format_ == "json":
            echo_json(json.dump(profile_yaml.told(found, text, str(target) if target else None)))
            return
        if target is None:
            click.echo(text, nl=False)
        for line in profile_yaml.summary(found, shell.speaker):
            click.echo(line, err=True)

    return imported
