"""Help pages that speak one language throughout, headings included."""

from __future__ import annotations

import click

from archive_tool.cli.shell import Shell


def _say(ctx: click.Context, key: str) -> str:
    shell = ctx.find_object(Shell)
    return shell.say(key) if shell else key


class LocalCommand(click.Command):
    """A command with headings from the message table."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{_say(ctx, 'help.usage')}: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [row for param in self.get_params(ctx) if (row := param.get_help_record(ctx)) is not None]
        with formatter.section(_say(ctx, "help.options")):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _say(ctx, "help.option.help")
        return option


class LocalGroup(LocalCommand, click.Group):
    """The same for a command with commands below it."""

    command_class = LocalCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [self.get_command(ctx, name) for name in self.list_commands(ctx)]
        rows = [(command.name or "", command.get_short_help_str(60)) for command in commands if command]
        with formatter.section(_say(ctx, "help.commands")):
            formatter.write_dl(rows)
