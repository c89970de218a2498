"""The figures as tables, beside what the tool promises to reach."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.metadata import version

import psutil
from bench_promises import Result, verdicts
from rich.console import Console
from rich.table import Table

_WORDS = frozenset({"formats", "engine", "queries", "promise", ""})  # set to the left


def show(results: Sequence[Result], sizes: Sequence[int]) -> None:
    """Tables on standard output; `sizes` are those that were asked for, and may not all be measured."""
    console = Console(width=118)
    for table in (_figures, _recoll, _searches, _promises):
        rows = table(results)
        if rows.row_count:
            console.print(rows)
    extrapolated = _extrapolated(results, sizes)
    if extrapolated.row_count:
        console.print(extrapolated)


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


def _table(title: str, columns: Iterable[str]) -> Table:
    table = Table(title=title)
    for name in ("records", "formats", "engine", *columns):
        table.add_column(name, justify="left" if name in _WORDS else "right")
    return table


def _what(result: Result) -> tuple[str, str, str]:
    return f"{result['records']:,}", result["formats"], result["engine"]


def _figures(results: Sequence[Result]) -> Table:
    table = _table(
        "Times (medians; wall, with the start of the process; a folder: in process)",
        ("documents", "first sync", "warm sync", "a folder", "+ document", "audit", "start", "bare walk"),
    )
    for result in results:
        table.add_row(
            *_what(result),
            f"{result['documents']:,}",
            f"{result['cold']['s']:.1f} s",
            f"{result['warm_s']:.2f} s",
            f"{result['folder_ms']['unchanged']:.0f} ms",
            f"{result['folder_ms']['dropped']:.0f} ms",
            f"{result['audit_s']:.2f} s",
            f"{result['start_s']:.2f} s",
            f"{result['walk_s'] * 1000:.0f} ms",
        )
    return table


def _recoll(results: Sequence[Result]) -> Table:
    columns = ("documents/s", "Recoll's", "ratio", "by CPU time", "p50 / p95", "Recoll's", "p95 ratio")
    table = _table("Beside Recoll: first sync, and all queries in process (ms, with 20 snippets)", columns)
    for result in results:
        if not result["recoll"]:
            continue
        cold, its = result["cold"], result["recoll"]["cold"]
        found = result["search"]["all"]
        table.add_row(
            *_what(result),
            f"{cold['documents_per_s']:.0f}",
            f"{its['documents_per_s']:.0f}",
            f"{cold['documents_per_s'] / its['documents_per_s']:.1f}",
            f"{its['cpu_s'] / cold['cpu_s']:.1f}" if cold["cpu_s"] else "?",
            _both(found["tool"]),
            _both(found["recoll"]),
            f"{found['tool']['p95'] / found['recoll']['p95']:.2f}",
        )
        if result["recoll"]["lacks"]:
            table.caption = f"Recoll lacks helpers: {result['recoll']['lacks']}"
    return table


def _searches(results: Sequence[Result]) -> Table:
    columns = ("queries", "tool", "index", "bare engine", "p95 ratio", "Recoll")
    table = _table("Search in process, ms p50 / p95 (see README: what they do)", columns)
    for result in results:
        for kind, timed in result["search"].items():
            table.add_row(
                *_what(result),
                kind,
                *(_both(timed[who]) for who in ("tool", "index", "bare")),
                f"{timed['tool']['p95'] / timed['bare']['p95']:.1f}",
                _both(timed["recoll"]) if "recoll" in timed else "",
                end_section=kind == "all",
            )
    return table


def _both(timed: dict[str, float]) -> str:
    return " / ".join(f"{ms:.2f}" if ms < 10 else f"{ms:.1f}" for ms in (timed["p50"], timed["p95"]))


def _promises(results: Sequence[Result]) -> Table:
    title = "Promises (memory is private; the main process, its peak with all readers in brackets)"
    table = _table(title, ("promise", "measured", "wanted", ""))
    for result in results:
        for verdict in verdicts(result):
            name, value, limit, unit, at_least = verdict
            table.add_row(
                *_what(result),
                name,
                f"{value:.2f} {unit}{_with_readers(name, result)}",
                f"{'≥' if at_least else '≤'} {limit:.2f} {unit}",
                "[green]met[/]" if verdict.met else "[red]missed[/]",
            )
        table.add_section()
    return table


def _with_readers(name: str, result: Result) -> str:
    memory = result["memory_mib"].get(name.removeprefix("private memory, "))
    return f" ({memory['tree']:.0f})" if memory and name.startswith("private") else ""


def _extrapolated(results: Sequence[Result], sizes: Sequence[int]) -> Table:
    """What whoosh would take at sizes it was not measured at, if times grow as the records do."""
    columns = ("from", "first sync", "warm sync", "query p50 / p95")
    table = _table("EXTRAPOLATED, not measured: as if times grew with the records", columns)
    for result, size in _unmeasured(results, sizes):
        times = size / result["records"]
        found = result["search"]["all"]["tool"]
        table.add_row(
            *(f"{size:,}", result["formats"], result["engine"]),
            f"{result['records']:,}",
            f"~ {result['cold']['s'] * times / 60:.0f} min",
            f"~ {result['warm_s'] * times:.0f} s",
            f"~ {found['p50'] * times:.0f} / {found['p95'] * times:.0f}",
        )
    return table


def _unmeasured(results: Sequence[Result], sizes: Sequence[int]) -> Iterator[tuple[Result, int]]:
    for result in results:
        if result["engine"] == "whoosh":
            done = {
                r["records"] for r in results if (r["engine"], r["formats"]) == ("whoosh", result["formats"])
            }
            yield from ((result, size) for size in sizes if size > max(done) == result["records"])
