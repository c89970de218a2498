"""Prints an audit or check report in the asked format, or writes it to a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_tool import __version__
from archive_tool.app.opening import Archive
from archive_tool.cli.machine import echo_json
from archive_tool.cli.shell import Shell
from archive_tool.core.model import Report
from archive_tool.core.row_spans import span
from archive_tool.core.standing import by_category
from archive_tool.report.formats import DUE_FORMATS, FORMATS, Format, Told
from archive_tool.report.inspection import Inspection

if TYPE_CHECKING:
    from archive_tool.core.changes import Changes
    from archive_tool.core.due import DueList
    from archive_tool.core.scored import Score
    from archive_tool.report.due import Agenda


def print_report(
    report: Report,
    archive: Archive,
    shell: Shell,
    format_: str,
    *,
    command: str,
    everything: bool,
    changes: Changes | None = None,
    against: bool = False,
    score: Score | None = None,
) -> None:
    """Text for people, of one screen or with everything; JSON for programs."""
    told = inspected(
        report,
        archive,
        command=command,
        everything=everything,
        changes=changes,
        against=against,
        score=score,
    )
    if format_ == "text":
        from archive_tool.report import text

        speaker, screen = archive.speaker, shell.screen()
        text.report(
            report,
            told.standings,
            speaker,
            screen,
            command=command,
            everything=everything,
            changes=changes,
            score=score,
        )
    else:
        echo_json(FORMATS[format_].make(told).decode())


def write_report(told: Inspection, archive: Archive, shell: Shell, format_: str, output: Path) -> None:
    """To a file; where it is goes to standard error."""
    _write(FORMATS[format_], told, archive, shell, output)


def _write(format_of: Format[Told], told: Told, archive: Archive, shell: Shell, output: Path) -> None:
    from archive_tool.app import output as files
    from archive_tool.report.printable import printable

    content = files.made(lambda: format_of.make(told))
    files.write(content, output, archive.root, format_of.may_replace)
    click.echo(shell.say("output.written", file=printable(str(output))), err=True)


def print_agenda(agenda: Agenda, shell: Shell, format_: str) -> None:
    """Text for people, the other formats as they are."""
    if format_ == "text":
        from archive_tool.report import due

        due.text(agenda, shell.screen())
    elif format_ == "json":
        echo_json(DUE_FORMATS[format_].make(agenda).decode())
    else:
        # As bytes: a calendar is UTF-8 and its lines end as its standard says, whatever the console does.
        click.echo(DUE_FORMATS[format_].make(agenda), nl=False)


def write_agenda(agenda: Agenda, archive: Archive, shell: Shell, format_: str, output: Path) -> None:
    """To a file; where it is goes to standard error."""
    _write(DUE_FORMATS[format_], agenda, archive, shell, output)


def agenda_of(found: DueList, archive: Archive, *, everything: bool) -> Agenda:
    """What falls due with what it says of the archive."""
    from archive_tool.report.due import Agenda

    config = archive.config
    return Agenda(
        found,
        archive.speaker,
        archive.scheme,
        __version__,
        str(archive.root),
        f"{config.fonds_code} {config.fonds_name}",
        config.fonds_name or archive.root.name,
        everything,
    )


def inspected(
    report: Report,
    archive: Archive,
    *,
    command: str,
    repeat: str = "",
    unit: str | None = None,
    everything: bool,
    changes: Changes | None = None,
    against: bool = False,
    score: Score | None = None,
) -> Inspection:
    """The report with what it says of the archive; `unit`: narrowed to it and those below it.

    `changes`: since an earlier audit; `against`: which the user named. `score`: by a profile.
    """
    config = archive.config
    asked = {row.unit for row in report.coverage}
    names = [one.name for one in config.units.values() if not unit or one.id in asked]
    return Inspection(
        report,
        by_category(report, archive.scheme, config),
        archive.speaker,
        archive.scheme,
        __version__,
        str(archive.root),
        config.fonds_name or archive.root.name,
        tuple(names) or ((unit,) if unit else ()),
        config.ignore,
        config.since,
        command,
        repeat or command,
        everything,
        changes,
        against,
        score=score,
        fonds=f"{config.fonds_code} {config.fonds_name}".strip(),
        span=partial(span, config=config),
    )
