"""`describe`: fill in and confirm."""

from __future__ import annotations

from datetime import date

import click

from archive_tool.cli.boundary import Refused
from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, format_option
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun


def command(say: Say) -> click.Command:
    @click.command("describe", cls=LocalCommand, help=say("help.describe"))
    @click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=Folder(readable=False))
    @click.option("--set", "changes", metavar="FIELD=VALUE", multiple=True, help=say("help.describe.set"))
    @click.option("--new-id", "apart", is_flag=True, help=say("help.describe.new-id"))
    @click.option("--confirm", is_flag=True, help=say("help.describe.confirm"))
    @format_option(say)
    @click.pass_obj
    def describe(
        shell: Shell,
        paths: tuple[str, ...],
        changes: tuple[str, ...],
        apart: bool,
        confirm: bool,
        format_: str,
    ) -> None:
        from archive_tool.app.describe import describe as run
        from archive_tool.report import json, outcomes, results

        wanted = [_pair(change) for change in changes]
        if not (wanted or apart or confirm):
            raise CannotRun("describe.nothing")
        with shell.open() as archive:
            with progress(shell) as shown:
                asked = {"confirm": confirm, "apart": apart}
                result = run(archive, paths, wanted, **asked, today=date.today(), progress=shown)
            if format_ == "json":
                echo_json(json.dump(outcomes.describe(result, archive.speaker)))
            else:
                results.describe(result, archive.speaker, shell.screen())
            for line in results.unsound(result, archive.speaker):
                click.echo(line, err=True)
        if result.asks:
            raise Refused

    return describe


def _pair(change: str) -> tuple[str, str]:
    """`field=value`; the full-width sign is what an input method types."""
    for sign in ("=", "＝"):
        field, found, value = change.partition(sign)
        if found and field.strip():
            return field.strip(), value.strip()
    raise CannotRun("describe.pair", text=change)
