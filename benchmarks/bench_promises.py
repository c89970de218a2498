"""What the tool promises to reach, and whether it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

LARGE = 50_000  # records
WALKS, START = (
    12,
    0.3,
)  # a warm sync may take so many bare walks; a small one also so many seconds for starting
AUDIT_S, AUDIT_RECORDS = 1.0, 10_000
LARGE_AUDIT_S = 8.0
SEARCHES = 3  # bare engines
FOLDER_MS = 150
MEMORY_MIB, LARGE_MEMORY_MIB, HEAP_MIB = 300, 400, 64
RECOLLS = 3
Result = dict[str, Any]


class Verdict(NamedTuple):
    """One promise and what was measured."""

    name: str
    value: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def verdicts(result: Result) -> Iterator[Verdict]:
    """Every promise, for one archive with one engine."""
    is_large, found = result["records"] >= LARGE, result["search"]["all"]
    yield Verdict("warm sync", result["warm_s"], WALKS * result["walk_s"] + (0 if is_large else START), "s")
    yield Verdict("sync of a folder", result["folder_ms"]["unchanged"], FOLDER_MS, "ms")
    yield Verdict("sync of a folder, a document dropped", result["folder_ms"]["dropped"], FOLDER_MS, "ms")
    if result["records"] <= AUDIT_RECORDS:
        yield Verdict("warm audit", result["audit_s"], AUDIT_S, "s")
    elif result["records"] <= LARGE:
        yield Verdict("warm audit", result["audit_s"], LARGE_AUDIT_S, "s")
    yield Verdict("query p95 / bare engine's", found["tool"]["p95"] / found["bare"]["p95"], SEARCHES, "x")
    if "recoll" in found:
        pace = result["cold"]["documents_per_s"] / result["recoll"]["cold"]["documents_per_s"]
        yield Verdict("first sync, documents/s / Recoll's", pace, RECOLLS, "x", at_least=True)
        if is_large:
            yield Verdict("query p95 / Recoll's", found["tool"]["p95"] / found["recoll"]["p95"], 1, "x")
    most = MEMORY_MIB if result["records"] <= AUDIT_RECORDS else LARGE_MEMORY_MIB
    for name, memory in result["memory_mib"].items():
        yield Verdict(f"private memory, {name}", memory["main"], most, "MiB")
    if result["writer_heap_mib"] is not None:
        yield Verdict("writer heap", result["writer_heap_mib"], HEAP_MIB, "MiB")
