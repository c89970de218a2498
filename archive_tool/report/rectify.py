"""Text and JSON of the rectification ledger: how its entries stand, and what a returned one changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from archive_tool.core.catalog import Speaker
from archive_tool.core.filing import Move
from archive_tool.core.ledger import ITEMS, STANDINGS, Entry
from archive_tool.core.ledger_results import ImportResult, Ledger
from archive_tool.core.ledger_return import Change, Returned, RowRefusal, label
from archive_tool.core.model import Value
from archive_tool.core.records import text, texts
from archive_tool.report.columns import Column, Row
from archive_tool.report.printable import printable
from archive_tool.report.results import refusal
from archive_tool.report.screen import Screen

Json = Mapping[str, Any]
STYLES = {"overdue": "bold red", "open": "yellow", "unproven": "red", "closed": "dim"}


def status(found: Ledger, speaker: Speaker, screen: Screen, *, everything: bool) -> None:
    """The numbers, then what is not closed or not proven; with `everything` what is closed too."""
    say = speaker.say
    screen.line(say("rectify.head", day=found.as_of.isoformat(), ledgers=len(found.records)), style="bold")
    screen.line(say("rectify.counts", **_counts(found.entries)))
    shown = [one for one in _sorted(found.entries) if everything or one.standing != "closed"]
    if shown:
        screen.line()
        columns = [
            Column(say("ledger.column.standing")),
            Column(say("ledger.column.due")),
            Column(say("ledger.column.unit"), least=8, wants=16),
            Column(say("ledger.column.owner"), least=6, wants=12),
            Column(say("ledger.column.text"), least=12, wants=36),
            Column(say("ledger.column.record"), least=12, keep="end", spare=1),
        ]
        screen.table(columns, [_row(one, speaker) for one in shown])
    for one in shown:
        if one.absent:
            line = say("rectify.absent", entry=label(one.values), evidence=list(one.absent))
            screen.paragraph(printable(line), style="dim", hang=2)
        if one.unseen:
            line = say("rectify.unseen", entry=label(one.values), evidence=list(one.unseen))
            screen.paragraph(printable(line), style="dim", hang=2)
    unseen = sum(bool(one.unseen) for one in found.entries)
    if unseen:
        screen.paragraph(say("rectify.sync-first", count=unseen), style="yellow", hang=2)
    if not found.entries:
        screen.line(say("rectify.nothing"))
    if found.later:
        screen.paragraph(say("rectify.later", count=found.later), style="dim", hang=2)


def status_json(found: Ledger) -> Json:
    """What `rectify status` says; what stands before it is added by who knows the archive."""
    return {
        "as_of": found.as_of.isoformat(),
        "summary": {"ledgers": len(found.records), **_counts(found.entries)},
        "later": found.later,
        "items": [_item(one) for one in _sorted(found.entries)],
    }


def imported(result: ImportResult, speaker: Speaker, screen: Screen, *, applied: bool) -> None:
    """The plan, or what was done: every change with before and after, then what was left as it is and why."""
    say = speaker.say
    for one in result.returned:
        _returned(one, speaker, screen)
    for row in result.all_refused:
        screen.paragraph(_refused(row, speaker), style="yellow", hang=2)
    for whole in result.refusals:
        screen.paragraph(refusal(whole, speaker), style="yellow", hang=2)
    for stray in result.strays:
        told = say("rectify.stray", sheet=stray.sheet, column=stray.head or "?", count=stray.filled)
        screen.paragraph(printable(told), style="yellow", hang=2)
    if result.untaken:
        screen.paragraph(say("rectify.untaken", count=result.untaken), style="dim", hang=2)
    for dropped in result.dropped:
        path = dropped.action.target if isinstance(dropped.action, Move) else dropped.action.path
        line = say("sync.deferred", path=printable(path), reason=say(dropped.reason))
        screen.paragraph(line, style="yellow", hang=2)
    for line in _last(result, speaker, applied=applied):
        screen.line(line, style="green" if applied else "bold")


def imported_json(result: ImportResult, speaker: Speaker, *, applied: bool) -> Json:
    """The same for programs."""
    return {
        "file": result.file,
        "applied": applied,
        "ledgers": [_ledger_json(one) for one in result.returned],
        "refused": [
            {"sheet": one.sheet, "row": one.row, "reason": _reason(one, speaker)}
            for one in result.all_refused
        ],
        "refused_records": [{"path": one.path, "reason": refusal(one, speaker)} for one in result.refusals],
        "columns": [{"sheet": one.sheet, "head": one.head, "cells": one.filled} for one in result.strays],
        "untaken": result.untaken,
        "written": list(result.written),
        "deferred": [
            one.action.target if isinstance(one.action, Move) else one.action.path for one in result.dropped
        ],
    }


def _counts(entries: Sequence[Entry]) -> dict[str, int]:
    found = Counter(one.standing for one in entries)
    return {standing: found[standing] for standing in STANDINGS}


def _sorted(entries: Sequence[Entry]) -> list[Entry]:
    """By standing, the soonest first."""

    def place(one: Entry) -> tuple[int, str, str, int]:
        return (STANDINGS.index(one.standing), str(one.due or "9"), one.record.path, one.number)

    return sorted(entries, key=place)


def _row(one: Entry, speaker: Speaker) -> Row:
    units = speaker.listed(speaker.label(f"unit:{unit}") for unit in one.record.units)
    return [
        Text(speaker.say(f"ledger.standing.{one.standing}"), style=STYLES[one.standing]),
        Text(_due(one, speaker)),
        Text(printable(units)),
        Text(printable(speaker.listed(texts(one.values, "owner")))),
        Text(printable(label(one.values))),
        Text(printable(one.record.path) + (f":{one.line}" if one.line else ""), style="dim"),
    ]


def _due(one: Entry, speaker: Speaker) -> str:
    """As it is written; where nothing is, the day that follows from the rule's term."""
    written = text(one.values, "due")
    derived = one.due.isoformat() if one.due and not written else ""
    return speaker.say("rectify.term", day=derived) if derived else written


def _item(one: Entry) -> Json:
    values = one.values
    return {
        "path": one.record.path,
        "line": one.line,
        "units": list(one.record.units),
        "no": text(values, "no") or None,
        "text": text(values, "text"),
        "type": text(values, "type") or None,
        "owner": list(texts(values, "owner")),
        "due": text(values, "due") or None,
        "last_day": one.due.isoformat() if one.due else None,
        "measure": text(values, "measure") or None,
        "evidence": list(texts(values, "evidence")),
        "absent": list(one.absent),
        "unseen": list(one.unseen),
        "closed": text(values, "closed") or None,
        "reason": text(values, "reason") or None,
        "status": one.standing,
    }


def _returned(one: Returned, speaker: Speaker, screen: Screen) -> None:
    say = speaker.say
    if not (one.changes or one.left or one.outdated):
        return
    screen.line(printable(one.record.path), style="bold")
    for change in one.changes:
        key = "rectify.edited" if change.at is not None else "rectify.added"
        named = change.label if change.at is not None else label(change.values)
        head = say(key, row=change.row, sheet=change.sheet, entry=named)
        screen.paragraph(printable(head), indent=2, hang=2)
        for line in _fields(change, speaker):
            screen.paragraph(printable(line), indent=4, hang=2)
    if one.outdated:
        screen.paragraph(say("rectify.outdated", count=one.outdated), indent=2, style="dim")
    if one.left:
        told = say("rectify.left", count=len(one.left), entries=list(one.left))
        screen.paragraph(printable(told), indent=2, hang=2, style="dim")


def _fields(change: Change, speaker: Speaker) -> Iterator[str]:
    """完成期限：2025-03-31 → 2025-04-30."""
    nothing = speaker.say("rectify.empty")
    for name, value in change.values.items():
        params = {
            "field": speaker.label(f"key:{ITEMS}.0.{name}"),
            "after": _said(name, value, speaker) or nothing,
        }
        if change.at is None:
            yield speaker.say("rectify.field-new", **params)
        else:
            before = _said(name, change.before[name], speaker) or nothing
            yield speaker.say("rectify.field", before=before, **params)


def _said(name: str, value: Value, speaker: Speaker) -> str:
    """In one line; a code by its label."""
    told = speaker.listed(map(str, value), "list.clauses") if isinstance(value, list) else str(value or "")
    items = speaker.scheme.fields[ITEMS].items if speaker.scheme else None
    spec = next((one for one in items.fields if one.id == name), None) if items else None
    term = speaker.scheme.vocabularies.get(spec.vocabulary, {}).get(told) if speaker.scheme and spec else None
    return term.label.text(speaker.language) if term else speaker.listed(told.splitlines(), "list.clauses")


def _refused(one: RowRefusal, speaker: Speaker) -> str:
    told = speaker.say("rectify.refused", sheet=one.sheet, row=one.row, reason=_reason(one, speaker))
    return printable(told)


def _reason(one: RowRefusal, speaker: Speaker) -> str:
    nearest = one.params.get("nearest")
    near = speaker.say("error.nearest", nearest=nearest) if nearest else ""
    return printable(speaker.say(one.key, **{**one.params, "near": near}))


def _last(result: ImportResult, speaker: Speaker, *, applied: bool) -> Iterator[str]:
    say = speaker.say
    unchanged = sum(one.unchanged for one in result.returned)
    left = len(result.all_refused) + len(result.refusals)
    if not result.changes:
        yield say("rectify.no-change", unchanged=unchanged, refused=left)
    elif applied:
        yield say("rectify.done", written=len(result.written), unchanged=unchanged, refused=left)
    else:
        yield say("rectify.plan", count=result.changes, unchanged=unchanged, refused=left)


def _ledger_json(one: Returned) -> Json:
    return {
        "path": one.record.path,
        "changes": [
            {
                "sheet": change.sheet,
                "row": change.row,
                "new": change.at is None,
                "before": dict(change.before) if change.at is not None else None,
                "after": dict(change.values),
            }
            for change in one.changes
        ],
        "unchanged": one.unchanged,
        "outdated": one.outdated,
        "left": list(one.left),
    }
