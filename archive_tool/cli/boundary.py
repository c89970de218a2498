"""The one place where exceptions become words and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun

OK, FINDINGS, USAGE, CRASH, INTERRUPTED = 0, 1, 2, 3, 130


class Findings(Exception):
    """There are findings at or above --fail-on."""


@dataclass(slots=True)
class Guard:
    """What the process ends with."""

    shell: Shell | None = None
    code: int = OK


@contextmanager
def boundary() -> Iterator[Guard]:
    """Catch everything; leave the exit code in the guard."""
    guard = Guard()
    try:
        yield guard
    except Findings:
        guard.code = FINDINGS
    except click.exceptions.Exit as error:
        guard.code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        guard.code = INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`| head`): quiet, and nothing more is flushed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except click.UsageError as error:
        guard.code = USAGE
        _print(_usage(guard.shell, error))
    except CannotRun as error:
        guard.code = USAGE
        _print(_told(guard.shell, error))
    except Exception as error:
        guard.code = CRASH
        _print(_crash(guard.shell, error))


def _usage(shell: Shell | None, error: click.UsageError) -> str:
    if shell is None:
        return error.format_message()
    context = error.ctx.command_path if error.ctx else "archive-tool"
    message = error.format_message()
    if isinstance(error, click.NoSuchOption):
        message = shell.say("usage.no-such-option", option=error.option_name)
        if error.possibilities:
            message += shell.say("usage.did-you-mean", words=sorted(error.possibilities))
    elif isinstance(error, click.MissingParameter) and error.param:
        message = shell.say(
            "usage.missing", name=error.param.make_metavar(error.ctx or click.Context(click.Command("")))
        )
    elif isinstance(error, click.exceptions.NoSuchCommand):
        message = shell.say("usage.no-such-command", command=error.command_name)
        if error.possibilities:
            message += shell.say("usage.did-you-mean", words=sorted(error.possibilities))
    return shell.say("usage.error", message=message, command=context)


def _told(shell: Shell | None, error: CannotRun) -> str:
    if shell is None:
        return str(error)
    where = f"{error.file}:{error.line}" if error.line else error.file
    text = shell.say(error.key, file=error.file, **error.params)
    return shell.say("error.line", message=f"{where}: {text}" if where else text)


def _crash(shell: Shell | None, error: Exception) -> str:
    import traceback  # only after a crash

    details = "".join(traceback.format_exception(error))
    if shell is None:
        return details
    try:
        log = str(shell.write_log(details))
    except OSError:
        return details
    return shell.say("error.crash", error=f"{type(error).__name__}: {error}", log=log)


def _print(text: str) -> None:
    click.echo(text, err=True)
