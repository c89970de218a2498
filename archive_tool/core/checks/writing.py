"""What texts say that should not stand in them: places not filled in, words that do not fit the unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive_tool.core.check_settings import CheckSetting
from archive_tool.core.checks.context import RuleContext
from archive_tool.core.checks.telling import finding
from archive_tool.core.model import Entry, Finding
from archive_tool.core.names import stem
from archive_tool.core.parts import told
from archive_tool.core.proof import as_paper
from archive_tool.core.records import Record
from archive_tool.core.traces import Trace


def placeholders(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a record, with the first places of each of its texts.

    A label behind which nothing stands is told of what was filled in, not of what is filled in by hand.
    """

    def said(trace: Trace, entry: Entry, record: Record) -> tuple[str, ...]:
        filled = bool(trace.blanks) and _is_filled_in(entry, record, setting, context)
        return (*trace.gaps, *trace.blanks) if filled else trace.gaps

    return _noticed(setting, context, lambda trace: bool(trace.gaps or trace.blanks), said)


def foreign_terms(setting: CheckSetting, context: RuleContext) -> Iterator[Finding]:
    """One finding a record, with the words."""
    return _noticed(setting, context, lambda trace: bool(trace.terms), lambda trace, *_: trace.terms)


def _noticed(
    setting: CheckSetting,
    context: RuleContext,
    is_odd: Callable[[Trace], bool],
    said: Callable[[Trace, Entry, Record], tuple[str, ...]],
) -> Iterator[Finding]:
    """`is_odd`: whether a text may say something; `said`: what of it is told of this file of a record."""
    material = context.material
    odd = {sha256: trace for sha256, trace in material.traces.items() if is_odd(trace)}
    if not odd:
        return
    for record, entries in with_texts(context, frozenset(odd)):
        if record.form in setting.not_in:
            continue
        own = [entry for entry in entries if is_own(entry, record, setting, context)]
        digests = [material.snapshot.facts[entry.path].sha256 for entry in own]
        texts = [
            text
            for entry, sha256 in zip(own, digests, strict=True)
            for text in said(odd[sha256], entry, record)
        ]
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


def _is_filled_in(entry: Entry, record: Record, setting: CheckSetting, context: RuleContext) -> bool:
    """Whether it is a paper that is written on a computer: a sheet is printed, and filled in by hand."""
    name = stem(entry.path.rpartition("/")[2])
    if name.endswith(setting.sheets) or record.title.endswith(setting.sheets):
        return False
    role = role_of(entry, record, context)
    return as_paper(role, context.material.scheme.forms.get(record.form)) in setting.filled
