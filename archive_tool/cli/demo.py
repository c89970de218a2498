"""`demo`: the sample archive, synced, audited and searched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from archive_tool.cli.local_help import LocalCommand
from archive_tool.cli.options import Folder, Say
from archive_tool.cli.progress import progress
from archive_tool.cli.shell import Shell

AS_OF = date(2025, 12, 31)
YEAR = 2025
NAME = "archive-tool-demo"


def command(say: Say) -> click.Command:
    @click.command("demo", cls=LocalCommand, help=say("help.demo"))
    @click.argument("folder", metavar="[DIR]", required=False, type=Folder(path_type=Path))
    @click.pass_obj
    def demo(shell: Shell, folder: Path | None) -> None:
        from archive_tool.app import start
        from archive_tool.app.find import search
        from archive_tool.app.ids import new_id
        from archive_tool.app.judge import audit
        from archive_tool.app.opening import open_archive
        from archive_tool.app.sync import sync
        from archive_tool.cli.printing import print_report
        from archive_tool.report import hits, results

        wanted = shell.start_folder / folder if folder else start.free_folder(shell.start_folder / NAME)
        root = start.copy_sample(wanted.absolute())
        screen = shell.screen()
        with open_archive(root, shell.speaker) as archive:
            start.add_year(archive, YEAR)
            click.echo(shell.say("demo.copied", root=str(root)))
            click.echo(shell.say("demo.sync"))
            with progress(shell) as shown:
                synced = sync(archive, AS_OF, new_id, shown)
            results.sync(synced, archive.speaker, screen, brief=True)
            click.echo("\n" + shell.say("demo.audit", as_of=AS_OF.isoformat()))
            report, command = audit(archive, AS_OF, YEAR), f"audit --year {YEAR}"
            print_report(report, archive, shell, "text", command=command, everything=False)
            query = shell.say("demo.query")
            click.echo("\n" + shell.say("demo.search", query=query))
            hits.search(search(archive, query, 3), archive.speaker, screen)
        click.echo("\n" + shell.say("demo.next", root=str(root)))

    return demo
