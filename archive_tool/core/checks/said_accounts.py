"""Meetings of which only the text tells who led them: 主持人：张三 in the minutes of a draft."""

from __future__ import annotations

from collections.abc import Iterator

from archive_tool.core.checks.context import RuleContext
from archive_tool.core.gatherings import Gathering
from archive_tool.core.model import Value
from archive_tool.core.proof import as_paper
from archive_tool.core.records import Record

_DAY = len("2025-03-14")


def told_by_texts(context: RuleContext) -> Iterator[Gathering]:
    """Those of judged years and one day, with chair, recorder, place, begin and end as their minutes say."""
    traces = context.material.traces
    telling = {digest: trace.account for digest, trace in traces.items() if trace.account}
    today = context.material.as_of.isoformat()
    for record in context.judged if telling else ():
        if len(record.date) != _DAY or record.date > today or record.events or "event" in record.values:
            continue
        if account := _account(record, telling, context):
            yield Gathering(
                record, record.date, record.units, _values(account, record.date), record.activities
            )


def _account(record: Record, telling: dict[str, tuple[str, ...]], context: RuleContext) -> tuple[str, ...]:
    """That of the one paper that is its minutes; () where there are several, or none says."""
    form = context.material.scheme.forms.get(record.form)
    if form is None or form.dated != "held":
        return ()
    facts = context.material.snapshot.facts
    found = [
        telling[fact.sha256]
        for entry, role in zip(record.holding.files, context.parts.roles(record), strict=True)
        if as_paper(role, form) == form.role
        and (fact := facts.get(entry.path)) is not None
        and fact.sha256 in telling
    ]
    return found[0] if len(found) == 1 else ()


def _values(account: tuple[str, ...], day: str) -> dict[str, Value]:
    """As a sidecar would say it."""
    chair, recorder, place, first, last = account
    told = {"chair": chair, "recorder": recorder, "place": place}
    times = {"start": first, "end": last}
    timed = {key: f"{day}T{time}" for key, time in times.items() if time}
    return {key: value for key, value in {**told, **timed}.items() if value}
