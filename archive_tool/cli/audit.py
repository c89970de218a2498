"""`audit`: completeness and consistency."""

from __future__ import annotations

from datetime import date

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Say, as_of_option, everything_option, fail_on_option, format_option
from archive_tool.cli.options import fail_on as fail
from archive_tool.cli.shell import Shell


def command(say: Say) -> click.Command:
    @click.command("audit", cls=LocalCommand, help=say("help.audit"))
    @click.option("--year", type=click.IntRange(1900, 2999), help=say("help.audit.year"))
    @as_of_option(say)
    @click.option("--unit", help=say("help.audit.unit"))
    @everything_option(say)
    @format_option(say)
    @fail_on_option(say)
    @click.pass_obj
    def audit(
        shell: Shell,
        year: int | None,
        as_of: date,
        unit: str | None,
        everything: bool,
        format_: str,
        fail_on: str,
    ) -> None:
        from archive_tool.app.judge import audit as run
        from archive_tool.cli.printing import print_report

        with shell.open() as archive:
            report = run(archive, as_of, year, unit)
            asked = {"--year": year, "--as-of": None if as_of == date.today() else as_of, "--unit": unit}
            words = [f"{option} {_quoted(str(value))}" for option, value in asked.items() if value]
            print_report(
                report, archive, shell, format_, command=" ".join(["audit", *words]), everything=everything
            )
        fail(report, fail_on)

    return audit


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word
