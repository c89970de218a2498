"""`search`: find any text in any document."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Say, format_option
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.command(
        "search", cls=LocalCommand, help=say("help.search"), context_settings={"ignore_unknown_options": True}
    )
    @click.argument("query", nargs=-1, required=True)
    @click.option(
        "--limit", type=click.IntRange(min=0), default=20, show_default=True, help=say("help.search.limit")
    )
    @format_option(say)
    @click.pass_obj
    def search(shell: Shell, query: tuple[str, ...], limit: int, format_: str) -> None:
        from archive_tool.app.find import search as run
        from archive_tool.report import hits, json
        from archive_tool.report.lag import lag

        with shell.open() as archive:
            result = run(archive, " ".join(query), limit)
            if format_ == "json":
                click.echo(json.dump(hits.search_json(result)))
            else:
                hits.search(result, archive.speaker, shell.screen())
            for line in lag(result, archive.speaker, datetime.now(UTC)):
                click.echo(line, err=True)

    return search
