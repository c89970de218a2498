"""`index rebuild` and `index status`."""

from __future__ import annotations

from datetime import date

import click

from archive_tool.cli.local_help import LocalGroup
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Say, format_option
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.group("index", cls=LocalGroup, help=say("help.index"))
    def index() -> None:
        pass

    @index.command("rebuild", help=say("help.index.rebuild"))
    @format_option(say)
    @click.pass_obj
    def rebuild(shell: Shell, format_: str) -> None:
        from archive_tool.app.rebuild import rebuild as run
        from archive_tool.report import json
        from archive_tool.report.printable import printable

        with shell.open(to_index=True) as archive:
            with progress(shell) as shown:
                count = run(archive, date.today(), shown)
            if format_ == "json":
                echo_json(json.dump({"documents": count, "cache": str(archive.cache)}))
            else:
                inside = archive.cache.is_relative_to(archive.root)
                key = "index.rebuilt" if inside else "index.rebuilt-elsewhere"
                click.echo(shell.say(key, count=count, folder=printable(str(archive.cache))))

    @index.command("status", help=say("help.index.status"))
    @format_option(say)
    @click.pass_obj
    def status(shell: Shell, format_: str) -> None:
        from archive_tool.app.rebuild import index_status
        from archive_tool.report import json

        with shell.open() as archive:
            found = index_status(archive, date.today())
            if format_ == "json":
                echo_json(json.dump(found))
            else:
                click.echo(shell.say("index.status", **found))

    return index
