"""`search`: find any text in any document."""

from __future__ import annotations

from itertools import takewhile

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Say, format_option
from archive_tool.cli.shell import Shell


class QueryCommand(LocalCommand):
    """A word with one dash is one to leave out (-通知); one with two is an option, be it misspelt."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {name for param in self.get_params(ctx) for name in (*param.opts, *param.secondary_opts)}
        for word in takewhile(lambda word: word != "--", args):
            name = word.partition("=")[0]
            if name.startswith("--") and name not in known:
                from difflib import get_close_matches  # only for mistakes

                raise click.NoSuchOption(name, possibilities=get_close_matches(name, known), ctx=ctx)
        return super().parse_args(ctx, args)


def command(say: Say) -> click.Command:
    @click.command(
        "search", cls=QueryCommand, help=say("help.search"), context_settings={"ignore_unknown_options": True}
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

        with shell.open() as archive:
            result = run(archive, " ".join(query), limit)
            if format_ == "json":
                click.echo(json.dump(hits.search_json(result)))
            else:
                hits.search(result, archive.speaker, shell.screen())

    return search
