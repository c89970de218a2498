"""Who gave a lesson, as the papers of an occasion say it."""

from __future__ import annotations

from collections.abc import Iterable

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.records import Record


def speakers(records: Iterable[Record], context: RuleContext) -> tuple[str, ...]:
    """The listed people behind the label of the speaker (主讲人：张三); nobody where papers name different ones."""
    facts, traces = context.material.snapshot.facts, context.material.traces
    known = (
        facts.get(entry.path) for record in records if not record.events for entry in record.holding.files
    )
    said = (traces.get(fact.sha256) for fact in known if fact)
    told = {tuple(context.person_names.known((one.speakers,))) for one in said if one and one.speakers}
    return told.pop() if len(told) == 1 else ()
