"""Prints an audit or check report in the asked format."""

from __future__ import annotations

import click

from archive_tool import __version__
from archive_tool.app.opening import Archive
from archive_tool.cli.shell import Shell
from archive_tool.core.model import Report


def print_report(
    report: Report, archive: Archive, shell: Shell, format_: str, *, command: str, everything: bool
) -> None:
    """Text for people, of one screen or with everything; JSON for programs."""
    if format_ == "json":
        from archive_tool.report import json

        scheme = archive.scheme
        about = {
            "tool": __version__,
            "scheme": {"id": scheme.id, "version": scheme.version, "sha256": scheme.sha256},
            "archive": str(archive.root),
        }
        click.echo(json.dump(json.audit(report, archive.speaker, about)))
        return
    from archive_tool.core.standing import by_category
    from archive_tool.report import text

    standings = by_category(report, archive.scheme, archive.config)
    text.report(report, standings, archive.speaker, shell.screen(), command=command, everything=everything)
