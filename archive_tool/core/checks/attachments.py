"""Do the attachments that a text lists lie with it?"""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.gatherings import finding
from archive_tool.core.checks.writing import role_of, with_texts
from archive_tool.core.model import Entry, Finding
from archive_tool.core.names import stem
from archive_tool.core.records import Record, mappings, text


def check(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a record, with the attachments that neither it, nor a record beside or related to it, is."""
    listing = {sha256: names for sha256, trace in context.material.traces.items() if (names := trace.annexes)}
    if not listing:
        return
    facts = context.material.snapshot.facts
    beside = _titles(context)
    for record, entries in with_texts(context, frozenset(listing)):
        lacking = [
            name
            for entry in entries
            if role_of(entry, record, context) not in setting.roles
            for name in _lacking(listing[facts[entry.path].sha256], entry, record, beside, setting, context)
        ]
        if lacking:
            yield finding(setting, record, record.date, {"name": list(dict.fromkeys(lacking))}, context)


def _lacking(
    names: tuple[str, ...],
    main: Entry,
    record: Record,
    beside: dict[str, list[str]],
    setting: CheckSetting,
    context: RuleContext,
) -> list[str]:
    from archive_tool.core.annexes import (
        is_there,  # its patterns take a while to compile, and few lists are there
    )

    others = [entry for entry in record.holding.files if entry is not main]
    # 附件1.jpg says no more than its number: as many as are listed will do.
    if sum(role_of(entry, record, context) in setting.roles for entry in others) >= len(names):
        return []
    have = [stem(entry.path.rpartition("/")[2]) for entry in others]
    have += [
        title for title in beside.get(_folder(record), ()) if title not in (record.title, record.holding.name)
    ]
    have += [title for id_ in _related(record) for title in beside.get(id_, ())]
    return [name for name in names if not is_there(name, have)]


def _titles(context: RuleContext) -> dict[str, list[str]]:
    """By folder and by id, what records are called."""
    found: dict[str, list[str]] = {}
    for record in context.records:
        for key in (_folder(record), record.id):
            if key:
                found.setdefault(key, []).extend((record.title, record.holding.name))
    return found


def _related(record: Record) -> Iterator[str]:
    return (text(relation, "record") for relation in mappings(record.values, "relations"))


def _folder(record: Record) -> str:
    return record.path.rpartition("/")[0]
