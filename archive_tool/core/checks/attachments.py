"""Do the attachments that a text lists lie with it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive_tool.core.annexes import is_there
from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.telling import finding
from archive_tool.core.checks.writing import role_of, with_texts
from archive_tool.core.model import Entry, Finding
from archive_tool.core.names import stem
from archive_tool.core.records import Record, mappings, text


def check(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a record, with the attachments that neither it, nor a record beside or related to it, is."""
    traces = context.material.traces
    listing = {sha256: trace.annexes for sha256, trace in traces.items() if trace.annexes}
    if not listing:
        return
    facts, lacking = context.material.snapshot.facts, list[tuple[Record, list[str]]]()
    for record, entries in with_texts(context, frozenset(listing)):
        names = [
            name
            for entry in entries
            if role_of(entry, record, context) not in setting.roles
            for name in _not_inside(listing[facts[entry.path].sha256], entry, record, setting, context)
        ]
        if names:
            lacking.append((record, names))
    beside = _titles(context, (record for record, _ in lacking))
    for record, names in lacking:
        others = list(_beside(record, beside))
        if still := [name for name in dict.fromkeys(names) if not is_there(name, others)]:
            yield finding(setting, record, record.date, {"name": still}, context)


def _not_inside(
    listed: tuple[str, ...], main: Entry, record: Record, setting: CheckSetting, context: RuleContext
) -> list[str]:
    """Those listed that are none of the record's own files."""
    others = [entry for entry in record.holding.files if entry is not main]
    # 附件1.jpg says no more than its number: as many as are listed will do.
    if sum(role_of(entry, record, context) in setting.roles for entry in others) >= len(listed):
        return []
    have = [stem(entry.path.rpartition("/")[2]) for entry in others]
    return [name for name in listed if not is_there(name, have)]


def _titles(context: RuleContext, asking: Iterable[Record]) -> Mapping[str, Sequence[str]]:
    """By folder and by id, what the records are called that lie beside these or are related to them."""
    found: dict[str, list[str]] = {
        key: [] for record in asking for key in (_folder(record), *_related(record)) if key
    }
    for record in context.records if found else ():
        if (key := record.holding.path.rpartition("/")[0]) in found:
            found[key] += (record.title, record.holding.name)
        if record.id in found:
            found[record.id] += (record.title, record.holding.name)
    return found


def _beside(record: Record, titles: Mapping[str, Sequence[str]]) -> Iterator[str]:
    own = (record.title, record.holding.name)
    yield from (title for title in titles.get(_folder(record), ()) if title not in own)
    for id_ in _related(record):
        yield from titles.get(id_, ())


def _related(record: Record) -> Iterator[str]:
    return (text(relation, "record") for relation in mappings(record.values, "relations"))


def _folder(record: Record) -> str:
    return record.path.rpartition("/")[0]
