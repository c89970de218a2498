"""`demo`: the sample archive, synced, audited and searched."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.machine import echo_json
from archive_tool.cli.options import Folder, Say, format_option
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell

if TYPE_CHECKING:
    from archive_tool.app.opening import Archive
    from archive_tool.core.results import SyncResult

AS_OF = date(2025, 12, 31)
YEAR = 2025
NAME = "archive-tool-demo"


def command(say: Say) -> click.Command:
    @click.command("demo", cls=LocalCommand, help=say("help.demo"))
    @click.argument("folder", metavar="[DIR]", required=False, type=Folder(path_type=Path))
    @format_option(say)
    @click.pass_obj
    def demo(shell: Shell, folder: Path | None, format_: str) -> None:
        from archive_tool.app import start
        from archive_tool.app.opening import open_archive

        wanted = shell.start_folder / folder if folder else start.free_folder(shell.start_folder / NAME)
        root = start.copy_sample(wanted.absolute())
        with open_archive(root, shell.speaker) as archive:
            start.add_year(archive, YEAR, shell.tell)
            (_as_json if format_ == "json" else _as_text)(archive, shell)

    return demo


def _as_text(archive: Archive, shell: Shell) -> None:
    """Each result when it is there."""
    from archive_tool.app.find import search
    from archive_tool.app.judge import audit
    from archive_tool.cli.printing import print_report
    from archive_tool.report import hits, results

    screen, root = shell.screen(), str(archive.root)
    click.echo(shell.say("demo.copied", root=root))
    click.echo(shell.say("demo.sync"))
    results.sync(_synced(archive, shell), archive.speaker, screen, brief=True)
    click.echo("\n" + shell.say("demo.audit", as_of=AS_OF.isoformat()))
    report, command = audit(archive, AS_OF, YEAR), f"audit --year {YEAR}"
    print_report(report, archive, shell, "text", command=command, everything=False)
    query = shell.say("demo.query")
    click.echo("\n" + shell.say("demo.search", query=query))
    hits.search(search(archive, query, 3), archive.speaker, screen)
    click.echo("\n" + shell.say("demo.next", root=root))


def _as_json(archive: Archive, shell: Shell) -> None:
    """All results in one document, each as its own command gives it."""
    from archive_tool.app.find import search
    from archive_tool.app.judge import audit
    from archive_tool.cli.printing import inspected
    from archive_tool.report import hits, json, results

    synced = _synced(archive, shell)
    report, command = audit(archive, AS_OF, YEAR), f"audit --year {YEAR}"
    about = inspected(report, archive, command=command, everything=True).about()
    found = {
        "root": str(archive.root),
        "sync": results.sync_json(synced),
        "audit": json.audit(report, archive.speaker, about),
        "search": hits.search_json(search(archive, shell.say("demo.query"), 3)),
    }
    echo_json(json.dump(found))


def _synced(archive: Archive, shell: Shell) -> SyncResult:
    from archive_tool.app.ids import new_id
    from archive_tool.app.sync import sync

    with progress(shell) as shown:
        return sync(archive, AS_OF, new_id, shown)
