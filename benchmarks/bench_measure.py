"""All figures of one archive: the installed tool in fresh processes, and beside it what it is compared with."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from bench_figures import merged, quantiles
from bench_peer import Recoll, documents
from bench_processes import Run, run
from bench_queries import queries
from make_archive import Made

HERE = Path(__file__).resolve().parent
AS_OF = "2025-12-31"
SETTLE = 2.5  # seconds; younger sidecars are read again by the next sync, as they should be
Result = dict[str, Any]


class Effort(NamedTuple):
    """How often what is measured, of which medians are taken."""

    tries: int
    cold: int  # first syncs
    search: int  # whole rounds of queries
    queries: int  # of every kind


class Subject(NamedTuple):
    """What is measured."""

    folder: Path
    mix: str
    engine: str
    made: Made
    peer: Recoll | None
    config: Path  # the peer's folder


def measure(subject: Subject, effort: Effort) -> Result:
    """Seconds, milliseconds of queries and of the sync of a folder, MiB, counts."""
    folder, _, engine, made, *_ = subject
    cold, peers, first = _first_syncs(subject, effort.cold)
    time.sleep(SETTLE)
    _tool(folder, "sync")
    # In turns, so that what else the machine does falls on all of them.
    turns = [
        (json.loads(run(_script("bench_walk.py", folder)).output), _tool(folder, "sync"), _audit(folder))
        for _ in range(effort.tries)
    ]
    walks, warm, audit = zip(*turns, strict=True)
    found, peer_found = _searches(subject, effort)
    scoped = json.loads(run(_script("bench_scoped.py", folder, str(effort.tries))).output)
    _sane(subject, first, json.loads(warm[-1].output), json.loads(audit[-1].output), found, peer_found)
    _hold(("one document dropped is read, drafted and indexed", scoped["sane"], True))
    return {
        "records": made.records,
        "documents": made.documents,
        "formats": subject.mix,
        "engine": engine,
        "names": walks[-1]["names"],
        "walk_s": statistics.median(walk["seconds"] for walk in walks),
        "cold": _pace(cold, made),
        "warm_s": statistics.median(one.seconds for one in warm),
        "audit_s": statistics.median(one.seconds for one in audit),
        "start_s": statistics.median(run(_command(folder, "--version")).seconds for _ in range(effort.tries)),
        "folder_ms": {name: statistics.median(scoped[name]) for name in ("unchanged", "dropped")},
        "search": found["figures"],
        "memory_mib": {
            "cold sync": _memory(cold[-1]),
            "warm sync": _memory(_tool(folder, "sync", watch=True)),
            "sync of a folder": {"main": scoped["own_mib"], "tree": scoped["own_mib"]},
            "audit": _memory(_audit(folder, watch=True)),
            "search": {"main": found["own_mib"], "tree": found["own_mib"]},
        },
        "writer_heap_mib": writer_heap(engine),
        "recoll": {"cold": _pace(peers, made), "lacks": subject.peer.lacks(subject.config)}
        if subject.peer
        else None,
    }


def writer_heap(engine: str) -> float | None:
    """What the engine's writer is allowed, in MiB; None where it counts postings instead of bytes."""
    if engine != "tantivy":
        return None
    from archive_tool.adapters.search.tantivy_index import HEAP

    return HEAP / (1 << 20)


def _first_syncs(subject: Subject, tries: int) -> tuple[list[Run], list[Run], Result]:
    """The tool's and the peer's in turns, each from nothing; what the tool's last one said."""
    tool, peers, said = [], [], {}
    for turn in range(tries):
        if turn:
            _forget(subject.folder, said)
        _written()
        tool.append(_tool(subject.folder, "sync", watch=True))
        said = json.loads(tool[-1].output)
        if subject.peer:
            _written()
            peers.append(subject.peer.first_sync(subject.folder, subject.config))
    return tool, peers, said


def _forget(folder: Path, said: Result) -> None:
    """As before the first sync."""
    shutil.rmtree(folder / ".archive")
    for sidecar in said["drafted"]:
        (folder / sidecar).unlink()


def _written() -> None:
    """What was written before is on the disk: not to be paid for by what comes next."""
    if hasattr(os, "sync"):
        os.sync()


def _searches(subject: Subject, effort: Effort) -> tuple[Result, Result | None]:
    """Rounds of queries in turns; of the tool, and of the peer."""
    asked = queries(subject.folder, effort.queries)
    tool, peer = [], []
    for _ in range(effort.search):
        command = _script("bench_search.py", subject.folder, str(effort.queries))
        tool.append(json.loads(run(command).output))
        if subject.peer:
            peer.append(subject.peer.search(subject.config, asked))
    times = merged([one["kinds"] for one in tool])
    for kind, by_who in merged([one["kinds"] for one in peer]).items() if peer else ():
        times[kind] |= by_who
    return {**tool[-1], "figures": quantiles(times)}, peer[-1] if peer else None


def _pace(runs: list[Run], made: Made) -> Result:
    return {
        "s": statistics.median(one.seconds for one in runs),
        "cpu_s": statistics.median(one.cpu_s for one in runs),
        "documents_per_s": statistics.median(made.documents / one.seconds for one in runs),
    }


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


def _sane(
    subject: Subject, first: Result, warm: Result, audit: Result, found: Result, peer_found: Result | None
) -> None:
    """A fast wrong answer is no result."""
    made = subject.made
    _hold(
        ("drafts", len(first["drafted"]), made.records - made.sidecars),
        ("records", audit["summary"]["records"], made.records),
        ("documents indexed", first["indexed"], made.records),
        ("opened again", warm["read"], 0),
        ("indexed again", warm["indexed"] + warm["unindexed"], 0),
        ("drafted again", len(warm["drafted"]) + len(warm["refreshed"]) + len(warm["folders"]), 0),
        (
            "checks without what they need of a file",
            sum("." not in one["check"] for one in audit["not_run"]),
            0,
        ),
        ("engine", found["engine"], subject.engine),
        ("found something", found["hits"] > 0, True),
    )
    if peer_found:
        wanted = sum(1 for _ in documents(subject.folder))
        _hold(
            ("documents in Recoll's index", peer_found["documents"], wanted),
            ("Recoll found something", peer_found["hits"] > 0, True),
        )


def _hold(*expected: tuple[str, object, object]) -> None:
    wrong = [f"{name}: {is_}, not {want}" for name, is_, want in expected if is_ != want]
    if wrong:
        raise SystemExit("Wrong results:\n" + "\n".join(wrong))
