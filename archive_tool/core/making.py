"""When the files of a record were made, as they say themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from archive_tool.core.model import FileFacts
from archive_tool.core.periods import of_date
from archive_tool.core.records import Record
from archive_tool.core.scheme import Scheme
from archive_tool.core.traces import Traces

_DAY = len("2025-03-14")


def is_asked(record: Record, scheme: Scheme) -> bool:
    """Whether it is a dated paper of the unit's own or of an activity: what came from elsewhere may be of any day."""
    form = scheme.forms.get(record.form)
    return (
        bool(record.date) and not record.events and bool(record.activities or (form is not None and form.own))
    )


def first_made(record: Record, facts: Mapping[str, FileFacts], traces: Traces) -> date | None:
    """The day on which the first of its files was made; None where none of them says so."""
    told = (traces.get(facts[entry.path].sha256) for entry in record.holding.files if entry.path in facts)
    days = [of_date(trace.created).first for trace in told if trace and len(trace.created) == _DAY]
    return min(days, default=None)
