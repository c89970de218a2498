"""Text and JSON of sync, show, status and describe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.filing import Dropped, Move
from archive_tool.core.results import (
    DescribeResult,
    ShowResult,
    StatusResult,
    SyncResult,
)
from archive_tool.report import json, text
from archive_tool.report.text import printable
from archive_tool.report.values import field_value

Json = Mapping[str, Any]
# What `status` tells, in its order, as text and as JSON.
STATUS = (
    "root",
    "scheme",
    "engine",
    "records",
    "filed",
    "drafts",
    "undescribed",
    "files",
    "unread",
    "behind",
)


def sync(result: SyncResult, speaker: Speaker, console: Console, *, brief: bool = False) -> None:
    """What was done, what waits, then the findings unless `brief`."""
    say = speaker.say
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    rows = {
        "sync.read": result.read,
        "sync.drafted": len(result.drafted),
        "sync.refreshed": len(result.refreshed),
        "sync.paired": len(result.paired),
        "sync.folders": len(result.folders),
        "sync.indexed": result.indexed,
        "sync.unindexed": result.unindexed,
    }
    for key, number in rows.items():
        if number:
            table.add_row(Text(say(key)), Text(str(number), style="bold"))
    if table.row_count:
        console.print(table)
    else:
        console.print(say("sync.nothing"))
    for old, new in result.paired:
        console.print(Text(say("sync.pair", old=printable(old), new=printable(new))), soft_wrap=True)
    _dropped(result.dropped, speaker, console)
    console.print(say("sync.seconds", seconds=f"{result.seconds:.1f}"), style="dim")
    if not brief:
        text.counts(result.report, speaker, console)
        text.findings(result.report.findings, speaker, console)
        console.print()
        console.print(say("sync.next"), style="dim")


def sync_json(result: SyncResult) -> Json:
    """The same as numbers and paths."""
    return {
        "read": result.read,
        "drafted": list(result.drafted),
        "refreshed": list(result.refreshed),
        "paired": [list(pair) for pair in result.paired],
        "folders": list(result.folders),
        "indexed": result.indexed,
        "unindexed": result.unindexed,
        "deferred": [_target(one) for one in result.dropped],
        "seconds": round(result.seconds, 3),
        "summary": json.summary(result.report),
    }


def show(result: ShowResult, speaker: Speaker, console: Console) -> None:
    """Where it lies, its fields by label, its files, its findings."""
    say = speaker.say
    console.print(Text(printable(result.path), style="bold"), soft_wrap=True)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(
        say("show.place"), Text(speaker.label(f"leaf:{result.place.leaf}") if result.place.leaf else "-")
    )
    status = f"status:{result.status}" if result.status else ""
    table.add_row(say("show.status"), Text(speaker.label(status) if status else say("show.undescribed")))
    for key, value in result.values.items():
        if key not in ("status", "parts"):
            table.add_row(Text(speaker.label(f"field:{key}")), Text(field_value(key, value, speaker)))
    for key in result.missing:
        table.add_row(Text(speaker.label(f"field:{key}")), Text(say("show.missing"), style="yellow"))
    console.print(table)
    for part in result.parts:
        told = [speaker.label(f"role:{part.role}") if part.role else "", say("show.size", bytes=part.size)]
        if part.problem:
            told.append(say(f"problem.{part.problem}"))
        elif part.characters:
            told.append(say("show.characters", count=part.characters))
        console.print(Text(f"  {printable(part.path)}  ({'  '.join(t for t in told if t)})"), soft_wrap=True)
    text.findings(result.findings, speaker, console)


def show_json(result: ShowResult, speaker: Speaker) -> Json:
    place = result.place
    return {
        "path": result.path,
        "unit": place.unit,
        "year": place.year,
        "category": place.category,
        "leaf": place.leaf or None,
        "status": result.status or None,
        "values": dict(result.values),
        "missing": list(result.missing),
        "parts": [
            {
                "path": p.path,
                "role": p.role or None,
                "size": p.size,
                "problem": p.problem or None,
                "characters": p.characters,
            }
            for p in result.parts
        ],
        "findings": [json.finding(item, speaker) for item in result.findings],
    }


def status(result: StatusResult, speaker: Speaker, console: Console) -> None:
    """A short table, then how much there is to mend."""
    say = speaker.say
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    for key in STATUS:
        table.add_row(say(f"status.{key}"), Text(printable(str(getattr(result, key)))))
    if result.writer:
        table.add_row(say("status.writer"), Text(say("lock.holder", **result.writer)))
    console.print(table)
    if result.report:
        text.counts(result.report, speaker, console)
    if result.behind or result.undescribed or result.unread:
        console.print(say("status.sync"), style="yellow")


def status_json(result: StatusResult) -> Json:
    return {
        **{key: getattr(result, key) for key in STATUS},
        "writer": dict(result.writer) or None,
        "summary": json.summary(result.report) if result.report else None,
    }


def describe(result: DescribeResult, speaker: Speaker, console: Console) -> None:
    """What was changed, filed, or refused and why."""
    say = speaker.say
    for path in result.changed:
        console.print(Text(say("describe.changed", path=printable(path))), soft_wrap=True)
    if result.confirmed:
        console.print(say("describe.confirmed", count=len(result.confirmed)), style="green")
    for path, fields in result.refused.items():
        words = [speaker.label(f"field:{field.removeprefix('field:')}") for field in fields]
        console.print(
            Text(say("describe.refused", path=printable(path), fields=words), style="yellow"), soft_wrap=True
        )
    _dropped(result.dropped, speaker, console)
    if not (result.changed or result.refused or result.dropped):
        console.print(say("describe.unchanged"))


def _dropped(dropped: tuple[Dropped, ...], speaker: Speaker, console: Console) -> None:
    for one in dropped:
        line = speaker.say("sync.deferred", path=printable(_target(one)), reason=speaker.say(one.reason))
        console.print(Text(line, style="yellow"), soft_wrap=True)


def _target(dropped: Dropped) -> str:
    action = dropped.action
    return action.target if isinstance(action, Move) else action.path
