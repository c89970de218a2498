"""Measures the audit of many archives by one standard: `python benchmarks/bench_bureau.py --schools 60 --records 800`."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench_processes import Run, run
from bench_promises import Verdict
from make_archive import make_archive

HERE = Path(__file__).resolve().parent
AS_OF, YEAR = "2025-12-31", "2025"
# A promise for 60 archives of 800 records on 2 cores; of others their share.
SECONDS, SCHOOLS, RECORDS, CORES = 60.0, 60, 800, 2
START = 1.0  # of the processes, however few archives there are
WALKS = 12  # bare walks, as a warm sync may take
ALONE = 1.0  # audits of each archive by itself: judged twice here, but with one start for many
WORKER_MIB = 100


class Bureau(NamedTuple):
    """What was measured, of all archives together."""

    schools: int
    records: int  # of each
    cold: Run
    warm: Sequence[Run]
    alone_cpu_s: float  # `audit` of each by itself
    walk_s: float
    processes: int

    @property
    def cpu_s(self) -> float:
        return statistics.median(one.cpu_s for one in self.warm)

    @property
    def seconds(self) -> float:
        return statistics.median(one.seconds for one in self.warm)


def made(folder: Path, schools: int, records: int) -> list[Path]:
    """The archives, synced as their schools would; those that are there already stay."""
    roots = [folder / f"school-{number:02d}" for number in range(1, schools + 1)]
    for number, root in enumerate(roots, 1):
        if not root.exists():
            print(f"making {number} of {schools} …", file=sys.stderr, flush=True)
            make_archive(root, records, seed=number, mix="text")
            with (root / "archive.yaml").open("a", encoding="utf-8") as config:
                config.write(_ways(number))
        run(_command(root, "sync"))  # those that are there too: their cache may be of an older version
    return roots


def _ways(number: int) -> str:
    """Every third school has waived or set something for itself, so that there is something to set aside."""
    if number % 3:
        return ""
    waiver = "{code: complete/missing, reason: 停课, author: 甲, until: 2026-12-31, period: 2025-02}"
    return f"settings: {{05.party-lesson.count: 1}}\nwaivers:\n- {waiver}\n"


def measure(roots: Sequence[Path], records: int, tries: int) -> Bureau:
    """First with nothing known to the bureau, then warm, in turns with what it is compared with."""
    with tempfile.TemporaryDirectory(prefix="bureau-cache-") as cache:
        cold = _bureau(roots, cache)
        _sane(roots, cold)
        turns = [(_bureau(roots, cache), _alone(roots), _walks(roots)) for _ in range(tries)]
        watched = _bureau(roots, cache, watch=True)
    warm, alone, walks = zip(*turns, strict=True)
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Bureau(
        len(roots),
        records,
        cold,
        [*warm[:-1], warm[-1]._replace(main_mib=watched.main_mib, tree_mib=watched.tree_mib)],
        statistics.median(alone),
        statistics.median(walks),
        min(usable, len(roots), 8),
    )


def _bureau(roots: Sequence[Path], cache: str, *, watch: bool = False) -> Run:
    words = (
        "--strict",
        "--scheme",
        "school-party-building",
        "--as-of",
        AS_OF,
        "--year",
        YEAR,
        "--format",
        "json",
    )
    command = _command(roots[0].parent, "audit", *(root.name for root in roots), *words)
    places = dict.fromkeys(("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"), cache)
    return run(command, codes=(0, 1), watch=watch, variables=places)


def _alone(roots: Sequence[Path]) -> float:
    """CPU seconds of an audit of each by itself."""
    words = ("audit", "--as-of", AS_OF, "--year", YEAR, "--format", "json")
    return sum(run(_command(root, *words), codes=(0, 1)).cpu_s for root in roots)


def _walks(roots: Sequence[Path]) -> float:
    script = str(HERE / "bench_walk.py")
    return sum(json.loads(run([sys.executable, script, str(root)]).output)["seconds"] for root in roots)


def _sane(roots: Sequence[Path], ran: Run) -> None:
    """Nobody was lost, nothing was left unread, and something was set aside."""
    whole = json.loads(ran.output)["archives"]
    lost = [one["error"] for one in whole if not one["ok"]]
    # What a rule could not tell for want of a day or of entries was looked at all the same.
    unread = sum(
        not told["check"][:1].isdigit() for one in whole if one["ok"] for told in one["audit"]["not_run"]
    )
    ways = sum(one["set_aside"] is not None for one in whole)
    if lost or unread or len(whole) != len(roots) or ways < len(roots) // 3:
        raise SystemExit(f"not what was to be measured: lost {lost}, not run {unread}, set aside {ways}")


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "archive_tool", "-C", str(folder), *words]


def verdicts(found: Bureau) -> Iterator[Verdict]:
    """CPU time is compared: other work on the machine does not move it."""
    share = found.schools * found.records / (SCHOOLS * RECORDS)
    yield Verdict("bureau, CPU time on 2 cores", found.cpu_s / CORES, SECONDS * share + START, "s")
    yield Verdict("bureau, CPU / audits of each alone", (found.cpu_s - START) / found.alone_cpu_s, ALONE, "x")
    yield Verdict("bureau, CPU / bare walks", found.cpu_s / found.walk_s, WALKS, "x")
    memory = found.warm[-1]
    worker = (memory.tree_mib - memory.main_mib) / found.processes
    yield Verdict("bureau, private memory of a process", worker, WORKER_MIB, "MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=SCHOOLS)
    parser.add_argument("--records", type=int, default=RECORDS, help="of each")
    parser.add_argument("--tries", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--folder", type=Path, help="keep the archives there, and take those that are there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="archive-benchmark-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        found = measure(made(folder, given.schools, given.records), given.records, given.tries)
    cold, memory = found.cold, found.warm[-1]
    print(f"{found.schools} archives of {found.records} records, {found.processes} processes")
    print(f"first time   {cold.seconds:6.1f} s, CPU {cold.cpu_s:6.1f} s")
    print(f"warm         {found.seconds:6.1f} s, CPU {found.cpu_s:6.1f} s")
    print(f"each alone   CPU {found.alone_cpu_s:6.1f} s; bare walks {found.walk_s:.2f} s")
    print(f"memory       {memory.main_mib:.0f} MiB, with all processes {memory.tree_mib:.0f} MiB")
    told = list(verdicts(found))
    for one in told:
        print(f"{'met   ' if one.met else 'MISSED'} {one.name}: {one.value:.2f} of {one.limit:g} {one.unit}")
    sys.exit(0 if all(one.met for one in told) else 1)


if __name__ == "__main__":
    main()
