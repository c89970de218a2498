"""`audit`: completeness and consistency."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive_tool.cli.audit_asked import Asked
from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import (
    Folder,
    Say,
    Year,
    as_of_option,
    everything_option,
    fail_on_option,
    format_option,
)
from archive_tool.cli.options import fail_on as fail
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun
from archive_tool.report.formats import FORMATS

if TYPE_CHECKING:
    from archive_tool.app.judge import Audited
    from archive_tool.app.opening import Archive
    from archive_tool.core.changes import Earlier
    from archive_tool.core.model import Report
    from archive_tool.core.profile import Profile
    from archive_tool.core.scored import Score


def command(say: Say) -> click.Command:
    @click.command("audit", cls=LocalCommand, help=say("help.audit"))
    @click.argument("roots", metavar="[ROOT]...", nargs=-1, type=Folder(path_type=Path))
    @click.option("--scheme", help=say("help.audit.scheme"))
    @click.option("--strict", is_flag=True, help=say("help.audit.strict"))
    @click.option("--each", is_flag=True, help=say("help.audit.each"))
    @click.option("--rank", is_flag=True, help=say("help.audit.rank"))
    @click.option("--year", type=Year(), help=say("help.audit.year"))
    @as_of_option(say)
    @click.option("--unit", help=say("help.audit.unit"))
    @click.option("--profile", metavar="ID|FILE", help=say("help.audit.profile"))
    @everything_option(say)
    @format_option(say, FORMATS)
    @click.option("--against", type=Folder(dir_okay=False, path_type=Path), help=say("help.audit.against"))
    @click.option("-o", "--output", type=Folder(path_type=Path), help=say("help.audit.output"))
    @fail_on_option(say)
    @click.pass_obj
    def audit(shell: Shell, /, format_: str, **options: Any) -> None:
        asked = Asked(format=format_, **options)
        if asked.roots or asked.strict or asked.each:
            from archive_tool.cli.bureau import run as judge_many

            judge_many(shell, asked)
        else:
            _judge(shell, asked)

    return audit


def _judge(shell: Shell, asked: Asked) -> None:
    """The archive that is open: judge it, tell it, and end by what was found."""
    from archive_tool.app.judge import audit_since

    if asked.output is None and not FORMATS[asked.format].on_screen:
        raise CannotRun("usage.output-needed", format=asked.format)
    target = shell.start_folder / asked.output if asked.output is not None else None
    with shell.open(scheme=asked.scheme) as archive:
        if target is not None:
            # Its tools for writing take 10 ms to load.
            from archive_tool.app.output import ready

            ready(target, archive.root, FORMATS[asked.format].may_replace)
        earlier = _earlier(shell.start_folder / asked.against, archive) if asked.against is not None else None
        chosen = _profile(asked.profile, archive) if asked.profile is not None else None
        found = audit_since(archive, asked.as_of, asked.year, asked.unit, earlier, chosen)
        score = _score(chosen, found.report, archive) if chosen is not None else None
        if target is None:
            _print(found, score, archive, shell, asked)
        else:
            _write(found, score, archive, shell, asked, target)
    fail(found.report, asked.fail_on)


def _print(found: Audited, score: Score | None, archive: Archive, shell: Shell, asked: Asked) -> None:
    from archive_tool.cli.printing import print_report

    print_report(
        found.report,
        archive,
        shell,
        asked.format,
        command=asked.words(),
        everything=asked.everything,
        changes=found.changes,
        against=asked.against is not None,
        score=score,
    )


def _write(
    found: Audited, score: Score | None, archive: Archive, shell: Shell, asked: Asked, target: Path
) -> None:
    from archive_tool.app.output import base_of
    from archive_tool.cli.printing import inspected, write_report

    told = inspected(
        found.report,
        archive,
        command=asked.anywhere().words(),
        repeat=asked.anywhere().words(day=True),
        unit=asked.unit,
        everything=asked.everything,
        changes=found.changes,
        against=asked.against is not None,
        score=score,
    )
    told = replace(told, lists=found.lists, base=base_of(archive.root, target))
    write_report(told, archive, shell, asked.format, target)


def _earlier(file: Path, archive: Archive) -> Earlier:
    from archive_tool.app.against import read  # only where one is named

    return read(file, archive)


def _profile(name: str, archive: Archive) -> Profile:
    from archive_tool.app import profiles  # only where one is named

    return profiles.of_archive(name, archive)


def _score(profile: Profile, report: Report, archive: Archive) -> Score:
    from archive_tool.app import profiles

    return profiles.score(profile, report, archive)
