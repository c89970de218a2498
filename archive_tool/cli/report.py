"""`report chronicle`: the year on one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from archive_tool import __version__
from archive_tool.cli.local_help import LocalCommand, LocalGroup
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, Year, as_of_option, format_option, quoted
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun
from archive_tool.report.formats import CHRONICLE_FORMATS, Format

if TYPE_CHECKING:
    from archive_tool.app.opening import Archive
    from archive_tool.report.chronicle import YearPage


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
        chosen = CHRONICLE_FORMATS[format_]
        if output is None and not chosen.on_screen:
            raise CannotRun("usage.output-needed", format=format_)
        target = shell.start_folder / output if output is not None else None
        asked = Asked(as_of.year if year is None else year, as_of, unit)
        with shell.open() as archive:
            if target is not None:
                _write(asked, archive, chosen, target, shell)
            elif format_ == "text":
                _show(asked, archive, shell)
            else:
                echo_json(chosen.make(_page(asked, archive)).decode())

    return chronicle


class Asked(NamedTuple):
    """Which year, as of which day, of which unit."""

    year: int
    as_of: date
    unit: str | None


def _page(asked: Asked, archive: Archive) -> YearPage:
    from archive_tool.app.chronicle import chronicle as run
    from archive_tool.report.chronicle import YearPage

    found, made = run(archive, asked.as_of, asked.year, asked.unit)
    return YearPage(
        found,
        archive.speaker,
        archive.scheme,
        __version__,
        str(archive.root),
        _unit_name(archive.speaker.units, asked.unit) or archive.config.fonds_name or archive.root.name,
        _words(asked.year, asked.as_of, asked.unit),
        made=made,
    )


def _show(asked: Asked, archive: Archive, shell: Shell) -> None:
    from archive_tool.report import chronicle_text

    chronicle_text.text(_page(asked, archive), shell.screen())


def _write(asked: Asked, archive: Archive, chosen: Format[YearPage], target: Path, shell: Shell) -> None:
    from archive_tool.app import output as files
    from archive_tool.report.printable import printable

    files.ready(target, archive.root, chosen.may_replace)
    page = replace(_page(asked, archive), base=files.base_of(archive.root, target))
    content = files.made(lambda: chosen.make(page))
    files.write(content, target, archive.root, chosen.may_replace)
    click.echo(shell.say("output.written", file=printable(str(target))), err=True)


def _unit_name(units: Mapping[str, str], unit: str | None) -> str:
    return units.get(unit, unit) if unit else ""


def _words(year: int, as_of: date, unit: str | None) -> str:
    """The command that says the same another day."""
    told = f"report chronicle --year {year} --as-of {as_of.isoformat()}"
    return f"{told} --unit {quoted(unit)}" if unit else told
