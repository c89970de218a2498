"""Many measured times -> the few figures that are shown."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

Times = Mapping[str, Mapping[str, Sequence[float]]]  # kind of query -> who -> ms of each query
Figures = dict[str, dict[str, dict[str, float]]]  # kind of query -> who -> p50, p95


def merged(turns: Sequence[Times]) -> dict[str, dict[str, list[float]]]:
    """Of each query the median of all turns, which no other work on the machine moves."""
    first = turns[0]
    return {
        kind: {
            who: [
                statistics.median(tries) for tries in zip(*(turn[kind][who] for turn in turns), strict=True)
            ]
            for who in first[kind]
        }
        for kind in first
    }


def quantiles(times: Times) -> Figures:
    """p50 and p95 by kind, and as "all" over all queries."""
    everybody = next(iter(times.values()))
    whole = {who: [ms for kind in times.values() for ms in kind[who]] for who in everybody}
    return {
        kind: {who: _cut(ms) for who, ms in by_who.items()}
        for kind, by_who in {**times, "all": whole}.items()
    }


def _cut(times: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return {"p50": round(cuts[9], 3), "p95": round(cuts[18], 3)}
