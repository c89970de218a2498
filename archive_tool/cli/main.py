"""The command group: language first, commands loaded only when they are called."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from archive_tool import __version__
from archive_tool.cli.boundary import ReaderGone, boundary, stops_interrupt
from archive_tool.cli.local_help import LocalGroup
from archive_tool.cli.options import Folder
from archive_tool.cli.shell import Shell

COLLECT_EVERY = 1_000_000  # objects made and not yet let go of

# Command -> module with a function `command(say)`; the order is that of the help page.
COMMANDS: Mapping[str, str] = {
    "init": "archive_tool.cli.init",
    "demo": "archive_tool.cli.demo",
    "sync": "archive_tool.cli.sync",
    "watch": "archive_tool.cli.watch",
    "check": "archive_tool.cli.check",
    "audit": "archive_tool.cli.audit",
    "due": "archive_tool.cli.due",
    "rectify": "archive_tool.cli.rectify",
    "inspection-pack": "archive_tool.cli.inspection_pack",
    "report": "archive_tool.cli.report",
    "search": "archive_tool.cli.search",
    "show": "archive_tool.cli.show",
    "describe": "archive_tool.cli.describe",
    "accept": "archive_tool.cli.accept",
    "status": "archive_tool.cli.status",
    "doctor": "archive_tool.cli.doctor",
    "index": "archive_tool.cli.index",
    "profile": "archive_tool.cli.profile",
    "schema": "archive_tool.cli.schema",
}


class LazyGroup(LocalGroup):
    """Imports a command's module when it is called; the help page needs only its first line."""

    def __init__(self, shell: Shell, **attributes: object) -> None:
        super().__init__(**attributes)  # type: ignore[arg-type]
        self.shell = shell

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderGone from None  # click would end the process with 1, which means findings

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[name]).command(self.shell.say)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, self.shell.say(f"help.{name}").partition("\n")[0]) for name in COMMANDS]
        with formatter.section(self.shell.say("help.commands")):
            formatter.write_dl(rows)


def build(shell: Shell) -> click.Group:
    """The whole command line in the shell's language."""
    say = shell.say

    @click.group(
        cls=LazyGroup,
        shell=shell,
        name="archive-tool",
        help=say("help.archive-tool"),
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    @click.option(
        "-C",
        "folder",
        metavar="DIR",
        type=Folder(path_type=Path),
        help=say("help.option.C"),
    )
    @click.option("--lang", type=click.Choice(["zh", "en"]), help=say("help.option.lang"))
    @click.version_option(__version__, prog_name="archive-tool", help=say("help.option.version"))
    @click.pass_context
    def group(context: click.Context, folder: Path | None, lang: str | None) -> None:
        # Both options were read before the group was built: the help texts depend on them.
        if context.invoked_subcommand is None:
            raise click.exceptions.NoArgsIsHelpError(context)

    return group


def _have_streams() -> None:
    """A stream that is not there (`>&-`, a task of Windows without a window) leads nowhere.

    Each takes the number that is its own, so that no file of the archive is opened under it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point; ends the process with the exit code of design section 8."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # What a command reads lives until its end: looking through it for cycles over and over costs a tenth.
    gc.set_threshold(COLLECT_EVERY)
    _have_streams()
    for stream in (sys.stdout, sys.stderr):
        # A GBK console can't show every name: escape what it lacks instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    with boundary() as guard, stops_interrupt():
        guard.shell = shell = Shell.start(words)
        build(shell).main(args=words, prog_name="archive-tool", standalone_mode=False, obj=shell)
    # At its end Python looks through everything once more; nothing of it is needed.
    gc.freeze()
    sys.exit(guard.code)
