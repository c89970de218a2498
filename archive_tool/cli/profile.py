"""`profile list`, `profile show` and `profile import`: what inspections score."""

from __future__ import annotations

from dataclasses import replace

import click

from archive_tool.cli.local_help import LocalGroup
from archive_tool.cli.options import Say, format_option
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.group("profile", cls=LocalGroup, help=say("help.profile"))
    def profile() -> None:
        pass

    profile.add_command(_list(say))
    profile.add_command(_show(say))
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
            click.echo(json.dump(score_json.listed(found, shell.speaker)))
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
            click.echo(json.dump(score_json.shown(found, shell.speaker)))
        else:
            profile.show(found, replace(shell.speaker, scheme=of), shell.screen())

    return show
