"""Measures the installed tool on generated archives: `python benchmarks/run.py --sizes 1000,10000`."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench_processes import Run, run
from bench_report import machine, show, verdicts
from make_archive import Made, make_archive

HERE = Path(__file__).resolve().parent
AS_OF = "2025-12-31"
SETTLE = 2.5  # seconds; younger sidecars are read again by the next sync, as they should be
QUERIES = 10  # of every kind
BIG = 5_000  # records from which whoosh is measured only when asked for
Result = dict[str, Any]


def measure(folder: Path, engine: str, made: Made, tries: int) -> Result:
    """All figures of one archive with one engine; seconds, MiB, counts."""
    cold = _tool(folder, "sync", watch=True)
    first = json.loads(cold.output)
    time.sleep(SETTLE)
    _tool(folder, "sync")
    # In turns, so that what else the machine does falls on all of them.
    turns = [
        (json.loads(run(_script("bench_walk.py", folder)).output), _tool(folder, "sync"), _audit(folder))
        for _ in range(tries)
    ]
    walks, warm, audit = zip(*turns, strict=True)
    found = json.loads(run(_script("bench_search.py", folder, str(QUERIES if tries > 1 else 1))).output)
    _sane(made, first, json.loads(warm[-1].output), json.loads(audit[-1].output), found, engine)
    return {
        "records": made.records,
        "documents": made.documents,
        "engine": engine,
        "names": walks[-1]["names"],
        "walk_s": statistics.median(walk["seconds"] for walk in walks),
        "cold_s": cold.seconds,
        "cold_documents_per_s": made.documents / cold.seconds,
        "warm_s": statistics.median(one.seconds for one in warm),
        "audit_s": statistics.median(one.seconds for one in audit),
        "start_s": statistics.median(run(_command(folder, "--version")).seconds for _ in range(tries)),
        "search": found["kinds"],
        "memory_mib": {
            "cold sync": _memory(cold),
            "warm sync": _memory(_tool(folder, "sync", watch=True)),
            "audit": _memory(_audit(folder, watch=True)),
            "search": {"main": found["uss_mib"], "tree": found["uss_mib"]},
        },
        "writer_heap_mib": writer_heap(engine),
    }


def writer_heap(engine: str) -> float | None:
    """What the engine's writer is allowed, in MiB; None where it counts postings instead of bytes."""
    if engine != "tantivy":
        return None
    from archive_tool.adapters.search.tantivy_index import HEAP

    return HEAP / (1 << 20)


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "archive_tool", "-C", str(folder), *words]


def _script(name: str, folder: Path, *words: str) -> list[str]:
    return [sys.executable, str(HERE / name), str(folder), *words]


def _tool(folder: Path, *words: str, watch: bool = False) -> Run:
    return run(_command(folder, *words, "--format", "json"), watch=watch)


def _audit(folder: Path, watch: bool = False) -> Run:
    words = ("audit", "--as-of", AS_OF, "--fail-on", "never", "--format", "json")
    return run(_command(folder, *words), watch=watch)


def _memory(one: Run) -> dict[str, float]:
    return {"main": round(one.main_mib, 1), "tree": round(one.tree_mib, 1)}


def _sane(made: Made, first: Result, warm: Result, audit: Result, found: Result, engine: str) -> None:
    """A fast wrong answer is no result."""
    expected = {
        "drafts": (len(first["drafted"]), made.records - made.sidecars),
        "records": (audit["summary"]["records"], made.records),
        "files indexed at least": (first["indexed"] >= made.records, True),
        "opened again": (warm["read"], 0),
        "indexed again": (warm["indexed"] + warm["unindexed"], 0),
        "drafted again": (len(warm["drafted"]) + len(warm["refreshed"]) + len(warm["folders"]), 0),
        "checks not run": (audit["summary"]["not_run"], 0),
        "engine": (found["engine"], engine),
        "found something": (found["hits"] > 0, True),
    }
    wrong = [f"{name}: {is_}, not {want}" for name, (is_, want) in expected.items() if is_ != want]
    if wrong:
        raise SystemExit("The tool gave wrong results:\n" + "\n".join(wrong))


def _plan(sizes: list[int], engines: list[str], whoosh_big: bool) -> Iterator[tuple[int, str]]:
    for size in sizes:
        for engine in engines:
            if engine != "whoosh" or size < BIG or whoosh_big:
                yield size, engine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="records, divided by commas")
    parser.add_argument("--engines", default="tantivy,whoosh")
    parser.add_argument("--whoosh-big", action="store_true", help=f"whoosh also from {BIG:,} records on")
    parser.add_argument("--texts", type=Path, metavar="ZIP", help="a zip of .md or .txt texts to cut from")
    parser.add_argument("--tries", type=int, default=5, help="runs of which the median counts")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all figures there")
    parser.add_argument(
        "--smoke", action="store_true", help="60 records: does everything run and count right?"
    )
    given = parser.parse_args()
    sizes = [60] if given.smoke else [int(size) for size in given.sizes.split(",")]
    tries = 1 if given.smoke else given.tries
    results = []
    with tempfile.TemporaryDirectory(prefix="archive-benchmark-") as temporary:
        for size, engine in _plan(sizes, given.engines.split(","), given.whoosh_big):
            folder = Path(temporary) / f"{size}-{engine}"
            print(f"{size:,} records, {engine} …", file=sys.stderr, flush=True)
            made = make_archive(folder, size, texts=given.texts, engine=engine)
            results.append(measure(folder, engine, made, tries))
    if given.json:
        whole = {"machine": machine(), "texts": bool(given.texts), "results": results}
        given.json.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    show(results)
    missed = [verdict for result in results for verdict in verdicts(result) if not verdict.met]
    sys.exit(1 if missed and not given.smoke else 0)


if __name__ == "__main__":
    main()
