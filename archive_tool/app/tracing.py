"""What is kept of texts for checks of consistency, taken anew where other words are asked for."""

from __future__ import annotations

from itertools import islice

from archive_tool.app.opening import Archive
from archive_tool.core.traces import Traces

_BATCH = 300


def traces_of(archive: Archive) -> Traces:
    """By digest, of all texts known; those that were not asked by these words are asked now."""
    state, tracer = archive.state, archive.tracer
    readings = state.readings(state.untraced(tracer.edition))
    while some := [(sha256, tracer.trace(reading)) for sha256, reading in islice(readings, _BATCH)]:
        state.keep_traces(some, tracer.edition)
    return state.traces(tracer.edition)
