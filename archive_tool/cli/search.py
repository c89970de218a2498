"""`search`: find any text in any document."""

from __future__ import annotations

from datetime import UTC, datetime
from difflib import get_close_matches

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Say, format_option
from archive_tool.cli.shell import Shell


class QueryCommand(LocalCommand):
    """Takes `-word` for the query's own "not", and `--word` for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = args[: args.index("--")] if "--" in args else args
        for word in options:
            self._known(ctx, word)
        # Told as a letter among others, -h would be found in -hello.
        helped = ["--help" if word == "-h" else word for word in options]
        return super().parse_args(ctx, [*helped, *args[len(options) :]])

    def _known(self, ctx: click.Context, word: str) -> None:
        known = [name for param in self.get_params(ctx) for name in param.opts if name.startswith("--")]
        name = word.partition("=")[0]
        if word.startswith("--") and name not in known:
            raise click.NoSuchOption(name, possibilities=get_close_matches(name, known), ctx=ctx)


def command(say: Say) -> click.Command:
    settings = {"ignore_unknown_options": True, "help_option_names": ["--help"]}

    @click.command("search", cls=QueryCommand, help=say("help.search"), context_settings=settings)
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
                echo_json(json.dump(hits.search_json(result)))
            else:
                hits.search(result, archive.speaker, shell.screen())
            for line in lag(result, archive.speaker, datetime.now(UTC)):
                click.echo(line, err=True)

    return search
