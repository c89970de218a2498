"""`inspection-pack`: what an inspection is handed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from archive_tool import __version__
from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, Year, as_of_option, format_option
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun

PDF = ".pdf"


def command(say: Say) -> click.Command:
    @click.command("inspection-pack", cls=LocalCommand, help=say("help.inspection-pack"))
    @click.option("--profile", metavar="ID|FILE", help=say("help.pack.profile"))
    @click.option("--year", type=Year(), help=say("help.audit.year"))
    @as_of_option(say)
    @click.option("--unit", help=say("help.audit.unit"))
    @click.option("--with-personal", is_flag=True, help=say("help.pack.with-personal"))
    @click.option("--rights", metavar="CODE", help=say("help.pack.rights"))
    @click.option("--originals", is_flag=True, help=say("help.pack.originals"))
    @click.option("--no-office", is_flag=True, help=say("help.pack.no-office"))
    @click.option(
        "-o",
        "--output",
        metavar="FILE.pdf|DIR",
        type=Folder(path_type=Path),
        help=say("help.pack.output"),
    )
    @format_option(say)
    @click.pass_obj
    def pack(
        shell: Shell,
        profile: str | None,
        year: int | None,
        as_of: date,
        unit: str | None,
        with_personal: bool,
        rights: str | None,
        originals: bool,
        no_office: bool,
        output: Path | None,
        format_: str,
    ) -> None:
        from archive_tool.app.pack import Asked, as_pdf
        from archive_tool.app.pack_folder import as_folder
        from archive_tool.report import inspection, json, pack_result
        from archive_tool.report.printable import printable

        if output is None:
            raise CannotRun("usage.pack-output")
        make = as_pdf if output.suffix.lower() == PDF else as_folder
        asked = Asked(as_of, year, unit, profile, rights, with_personal, not no_office, originals)
        target = shell.start_folder / output
        with shell.open() as archive:
            with progress(shell) as shown:
                words, pages = make(archive, asked, target, shown)
            if format_ == "json":
                about = inspection.about(__version__, archive.scheme, str(archive.root))
                echo_json(json.dump(pack_result.json(words, pages, str(target), about)))
            else:
                pack_result.text(words, pages, shell.screen())
        click.echo(shell.say("output.written", file=printable(str(target))), err=True)

    return pack
