"""The figures as tables, beside what the tool promises to reach."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import version
from typing import Any, NamedTuple

import psutil
from rich.console import Console
from rich.table import Table

WALKS, START = 12, 0.3  # a warm sync may take so many bare walks and so many seconds for starting
AUDIT_S, AUDIT_RECORDS = 1.0, 10_000
SEARCHES = 3
MEMORY_MIB, HEAP_MIB = 300, 64
Result = dict[str, Any]


class Verdict(NamedTuple):
    """One promise and what was measured."""

    name: str
    value: float
    limit: float
    unit: str

    @property
    def met(self) -> bool:
        return self.value <= self.limit


def verdicts(result: Result) -> Iterator[Verdict]:
    """Every promise, for one archive with one engine."""
    yield Verdict("warm sync", result["warm_s"], WALKS * result["walk_s"] + START, "s")
    if result["records"] <= AUDIT_RECORDS:
        yield Verdict("warm audit", result["audit_s"], AUDIT_S, "s")
    found = result["search"]["all"]
    yield Verdict("query p95 / bare engine's", found["tool"]["p95"] / found["bare"]["p95"], SEARCHES, "x")
    for name, memory in result["memory_mib"].items():
        yield Verdict(f"private memory, {name}", memory["main"], MEMORY_MIB, "MiB")
    if result["writer_heap_mib"] is not None:
        yield Verdict("writer heap", result["writer_heap_mib"], HEAP_MIB, "MiB")


def show(results: Sequence[Result]) -> None:
    """Tables on standard output."""
    console = Console(width=110)
    console.print(_figures(results))
    console.print(_searches(results))
    console.print(_promises(results))


def machine() -> dict[str, str]:
    """What was measured on, and with."""
    packages = ("tantivy", "Whoosh", "pypdf", "lxml", "PyYAML", "jsonschema-rs")
    memory = f"{psutil.virtual_memory().total / (1 << 30):.0f} GiB"
    return {
        "date": date.today().isoformat(),
        "system": platform.platform(),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": memory,
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def _figures(results: Sequence[Result]) -> Table:
    table = Table(title="Times (medians; wall, with the start of the process)")
    columns = (
        "records",
        "documents",
        "engine",
        "cold sync",
        "documents/s",
        "warm sync",
        "audit",
        "start",
        "bare walk",
    )
    for name in columns:
        table.add_column(name, justify="left" if name == "engine" else "right")
    for result in results:
        table.add_row(
            f"{result['records']:,}",
            f"{result['documents']:,}",
            result["engine"],
            f"{result['cold_s']:.1f} s",
            f"{result['cold_documents_per_s']:.0f}",
            f"{result['warm_s']:.2f} s",
            f"{result['audit_s']:.2f} s",
            f"{result['start_s']:.2f} s",
            f"{result['walk_s'] * 1000:.0f} ms",
        )
    return table


def _searches(results: Sequence[Result]) -> Table:
    table = Table(title="Search in process, ms p50 / p95 (see README: what the three do)")
    for name in ("records", "engine", "queries", "tool", "index", "bare engine", "p95 ratio"):
        table.add_column(name, justify="left" if name in ("engine", "queries") else "right")
    for result in results:
        for kind, timed in result["search"].items():
            tool, index, bare = timed["tool"], timed["index"], timed["bare"]
            table.add_row(
                f"{result['records']:,}",
                result["engine"],
                kind,
                f"{tool['p50']:.1f} / {tool['p95']:.1f}",
                f"{index['p50']:.2f} / {index['p95']:.2f}",
                f"{bare['p50']:.2f} / {bare['p95']:.2f}",
                f"{tool['p95'] / bare['p95']:.1f}",
                end_section=kind == "all",
            )
    return table


def _promises(results: Sequence[Result]) -> Table:
    table = Table(
        title="Promises (memory is private; the main process, its peak with all readers in brackets)"
    )
    for name in ("records", "engine", "promise", "measured", "at most", ""):
        table.add_column(name, justify="right" if name in ("records", "measured", "at most") else "left")
    for result in results:
        for verdict in verdicts(result):
            name, value, limit, unit = verdict
            table.add_row(
                f"{result['records']:,}",
                result["engine"],
                name,
                f"{value:.2f} {unit}{_with_readers(name, result)}",
                f"{limit:.2f} {unit}",
                "[green]met[/]" if verdict.met else "[red]missed[/]",
            )
        table.add_section()
    return table


def _with_readers(name: str, result: Result) -> str:
    memory = result["memory_mib"].get(name.removeprefix("private memory, "))
    return f" ({memory['tree']:.0f})" if memory and name.startswith("private") else ""
