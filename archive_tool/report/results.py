"""Text and JSON of sync, show, status and describe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.filing import Dropped, Move
from archive_tool.core.results import (
    DescribeResult,
    Refusal,
    ShownPart,
    ShowResult,
    StatusResult,
    SyncResult,
)
from archive_tool.report import details, json, text
from archive_tool.report.columns import Column, Row
from archive_tool.report.printable import printable
from archive_tool.report.screen import Screen
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


def sync(result: SyncResult, speaker: Speaker, screen: Screen, *, brief: bool = False) -> None:
    """What was done, what waits, then the findings unless `brief`."""
    say = speaker.say
    numbers = {
        "sync.read": result.read,
        "sync.drafted": len(result.drafted),
        "sync.refreshed": len(result.refreshed),
        "sync.paired": len(result.paired),
        "sync.folders": len(result.folders),
        "sync.indexed": result.index.written,
        "sync.unindexed": len(result.index.removed),
        "sync.waiting": len(result.waiting),
    }
    done = [(say(key), number) for key, number in numbers.items() if number]
    if done:
        rows = [[Text(name), Text(str(number), style="bold")] for name, number in done]
        screen.table([Column(), Column(right=True)], rows)
    else:
        screen.line(say("sync.nothing"))
    for old, new in result.paired:
        screen.paragraph(say("sync.pair", old=printable(old), new=printable(new)), hang=2)
    _dropped(result.dropped, speaker, screen)
    screen.line(say("sync.seconds", seconds=f"{result.seconds:.1f}"), style="dim")
    if not brief:
        screen.line()
        text.report(result.report, (), speaker, screen, command="check", further=[say("sync.next")])


def sync_json(result: SyncResult) -> Json:
    """The same as numbers and paths."""
    return {
        "read": result.read,
        "drafted": list(result.drafted),
        "refreshed": list(result.refreshed),
        "paired": [list(pair) for pair in result.paired],
        "folders": list(result.folders),
        "indexed": result.index.written,
        "unindexed": len(result.index.removed),
        "waiting": list(result.waiting),
        "deferred": [_target(one) for one in result.dropped],
        "seconds": round(result.seconds, 3),
        "summary": json.summary(result.report),
    }


def show(result: ShowResult, speaker: Speaker, screen: Screen) -> None:
    """Where it lies, its fields by label, its files, its findings."""
    say = speaker.say
    screen.paragraph(printable(result.path), style="bold", hang=2)
    status = speaker.label(f"status:{result.status}") if result.status else say("show.undescribed")
    leaf = speaker.label(f"leaf:{result.place.leaf}") if result.place.leaf else "-"
    rows = [[Text(say("show.place")), Text(printable(leaf))], [Text(say("show.status")), Text(status)]]
    for key, value in result.values.items():
        if key not in ("status", "parts"):
            rows.append([Text(speaker.label(f"field:{key}")), Text(field_value(key, value, speaker))])
    wanted = Text(say("show.missing"), style="yellow")
    rows.extend([Text(speaker.label(f"field:{key}")), wanted] for key in result.missing)
    screen.listing(rows)
    if result.parts:
        screen.line()
        title = Text().append(say("show.parts"), style="bold")
        screen.listing([[title], *(_part(part, speaker) for part in result.parts)], right=[1])
    details.findings(result.findings, (), speaker, screen)


def _part(part: ShownPart, speaker: Speaker) -> Row:
    told = Text()
    if part.problem:
        told = Text(speaker.say(f"problem.{part.problem}"), style="bold red")
    elif part.characters:
        told = Text(speaker.say("show.characters", count=part.characters))
    role = speaker.label(f"role:{part.role}") if part.role else ""
    size = speaker.say("show.size", bytes=f"{part.size:,}")
    return [Text(role), Text(size), told, Text(printable(part.path))]


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


def status(result: StatusResult, speaker: Speaker, screen: Screen) -> None:
    """A short table, then how much there is to mend."""
    say = speaker.say
    rows = [[Text(say(f"status.{key}")), Text(printable(str(getattr(result, key))))] for key in STATUS]
    if result.writer:
        rows.append([Text(say("status.writer")), Text(say("lock.holder", **result.writer))])
    screen.listing(rows)
    if result.report:
        screen.line()
        text.counts(result.report, speaker, screen)
    if result.sync_helps:
        screen.paragraph(say("status.sync"), style="yellow")


def status_json(result: StatusResult) -> Json:
    return {
        **{key: getattr(result, key) for key in STATUS},
        "writer": dict(result.writer) or None,
        "summary": json.summary(result.report) if result.report else None,
    }


def describe(result: DescribeResult, speaker: Speaker, screen: Screen) -> None:
    """What was changed, filed, or refused and why."""
    say = speaker.say
    for path in result.changed:
        screen.paragraph(say("describe.changed", path=printable(path)), hang=2)
    if result.confirmed:
        screen.line(say("describe.confirmed", count=len(result.confirmed)), style="green")
    for path, fields in result.lacking.items():
        words = [speaker.label(f"field:{field.removeprefix('field:')}") for field in fields]
        lacking = say("describe.refused", path=printable(path), fields=words)
        screen.paragraph(lacking, style="yellow", hang=2)
    for one in result.refusals:
        screen.paragraph(refusal(one, speaker), style="dim" if one.skipped else "yellow", hang=2)
    _dropped(result.dropped, speaker, screen)
    if result.left > 1:
        screen.line(say("describe.left", count=result.left))
    if not (result.changed or result.left or result.dropped):
        screen.line(say("describe.unchanged"))


def unsound(result: DescribeResult, speaker: Speaker) -> Iterator[str]:
    """A line for each record that was filed with files in it that prove nothing."""
    for path, files in result.unsound.items():
        yield printable(speaker.say("describe.unsound", path=path, files=list(files)))


def refusal(one: Refusal, speaker: Speaker) -> str:
    """Why nothing was done for a record, in one line."""
    where = f"{one.file}:{one.line}: " if one.line else f"{one.file}: " if one.file else ""
    nearest = one.params.get("nearest")
    near = speaker.say("error.nearest", nearest=nearest) if nearest else ""
    return printable(where + speaker.say(one.key, **{**one.params, "near": near}))


def _dropped(dropped: tuple[Dropped, ...], speaker: Speaker, screen: Screen) -> None:
    for one in dropped:
        line = speaker.say("sync.deferred", path=printable(_target(one)), reason=speaker.say(one.reason))
        screen.paragraph(line, style="yellow", hang=2)


def _target(dropped: Dropped) -> str:
    action = dropped.action
    return action.target if isinstance(action, Move) else action.path
