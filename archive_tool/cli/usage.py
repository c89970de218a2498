"""What is wrong with the words of a command, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

import click

from archive_tool.cli.shell import Shell
from archive_tool.core.strict import nearest

# The parser has no class of its own for words too many; they stand in parentheses.
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL)


def told(shell: Shell, error: click.UsageError) -> str:
    """The mistake, and where the help is."""
    command = error.ctx.command_path if error.ctx else "archive-tool"
    return shell.say("usage.error", message=_mistake(shell, error), command=command)


def _mistake(shell: Shell, error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            meant = _meant(shell, sorted(error.possibilities or ()))
            return shell.say("usage.no-such-option", option=error.option_name) + meant
        case click.BadOptionUsage():
            return shell.say("usage.no-value", name=error.option_name)
        case click.MissingParameter() if error.param:
            context = error.ctx or click.Context(click.Command(""))
            return shell.say("usage.missing", name=_name(error, error.param.make_metavar(context)))
        case click.BadParameter() if error.param:
            return _value(shell, error, error.param.type)
    command = getattr(error, "command_name", None)
    if command is not None and error.ctx and isinstance(error.ctx.command, click.Group):
        close = nearest(command, error.ctx.command.list_commands(error.ctx))
        return shell.say("usage.no-such-command", command=command) + _meant(shell, [close] if close else [])
    extra = _EXTRA.search(error.format_message())
    return shell.say("usage.extra", words=extra[1]) if extra else error.format_message().rstrip(".")


def _value(shell: Shell, error: click.BadParameter, kind: click.ParamType[Any]) -> str:
    """What the value should have been."""
    name = _name(error, "")
    match kind:
        case click.Choice():
            return shell.say("usage.choice", name=name, words=[str(word) for word in kind.choices])
        case click.IntRange(min=least, max=None):
            return shell.say("usage.number-from", name=name, least=int(least or 0))
        case click.IntRange(min=least, max=most):
            return shell.say("usage.number", name=name, least=int(least or 0), most=int(most or 0))
        case click.Path(dir_okay=False) if "directory" in error.message:
            return shell.say("usage.is-folder", name=name or _argument(error))
        case click.Path():
            return shell.say("usage.not-readable", name=name or _argument(error))
    return error.message


def _argument(error: click.BadParameter) -> str:
    return str(error.param.metavar or error.param.name) if error.param else ""


def _name(error: click.BadParameter, else_: str) -> str:
    """`--year`, or the argument as the help shows it."""
    options = error.param.opts if isinstance(error.param, click.Option) else ()
    return max(options, key=len, default=else_)


def _meant(shell: Shell, words: list[str]) -> str:
    return shell.say("usage.did-you-mean", words=words) if words else ""
