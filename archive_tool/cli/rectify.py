"""`rectify export`, `rectify import` and `rectify status`: the rectification ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_tool import __version__
from archive_tool.cli.boundary import Refused
from archive_tool.cli.local_help import LocalCommand, LocalGroup
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, as_of_option, everything_option, format_option
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell

if TYPE_CHECKING:
    from archive_tool.core.ledger_results import Ledger


def command(say: Say) -> click.Command:
    @click.group("rectify", cls=LocalGroup, help=say("help.rectify"))
    def rectify() -> None:
        pass

    rectify.add_command(_status(say))
    rectify.add_command(_export(say))
    rectify.add_command(_import(say))
    return rectify


def _status(say: Say) -> click.Command:
    @click.command("status", cls=LocalCommand, help=say("help.rectify.status"))
    @as_of_option(say)
    @click.option("--unit", help=say("help.audit.unit"))
    @everything_option(say)
    @format_option(say)
    @click.pass_obj
    def status(shell: Shell, as_of: date, unit: str | None, everything: bool, format_: str) -> None:
        from archive_tool.app.judge import units_of
        from archive_tool.app.rectify import ledger
        from archive_tool.report import colophon, inspection, json
        from archive_tool.report import rectify as told

        with shell.open() as archive:
            found = ledger(archive, as_of, units_of(archive, unit))
            if format_ == "json":
                about = inspection.about(__version__, archive.scheme, str(archive.root))
                echo_json(json.dump({**about, **told.status_json(found)}))
            else:
                screen = shell.screen()
                told.status(found, archive.speaker, screen, everything=everything)
                by = colophon.standard(__version__, archive.edition_of_scheme, archive.speaker)
                screen.paragraph(by, style="dim")

    return status


def _export(say: Say) -> click.Command:
    @click.command("export", cls=LocalCommand, help=say("help.rectify.export"))
    @click.argument("paths", metavar="[PATH...]", nargs=-1, type=Folder(readable=False))
    @as_of_option(say)
    @click.option("--unit", help=say("help.audit.unit"))
    @click.option(
        "-o",
        "--output",
        type=Folder(dir_okay=False, path_type=Path),
        help=say("help.rectify.output"),
    )
    @format_option(say)
    @click.pass_obj
    def export(
        shell: Shell,
        paths: tuple[str, ...],
        as_of: date,
        unit: str | None,
        output: Path | None,
        format_: str,
    ) -> None:
        from archive_tool.app import output as files
        from archive_tool.app.judge import units_of
        from archive_tool.app.rectify import handed_out
        from archive_tool.report import ledger_sheet
        from archive_tool.report.colophon import Origin
        from archive_tool.report.formats import FORMATS

        target = shell.start_folder / (output or f"{shell.say('sheet.ledger')}.xlsx")
        may_replace = FORMATS["xlsx"].may_replace
        with shell.open() as archive:
            files.ready(target, archive.root, may_replace)
            found = handed_out(archive, as_of, units_of(archive, unit), paths)
            name = archive.config.fonds_name or archive.root.name
            made = Origin(__version__, archive.edition_of_scheme, archive.archive_yaml, as_of, unit)
            content = files.made(lambda: ledger_sheet.make(found.entries, archive.speaker, name, made))
            files.write(content, target, archive.root, may_replace)
        _tell_export(found, target, shell, format_)

    return export


def _tell_export(found: Ledger, target: Path, shell: Shell, format_: str) -> None:
    """Where it is, and how many entries are not in it."""
    from archive_tool.report import json
    from archive_tool.report.printable import printable

    if format_ == "json":
        told = {"file": str(target), "ledgers": len(found.records), "items": len(found.entries)}
        echo_json(json.dump({**told, "withheld": found.withheld, "later": found.later}))
    click.echo(shell.say("output.written", file=printable(str(target))), err=True)
    if found.withheld:
        click.echo(shell.say("rectify.withheld", count=found.withheld), err=True)
    if found.later:
        click.echo(shell.say("rectify.later", count=found.later), err=True)


def _import(say: Say) -> click.Command:
    @click.command("import", cls=LocalCommand, help=say("help.rectify.import"))
    @click.argument("file", metavar="FILE.xlsx", type=Folder(dir_okay=False, path_type=Path))
    @click.option("--record", metavar="PATH", type=Folder(readable=False), help=say("help.rectify.record"))
    @click.option("--yes", is_flag=True, help=say("help.rectify.yes"))
    @format_option(say)
    @click.pass_obj
    def bring(shell: Shell, file: Path, record: str | None, yes: bool, format_: str) -> None:
        from archive_tool.app.rectify import bring_back
        from archive_tool.report import json
        from archive_tool.report import rectify as told

        with shell.open() as archive:
            with progress(shell) as shown:
                result = bring_back(
                    archive,
                    shell.start_folder / file,
                    date.today(),
                    record=record or "",
                    yes=yes,
                    progress=shown,
                )
            if format_ == "json":
                echo_json(json.dump(told.imported_json(result, archive.speaker, applied=yes)))
            else:
                told.imported(result, archive.speaker, shell.screen(), applied=yes)
        if result.all_refused or result.refusals:
            raise Refused

    return bring
