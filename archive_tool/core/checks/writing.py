"""What texts say that should not stand in them: places not filled in, words that do not fit the unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.telling import finding
from archive_tool.core.model import Entry, Finding
from archive_tool.core.parts import told
from archive_tool.core.records import Record
from archive_tool.core.traces import Trace


def placeholders(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a record, with the first places of each of its texts."""
    return _noticed(setting, context, lambda trace: trace.gaps)


def foreign_terms(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a record, with the words."""
    return _noticed(setting, context, lambda trace: trace.terms)


def _noticed(
    setting: CheckSetting, context: RuleContext, what: Callable[[Trace], tuple[str, ...]]
) -> Iterator[Finding]:
    material = context.material
    odd = {sha256: said for sha256, trace in material.traces.items() if (said := what(trace))}
    if not odd:
        return
    for record, entries in with_texts(context, frozenset(odd)):
        if record.form in setting.not_in:
            continue
        own = [entry for entry in entries if is_own(entry, record, setting, context)]
        texts = [text for entry in own for text in odd[material.snapshot.facts[entry.path].sha256]]
        if texts:
            yield finding(setting, record, record.date, {"text": list(dict.fromkeys(texts))}, context)


def with_texts(context: RuleContext, digests: frozenset[str]) -> Iterator[tuple[Record, list[Entry]]]:
    """Records of the judged years that have texts with these digests, and those files."""
    facts = context.material.snapshot.facts
    for record in context.judged:
        found = [
            entry
            for entry in record.holding.files
            if (fact := facts.get(entry.path)) is not None and fact.sha256 in digests
        ]
        if found:
            yield record, found


def role_of(entry: Entry, record: Record, context: RuleContext) -> str:
    """A part's role as the sidecar says, else as its name says."""
    holding = record.holding
    part = told(record).get(entry.path[len(holding.path) + 1 :] if holding.folder else "")
    return (part.role if part else "") or context.material.deriver.role(holding, entry, record.form)


def is_own(entry: Entry, record: Record, setting: CheckSetting, context: RuleContext) -> bool:
    """Whether a text was written for this record: neither a template, nor a paper that is handed round."""
    name = entry.path.rpartition("/")[2] if record.holding.folder else f"{record.title} {record.holding.name}"
    if any(word in name for word in setting.unless_named):
        return False
    role = context.material.scheme.vocabularies.get("roles", {}).get(role_of(entry, record, context))
    return role is None or not role.shareable
