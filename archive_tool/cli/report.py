"""`report chronicle`: the year on one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from archive_tool import __version__
from archive_tool.cli.local_help import LocalCommand, LocalGroup
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, Year, as_of_option, format_option, quoted
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun
from archive_tool.report.formats import CHRONICLE_FORMATS


def command(say: Say) -> click.Command:
    @click.group("report", cls=LocalGroup, help=say("help.report"))
    def report() -> None:
        pass

    report.add_command(_chronicle(say))
    return report


def _chronicle(say: Say) -> click.Command:
    @click.command("chronicle", cls=LocalCommand, help=say("help.report.chronicle"))
    @click.option("--year", type=Year(), help=say("help.report.year"))
    @as_of_option(say)
    @click.option("--unit", help=say("help.audit.unit"))
    @format_option(say, CHRONICLE_FORMATS)
    @click.option(
        "-o", "--output", type=Folder(dir_okay=False, path_type=Path), help=say("help.report.output")
    )
    @click.pass_obj
    def chronicle(
        shell: Shell, year: int | None, as_of: date, unit: str | None, format_: str, output: Path | None
    ) -> None:
        from archive_tool.app import output as files
        from archive_tool.app.chronicle import chronicle as run
        from archive_tool.report import chronicle_text
        from archive_tool.report.chronicle import YearPage
        from archive_tool.report.printable import printable

        chosen = CHRONICLE_FORMATS[format_]
        if output is None and not chosen.on_screen:
            raise CannotRun("usage.output-needed", format=format_)
        target = shell.start_folder / output if output is not None else None
        of_year = as_of.year if year is None else year
        with shell.open() as archive:
            if target is not None:
                files.ready(target, archive.root, chosen.may_replace)
            found, made = run(archive, as_of, of_year, unit)
            page = YearPage(
                found,
                archive.speaker,
                archive.scheme,
                __version__,
                str(archive.root),
                _unit_name(archive.speaker.units, unit) or archive.config.fonds_name or archive.root.name,
                _words(of_year, as_of, unit),
                made=made,
            )
            if target is not None:
                page = replace(page, base=files.base_of(archive.root, target))
                content = files.made(lambda: chosen.make(page))
                files.write(content, target, archive.root, chosen.may_replace)
                click.echo(shell.say("output.written", file=printable(str(target))), err=True)
            elif format_ == "text":
                chronicle_text.text(page, shell.screen())
            else:
                echo_json(chosen.make(page).decode())

    return chronicle


def _unit_name(units: Mapping[str, str], unit: str | None) -> str:
    return units.get(unit, unit) if unit else ""


def _words(year: int, as_of: date, unit: str | None) -> str:
    """The command that says the same another day."""
    told = f"report chronicle --year {year} --as-of {as_of.isoformat()}"
    return f"{told} --unit {quoted(unit)}" if unit else told
