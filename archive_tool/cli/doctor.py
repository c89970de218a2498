"""`doctor`: does everything work here, and who has to do what."""

from __future__ import annotations

import sys
import time
from datetime import date

import click

from archive_tool import __version__
from archive_tool.cli.boundary import Findings
from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Say, format_option
from archive_tool.cli.shell import Shell
from archive_tool.core.health.machine import Console

LEVELS = {"warning": ("warning", "problem"), "problem": ("problem",), "never": ()}


def command(say: Say) -> click.Command:
    @click.command("doctor", cls=LocalCommand, help=say("help.doctor"))
    @format_option(say)
    @click.option(
        "--fail-on", type=click.Choice(list(LEVELS)), default="never", help=say("help.doctor.fail-on")
    )
    @click.pass_obj
    def doctor(shell: Shell, format_: str, fail_on: str) -> None:
        from archive_tool.app.doctor import examine
        from archive_tool.report import doctor as report
        from archive_tool.report import json

        result = examine(shell.start_folder, shell.speaker, _console(shell), date.today(), time.time())
        if format_ == "json":
            echo_json(json.dump(report.as_json(result, shell.speaker, {"tool": __version__})))
        else:
            report.show(result, shell.speaker, shell.screen())
        if any(check.status in LEVELS[fail_on] for check in (*result.machine, *result.archive)):
            raise Findings

    return doctor


def _console(shell: Shell) -> Console:
    """Whether the console takes what the tool says in Chinese."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        shell.speaker.catalog.messages["doctor.archive"].zh.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Console(encoding, False, sys.getfilesystemencoding())
    return Console(encoding, True, sys.getfilesystemencoding())
