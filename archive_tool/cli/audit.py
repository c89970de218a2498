"""`audit`: completeness and consistency."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import (
    Folder,
    Say,
    as_of_option,
    everything_option,
    fail_on_option,
    format_option,
    quoted,
)
from archive_tool.cli.options import fail_on as fail
from archive_tool.cli.shell import Shell
from archive_tool.core.errors import CannotRun
from archive_tool.core.tree_path import last_name
from archive_tool.report.formats import FORMATS

if TYPE_CHECKING:
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
    @click.option("--year", type=click.IntRange(1900, 2999), help=say("help.audit.year"))
    @as_of_option(say)
    @click.option("--unit", help=say("help.audit.unit"))
    @click.option("--profile", metavar="ID|FILE", help=say("help.audit.profile"))
    @everything_option(say)
    @format_option(say, FORMATS)
    @click.option("--against", type=Folder(dir_okay=False, path_type=Path), help=say("help.audit.against"))
    @click.option("-o", "--output", type=click.Path(path_type=Path), help=say("help.audit.output"))
    @fail_on_option(say)
    @click.pass_obj
    def audit(
        shell: Shell,
        roots: tuple[Path, ...],
        scheme: str | None,
        strict: bool,
        each: bool,
        rank: bool,
        year: int | None,
        as_of: date,
        unit: str | None,
        profile: str | None,
        everything: bool,
        format_: str,
        against: Path | None,
        output: Path | None,
        fail_on: str,
    ) -> None:
        if roots or strict or each:
            from archive_tool.cli.bureau import Asked
            from archive_tool.cli.bureau import run as judge_many

            judge_many(
                shell,
                Asked(
                    roots, scheme, strict, each, rank, as_of, year, unit, profile,
                    everything, format_, against, output, fail_on,
                ),
            )  # fmt: skip
            return
        from archive_tool.app.judge import audit_since as run
        from archive_tool.cli.printing import inspected, print_report, write_report

        if output is None and not FORMATS[format_].on_screen:
            raise CannotRun("usage.output-needed", format=format_)
        target = shell.start_folder / output if output is not None else None
        with shell.open(scheme=scheme) as archive:
            if target is not None:
                # Its tools for writing take 10 ms to load.
                from archive_tool.app.output import base_of, ready

                ready(target, archive.root, FORMATS[format_].may_replace)
            earlier = _earlier(shell.start_folder / against, archive) if against is not None else None
            chosen = _profile(profile, archive) if profile is not None else None
            report, changes, lists = run(archive, as_of, year, unit, earlier, chosen)
            score = _score(chosen, report, archive) if chosen is not None else None
            asked = _words(scheme, year, None if as_of == date.today() else as_of, unit, profile)
            if target is None:
                print_report(
                    report,
                    archive,
                    shell,
                    format_,
                    command=asked,
                    everything=everything,
                    changes=changes,
                    against=earlier is not None,
                    score=score,
                )
            else:
                # Where a scheme or profile lies on this computer is nothing for paper.
                named = [last_name(word) if word else word for word in (scheme, profile)]
                again = _words(named[0], year, as_of, unit, named[1])
                asked = _words(named[0], year, None if as_of == date.today() else as_of, unit, named[1])
                told = inspected(
                    report,
                    archive,
                    command=asked,
                    repeat=again,
                    unit=unit,
                    everything=everything,
                    changes=changes,
                    against=earlier is not None,
                    score=score,
                )
                told = replace(told, lists=lists, base=base_of(archive.root, target))
                write_report(told, archive, shell, format_, target)
        fail(report, fail_on)

    return audit


def _earlier(file: Path, archive: Archive) -> Earlier:
    from archive_tool.app.against import read  # only where one is named

    return read(file, archive)


def _profile(name: str, archive: Archive) -> Profile:
    from archive_tool.app import profiles  # only where one is named

    return profiles.of_archive(name, archive)


def _score(profile: Profile, report: Report, archive: Archive) -> Score:
    from archive_tool.app import profiles

    return profiles.score(profile, report, archive)


def _words(
    scheme: str | None, year: int | None, as_of: date | None, unit: str | None, profile: str | None
) -> str:
    """The command as it was asked for."""
    asked = {"--scheme": scheme, "--year": year, "--as-of": as_of, "--unit": unit, "--profile": profile}
    return " ".join(
        ["audit", *(f"{option} {quoted(str(value))}" for option, value in asked.items() if value)]
    )
