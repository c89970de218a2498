"""`schema check` and `schema export`."""

from __future__ import annotations

from pathlib import Path

import click

from archive_tool.cli.local_help import LocalCommand, LocalGroup
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, format_option
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.group("schema", cls=LocalGroup, help=say("help.schema"))
    def schema() -> None:
        pass

    schema.add_command(_check(say))
    schema.add_command(_export(say))
    return schema


def _check(say: Say) -> click.Command:
    @click.command("check", cls=LocalCommand, help=say("help.schema.check"))
    @click.argument("name", metavar="[ID|DIR]", required=False)
    @format_option(say)
    @click.pass_obj
    def check(shell: Shell, name: str | None, format_: str) -> None:
        from archive_tool.app.profiles import checked
        from archive_tool.app.schemes import named_schemes
        from archive_tool.report import json, outcomes

        found = ((one, checked(one, folder)) for one, folder in named_schemes(name, shell.start_folder))
        if format_ == "json":
            echo_json(json.dump(outcomes.schemes(found)))
            return
        for scheme, profiles in found:
            click.echo(
                shell.say(
                    "schema.ok",
                    scheme=scheme.id,
                    version=scheme.version,
                    categories=len(scheme.categories),
                    leaves=len(scheme.leaves),
                    forms=len(scheme.forms),
                    rules=len(scheme.rules),
                    profiles=len(profiles),
                )
            )

    return check


def _export(say: Say) -> click.Command:
    @click.command("export", cls=LocalCommand, help=say("help.schema.export"))
    @click.argument("name", metavar="[ID|DIR]", required=False)
    @click.option(
        "-o", "--output", type=Folder(dir_okay=False, path_type=Path), help=say("help.option.output")
    )
    @click.pass_obj
    def export(shell: Shell, name: str | None, output: Path | None) -> None:
        from archive_tool.app.schemes import export_schema, keep_schema, scheme_of

        text = export_schema(scheme_of(name, shell.start_folder), shell.speaker.language)
        if output:
            target = shell.start_folder / output
            keep_schema(text, target)
            click.echo(shell.say("schema.exported", file=str(target)), err=True)
        else:
            echo_json(text)

    return export
